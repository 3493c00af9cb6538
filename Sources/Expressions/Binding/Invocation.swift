import Admission
import CEL
import Documents
import Kubernetes

/// One run of a policy's expressions: on a request, with one set of parameters.
struct Invocation {
    /// The budget is spent, or the answer is due, and nothing more can be said.
    struct OutOfBudget: Error {
        var message = "validation failed due to running out of cost budget, no further validation rules will be run"
    }

    /// What the conditions say.
    enum Conditions {
        case hold
        case doNotHold
        /// An expression failed, for this reason.
        case failed(String)
    }

    private let policy: CompiledPolicy
    private var bindings: Bindings
    private let namespace: Value
    private let authority: (any Authority)?
    private let deadline: ContinuousClock.Instant?
    /// What may still be spent.
    private var budget = Program.bindingCostLimit

    init(_ policy: CompiledPolicy, _ request: Request, namespace: JSON?) {
        self.policy = policy
        let admission = request.admission
        bindings = policy.bindings
        if admission.object != nil { bindings[.object] = Value(request.object) }
        if let old = admission.oldObject { bindings[.oldObject] = Value(old) }
        if policy.usesRequest {
            bindings[.request] = admission.value
            bindings[.requestResource] = .opaque(ResourceCheck(admission.question))
        }
        self.namespace = namespace.map { Value($0) } ?? .null
        authority = RequestAuthority(request)
        deadline = request.deadline
    }

    func with(parameters: JSON?) -> Invocation {
        var invocation = self
        if let parameters { invocation.bindings[.params] = Value(parameters) }
        return invocation
    }

    /// Gives `object` another value, and forgets what the variables were.
    mutating func replaceObject(_ object: JSON) {
        forgetVariables()
        bindings[.object] = Value(object)
    }

    /// Forgets what the variables were, so that they are evaluated anew and cost again.
    mutating func forgetVariables() {
        var fresh = policy.bindings
        for slot in PolicyEnvironment.Slot.allCases { fresh[slot] = bindings[slot] }
        bindings = fresh
    }

    /// Evaluates the conditions (apiserver, webhook/matchconditions). They have a budget of their own, don't know the
    /// namespace's object, and one that is false stands above any that fails, but not above the end of the budget: the
    /// API server evaluates them all before it looks at what they came to.
    func conditions() -> Conditions {
        var failures: [String] = []
        var budget = Program.matchCostLimit
        var isMet = true
        for (position, condition) in policy.conditions.enumerated() {
            do throws(OutOfBudget) {
                let outcome = condition.program.evaluate(
                    bindings, limit: min(Program.costLimit, budget), authority: authority)
                let value = try Self.settle(outcome, condition.program, &budget)
                // Errors that say the same are told once (apimachinery, `Aggregate`).
                if case .error(let failure) = value, !failures.contains(failure.message) {
                    failures.append(failure.message)
                }
                if case .bool(false) = value { isMet = false }
            } catch {
                return .failed(error.message)
            }
            if !isMet, !mayExhaust(budget, policy.conditions.count - position - 1) { break }
        }
        guard isMet else { return .doNotHold }
        guard let first = failures.first else { return .hold }
        return .failed(failures.count == 1 ? first : "[\(failures.joined(separator: ", "))]")
    }

    /// Whether so many further expressions, with all variables, could cost more than is left.
    func mayRunOut(in expressions: Int) -> Bool { mayExhaust(budget, expressions) }

    private func mayExhaust(_ budget: Int, _ expressions: Int) -> Bool {
        expressions > 0 && (expressions + policy.document.variables.count) * Program.costLimit > budget
    }

    /// The conditions hold, so that what follows may ask for the namespace's object.
    mutating func admitNamespace() { bindings[.namespaceObject] = namespace }

    /// Annotations begin with a full budget again.
    mutating func renewBudget() { budget = Program.bindingCostLimit }

    /// Takes the authorizer away from annotations, which are compiled with it and evaluated without (apiserver,
    /// plugin/policy/validating: plugin.go and validator.go).
    mutating func withholdAuthorizer() {
        bindings[.authorizer] = .failure("no such attribute(s): authorizer")
        bindings[.requestResource] = .failure("no such attribute(s): authorizer.requestResource")
    }

    /// The value of an expression; an error says which expression failed, in the API server's words.
    ///
    /// The deadline is looked at before each one: a single expression has its budget, but a policy has many, each for
    /// every parameter.
    mutating func evaluate(_ program: Program) throws(OutOfBudget) -> Value {
        if let deadline, ContinuousClock.now >= deadline {
            throw OutOfBudget(message: "the time for the answer is over, no further expressions are evaluated")
        }
        let outcome = program.evaluate(
            keepingValuesIn: &bindings, limit: min(Program.costLimit, budget), pool: budget, authority: authority)
        return try Self.settle(outcome, program, &budget)
    }

    private static func settle(
        _ outcome: Outcome, _ program: Program, _ budget: inout Int
    ) throws(OutOfBudget) -> Value {
        guard outcome.cost <= budget else { throw OutOfBudget() }
        budget -= outcome.cost
        guard case .error(let failure) = outcome.value else { return outcome.value }
        let isOverLimit = outcome.ownCost > Program.costLimit
        let reason = isOverLimit ? "operation cancelled: actual cost limit exceeded" : failure.message
        return .failure("expression '\(program.source)' resulted in error: \(reason)")
    }
}

extension Bindings {
    /// The value of one of the variables of every request.
    fileprivate subscript(_ slot: PolicyEnvironment.Slot) -> Value {
        get { self[slot: slot.rawValue] }
        set { self[slot: slot.rawValue] = newValue }
    }
}

/// What can be said of a user's rights without asking a cluster: members of `system:masters` may do everything
/// (apiserver, `NewPrivilegedGroups`), and what others may follows from the roles and bindings of the inventory. Where it
/// has none, nothing is known of them, and asking is an error.
private struct RequestAuthority: Authority {
    private let user: UserInfo
    private let rules: AccessRules?

    init?(_ request: Request) {
        user = request.admission.userInfo
        rules = request.inventory.access
        if rules == nil, !user.isMember(of: Self.masters) { return nil }
    }

    private static let masters = "system:masters"

    func decide(_ question: AuthorityQuestion) throws(AuthorityLack) -> AuthorityDecision {
        var user = user
        if let account = question.serviceAccount { user = UserInfo(account) }
        if user.isMember(of: Self.masters) { return AuthorityDecision(isAllowed: true) }
        guard let rules else { throw AuthorityLack() }
        switch rules.answer(AccessRules.Question(question), by: user) {
        case .allowed(let reason): return AuthorityDecision(isAllowed: true, reason: reason)
        case .notAllowed: return AuthorityDecision(isAllowed: false)
        case .unknown(let reason): throw AuthorityLack(reason)
        }
    }
}

extension UserInfo {
    /// A service account as expressions ask for it: with the groups that it has by its name, and without
    /// `system:authenticated`, since nobody has logged in (apiserver, authentication/serviceaccount, `UserInfo`).
    fileprivate init(_ account: (namespace: String, name: String)) {
        self.init(
            username: "system:serviceaccount:\(account.namespace):\(account.name)",
            groups: ["system:serviceaccounts", "system:serviceaccounts:\(account.namespace)"])
    }
}

extension AccessRules.Question {
    fileprivate init(_ question: AuthorityQuestion) {
        self.init()
        verb = question.verb
        (group, resource, subresource) = (question.group, question.resource, question.subresource)
        (namespace, name, path) = (question.namespace, question.name, question.path)
    }
}

extension AdmissionRequest {
    /// The question that `authorizer.requestResource` begins with.
    fileprivate var question: AuthorityQuestion {
        var question = AuthorityQuestion()
        question.group = resource.group
        question.resource = resource.resource
        question.subresource = subResource
        question.namespace = namespace
        question.name = name
        return question
    }

    /// `request` as expressions see it: the review's own, or one made of the parts.
    fileprivate var value: Value {
        if let document { return .json(document) }
        let kind = Self.map([
            ("group", .string(kind.group)), ("version", .string(kind.version)), ("kind", .string(kind.kind)),
        ])
        let resource = Self.map([
            ("group", .string(resource.group)), ("version", .string(resource.version)),
            ("resource", .string(resource.resource)),
        ])
        let user = Self.map([
            ("username", .string(userInfo.username)), ("groups", .list(userInfo.groups.map { .string($0) })),
        ])
        let subresource: [(String, Value)] =
            subResource.isEmpty
            ? [] : [("subResource", .string(subResource)), ("requestSubResource", .string(subResource))]
        let names: [(String, Value)] = [("name", .string(name)), ("namespace", .string(namespace))]
        return Self.map(
            [
                ("uid", .string(uid)), ("kind", kind), ("resource", resource), ("requestKind", kind),
                ("requestResource", resource),
            ] + subresource + names.filter { $0.1.text != "" } + [
                ("operation", .string(operation.rawValue)), ("userInfo", user), ("dryRun", .bool(isDryRun)),
            ])
    }

    private static func map(_ entries: [(String, Value)]) -> Value {
        MapValue(keys: entries.map { .string($0.0) }, values: entries.map(\.1)).map { .map($0) } ?? .null
    }
}

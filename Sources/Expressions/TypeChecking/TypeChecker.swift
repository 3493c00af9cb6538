import CEL
import Documents
import Kubernetes

/// Checks a policy's expressions against the schemas of the kinds that it matches (apiserver,
/// plugin/policy/validating/typechecking.go): what `status.typeChecking` says of a policy in a cluster.
///
/// Only rules that name groups, versions and resources count, and only built-in kinds. What is found never keeps a policy
/// from being loaded.
package struct TypeChecker {
    /// What is found, in the order of the document, each with the kinds that it is true of.
    package private(set) var warnings: [TypeWarning] = []
    private let document: PolicyDocument
    private let kinds: [GroupVersionKind]
    private let params: GroupVersionKind?
    /// All expressions, one after the other.
    private var text = ""
    private var positions: [Key: Int] = [:]

    private struct Key: Hashable {
        let expression: Int
        let problem: SourceProblem
    }

    /// Kinds that one rule leads to, and kinds of a policy.
    private static let (ruleLimit, policyLimit) = (10, 100)

    package init(_ policy: CompiledPolicy) {
        document = policy.document
        kinds = Self.kinds(of: document.matchConstraints)
        params = document.paramKind.flatMap { GroupVersionKind($0) }
        guard !kinds.isEmpty else { return }
        let minor = policy.environment.minor
        let expressions = document.expressions(in: .kubernetes(minor: minor))
        text = expressions.map(\.text).joined(separator: "\n")
        for kind in kinds { check(as: kind, expressions, minor: minor, .builtIn) }
        warnings.sort { ($0.position, $0.fault.offset) < ($1.position, $1.fault.offset) }
    }

    /// The warnings that tell of mistakes: what fails for every kind, or for some where the policy neither looks at the
    /// object's kind nor asks whether the field is there.
    ///
    /// `warnings` has all that the API server says, which is much of policies that match several kinds and look at each
    /// kind's own fields.
    package var mistakes: [TypeWarning] {
        let text = text
        let looksAtKinds = Self.kindWords.contains { text.contains($0) }
        var failing: [Place: Set<GroupVersionKind>] = [:]
        for warning in warnings { failing[Place(warning), default: []].formUnion(warning.kinds) }
        var seen: Set<Place> = []
        return warnings.filter { warning in
            guard warning.isCertain else { return false }
            let isEverywhere = failing[Place(warning)]?.count == kinds.count
            let isGuarded = looksAtKinds || warning.undefinedField.map { Self.asks(text, for: $0) } ?? false
            return (isEverywhere || !isGuarded) && seen.insert(Place(warning)).inserted
        }
    }

    private static let kindWords = ["bject.kind", "request.kind", "request.resource", "request.requestKind"]

    /// The field is looked for, with `has()` or `.?`.
    private static func asks(_ text: String, for field: String) -> Bool {
        if text.contains(".?\(field)") { return true }
        return text.split(separator: "has(").dropFirst().contains { $0.prefix { $0 != ")" }.hasSuffix(".\(field)") }
    }

    /// One place of one expression, and the field that is missing there.
    private struct Place: Hashable {
        let pointer: Pointer
        let offset: Int
        let field: String?

        init(_ warning: TypeWarning) {
            pointer = warning.fault.pointer
            offset = warning.fault.offset
            field = warning.undefinedField
        }
    }

    /// The built-in kinds that the rules name, sorted.
    static func kinds(of constraints: MatchResources) -> [GroupVersionKind] {
        var kinds: Set<GroupVersionKind> = []
        for rule in constraints.resourceRules {
            let (groups, versions) = (Array(rule.apiGroups), Array(rule.apiVersions))
            guard !groups.contains("*"), !versions.contains("*") else { continue }
            let resources = rule.resources.filter { !$0.contains("*") && !$0.contains("/") }
            let named = groups.sorted().flatMap { group in
                versions.sorted().flatMap { version in
                    resources.sorted().compactMap { resource in
                        KindSchemas.builtIn.kind(
                            of: GroupVersionResource(group: group, version: version, resource: resource))
                    }
                }
            }
            kinds.formUnion(named.prefix(ruleLimit))
        }
        return kinds.sorted { ($0.group, $0.version, $0.kind) < ($1.group, $1.version, $1.kind) }
            .prefix(policyLimit).map(\.self)
    }

    private mutating func check(
        as kind: GroupVersionKind, _ expressions: [PolicyExpression], minor: Int, _ types: SchemaTypes
    ) {
        var scope = TypedScope(document, kind, params, minor: minor, types)
        for (position, expression) in expressions.enumerated() {
            guard let parsed = expression.parsed else {
                scope.skip(isVariable: expression.isVariable)
                continue
            }
            for problem in scope.problems(parsed, isVariable: expression.isVariable) {
                note(problem, expression, position, kind)
            }
        }
    }

    private mutating func note(
        _ problem: SourceProblem, _ expression: PolicyExpression, _ position: Int, _ kind: GroupVersionKind
    ) {
        let key = Key(expression: position, problem: problem)
        if let known = positions[key] { return warnings[known].kinds.append(kind) }
        positions[key] = warnings.count
        let fault = ExpressionFault(
            place: document.place, pointer: expression.pointer, expression: expression.text, message: problem.message,
            offset: problem.offset)
        warnings.append(TypeWarning(fault: fault, position: position, kinds: [kind]))
    }
}

/// One expression of a policy.
private struct PolicyExpression {
    let pointer: Pointer
    let text: String
    let isVariable: Bool
    /// Nil where the expression can't be read, of which others complain.
    let parsed: ParsedExpression?

    init(_ pointer: Pointer, _ text: String, in environment: Environment, isVariable: Bool = false) {
        self.pointer = pointer
        self.text = text
        self.isVariable = isVariable
        parsed = text.isBlank ? nil : try? ParsedExpression(text, in: environment)
    }
}

extension PolicyDocument {
    /// All expressions in the order of evaluation.
    fileprivate func expressions(in environment: Environment) -> [PolicyExpression] {
        let spec: Pointer = ["spec"]
        func place(_ list: String, _ position: Int, _ rest: String...) -> Pointer {
            spec.appending(list).appending(position).appending(Pointer(rest))
        }
        func named(_ list: String, _ entries: [NamedExpression]) -> [PolicyExpression] {
            entries.enumerated().map { position, entry in
                PolicyExpression(
                    place(list, position, "expression"), entry.expression, in: environment,
                    isVariable: list == "variables")
            }
        }
        let judged = validations.enumerated().flatMap { position, entry in
            [("expression", entry.expression), ("messageExpression", entry.messageExpression ?? "")].map { name, text in
                PolicyExpression(place("validations", position, name), text, in: environment)
            }
        }
        let noted = auditAnnotations.enumerated().map { position, entry in
            PolicyExpression(
                place("auditAnnotations", position, "valueExpression"), entry.valueExpression, in: environment)
        }
        let mended = mutations.enumerated().flatMap { position, entry in
            [("applyConfiguration", entry.applyConfiguration), ("jsonPatch", entry.jsonPatch)].map { name, entry in
                PolicyExpression(
                    place("mutations", position, name, "expression"), entry?.expression ?? "", in: environment)
            }
        }
        return named("variables", variables) + named("matchConditions", matchConditions) + judged + noted + mended
    }
}

extension GroupVersionKind {
    /// The kind of a policy's parameters.
    fileprivate init?(_ param: ParamKind) {
        guard let version = param.apiVersion.split(separator: "/").last else { return nil }
        self.init(group: param.group, version: String(version), kind: param.kind)
    }
}

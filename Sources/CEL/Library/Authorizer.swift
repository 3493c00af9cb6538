import Kubernetes

/// Answers what expressions ask the authorizer.
package protocol Authority: Sendable {
    /// The decision on a request, and a reason where there is one; an error where it can't be told here.
    func decide(_ question: AuthorityQuestion) throws(AuthorityLack) -> AuthorityDecision
}

/// Why nobody knows an answer, which makes the expression fail.
package struct AuthorityLack: Error {
    /// As a sentence without a full stop.
    package let reason: String

    package init(_ reason: String = "there is no authorizer to ask here, and no roles and bindings are known") {
        self.reason = reason
    }
}

/// What an expression asks.
package struct AuthorityQuestion: Sendable, Hashable {
    /// The service account in whose name it asks; nil for the user of the request.
    package var serviceAccount: (namespace: String, name: String)? { account.map { ($0[0], $0[1]) } }
    var account: [String]?
    /// A path such as `/healthz`; nil for a resource.
    package var path: String?
    package var group = ""
    package var resource = ""
    package var subresource = ""
    package var namespace = ""
    package var name = ""
    package var fieldSelector = ""
    package var labelSelector = ""
    package var verb = ""

    /// A question of the request's user, still empty.
    package init() {}
}

/// The answer.
package struct AuthorityDecision: Sendable, Hashable {
    package let isAllowed: Bool
    package let reason: String
    /// Why there is no answer; nil when there is one.
    package let error: String?

    package init(isAllowed: Bool, reason: String = "", error: String? = nil) {
        self.isAllowed = isAllowed
        self.reason = reason
        self.error = error
    }
}

extension Library {
    /// What a user may do (`library.Authz`), answered by an `Authority`.
    static let authorizer = Library(
        "authorizer",
        [
            Function(
                "The checks of a service account in place of the user of the request.",
                [
                    Overload(
                        "Authorizer.serviceAccount(string, string) -> Authorizer",
                        .many { values, _ in
                            guard values.count == 3, let namespace = values[1].text, let name = values[2].text else {
                                return .noOverload("serviceAccount", values)
                            }
                            guard isSubdomain(name[...]) else { return .failure("Invalid service account name") }
                            guard namespace.utf8.count <= 63, isSubdomain(namespace[...]), !namespace.contains(".")
                            else { return .failure("Invalid service account namespace") }
                            return question(values[0], AuthorizerValue.self) { $0.account = [namespace, name] }
                        })
                ]),
            step(
                "Authorizer.path(string) -> PathCheck", "Checks of a path.", AuthorizerValue.self, as: PathCheck.self,
                needed: "path"
            ) { $0.path = $1 },
            step(
                "Authorizer.group(string) -> GroupCheck", "Checks of an API group.", AuthorizerValue.self,
                as: GroupCheck.self
            ) { $0.group = $1 },
            step(
                "GroupCheck.resource(string) -> ResourceCheck", "Checks of a resource.", GroupCheck.self,
                as: ResourceCheck.self, needed: "resource"
            ) { $0.resource = $1 },
            step(
                "ResourceCheck.subresource(string) -> ResourceCheck", "Checks of a subresource.", ResourceCheck.self,
                as: ResourceCheck.self
            ) { $0.subresource = $1 },
            step(
                "ResourceCheck.namespace(string) -> ResourceCheck", "Checks in a namespace.", ResourceCheck.self,
                as: ResourceCheck.self
            ) { $0.namespace = $1 },
            step(
                "ResourceCheck.name(string) -> ResourceCheck", "Checks of one object.", ResourceCheck.self,
                as: ResourceCheck.self
            ) { $0.name = $1 },
            Function(
                "The decision on a verb.",
                [
                    Overload(
                        "PathCheck.check(string) -> Decision", cost: .fixed(350_000),
                        .metered { (check: PathCheck, verb: String, evaluation) in decide(check, verb, evaluation) }),
                    Overload(
                        "ResourceCheck.check(string) -> Decision", cost: .fixed(350_000),
                        .metered { (check: ResourceCheck, verb: String, evaluation) in decide(check, verb, evaluation) }
                    ),
                ]),
            Function(
                "The verb is allowed.",
                [
                    Overload(
                        "Decision.allowed() -> bool",
                        .of { (decision: DecisionValue) in .bool(decision.decision.isAllowed) })
                ]),
            Function(
                "Why the verb is allowed or not; may be empty.",
                [
                    Overload(
                        "Decision.reason() -> string",
                        .of { (decision: DecisionValue) in .string(decision.decision.reason) })
                ]),
            Function(
                "There was no answer.",
                [
                    Overload(
                        "Decision.errored() -> bool",
                        .of { (decision: DecisionValue) in .bool(decision.decision.error != nil) })
                ]),
            Function(
                "Why there was no answer; empty when there was one.",
                [
                    Overload(
                        "Decision.error() -> string",
                        .of { (decision: DecisionValue) in .string(decision.decision.error ?? "") })
                ]),
        ])

    /// What a user may do with objects by their fields and labels (`library.AuthzSelectors`).
    static let authorizerSelectors = Library(
        "authorizer selectors",
        [
            step(
                "ResourceCheck.fieldSelector(string) -> ResourceCheck", "Checks of objects by their fields.",
                ResourceCheck.self, as: ResourceCheck.self, cost: .selector
            ) { $0.fieldSelector = $1 },
            step(
                "ResourceCheck.labelSelector(string) -> ResourceCheck", "Checks of objects by their labels.",
                ResourceCheck.self, as: ResourceCheck.self, cost: .selector
            ) { $0.labelSelector = $1 },
        ])

    /// A function that adds to a question.
    ///
    /// - Parameter needed: what the text names, which can't be empty then.
    private static func step<From: CheckValue, To: CheckValue>(
        _ form: String, _ documentation: String, _ from: From.Type, as to: To.Type, cost: Cost = .one,
        needed: String? = nil, _ change: @escaping @Sendable (inout AuthorityQuestion, String) -> Void
    ) -> Function {
        Function(
            documentation,
            [
                Overload(
                    form, cost: cost,
                    .binary { value, text, _ in
                        guard let text = text.text, let check = From.read(value) else {
                            return .noOverload(form, value, text)
                        }
                        if let needed, text.allSatisfy(\.isWhitespace) {
                            return .failure("\(needed) must not be empty")
                        }
                        var question = check.question
                        change(&question, text)
                        return .opaque(To(question))
                    })
            ])
    }

    private static func question<Check: CheckValue>(
        _ value: Value, _ type: Check.Type, _ change: (inout AuthorityQuestion) -> Void
    ) -> Value {
        guard let check = Check.read(value) else { return .noOverload("authorizer", value) }
        var question = check.question
        change(&question)
        return .opaque(Check(question))
    }

    private static func decide(_ check: some CheckValue, _ verb: String, _ evaluation: Evaluation) -> Value {
        guard let authority = evaluation.authority else { return .failure(AuthorityLack().reason) }
        var question = check.question
        question.verb = verb
        do throws(AuthorityLack) {
            return .opaque(DecisionValue(try authority.decide(question)))
        } catch {
            return .failure(error.reason)
        }
    }
}

/// A question that is not complete yet.
protocol CheckValue: OpaqueValue, Argument {
    init(_ question: AuthorityQuestion)
    var question: AuthorityQuestion { get }
}

extension CheckValue {
    package func isEqual(to other: any OpaqueValue) -> Bool { (other as? Self)?.question == question }
}

/// The value of the variable `authorizer`.
package final class AuthorizerValue: CheckValue {
    let question: AuthorityQuestion
    package static var typeName: String { "kubernetes.authorization.Authorizer" }
    init(_ question: AuthorityQuestion) { self.question = question }
    /// An authorizer of the request's user.
    package convenience init() { self.init(AuthorityQuestion()) }
}

private final class PathCheck: CheckValue {
    let question: AuthorityQuestion
    static var typeName: String { "kubernetes.authorization.PathCheck" }
    init(_ question: AuthorityQuestion) { self.question = question }
}

private final class GroupCheck: CheckValue {
    let question: AuthorityQuestion
    static var typeName: String { "kubernetes.authorization.GroupCheck" }
    init(_ question: AuthorityQuestion) { self.question = question }
}

/// A check of a resource; the value of the variable `authorizer.requestResource`.
package final class ResourceCheck: CheckValue {
    let question: AuthorityQuestion
    package static var typeName: String { "kubernetes.authorization.ResourceCheck" }
    package init(_ question: AuthorityQuestion) { self.question = question }
}

private final class DecisionValue: OpaqueValue, Argument {
    let decision: AuthorityDecision
    static var typeName: String { "kubernetes.authorization.Decision" }
    init(_ decision: AuthorityDecision) { self.decision = decision }
    func isEqual(to other: any OpaqueValue) -> Bool { (other as? DecisionValue)?.decision == decision }
}

package import Documents
package import Kubernetes

/// What a binding puts to work: a policy of the catalogue, or a policy that somebody wrote.
package protocol Rule: Sendable {
    /// The policy's id, summary, prose, and what it judges.
    var about: About { get }
    /// Why the policy can't judge or mend this object, as in "its namespace is not known here"; nil where it can, which
    /// is what a policy says that does not define this. Its binding then follows its `onError`.
    func obstacle(to request: Request) -> String?
    /// An update that leaves the pod's spec as it was may change the verdict all the same; false unless defined. Asked only
    /// of such updates.
    func minds(unchangedPodOf request: Request) -> Bool
}

extension Rule {
    package func obstacle(to request: Request) -> String? { nil }
    package func minds(unchangedPodOf request: Request) -> Bool { false }
}

/// What judges.
package protocol Judging: Rule {
    /// What is to be said of the object; nothing when all is well. Can't fail.
    func judge(_ request: Request) -> Judgement
}

/// What mends, or fills in defaults.
package protocol Mending: Rule {
    /// Edits the object.
    func mend(_ request: Request, _ draft: inout Draft) -> Mended
    /// It mends a second time, once all have mended, when any of them has changed the object; false unless defined.
    var runsAgain: Bool { get }
    /// It is written for objects with all their defaults, those also that others have changed before; false unless
    /// defined.
    var expectsDefaults: Bool { get }
    /// It mends the options of CONNECT, too, which are no object that anybody keeps; false unless defined.
    var mendsOptions: Bool { get }
}

extension Mending {
    package var runsAgain: Bool { false }
    package var mendsOptions: Bool { false }
    package var expectsDefaults: Bool { false }
}

/// What a rule has to say of an object.
package struct Judgement: Sendable {
    /// What is wrong.
    package let findings: [Finding]
    /// Notes for the audit log, whatever is wrong.
    package let notes: [Note]

    package init(_ findings: [Finding], notes: [Note] = []) {
        self.findings = findings
        self.notes = notes
    }

    /// All is well, and there is nothing to note.
    package static let pass = Judgement([])
}

/// A note for the audit log.
package struct Note: Sendable, Equatable {
    /// Becomes the last part of an annotation's key.
    package let key: String
    /// What is noted.
    package let value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

/// What came of mending.
package enum Mended: Sendable {
    /// The edits, if there are any, count.
    case done
    /// The edits are undone, and the request goes on without them.
    case passedOver
    /// The edits are undone, and this is wrong.
    case refused([Finding])
}

/// Which requests a rule has something to do with, where that is the rule's own affair and not its binding's scope.
package protocol Matching: Sendable {
    /// The requests of which any can match, by what they are about. The index of the gate goes by the resources, and the
    /// rules of webhooks by all.
    var rules: [MatchRule] { get }
    /// Whether the rule has something to do with a request.
    func match(_ request: Request) -> Scope.Match
}

extension Matching {
    /// The operations of which any can match.
    var operations: Set<Operation> { rules.reduce(into: []) { $0.formUnion($1.operations) } }
}

/// What requests are about (`admissionregistration.k8s.io/v1`, Rule); `*` stands for any.
package struct MatchRule: Sendable, Equatable {
    /// API groups; empty for the core group.
    package let groups: [String]
    /// Resources by their plurals, each perhaps with a subresource, as in `pods/exec`.
    package let resources: [String]
    /// What is being done.
    package let operations: Set<Operation>

    package init(groups: [String], resources: [String], operations: Set<Operation>) {
        self.groups = groups
        self.resources = resources
        self.operations = operations
    }
}

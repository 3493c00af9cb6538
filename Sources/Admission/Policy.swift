package import Documents
import Kubernetes

/// What judges or mends objects: one type, one file, a value with parameters and no state.
///
/// Mode, scope, exemptions and `onError` belong to the `Binding`, never to a policy.
package protocol Policy: Rule, ParameterObject {
    /// The policy's id, summary, prose, and what it judges.
    static var about: About { get }
}

extension Policy {
    /// The type's own.
    package var about: About { Self.about }
}

/// A policy that judges.
package protocol Validating: Policy, Judging {
    /// What is wrong with the object; nothing when all is well. Can't fail: a field of the wrong type is a finding.
    func check(_ request: Request) -> [Finding]
}

extension Validating {
    package func judge(_ request: Request) -> Judgement { Judgement(check(request)) }
}

/// A policy that mends, or fills in defaults.
package protocol Mutating: Policy, Mending {
    /// Edits the object. A second pass over the result edits nothing.
    func mutate(_ request: Request, _ draft: inout Draft)
}

extension Mutating {
    package func mend(_ request: Request, _ draft: inout Draft) -> Mended {
        mutate(request, &draft)
        return .done
    }
}

/// What a policy is, for people and for the index of the gate.
package struct About: Sendable {
    /// Kebab-case; the words of the policy's type, file and case file.
    package let id: String
    /// One sentence.
    package let summary: String
    /// Why one wants this, in a few lines, for `explain` and the reference page.
    package let prose: String
    /// Which requests it can judge.
    package private(set) var judges: Judges
    /// The fields it reads, below the pod, as people write them.
    package let fields: [String]
    /// The pod's labels are among the fields.
    package let readsLabels: Bool
    /// The parts of the inventory that it can't judge without.
    package let needs: Set<InventoryKind>
    /// Updates that leave the pods as they were are judged, too, since the policy looks beyond them: at replicas, say.
    package let judgesUnchangedPods: Bool

    package init(
        _ id: String, _ summary: String, judges: Judges, fields: String..., needs: Set<InventoryKind> = [],
        judgesUnchangedPods: Bool = false, prose: String
    ) {
        self.id = id
        self.summary = summary
        self.prose = prose
        self.judges = judges
        self.fields = fields
        readsLabels = fields.contains { $0.hasPrefix("metadata.labels") }
        self.needs = needs
        self.judgesUnchangedPods = judgesUnchangedPods
    }
}

extension About {
    /// The same policy where its parameters have it judge other requests.
    package func judging(_ judges: Judges) -> About {
        var about = self
        about.judges = judges
        return about
    }
}

/// Which requests a policy can judge, before any scope narrows them.
package enum Judges: Sendable, Equatable {
    /// Pods and all kinds with a pod template, on CREATE and UPDATE, with `pods/ephemeralcontainers` and
    /// `pods/resize`. An update that leaves the pod's spec, or the pod template, as it was is not judged unless the
    /// policy asks for it: what runs already must not lock out those who label, scale or delete it. Labels count where
    /// the policy reads them, or its binding selects by them.
    case workloads
    /// As workloads, and objects of these kinds as well, without their subresources.
    case workloadsAnd([KindPattern])
    /// Objects of these kinds, on CREATE and UPDATE, without their subresources.
    case kinds([KindPattern])
    /// These subresources of objects of these kinds, on CREATE, UPDATE and CONNECT; the empty text is the object
    /// itself. A scope can pick among them, and adds none.
    case subresources([String], of: [KindPattern])
    /// Every object, on CREATE and UPDATE, without subresources.
    case anything

    /// The operations that are judged unless a scope says otherwise.
    var operations: [Operation] {
        if case .subresources = self { [.create, .update, .connect] } else { [.create, .update] }
    }

    /// Pods and pod templates are judged as pods: not where they stay as they were, nor where they can't be read.
    var includesWorkloads: Bool {
        switch self {
        case .workloads, .workloadsAnd: true
        case .kinds, .subresources, .anything: false
        }
    }
}

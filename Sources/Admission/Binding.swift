import Documents
package import Kubernetes

/// What follows from a finding.
package enum Mode: String, Sendable, CaseIterable {
    /// The request is denied.
    case enforce = "Enforce"
    /// The user is warned.
    case warn = "Warn"
    /// The audit log has a note.
    case audit = "Audit"
}

extension Mode: Comparable {
    /// The stricter mode comes first.
    package static func < (left: Mode, right: Mode) -> Bool { left.leniency < right.leniency }

    private var leniency: Int {
        switch self {
        case .enforce: 0
        case .warn: 1
        case .audit: 2
        }
    }
}

/// What follows when a policy can't judge: it lacks a part of the inventory, or time ran out.
package enum ErrorVerdict: String, Sendable, CaseIterable {
    case deny = "Deny"
    case allow = "Allow"
}

/// A policy with its parameters, put to work: on what, for whom, and how strictly.
package final class Binding: Sendable {
    /// Names it in messages and metrics; unique within a gate. The policy's id unless given.
    package let name: String
    /// The policy, parameters and all.
    package let policy: any Rule
    /// What the policy is.
    package let about: About
    /// What follows from a finding.
    package let mode: Mode
    /// The requests that it judges.
    package let scope: Scope
    /// The requests among those that it lets pass.
    package let exemptions: [Scope]
    /// What follows when it can't judge.
    package let onError: ErrorVerdict
    /// An update that leaves the pod as it was is not judged.
    let skipsUnchangedPods: Bool
    /// A pod whose containers can't be read is found fault with.
    package let judgesPods: Bool
    /// The exemptions, each behind a reference, so that looking at one copies none of its parts.
    let exempting: [Exemption]
    /// What it can't judge without, each with the sentence for its lack.
    let needs: [(kind: InventoryKind, lack: Decision.Outcome)]
    /// The operations that it judges: the scope's, or those that its policy judges unasked.
    package let operations: [Operation]
    /// Objects are in scope or exempt by their labels.
    private let selectsObjects: Bool
    /// The policy's judging half, if it has one.
    let validating: (any Judging)?
    /// The policy's mending half, if it has one and may use it: only enforced bindings change objects.
    let mutating: (any Mending)?
    /// The policy's own say in what it judges, if it has one.
    package let matching: (any Matching)?

    package init(
        _ policy: any Rule, name: String? = nil, mode: Mode = .enforce, scope: Scope = Scope(),
        exemptions: [Scope] = [], onError: ErrorVerdict = .deny, mutates: Bool = true
    ) {
        about = policy.about
        self.name = name ?? about.id
        self.policy = policy
        self.mode = mode
        self.scope = scope
        self.exemptions = exemptions
        self.onError = onError
        judgesPods = about.judges.includesWorkloads
        skipsUnchangedPods = judgesPods && !about.judgesUnchangedPods
        exempting = exemptions.map(Exemption.init)
        needs = about.needs.sorted { $0.rawValue < $1.rawValue }.map { kind in
            (kind, .failed("it needs the \(kind.rawValue) of the cluster, which are not known here"))
        }
        let matching = policy as? any Matching
        let judged = matching.map { Array($0.operations) } ?? about.judges.operations
        operations = scope.operations.isEmpty ? judged : Array(scope.operations)
        selectsObjects = ([scope] + exemptions).contains { $0.objectSelector != nil }
        validating = policy as? any Judging
        mutating = mutates && mode == .enforce ? policy as? any Mending : nil
        self.matching = matching
    }

    /// An update of the object's labels alone may change the verdict: they are selected by, or they are the pod's own
    /// and the policy reads them.
    func minds(labelsOf request: Request) -> Bool {
        selectsObjects || about.readsLabels && request.template?.pod.tokens.isEmpty ?? false
    }

    /// The binding has work in one of the stages.
    package func works(in stages: Stages) -> Bool {
        stages.contains(.mutating) && mutating != nil || stages.contains(.validating) && validating != nil
    }
}

/// One of a binding's exemptions.
final class Exemption: Sendable {
    let scope: Scope

    init(_ scope: Scope) { self.scope = scope }
}

/// The halves of a decision.
package struct Stages: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Objects are mended.
    package static let mutating = Stages(rawValue: 1)
    /// Objects are judged, as they are after the mending.
    package static let validating = Stages(rawValue: 2)
}

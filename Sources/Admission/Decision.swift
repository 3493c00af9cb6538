package import Documents
package import Kubernetes

/// What the gate says of one request, with all its evidence: answers, metrics, audit lines and reports are plain
/// functions of it.
package struct Decision: Sendable {
    /// One binding's part in a decision.
    package struct Step: Sendable {
        /// The binding.
        package let binding: Binding
        /// The stage it worked in: one of the two.
        package let stage: Stages
        /// What came out.
        package let outcome: Outcome
        /// How long it took.
        package let duration: Duration
        /// Notes for the audit log, whatever came out.
        package let notes: [Note]
    }

    /// What came out of one binding.
    package enum Outcome: Sendable, Equatable {
        /// Nothing is wrong, or there was nothing to mend.
        case passed
        /// Something is wrong.
        case found([Finding])
        /// The object was changed, by so many operations of the patch.
        case edited(Int)
        /// An exemption holds.
        case exempt
        /// An update that leaves the judged part as it was.
        case unchanged
        /// The binding could not judge, for this reason.
        case failed(String)
        /// Exceptions let this pass. What they don't is a step of its own, after this one.
        case excepted([Excepted])
    }

    /// What one exception lets pass.
    package struct Excepted: Sendable, Equatable {
        /// What would have followed without it.
        package enum Matter: Sendable, Equatable {
            /// Something is wrong.
            case finding(Finding)
            /// The object would have been changed, by so many operations of the patch.
            case edits(Int)
            /// The binding could not judge, for this reason.
            case failure(String)
        }

        /// The exception.
        package let exception: Exception
        /// What it lets pass.
        package let matter: Matter

        package static func == (left: Excepted, right: Excepted) -> Bool {
            left.exception === right.exception && left.matter == right.matter
        }
    }

    /// The question.
    package let request: AdmissionRequest
    /// Every binding that matched, in order.
    package internal(set) var steps: [Step] = []
    /// All edits of the mutating stage, as one patch.
    package internal(set) var patch = Patch()
    /// The positions of those operations of the patch that only fill in what the API server would, so that the rules
    /// after them see it.
    package internal(set) var fills: Set<Int> = []
    /// The object after the edits; nil when nothing was edited.
    package internal(set) var patchedObject: JSON?

    init(_ request: AdmissionRequest) { self.request = request }

    /// The request may go on.
    package var isAllowed: Bool { !steps.contains(where: \.denies) }
}

extension Decision.Step {
    /// This alone keeps the request from going on.
    package var denies: Bool {
        guard binding.mode == .enforce else { return false }
        switch outcome {
        case .found(let findings): return findings.contains { $0.mode == .enforce }
        case .failed: return binding.onError == .deny
        case .passed, .edited, .exempt, .unchanged, .excepted: return false
        }
    }

    /// What is wrong; empty for every other outcome.
    package var findings: [Finding] {
        if case .found(let findings) = outcome { findings } else { [] }
    }

    /// What exceptions let pass; empty for every other outcome.
    package var excepted: [Decision.Excepted] {
        if case .excepted(let excepted) = outcome { excepted } else { [] }
    }

    /// What follows from one of the findings: the binding's mode, or the finding's own where that is milder.
    package func mode(of finding: Finding) -> Mode { max(binding.mode, finding.mode) }

    /// The findings that one mode follows from.
    package func findings(_ mode: Mode) -> [Finding] { findings.filter { self.mode(of: $0) == mode } }
}

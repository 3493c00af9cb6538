import Admission
import Synchronization

/// What a policy binding has done.
final class BindingCounts: Sendable {
    /// How outcomes are labelled.
    enum Label: Int, CaseIterable {
        case passed, found, edited, exempt, unchanged, failed, excepted
        var text: String { String(describing: self) }
    }

    /// The binding's name, by which its numbers go on over reloads.
    let name: String
    /// The id of its policy.
    let policy: String
    /// How long its steps took.
    let durations = Histogram(bounds: Histogram.policyBounds)
    /// Second passes over mended objects in which it edited once more.
    let repeatedEdits = Counter()
    private let outcomes: InlineArray<7, Atomic<UInt64>> = InlineArray { _ in Atomic(0) }

    init(name: String, policy: String) {
        self.name = name
        self.policy = policy
    }

    /// Counts one step.
    func record(_ step: Decision.Step) {
        outcomes[step.outcome.label.rawValue].wrappingAdd(1, ordering: .relaxed)
        durations.observe(step.duration)
    }

    /// Steps that came out so.
    func count(_ label: Label) -> UInt64 { outcomes[label.rawValue].load(ordering: .relaxed) }
}

extension Decision.Outcome {
    var label: BindingCounts.Label {
        switch self {
        case .passed: .passed
        case .found: .found
        case .edited: .edited
        case .exempt: .exempt
        case .unchanged: .unchanged
        case .failed: .failed
        case .excepted: .excepted
        }
    }
}

package import Admission
import Documents
import Kubernetes

/// Decisions as numbers. Counts of a binding are kept over reloads, by its name.
package final class DecisionMetrics: Sendable {
    /// What a binding has done.
    package final class BindingCounts: Sendable {
        let name: String
        let policy: String
        fileprivate let outcomes = OutcomeLabel.allCases.map { _ in Counter() }
        fileprivate let nanoseconds = Counter()

        fileprivate init(name: String, policy: String) {
            self.name = name
            self.policy = policy
        }

        /// Steps that came out so.
        func count(_ label: OutcomeLabel) -> UInt64 { outcomes[label.rawValue].current }
        /// All the binding's steps together, in seconds.
        var seconds: Double { Double(nanoseconds.current) / 1e9 }
    }

    /// How outcomes are labelled.
    enum OutcomeLabel: Int, CaseIterable {
        case passed, found, edited, exempt, unchanged, failed
        var text: String { String(describing: self) }
    }

    /// How reviews are counted apart.
    struct ReviewLabel: Equatable {
        let stage: String
        let operation: Kubernetes.Operation
        let isAllowed: Bool
    }

    private let shared: Shared
    private let bindings: [ObjectIdentifier: BindingCounts]
    private let counts: [BindingCounts]

    /// Counts for the bindings of all gates; those that `former` knows by name go on counting.
    package init(_ gates: [Gate] = [], after former: DecisionMetrics? = nil) {
        var known: [String: BindingCounts] = [:]
        for counts in former?.counts ?? [] { known[counts.name] = counts }
        var table: [ObjectIdentifier: BindingCounts] = [:]
        var ordered: [BindingCounts] = []
        for binding in gates.flatMap(\.bindings) where table[ObjectIdentifier(binding)] == nil {
            let counts = known[binding.name] ?? BindingCounts(name: binding.name, policy: binding.about.id)
            known[binding.name] = counts
            if !ordered.contains(where: { $0 === counts }) { ordered.append(counts) }
            table[ObjectIdentifier(binding)] = counts
        }
        bindings = table
        counts = ordered
        shared = former?.shared ?? Shared()
    }

    /// What goes on counting over reloads whatever the bindings are.
    private final class Shared: Sendable {
        let reviews = labels.map { _ in Counter() }
        let durations = [Histogram(), Histogram()]
        let patchOperations = Counter()
    }

    /// Counts one decision.
    package func record(_ decision: Decision, _ stages: Stages, took duration: Duration) {
        shared.reviews[Self.position(stages, decision.request.operation, decision.isAllowed)].add()
        shared.durations[stages.contains(.mutating) ? 1 : 0].observe(duration)
        if !decision.patch.isEmpty { shared.patchOperations.add(UInt64(decision.patch.operations.count)) }
        for step in decision.steps {
            guard let counts = bindings[ObjectIdentifier(step.binding)] else { continue }
            counts.outcomes[step.outcome.label.rawValue].add()
            counts.nanoseconds.add(step.duration.nanoseconds)
        }
    }

    /// Adds the families of decisions to a page.
    package func write(to page: inout MetricsText) {
        page.family("sekisho_reviews_total", .counter, "Admission reviews answered.")
        for (label, counter) in zip(Self.labels, shared.reviews) where counter.current > 0 {
            page.sample(
                "sekisho_reviews_total",
                [
                    "stage": label.stage, "operation": label.operation.rawValue,
                    "verdict": label.isAllowed ? "allowed" : "denied",
                ], counter.current)
        }
        page.family("sekisho_review_duration_seconds", .histogram, "Time from a review's body to its answer.")
        for (stage, histogram) in zip(["validate", "mutate"], shared.durations) {
            page.histogram("sekisho_review_duration_seconds", ["stage": stage], histogram)
        }
        page.family("sekisho_patch_operations_total", .counter, "Operations of the patches that were answered.")
        page.sample("sekisho_patch_operations_total", [:], shared.patchOperations.current)
        writeBindings(to: &page)
    }

    private func writeBindings(to page: inout MetricsText) {
        page.family("sekisho_policy_outcomes_total", .counter, "What came out of each policy binding.")
        for binding in counts {
            for label in OutcomeLabel.allCases {
                page.sample(
                    "sekisho_policy_outcomes_total",
                    ["binding": binding.name, "policy": binding.policy, "outcome": label.text], binding.count(label))
            }
        }
        page.family("sekisho_policy_duration_seconds_total", .counter, "Time spent in each policy binding.")
        for binding in counts {
            page.sample(
                "sekisho_policy_duration_seconds_total", ["binding": binding.name, "policy": binding.policy],
                binding.seconds)
        }
    }

    private static let labels: [ReviewLabel] = ["validate", "mutate"].flatMap { stage in
        Kubernetes.Operation.allCases.flatMap { operation in
            [true, false].map { ReviewLabel(stage: stage, operation: operation, isAllowed: $0) }
        }
    }

    /// The place of a label in `labels`.
    private static func position(_ stages: Stages, _ operation: Kubernetes.Operation, _ isAllowed: Bool) -> Int {
        let row: Int =
            switch operation {
            case .create: 0
            case .update: 1
            case .delete: 2
            case .connect: 3
            }
        return (stages.contains(.mutating) ? 8 : 0) + row * 2 + (isAllowed ? 0 : 1)
    }
}

extension Decision.Outcome {
    fileprivate var label: DecisionMetrics.OutcomeLabel {
        switch self {
        case .passed: .passed
        case .found: .found
        case .edited: .edited
        case .exempt: .exempt
        case .unchanged: .unchanged
        case .failed: .failed
        }
    }
}

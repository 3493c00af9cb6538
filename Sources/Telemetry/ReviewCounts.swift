import Admission
import Kubernetes

/// Reviews by stage, operation, kind and verdict: a counter for each combination, made beforehand.
final class ReviewCounts: Sendable {
    /// The stages as they are labelled, and as the server's paths are called.
    static let stages = ["validate", "mutate"]

    private struct Label {
        let stage: String
        let operation: Kubernetes.Operation
        let kind: String
        let verdict: String
    }

    private let counters = labels.map { _ in Counter() }

    /// Counts one decision.
    func count(_ decision: Decision, _ stages: Stages) {
        counters[Self.position(decision, stages)].add()
    }

    /// Adds the family to a page, without the combinations that never came.
    func write(to page: inout MetricsText) {
        page.family(.reviews)
        for (label, counter) in zip(Self.labels, counters) where counter.current > 0 {
            page.sample(
                .reviews,
                [
                    "stage": label.stage, "operation": label.operation.rawValue, "kind": label.kind,
                    "verdict": label.verdict,
                ], counter.current)
        }
    }

    private static let labels: [Label] = stages.flatMap { stage in
        Kubernetes.Operation.allCases.flatMap { operation in
            KindLabel.all.flatMap { kind in
                ["allowed", "denied"].map { Label(stage: stage, operation: operation, kind: kind, verdict: $0) }
            }
        }
    }

    /// The place in `labels`.
    private static func position(_ decision: Decision, _ stages: Stages) -> Int {
        let operation: Int =
            switch decision.request.operation {
            case .create: 0
            case .update: 1
            case .delete: 2
            case .connect: 3
            }
        let row = (stages.contains(.mutating) ? 4 : 0) + operation
        let column = KindLabel.position(of: decision.request.kind)
        return (row * KindLabel.all.count + column) * 2 + (decision.isAllowed ? 0 : 1)
    }
}

package import Admission
import Documents
import Kubernetes

/// Decisions as numbers. Counts of a binding are kept over reloads, by its name.
package final class DecisionMetrics: Sendable {
    /// How long a review took, and whether that was too long.
    package struct Times: Sendable {
        /// From the head of the request to its answer.
        package var request: Duration
        /// The policies' share.
        package var decision: Duration
        /// The answer came after its deadline.
        package var isLate: Bool

        package init(request: Duration, decision: Duration, isLate: Bool = false) {
            self.request = request
            self.decision = decision
            self.isLate = isLate
        }
    }

    /// What goes on counting over reloads whatever the bindings are.
    private final class Shared: Sendable {
        let reviews = ReviewCounts()
        let requests = [Histogram(bounds: Histogram.requestBounds), Histogram(bounds: Histogram.requestBounds)]
        let decisions = [Histogram(), Histogram()]
        let patchOperations = Counter()
        let deadlineMisses = Counter()
    }

    private let shared: Shared
    /// The bindings in the order in which they work, each with its counts.
    private let bindings: [(binding: ObjectIdentifier, counts: BindingCounts)]
    /// The same without those that share a name with one before.
    private let counts: [BindingCounts]

    /// Counts for the bindings of all gates; those that `former` knows by name go on counting.
    package init(_ gates: [Gate] = [], after former: DecisionMetrics? = nil) {
        var known: [String: BindingCounts] = [:]
        for counts in former?.counts ?? [] { known[counts.name] = counts }
        var seen: Set<ObjectIdentifier> = []
        var bindings: [(binding: ObjectIdentifier, counts: BindingCounts)] = []
        var ordered: [BindingCounts] = []
        for binding in gates.flatMap(\.bindings) where seen.insert(ObjectIdentifier(binding)).inserted {
            let counts = known[binding.name] ?? BindingCounts(name: binding.name, policy: binding.about.id)
            known[binding.name] = counts
            if !ordered.contains(where: { $0 === counts }) { ordered.append(counts) }
            bindings.append((ObjectIdentifier(binding), counts))
        }
        self.bindings = bindings
        counts = ordered
        shared = former?.shared ?? Shared()
    }

    /// Counts one decision: a few additions, without a lock or an allocation.
    package func record(_ decision: Decision, _ stages: Stages, _ times: Times) {
        shared.reviews.count(decision, stages)
        let stage = stages.contains(.mutating) ? 1 : 0
        shared.requests[stage].observe(times.request)
        shared.decisions[stage].observe(times.decision)
        if times.isLate { shared.deadlineMisses.add() }
        if !decision.patch.isEmpty { shared.patchOperations.add(UInt64(decision.patch.operations.count)) }
        var position = 0
        for step in decision.steps { counts(of: step.binding, &position)?.record(step) }
    }

    /// Counts the bindings that edited in the second pass over a mended object.
    package func recordRepetition(_ decision: Decision) {
        var position = 0
        for step in decision.steps where step.outcome.label == .edited {
            counts(of: step.binding, &position)?.repeatedEdits.add()
        }
    }

    /// Steps come in the order of the bindings, so that the search for a binding goes on where the last one was found.
    private func counts(of binding: Binding, _ position: inout Int) -> BindingCounts? {
        let wanted = ObjectIdentifier(binding)
        for _ in bindings.indices {
            let entry = bindings[position]
            position = position + 1 == bindings.count ? 0 : position + 1
            if entry.binding == wanted { return entry.counts }
        }
        return nil
    }
}

extension DecisionMetrics {
    /// Adds the families of decisions to a page.
    package func write(to page: inout MetricsText) {
        shared.reviews.write(to: &page)
        for (family, histograms) in [
            (MetricFamily.requestDuration, shared.requests), (.decisionDuration, shared.decisions),
        ] {
            page.family(family)
            for (stage, histogram) in zip(ReviewCounts.stages, histograms) {
                page.histogram(family, ["stage": stage], histogram)
            }
        }
        page.one(.patchOperations, shared.patchOperations.current)
        page.one(.deadlineMisses, shared.deadlineMisses.current)
        writeBindings(to: &page)
    }

    private func writeBindings(to page: inout MetricsText) {
        page.family(.policyOutcomes)
        for binding in counts {
            for label in BindingCounts.Label.allCases {
                page.sample(
                    .policyOutcomes, ["binding": binding.name, "policy": binding.policy, "outcome": label.text],
                    binding.count(label))
            }
        }
        page.family(.policyDuration)
        for binding in counts {
            page.histogram(
                .policyDuration, ["binding": binding.name, "policy": binding.policy], binding.durations)
        }
        page.family(.policyRepeatedEdits)
        for binding in counts {
            page.sample(
                .policyRepeatedEdits, ["binding": binding.name, "policy": binding.policy],
                binding.repeatedEdits.current)
        }
    }
}

import Admission
package import Configuration
package import Telemetry

/// The policies in force, and their numbers: replaced as a whole by a reload.
package struct ActivePolicies: Sendable {
    /// What was loaded.
    package let set: PolicySet
    /// The numbers of its bindings.
    package let metrics: DecisionMetrics

    /// The numbers of bindings that `former` has by the same name go on.
    package init(_ set: PolicySet, after former: ActivePolicies? = nil) {
        self.set = set
        metrics = DecisionMetrics([set.merged] + set.gates, after: former?.metrics)
    }

    /// The gate of a route.
    func gate(_ route: ReviewRoute) throws(Refusal) -> Gate {
        guard let name = route.gate else { return set.merged }
        guard let gate = set.gate(named: name) else { throw .unknownGate(name, known: set.names) }
        return gate
    }
}

import Synchronization

/// The limits that all loops of a listener share: bytes of body, connections, large bodies at work.
///
/// A claim is granted or refused at once, never queued: the client is told to come back (429) while it still has time.
final class Backpressure: Sendable {
    /// Something of which there is a limited amount.
    struct Budget: ~Copyable, Sendable {
        private let taken = Atomic<Int>(0)
        private let limit: Int

        init(limit: Int) {
            self.limit = max(limit, 0)
        }

        /// What is taken at the moment.
        var amount: Int { taken.load(ordering: .relaxed) }

        /// Takes the amount, unless it would exceed the limit.
        func claim(_ amount: Int) -> Bool {
            guard taken.add(amount, ordering: .relaxed).newValue <= limit else {
                release(amount)
                return false
            }
            return true
        }

        /// Gives back what was claimed.
        func release(_ amount: Int) {
            taken.subtract(amount, ordering: .relaxed)
        }
    }

    /// Bytes of bodies: of short ones as announced, of others as they come in.
    let bodyBytes: Budget
    /// Open connections.
    let connections: Budget
    /// Requests handed to the thread pool and not yet answered.
    let offloads: Budget

    init(_ settings: TransportSettings) {
        bodyBytes = Budget(limit: settings.bodyBudget)
        connections = Budget(limit: settings.maximumConnections)
        offloads = Budget(limit: settings.offloadLimit)
    }
}

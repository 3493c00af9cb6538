import Synchronization

/// A number that only grows; any thread may add to it.
package final class Counter: Sendable {
    private let value = Atomic<UInt64>(0)

    package init() {}

    /// Adds, wrapping round at 2^64.
    package func add(_ amount: UInt64 = 1) { value.wrappingAdd(amount, ordering: .relaxed) }

    /// The sum so far.
    package var current: UInt64 { value.load(ordering: .relaxed) }
}

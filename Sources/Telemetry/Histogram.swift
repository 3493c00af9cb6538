import Synchronization

/// How long things took, in buckets as Prometheus has them; any thread may add to it.
package final class Histogram: Sendable {
    /// Upper bounds of the buckets, in nanoseconds, ascending; what is above the last counts in the sum and total only.
    package let bounds: [UInt64]
    private let buckets: [Counter]
    private let nanoseconds = Counter()
    private let observations = Counter()

    /// Bounds from 5 µs, a cheap decision, to 1 s, a lost one.
    package static let decisionBounds: [UInt64] = [
        5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 25_000_000, 100_000_000,
        1_000_000_000,
    ]

    package init(bounds: [UInt64] = Histogram.decisionBounds) {
        self.bounds = bounds
        buckets = bounds.map { _ in Counter() }
    }

    /// Counts one duration; negative ones count as none.
    package func observe(_ duration: Duration) {
        let taken = duration.nanoseconds
        if let bucket = bounds.firstIndex(where: { taken <= $0 }) { buckets[bucket].add() }
        nanoseconds.add(taken)
        observations.add()
    }

    /// Cumulative counts, a number for each bound.
    package var cumulative: [UInt64] {
        buckets.reduce(into: []) { $0.append(($0.last ?? 0) &+ $1.current) }
    }

    /// All observations together, in seconds.
    package var sum: Double { Double(nanoseconds.current) / 1e9 }
    /// How many observations there were.
    package var count: UInt64 { observations.current }
}

extension Duration {
    /// Whole nanoseconds, none for a negative duration, the largest number for one past 584 years.
    package var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, isTooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLong ? .max : product &+ UInt64(attoseconds / 1_000_000_000)
    }
}

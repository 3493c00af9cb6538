import Synchronization

/// How long things took, in buckets as Prometheus has them; any thread may add to it, and two additions without a lock or
/// an allocation are all that it costs.
package final class Histogram: Sendable {
    /// Upper bounds of buckets, in nanoseconds, ascending: at most `limit` of them.
    package typealias Bounds = [UInt64]
    /// The most buckets that have a bound.
    package static let limit = 12

    private let uppers: InlineArray<12, UInt64>
    /// How many of `uppers` are in use.
    private let used: Int
    /// The last one has what is above every bound.
    private let buckets: InlineArray<13, Atomic<UInt64>> = InlineArray { _ in Atomic(0) }
    private let nanoseconds = Atomic<UInt64>(0)

    /// For whole requests: from 50 µs, an ordinary one, to 5 s, one that nobody waits for any more.
    package static let requestBounds: Bounds = [
        50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 50_000_000, 250_000_000,
        1_000_000_000, 5_000_000_000,
    ]
    /// For decisions: from 5 µs, a cheap one, to 1 s, a lost one.
    package static let decisionBounds: Bounds = [
        5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 25_000_000, 100_000_000,
        1_000_000_000,
    ]
    /// For one policy: from 500 ns to 100 ms.
    package static let policyBounds: Bounds = [
        500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000, 100_000_000,
    ]

    /// Bounds past `limit` are left out.
    package init(bounds: Bounds = Histogram.decisionBounds) {
        used = min(bounds.count, Self.limit)
        uppers = InlineArray { $0 < bounds.count ? bounds[$0] : .max }
    }

    /// Counts one duration; negative ones count as none.
    package func observe(_ duration: Duration) {
        let taken = duration.nanoseconds
        var bucket = 0
        while bucket < used, taken > uppers[bucket] { bucket += 1 }
        buckets[bucket == used ? Self.limit : bucket].wrappingAdd(1, ordering: .relaxed)
        nanoseconds.wrappingAdd(taken, ordering: .relaxed)
    }

    /// Bounds of the buckets, each with the number of observations up to it.
    package var cumulative: [(bound: UInt64, count: UInt64)] {
        var sum: UInt64 = 0
        return (0..<used).map { bucket in
            sum &+= buckets[bucket].load(ordering: .relaxed)
            return (uppers[bucket], sum)
        }
    }

    /// All observations together, in seconds.
    package var sum: Double { Double(nanoseconds.load(ordering: .relaxed)) / 1e9 }
    /// How many observations were above every bound.
    package var above: UInt64 { buckets[Self.limit].load(ordering: .relaxed) }
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

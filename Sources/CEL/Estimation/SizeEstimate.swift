/// How large a value may be: code points, bytes, elements or entries, as `size()` counts them; 1 for all others.
package struct SizeEstimate: Hashable, Sendable {
    /// The least.
    package let min: UInt64
    /// The most; `UInt64.max` when there is no bound.
    package let max: UInt64

    /// A size between two bounds.
    package init(min: UInt64 = 0, max: UInt64) {
        self.min = min
        self.max = max
    }

    init(_ size: Int) { self.init(min: UInt64(clamping: size), max: UInt64(clamping: size)) }

    /// Nothing is known.
    static let unknown = SizeEstimate(max: .max)
    /// What has no size counts as one.
    static let scalar = SizeEstimate(1)

    func union(_ other: SizeEstimate) -> SizeEstimate {
        SizeEstimate(min: Swift.min(min, other.min), max: Swift.max(max, other.max))
    }

    static func + (left: SizeEstimate, right: SizeEstimate) -> SizeEstimate {
        SizeEstimate(min: left.min.plus(right.min), max: left.max.plus(right.max))
    }

    static func * (left: SizeEstimate, right: SizeEstimate) -> SizeEstimate {
        SizeEstimate(min: left.min.times(right.min), max: left.max.times(right.max))
    }

    /// The cost of so much a unit, rounded up.
    func cost(_ factor: Double) -> CostEstimate {
        CostEstimate(min: min.times(factor), max: max.times(factor))
    }

    /// The cost of going along it once: a tenth a unit.
    var traversal: CostEstimate { cost(0.1) }
}

extension CostEstimate {
    static let zero = CostEstimate(0)
    static let one = CostEstimate(1)

    static func + (left: CostEstimate, right: CostEstimate) -> CostEstimate {
        CostEstimate(min: left.min.plus(right.min), max: left.max.plus(right.max))
    }

    static func * (left: CostEstimate, right: CostEstimate) -> CostEstimate {
        CostEstimate(min: left.min.times(right.min), max: left.max.times(right.max))
    }

    func union(_ other: CostEstimate) -> CostEstimate {
        CostEstimate(min: Swift.min(min, other.min), max: Swift.max(max, other.max))
    }
}

extension UInt64 {
    fileprivate func plus(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func times(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    /// What has no bound has none after it either.
    fileprivate func times(_ factor: Double) -> UInt64 {
        if self == .max { return .max }
        let product = (Double(self) * factor).rounded(.up)
        return product < 0x1p64 ? UInt64(product) : .max
    }
}

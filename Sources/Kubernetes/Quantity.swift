/// An amount of a resource, exact to a billionth: what `apimachinery/pkg/api/resource.Quantity` holds.
///
/// Equality, order and hash go by the amount: `1000m` equals `1`.
package struct Quantity: Sendable {
    /// The family of suffixes that an amount is written with.
    package enum Format: Sendable, Hashable {
        /// `500m`, `2`, `3G`.
        case decimal
        /// `512Mi`.
        case binary
        /// `12e6`.
        case exponent
    }

    /// Billionths of the unit.
    let nanos: Int128
    /// How the amount is written; that of the text it was parsed from.
    package let format: Format

    init(nanos: Int128, format: Format) {
        self.nanos = nanos
        self.format = format
    }

    /// A whole number of the unit.
    package init(_ units: Int64, format: Format = .decimal) {
        self.init(nanos: Int128(units) * nanosPerUnit, format: format)
    }

    /// Nothing of it.
    package static let zero = Quantity(0)

    /// The amount is zero.
    package var isZero: Bool { nanos == 0 }

    /// The amount is below zero.
    package var isNegative: Bool { nanos < 0 }

    /// Whole units, rounded away from zero, and held at the bounds of 64 bits.
    package var units: Int64 { scaled(by: nanosPerUnit) }

    /// Thousandths of the unit, rounded away from zero, and held at the bounds of 64 bits.
    package var milliunits: Int64 { scaled(by: nanosPerUnit / 1000) }

    /// The amount as a double, for metrics and messages.
    package var double: Double { Double(nanos) / Double(nanosPerUnit) }

    private func scaled(by divisor: Int128) -> Int64 {
        let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: divisor)
        return Int64(clamping: remainder == 0 ? quotient : quotient + remainder.signum())
    }
}

let nanosPerUnit: Int128 = 1_000_000_000

extension Quantity: Hashable, Comparable {
    /// The amounts are the same, however they are written.
    package static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }
    /// The amount is the smaller one.
    package static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }
    /// Feeds the amount.
    package func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

extension Quantity {
    /// The sum, in the format of the first summand that is not zero. Past the range, the bound and `overflow`.
    package func addingReportingOverflow(_ other: Quantity) -> (partialValue: Quantity, overflow: Bool) {
        let (sum, overflow) = nanos.addingReportingOverflow(other.nanos)
        return (result(sum, overflow, isNegative: isNegative, with: other), overflow)
    }

    /// The difference, in the format of the first operand that is not zero. Past the range, the bound and `overflow`.
    package func subtractingReportingOverflow(_ other: Quantity) -> (partialValue: Quantity, overflow: Bool) {
        let (difference, overflow) = nanos.subtractingReportingOverflow(other.nanos)
        return (result(difference, overflow, isNegative: isNegative, with: other), overflow)
    }

    /// The multiple, in this format. Past the range, the bound and `overflow`.
    package func multipliedReportingOverflow(by count: Int) -> (partialValue: Quantity, overflow: Bool) {
        let (product, overflow) = nanos.multipliedReportingOverflow(by: Int128(count))
        return (result(product, overflow, isNegative: isNegative != (count < 0), with: self), overflow)
    }

    /// The sum, held at the bounds of the range.
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        left.addingReportingOverflow(right).partialValue
    }

    /// The difference, held at the bounds of the range.
    package static func - (left: Quantity, right: Quantity) -> Quantity {
        left.subtractingReportingOverflow(right).partialValue
    }

    /// The multiple, held at the bounds of the range.
    package static func * (left: Quantity, right: Int) -> Quantity {
        left.multipliedReportingOverflow(by: right).partialValue
    }

    /// Adds, held at the bounds of the range.
    package static func += (left: inout Quantity, right: Quantity) { left = left + right }
    /// Subtracts, held at the bounds of the range.
    package static func -= (left: inout Quantity, right: Quantity) { left = left - right }

    /// This amount over another; nil when that is zero.
    package func ratio(to other: Quantity) -> Double? {
        other.isZero ? nil : Double(nanos) / Double(other.nanos)
    }

    /// This amount is at most `factor` times another; exact, unlike a ratio.
    package func isAtMost(_ factor: Quantity, times other: Quantity) -> Bool {
        let left = nanos.multipliedFullWidth(by: nanosPerUnit)
        let right = factor.nanos.multipliedFullWidth(by: other.nanos)
        return left.high == right.high ? left.low <= right.low : left.high < right.high
    }

    private func result(_ value: Int128, _ overflow: Bool, isNegative: Bool, with other: Quantity) -> Quantity {
        Quantity(
            nanos: overflow ? (isNegative ? .min : .max) : value, format: isZero ? other.format : format)
    }
}

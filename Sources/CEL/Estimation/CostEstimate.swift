package import Documents

/// What an expression may cost: at least, and at most as far as the sizes of its variables are known.
package struct CostEstimate: Hashable, Sendable, CustomStringConvertible {
    /// The least that an evaluation without an error costs.
    package let min: UInt64
    /// The most; `UInt64.max` when there is no bound.
    package let max: UInt64

    /// A cost between two bounds.
    package init(min: UInt64, max: UInt64) {
        self.min = min
        self.max = max
    }

    /// The cost is the same whatever the variables hold.
    package init(_ cost: UInt64) { self.init(min: cost, max: cost) }

    /// `5`, `3 to 7`, `4 or more`.
    package var description: String {
        if min == max { return "\(min)" }
        return max == .max ? "\(min) or more" : "\(min) to \(max)"
    }

    /// Writes `{"min", "max"}`, where an estimate without a bound has no `max`.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("min")
        writer.raw(String(min).utf8)
        if max < .max {
            writer.key("max")
            writer.raw(String(max).utf8)
        }
        writer.endObject()
    }
}

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

    /// How an estimate stands to a limit, for those who want to be told before there are values. Policies are never
    /// refused for it, as the API server doesn't refuse them either.
    package enum Standing: Sendable {
        /// Every evaluation keeps to the limit.
        case within
        /// It depends on the values.
        case uncertain
        /// Every evaluation without an error exceeds the limit.
        case beyond
    }

    /// How this stands to a limit.
    package func standing(to limit: Int = Program.costLimit) -> Standing {
        max <= UInt64(clamping: limit) ? .within : min > UInt64(clamping: limit) ? .beyond : .uncertain
    }

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

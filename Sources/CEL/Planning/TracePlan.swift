/// A step that records what it comes to.
final class TracePlan: Plan {
    private let plan: any Plan
    private let offset: Int

    init(_ plan: any Plan, offset: Int) {
        self.plan = plan
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = plan.evaluate(evaluation)
        evaluation.record(TracedValue(offset: offset, value: value))
        return value
    }
}

/// What a part of an expression has come to.
package struct TracedValue: Sendable {
    /// Byte offset of the part's operator, name or bracket in the expression.
    package let offset: Int
    /// The value.
    package let value: Value
}

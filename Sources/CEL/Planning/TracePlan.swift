/// A step that records what it comes to.
final class TracePlan: Plan {
    private let plan: any Plan
    private let text: String
    private let offset: Int

    init(_ plan: any Plan, of expression: Expression) {
        self.plan = plan
        text = expression.text
        offset = expression.offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let position = evaluation.open(text, offset)
        let value = plan.evaluate(evaluation)
        evaluation.close(position, value)
        return value
    }
}

/// What a part of an expression has come to.
package struct TracedValue: Sendable {
    /// The part, as `Expression.text` writes it.
    package let text: String
    /// Byte offset of the part's operator, name or bracket in the expression.
    package let offset: Int
    /// Parts around this one.
    package let depth: Int
    /// The value; nil as long as there is none.
    package fileprivate(set) var value: Value?
}

/// What the parts of an expression have come to, each after the part that it belongs to: the first thousand.
struct Trace: Sendable {
    private(set) var values: [TracedValue] = []
    private var depth = 0

    private static let limit = 1000

    mutating func open(_ text: String, _ offset: Int) -> Int {
        depth += 1
        if values.count < Self.limit {
            values.append(TracedValue(text: text, offset: offset, depth: depth - 1, value: nil))
            return values.count - 1
        }
        return Self.limit
    }

    mutating func close(_ position: Int, _ value: Value) {
        depth -= 1
        if position < values.count { values[position].value = value }
    }
}

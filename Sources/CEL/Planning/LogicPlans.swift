/// `a && b`: false as soon as one is false, whatever becomes of the other.
final class AndPlan: Plan {
    private let left: any Plan
    private let right: any Plan
    private let offset: Int

    init(_ left: any Plan, _ right: any Plan, offset: Int) {
        self.left = left
        self.right = right
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let first = left.evaluate(evaluation)
        if case .bool(false) = first { return first }
        let second = right.evaluate(evaluation)
        if case .bool(let value) = second {
            if !value { return second }
            if case .bool = first { return second }
        }
        return first.complaint ?? second.complaint ?? .noOverload("_&&_", first, second).located(offset)
    }
}

/// `a || b`: true as soon as one is true, whatever becomes of the other.
final class OrPlan: Plan {
    private let left: any Plan
    private let right: any Plan
    private let offset: Int

    init(_ left: any Plan, _ right: any Plan, offset: Int) {
        self.left = left
        self.right = right
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let first = left.evaluate(evaluation)
        if case .bool(true) = first { return first }
        let second = right.evaluate(evaluation)
        if case .bool(let value) = second {
            if value { return second }
            if case .bool = first { return second }
        }
        return first.complaint ?? second.complaint ?? .noOverload("_||_", first, second).located(offset)
    }
}

extension Value {
    /// The value when it is an error.
    fileprivate var complaint: Value? { isError ? self : nil }
}

/// `!a`.
final class NotPlan: Plan {
    private let operand: any Plan
    private let offset: Int

    init(_ operand: any Plan, offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = operand.evaluate(evaluation)
        evaluation.charge(1)
        switch value {
        case .bool(let value): return .bool(!value)
        case .error: return value
        default: return .noOverload("!_", value).located(offset)
        }
    }
}

/// `condition ? a : b`.
final class ConditionalPlan: Plan {
    private let condition: any Plan
    private let first: any Plan
    private let second: any Plan
    private let offset: Int

    init(_ condition: any Plan, _ first: any Plan, _ second: any Plan, offset: Int) {
        self.condition = condition
        self.first = first
        self.second = second
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = condition.evaluate(evaluation)
        switch value {
        case .bool(true): return first.evaluate(evaluation)
        case .bool(false): return second.evaluate(evaluation)
        case .error: return value
        default: return .noOverload("_?_:_", value).located(offset)
        }
    }
}

/// `a == b` and `a != b`.
final class EqualityPlan: Plan {
    private let left: any Plan
    private let right: any Plan
    private let isNegated: Bool

    init(_ left: any Plan, _ right: any Plan, isNegated: Bool) {
        self.left = left
        self.right = right
        self.isNegated = isNegated
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let left = left.evaluate(evaluation)
        if left.isError { return left }
        let right = right.evaluate(evaluation)
        if right.isError { return right }
        evaluation.charge(Cost.smaller(left, right))
        return .bool(left.isEqual(to: right, evaluation) != isNegated)
    }
}

/// `a < b` and its like.
final class OrderPlan: Plan {
    enum Relation: String, Sendable {
        case less = "_<_"
        case lessOrSame = "_<=_"
        case greater = "_>_"
        case greaterOrSame = "_>=_"
    }

    private let left: any Plan
    private let right: any Plan
    private let relation: Relation
    private let offset: Int

    init(_ left: any Plan, _ right: any Plan, _ relation: Relation, offset: Int) {
        self.left = left
        self.right = right
        self.relation = relation
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let left = left.evaluate(evaluation)
        if left.isError { return left }
        let right = right.evaluate(evaluation)
        if right.isError { return right }
        guard let order = left.order(to: right) else {
            return .noOverload(relation.rawValue, left, right).located(offset)
        }
        evaluation.charge(left.isFixedWidth ? 1 : Cost.smaller(left, right))
        return .bool(relation.holds(order))
    }
}

extension OrderPlan.Relation {
    func holds(_ order: Order) -> Bool {
        switch self {
        case .less: order == .less
        case .lessOrSame: order == .less || order == .same
        case .greater: order == .greater
        case .greaterOrSame: order == .greater || order == .same
        }
    }
}

extension Value {
    /// Neither a text nor a container.
    var isFixedWidth: Bool {
        switch self {
        case .string, .bytes, .list, .map, .json: false
        default: true
        }
    }
}

extension Cost {
    /// A tenth of the smaller size, rounded up.
    static func smaller(_ left: Value, _ right: Value) -> Int {
        if left.isFixedWidth || right.isFixedWidth { return min(left.size ?? 1, right.size ?? 1, 1) }
        return (min(left.size ?? 1, right.size ?? 1) + 9) / 10
    }
}

/// `a + b` and its like.
final class ArithmeticPlan: Plan {
    private let left: any Plan
    private let right: any Plan
    private let operation: Arithmetic
    private let offset: Int

    init(_ left: any Plan, _ right: any Plan, _ operation: Arithmetic, offset: Int) {
        self.left = left
        self.right = right
        self.operation = operation
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let left = left.evaluate(evaluation)
        if left.isError { return left }
        let right = right.evaluate(evaluation)
        if right.isError { return right }
        let isText = !left.isFixedWidth && left.listCount == nil
        evaluation.charge(isText ? ((left.size ?? 1) + (right.size ?? 1) + 9) / 10 : 1)
        return operation.apply(left, right, evaluation).located(offset)
    }
}

/// `-a`.
final class NegationPlan: Plan {
    private let operand: any Plan
    private let offset: Int

    init(_ operand: any Plan, offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = operand.evaluate(evaluation)
        if value.isError { return value }
        evaluation.charge(1)
        return value.negated.located(offset)
    }
}

import Documents

/// `a && b` and `a || b`: one of them decides, false or true, whatever becomes of the other.
final class LogicPlan: Plan {
    private let left: any Plan
    private let right: any Plan
    /// What decides: false for `&&`, true for `||`.
    private let deciding: Bool
    private let offset: Int

    init(_ left: any Plan, _ right: any Plan, deciding: Bool, offset: Int) {
        self.left = left
        self.right = right
        self.deciding = deciding
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let first = left.evaluate(evaluation)
        if case .bool(deciding) = first { return first }
        let second = right.evaluate(evaluation)
        if case .bool(let value) = second {
            if value == deciding { return second }
            if case .bool = first { return second }
        }
        if case .bool = first { return second.complaint ?? .noOverload.located(offset) }
        return first.complaint ?? .noOverload.located(offset)
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
        default: return .noOverload.located(offset)
        }
    }
}

/// `condition ? a : b`.
final class ConditionalPlan: Plan {
    struct Branch: Sendable {
        let plan: any Plan
        /// Its cost does not count.
        let isFree: Bool
    }

    private let condition: any Plan
    private let first: Branch
    private let second: Branch
    private let offset: Int

    init(_ condition: any Plan, _ first: Branch, _ second: Branch, offset: Int) {
        self.condition = condition
        self.first = first
        self.second = second
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = condition.evaluate(evaluation)
        switch value {
        case .bool(let holds):
            let branch = holds ? first : second
            return branch.isFree ? evaluation.free(branch.plan) : branch.plan.evaluate(evaluation)
        case .error: return value
        default: return .noOverload.located(offset)
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
        let right = right.evaluate(evaluation)
        evaluation.charge(Cost.smaller(left, right))
        if let complaint = left.complaint ?? right.complaint { return complaint }
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
        let right = right.evaluate(evaluation)
        evaluation.charge(left.isFixedWidth ? 1 : Cost.smaller(left, right))
        if let complaint = left.complaint ?? right.complaint { return complaint }
        guard let order = left.order(to: right) else {
            return left.without(relation.rawValue, unless: left.isOrdered).located(offset)
        }
        if order == .none { return .failure("NaN values cannot be ordered").located(offset) }
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
    /// The size of a value beside one of fixed width: only whether it is empty counts.
    fileprivate var sizeOfFixedWidth: Int? {
        switch self {
        case .string, .bytes, .list, .json: min(extent, 1)
        case .map(let map): min(map.count, 1)
        default: size
        }
    }

    /// A string or bytes.
    fileprivate var isSequenceOfCharacters: Bool {
        switch self {
        case .string, .bytes: true
        case .json(let json): json.kind == .string
        default: false
        }
    }

    /// The size counts as one.
    fileprivate var isNumberLike: Bool {
        switch self {
        case .bool, .int, .uint, .double, .null, .timestamp, .duration: true
        default: false
        }
    }

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
        if left.isNumberLike, right.isNumberLike { return 1 }
        if left.isFixedWidth || right.isFixedWidth {
            return (min(left.sizeOfFixedWidth ?? 1, right.sizeOfFixedWidth ?? 1) + 9) / 10
        }
        // A text has as many code points as bytes at most, and a quarter at least: the far larger one need not be counted.
        let (first, second) = (left.extent, right.extent)
        if first < second / 4 { return ((left.size ?? 1) + 9) / 10 }
        if second < first / 4 { return ((right.size ?? 1) + 9) / 10 }
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
        let right = right.evaluate(evaluation)
        evaluation.charge(left.isSequenceOfCharacters ? ((left.size ?? 1) + (right.size ?? 1) + 9) / 10 : 1)
        if let complaint = left.complaint ?? right.complaint { return complaint }
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
        evaluation.charge(1)
        return value.isError ? value : value.negated.located(offset)
    }
}

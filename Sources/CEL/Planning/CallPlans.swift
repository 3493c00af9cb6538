/// The length of an argument that is worth a unit of work: functions go along their arguments, whatever they cost.
private let workRatio = 4

/// A call whose form is known at load, of one argument.
final class UnaryCallPlan: Plan {
    private let argument: any Plan
    private let body: @Sendable (Value, Evaluation) -> Value
    private let cost: Cost
    private let offset: Int

    init(_ argument: any Plan, _ body: @escaping @Sendable (Value, Evaluation) -> Value, _ cost: Cost, offset: Int) {
        self.argument = argument
        self.body = body
        self.cost = cost
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = argument.evaluate(evaluation)
        if value.isError {
            evaluation.charge(cost, value, nil, value)
            return value
        }
        guard evaluation.work(value.extent / workRatio) else { return evaluation.exhausted }
        let result = body(value, evaluation)
        evaluation.charge(cost, value, nil, result)
        return result.located(offset)
    }
}

/// A call whose form is known at load, of two arguments.
final class BinaryCallPlan: Plan {
    private let first: any Plan
    private let second: any Plan
    private let body: @Sendable (Value, Value, Evaluation) -> Value
    private let cost: Cost
    private let offset: Int

    init(
        _ first: any Plan, _ second: any Plan, _ body: @escaping @Sendable (Value, Value, Evaluation) -> Value,
        _ cost: Cost, offset: Int
    ) {
        self.first = first
        self.second = second
        self.body = body
        self.cost = cost
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let first = first.evaluate(evaluation)
        let second = second.evaluate(evaluation)
        if first.isError || second.isError {
            let failure = first.isError ? first : second
            evaluation.charge(cost, first, second, failure)
            return failure
        }
        guard evaluation.work((first.extent + second.extent) / workRatio) else { return evaluation.exhausted }
        let result = body(first, second, evaluation)
        evaluation.charge(cost, first, second, result)
        return result.located(offset)
    }
}

/// A call of any number of arguments, or one whose form depends on what the arguments turn out to be.
final class CallPlan: Plan {
    private let name: String
    private let arguments: [any Plan]
    private let overloads: [Overload]
    private let offset: Int

    init(_ name: String, _ arguments: [any Plan], _ overloads: [Overload], offset: Int) {
        self.name = name
        self.arguments = arguments
        self.overloads = overloads
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        if arguments.count == 2 { return evaluatePair(evaluation) }
        if arguments.count == 1 { return evaluateSingle(evaluation) }
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            let value = argument.evaluate(evaluation)
            if value.isError { return value }
            guard evaluation.work(value.extent / workRatio) else { return evaluation.exhausted }
            values.append(value)
        }
        for overload in overloads where overload.admits(values) {
            let result = overload.call(values, evaluation)
            evaluation.charge(overload.cost, values.first ?? .null, values.count > 1 ? values[1] : nil, result)
            return result.located(offset)
        }
        return Value.noForm(name, values).located(offset)
    }

    /// One argument, without an array.
    private func evaluateSingle(_ evaluation: Evaluation) -> Value {
        let value = arguments[0].evaluate(evaluation)
        if value.isError {
            evaluation.charge(1)
            return value
        }
        guard evaluation.work(value.extent / workRatio) else { return evaluation.exhausted }
        var position = 0
        while position < overloads.count {
            let overload = overloads[position]
            position += 1
            guard overload.admits(value) else { continue }
            let result = overload.call(value, evaluation)
            evaluation.charge(overload.cost, value, nil, result)
            return result.located(offset)
        }
        return Value.noForm(name, [value]).located(offset)
    }

    /// Two arguments, which most calls have, without an array.
    private func evaluatePair(_ evaluation: Evaluation) -> Value {
        let first = arguments[0].evaluate(evaluation)
        let second = arguments[1].evaluate(evaluation)
        if first.isError || second.isError {
            evaluation.charge(1)
            return first.isError ? first : second
        }
        guard evaluation.work((first.extent + second.extent) / workRatio) else { return evaluation.exhausted }
        var position = 0
        while position < overloads.count {
            let overload = overloads[position]
            position += 1
            guard overload.admits(first, second) else { continue }
            let result = overload.call(first, second, evaluation)
            evaluation.charge(overload.cost, first, second, result)
            return result.located(offset)
        }
        return Value.noForm(name, [first, second]).located(offset)
    }
}

/// A call of a constant, made at load; it costs what it would cost at run time.
final class ConstantCallPlan: Plan {
    private let value: Value
    private let cost: Int

    init(_ value: Value, cost: Int) {
        self.value = value
        self.cost = cost
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(cost)
        return value
    }
}

/// A regular expression known at load, over a text.
final class MatchPlan: Plan {
    private let text: any Plan
    private let expression: RegularExpression
    private let cost: Int
    private let offset: Int

    init(_ text: any Plan, _ expression: RegularExpression, offset: Int) {
        self.text = text
        self.expression = expression
        self.offset = offset
        cost = (expression.pattern.unicodeScalars.count + 3) / 4
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = text.evaluate(evaluation)
        if value.isError { return value }
        guard evaluation.work(expression.work(value.extent)) else { return evaluation.exhausted }
        guard let isMatch = value.withUTF8({ expression.matches($0) }) else {
            return value.without("matches").located(offset)
        }
        evaluation.charge(((value.size ?? 0) + 10) / 10 * cost)
        return .bool(isMatch)
    }
}

/// `x in [constants]`: it costs nothing beside its element, as in the API server.
final class MembershipPlan: Plan {
    private let element: any Plan
    private let keys: Set<MapKey>
    /// The constants when they are a few texts, which are compared without making a key of the element.
    private let texts: [String]

    private static let fewTexts = 8

    init(_ element: any Plan, _ constants: [Value]) {
        self.element = element
        keys = Set(constants.compactMap { MapKey($0) })
        let texts = constants.compactMap { $0.text }
        self.texts = texts.count == constants.count && texts.count <= Self.fewTexts ? texts : []
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = element.evaluate(evaluation)
        if value.isError { return value }
        guard evaluation.work(value.extent / workRatio) else { return evaluation.exhausted }
        if !texts.isEmpty { return .bool(texts.contains { value.isText($0) }) }
        return .bool(MapKey(value).map { keys.contains($0) } ?? false)
    }
}

/// `[a, ?b]`.
final class ListPlan: Plan {
    private let elements: [(plan: any Plan, isOptional: Bool)]

    init(_ elements: [(plan: any Plan, isOptional: Bool)]) { self.elements = elements }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(10)
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            let value = element.plan.evaluate(evaluation)
            if value.isError { return value }
            if !element.isOptional {
                values.append(value)
            } else if case .optional(let optional) = value {
                if let inner = optional.value { values.append(inner) }
            } else {
                return .failure("an optional is wanted after '?', not a value of type '\(value.typeName)'")
            }
        }
        return .list(values)
    }
}

/// `{k: v, ?k: v}` and `Name{field: v}`.
final class MapPlan: Plan {
    struct Entry: Sendable {
        let key: any Plan
        let value: any Plan
        let isOptional: Bool
    }

    private let entries: [Entry]
    private let typeName: String?
    private let offset: Int

    init(_ entries: [Entry], typeName: String? = nil, offset: Int) {
        self.entries = entries
        self.typeName = typeName
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(typeName == nil ? 30 : 40)
        var keys: [Value] = []
        var values: [Value] = []
        for entry in entries {
            let key = entry.key.evaluate(evaluation)
            if key.isError { return key }
            var value = entry.value.evaluate(evaluation)
            if value.isError { return value }
            if entry.isOptional {
                guard case .optional(let optional) = value else {
                    return .failure("an optional is wanted after '?', not a value of type '\(value.typeName)'")
                }
                guard let inner = optional.value else { continue }
                value = inner
            }
            if case .double = key { return .failure("unsupported key type: double").located(offset) }
            guard evaluation.work(key.extent / workRatio) else { return evaluation.exhausted }
            keys.append(key)
            values.append(value)
        }
        guard let map = MapValue(keys: keys, values: values, typeName: typeName) else {
            return .failure("a map has a key twice or one that can be none").located(offset)
        }
        return .map(map)
    }
}

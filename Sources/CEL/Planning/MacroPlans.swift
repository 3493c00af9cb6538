import Documents

/// Calls back with each element of a list and its index, or each key of a map and its value, until it is told to stop.
///
/// Returns false when the value is neither.
private func iterate(
    _ range: Value, needsSecond: Bool, _ body: (_ first: Value, _ second: Value) -> Bool
) -> Bool {
    switch range {
    case .list(let list):
        for (index, element) in list.enumerated()
        where !(needsSecond ? body(.int(Int64(index)), element) : body(element, .null)) {
            break
        }
    case .map(let map):
        for (key, value) in zip(map.keys, map.values) where !body(key, value) { break }
    case .json(let json) where json.kind == .array:
        var index: Int64 = 0
        for element in json.elements {
            let value = Value(element)
            guard needsSecond ? body(.int(index), value) : body(value, .null) else { break }
            index += 1
        }
    case .json(let json) where json.kind == .object:
        for member in json.members where !body(.json(member.key), needsSecond ? Value(member.value) : .null) { break }
    default: return false
    }
    return true
}

/// What all macros over a range have: the range, the slots of their variables, a condition and a body.
final class Loop: Sendable {
    let range: any Plan
    let slots: [Int]
    let filter: (any Plan)?
    let body: any Plan
    /// What an empty list or map to start with costs: nothing where constants are folded.
    let listCost: Int
    let mapCost: Int
    let offset: Int

    init(
        range: any Plan, slots: [Int], filter: (any Plan)?, body: any Plan, listCost: Int, mapCost: Int, offset: Int
    ) {
        self.range = range
        self.slots = slots
        self.filter = filter
        self.body = body
        self.listCost = listCost
        self.mapCost = mapCost
        self.offset = offset
    }

    /// Goes through a range; the callback says whether to go on. Returns the error of a value that is no range.
    func run(_ evaluation: Evaluation, _ step: () -> Bool) -> Value? {
        let value = range.evaluate(evaluation)
        if value.isError { return value }
        guard slots.count > 0 else { return nil }
        let isRange = iterate(value, needsSecond: slots.count == 2) { first, second in
            guard evaluation.work(4) else { return false }
            evaluation.set(slots[0], first)
            if slots.count == 2 { evaluation.set(slots[1], second) }
            return step() && !evaluation.isExhausted
        }
        return isRange
            ? nil : .failure("got '\(value.goName)', expected iterable type").located(offset)
    }

    /// The condition holds; with an error value when it comes to no bool.
    func passes(_ evaluation: Evaluation) -> (Bool, Value?) {
        guard let filter else { return (true, nil) }
        let value = filter.evaluate(evaluation)
        switch value {
        case .bool(let passes): return (passes, nil)
        case .error: return (false, value)
        default: return (false, .noOverload.located(offset))
        }
    }
}

/// `all` and `exists`: errors don't count once one element decides.
final class QuantifierPlan: Plan {
    private let loop: Loop
    /// The value of a body that decides: false for `all`, true for `exists`.
    private let deciding: Bool

    init(_ loop: Loop, deciding: Bool) {
        self.loop = loop
        self.deciding = deciding
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        var result = Value.bool(!deciding)
        var isDecided = false
        let problem = loop.run(evaluation) {
            // The condition of the loop is looked at once more before it ends early.
            evaluation.charge(deciding ? 3 : 2)
            if isDecided { return false }
            evaluation.charge(1)
            let value = loop.body.evaluate(evaluation)
            if case .bool(let value) = value {
                guard value == deciding else { return true }
                result = .bool(deciding)
                isDecided = true
            } else if !result.isError {
                result = value.isError ? value : .noOverload.located(loop.offset)
            }
            return true
        }
        evaluation.charge(1)
        return problem ?? result
    }
}

/// `existsOne`: errors count.
final class ExistsOnePlan: Plan {
    private let loop: Loop

    init(_ loop: Loop) { self.loop = loop }

    func evaluate(_ evaluation: Evaluation) -> Value {
        var count = 0
        var failure: Value?
        let problem = loop.run(evaluation) {
            let value = loop.body.evaluate(evaluation)
            guard case .bool(let holds) = value else {
                failure = value.isError ? value : .noOverload.located(loop.offset)
                return false
            }
            // The count so far costs nothing where it stays as it is.
            if holds { evaluation.charge(2) }
            count += holds ? 1 : 0
            return true
        }
        evaluation.charge(2)
        return problem ?? failure ?? .bool(count == 1)
    }
}

/// `map`, `filter` and `transformList`.
final class ListMacroPlan: Plan {
    private let loop: Loop
    /// The elements are kept as they are, where the condition holds.
    private let isFilter: Bool

    init(_ loop: Loop, isFilter: Bool) {
        self.loop = loop
        self.isFilter = isFilter
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(loop.listCost)
        var values: [Value] = []
        var failure: Value?
        let problem = loop.run(evaluation) {
            let (passes, problem) = loop.passes(evaluation)
            failure = problem
            guard passes else { return failure == nil }
            evaluation.charge(isFilter ? 13 : 12)
            let value = isFilter ? evaluation.value(loop.slots[0]) : loop.body.evaluate(evaluation)
            guard !value.isError else {
                failure = value
                return false
            }
            values.append(value)
            return true
        }
        evaluation.charge(1)
        return problem ?? failure ?? .list(values)
    }
}

/// `transformMap` and `transformMapEntry`.
final class MapMacroPlan: Plan {
    private let loop: Loop
    /// The body makes whole entries.
    private let isEntry: Bool

    init(_ loop: Loop, isEntry: Bool) {
        self.loop = loop
        self.isEntry = isEntry
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(loop.mapCost)
        var keys: [Value] = []
        var values: [Value] = []
        var failure: Value?
        let problem = loop.run(evaluation) {
            let (passes, problem) = loop.passes(evaluation)
            failure = problem
            guard passes else { return failure == nil }
            evaluation.charge(isEntry ? 2 : 3)
            let value = loop.body.evaluate(evaluation)
            if !isEntry {
                let key = evaluation.value(loop.slots[0])
                guard evaluation.work(key.extent / 4) else { return false }
                keys.append(key)
                values.append(value)
            } else if let entries = value.entries,
                evaluation.work(entries.reduce(entries.count) { $0 + $1.key.extent / 4 })
            {
                keys.append(contentsOf: entries.map { $0.key })
                values.append(contentsOf: entries.map { $0.value })
            } else if !value.isError {
                failure = .failure("transformMapEntry wants a map, not a value of type '\(value.typeName)'")
            }
            if value.isError { failure = value }
            return failure == nil
        }
        evaluation.charge(1)
        if let problem = problem ?? failure { return problem.located(loop.offset) }
        let map = MapValue(keys: keys, values: values)
        return map.map { .map($0) } ?? .failure("a key is inserted twice").located(loop.offset)
    }
}

/// `sortBy`.
final class SortByPlan: Plan {
    private let loop: Loop

    init(_ loop: Loop) { self.loop = loop }

    func evaluate(_ evaluation: Evaluation) -> Value {
        // Its range is bound to a name by a loop over no list, and its keys are a list of their own.
        evaluation.charge(2 + 2 * loop.listCost)
        var keys: [Value] = []
        var elements: [Value] = []
        var failure: Value?
        let problem = loop.run(evaluation) {
            evaluation.charge(12)
            let key = loop.body.evaluate(evaluation)
            if key.isError {
                failure = key
                return false
            }
            keys.append(key)
            elements.append(evaluation.value(loop.slots[0]))
            return true
        }
        if let problem = problem ?? failure { return problem }
        evaluation.charge(Cost.selfCompare.amount(.list(keys), .null))
        return sorted(elements, by: keys, evaluation).located(loop.offset)
    }
}

/// `optMap` and `optFlatMap`.
final class OptionalMacroPlan: Plan {
    private let loop: Loop
    private let isFlat: Bool

    init(_ loop: Loop, isFlat: Bool) {
        self.loop = loop
        self.isFlat = isFlat
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let before = evaluation.cost
        let value = loop.range.evaluate(evaluation)
        if value.isError { return value }
        guard case .optional(let optional) = value, let slot = loop.slots.first else {
            return .failure("an optional is wanted, not a value of type '\(value.typeName)'").located(loop.offset)
        }
        evaluation.charge(2)
        guard let inner = optional.value else { return value }
        // The macro stands for an expression that has its target twice.
        evaluation.charge(evaluation.cost - before + loop.listCost)
        evaluation.set(slot, inner)
        let result = loop.body.evaluate(evaluation)
        if result.isError || isFlat { return result }
        return .optional(OptionalValue(result))
    }
}

/// `or` and `orValue` of an optional: what else there is is looked at only where the optional holds nothing, and the call
/// costs nothing by itself (cel-go, `evalOptionalOr` and `evalOptionalOrValue`).
final class AlternativePlan: Plan {
    enum Kind: String {
        case optional = "or"
        case value = "orValue"
    }

    private let optional: any Plan
    private let other: any Plan
    private let kind: Kind

    init(_ optional: any Plan, _ other: any Plan, _ kind: Kind) {
        self.optional = optional
        self.other = other
        self.kind = kind
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = optional.evaluate(evaluation)
        guard case .optional(let optional) = value else { return value }
        guard let held = optional.value else { return other.evaluate(evaluation) }
        return kind == .value ? held : value
    }
}

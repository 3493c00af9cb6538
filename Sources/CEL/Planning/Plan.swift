import Documents

/// A step of a program: evaluates itself and what it needs. Errors are values.
protocol Plan: AnyObject, Sendable {
    func evaluate(_ evaluation: Evaluation) -> Value
}

/// A value known at load.
final class ConstantPlan: Plan {
    let value: Value

    init(_ value: Value) { self.value = value }

    func evaluate(_ evaluation: Evaluation) -> Value { value }
}

/// A variable of the environment or of a macro.
final class VariablePlan: Plan {
    let slot: Int

    init(slot: Int) { self.slot = slot }

    func evaluate(_ evaluation: Evaluation) -> Value {
        evaluation.charge(1)
        return evaluation.value(slot)
    }
}

/// A variable and fields of it, gone down in one step as long as they are objects of a document.
final class PathPlan: Plan {
    private let slot: Int
    private let fields: [String]
    private let offset: Int

    init(slot: Int, fields: [String], offset: Int) {
        self.slot = slot
        self.fields = fields
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = evaluation.value(slot)
        evaluation.charge(1)
        guard case .json(var json) = value else { return slowly(value, 0, evaluation) }
        var position = 0
        while position < fields.count {
            guard evaluation.work(json.count / 16) else { return evaluation.exhausted }
            guard let member = json.member(fields[position]) else { return slowly(Value(json), position, evaluation) }
            json = member
            position += 1
        }
        evaluation.charge(fields.count)
        return Value(json)
    }

    /// Fields that are looked for cost something, found or not; those after one that is missing are not looked for.
    private func slowly(_ value: Value, _ start: Int, _ evaluation: Evaluation) -> Value {
        var value = value
        var position = start
        while position < fields.count, !value.isError {
            value = value.field(fields[position])
            position += 1
        }
        evaluation.charge(position)
        return value.located(offset)
    }
}

extension Value {
    /// The value of a variable that has not been asked for.
    @inline(__always)
    var isDeferred: Bool {
        if case .error(let failure) = self { failure === Evaluation.deferral } else { false }
    }

    /// `x.name`; of an optional, an optional.
    func field(_ name: String) -> Value {
        switch self {
        case .json(let json): return json.member(name).map { Value($0) } ?? missing(name)
        case .map(let map): return map[name] ?? missing(name)
        case .optional(let optional):
            guard let value = optional.value else { return self }
            return value.isMap || value.isError ? value.optionalField(name) : value.field(name)
        case .error: return self
        default: return missing(name)
        }
    }

    /// What has no fields has none of this name either; lists want another index (cel-go, `refQualify`).
    private func missing(_ name: String) -> Value { listCount == nil ? .noSuchKey(name) : .noIndex(.string(name)) }

    /// `x.?name`.
    func optionalField(_ name: String) -> Value {
        switch self {
        case .json(let json) where json.kind == .object:
            return .optional(OptionalValue(json.member(name).map { Value($0) }))
        case .map(let map): return .optional(OptionalValue(map[name]))
        case .optional(let optional): return optional.value?.optionalField(name) ?? self
        case .error: return self
        default: return listCount == nil ? .optional(.none) : .noIndex(.string(name))
        }
    }

    /// `has(x.name)`; false for what has no fields at all, such as null.
    func hasField(_ name: String) -> Value {
        switch self {
        case .json(let json) where json.kind == .object: .bool(json.member(name) != nil)
        case .map(let map): .bool(map[name] != nil)
        case .optional(let optional): optional.value?.hasField(name) ?? .bool(false)
        case .error: self
        default: listCount == nil ? .bool(false) : .noIndex(.string(name))
        }
    }

    /// An error with the place where it happened; everything else as it is.
    @inline(__always)
    func located(_ offset: Int) -> Value {
        guard case .error(let failure) = self, failure.offset == nil else { return self }
        return .error(failure.at(offset))
    }
}

/// `a.b`, `a.?b` and `has(a.b)`.
final class SelectPlan: Plan {
    private let operand: any Plan
    private let field: String
    private let kind: Expression.SelectKind
    private let cost: Int
    private let offset: Int

    init(_ operand: any Plan, _ field: String, _ kind: Expression.SelectKind, cost: Int, offset: Int) {
        self.operand = operand
        self.field = field
        self.kind = kind
        self.cost = cost
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = operand.evaluate(evaluation)
        evaluation.charge(cost)
        guard evaluation.work(value.lookUpWork) else { return evaluation.exhausted }
        let result =
            switch kind {
            case .plain: value.field(field)
            case .optional: value.optionalField(field)
            case .test: value.hasField(field)
            }
        return result.located(offset)
    }
}

/// `has(a.b)` and `a.?b` of a variable that is called `a.b`: it is there, unless its own expression fails, which is told
/// as for the variable itself (apiserver, `lazy.MapValue.Find`).
final class QualifiedPlan: Plan {
    private let slot: Int
    private let isTest: Bool
    private let cost: Int
    private let offset: Int

    init(slot: Int, isTest: Bool, cost: Int, offset: Int) {
        self.slot = slot
        self.isTest = isTest
        self.cost = cost
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = evaluation.value(slot)
        evaluation.charge(1 + cost)
        if value.isError { return value.located(offset) }
        return isTest ? .bool(true) : .optional(OptionalValue(value))
    }
}

/// `a[k]` and `a[?k]`.
final class IndexPlan: Plan {
    private let operand: any Plan
    private let index: any Plan
    private let isOptional: Bool
    /// The index is a variable or fields of one, which are looked up as a part of this.
    private let isIndexFree: Bool
    private let cost: Int
    private let offset: Int

    init(
        _ operand: any Plan, _ index: any Plan, isOptional: Bool, isIndexFree: Bool, cost: Int, offset: Int
    ) {
        self.operand = operand
        self.index = index
        self.isOptional = isOptional
        self.isIndexFree = isIndexFree
        self.cost = cost
        self.offset = offset
    }

    func evaluate(_ evaluation: Evaluation) -> Value {
        let value = operand.evaluate(evaluation)
        if value.isError { return value }
        let index = isIndexFree ? evaluation.free(index) : index.evaluate(evaluation)
        if index.isError { return index }
        evaluation.charge(cost)
        guard evaluation.work(value.lookUpWork + index.extent / 16) else { return evaluation.exhausted }
        return (isOptional ? value.optionalElement(index) : value.element(index)).located(offset)
    }
}

extension Value {
    /// `x[index]`; of an optional, an optional.
    fileprivate func element(_ index: Value) -> Value {
        switch self {
        case .optional(let optional): return optional.value?.optionalElement(index) ?? self
        case .list, .json:
            guard listCount != nil else { break }
            guard let position = index.position else { return .noIndex(index) }
            return element(at: position) ?? .failure("index out of bounds: \(position)")
        default: break
        }
        return (isMap ? entry(index) : nil) ?? .noSuchKey(index.keyText)
    }

    /// `x[?index]`.
    fileprivate func optionalElement(_ index: Value) -> Value {
        if case .optional(let optional) = self { return optional.value?.optionalElement(index) ?? self }
        if listCount != nil {
            guard let position = index.position else { return .noIndex(index) }
            return .optional(OptionalValue(element(at: position)))
        }
        return .optional(OptionalValue(isMap ? entry(index) : nil))
    }

    /// A list has no such index, whatever its length (cel-go, `IndexOrError`).
    fileprivate static func noIndex(_ index: Value) -> Value {
        switch index {
        case .uint, .double: .failure("unsupported index value \(index.keyText) in list")
        default: .failure("unsupported index type '\(index.typeName)' in list")
        }
    }

    /// Elements of a list; nil for everything else.
    var listCount: Int? {
        switch self {
        case .list(let list): list.count
        case .json(let json) where json.kind == .array: json.count
        default: nil
        }
    }

    var isMap: Bool {
        switch self {
        case .map: true
        case .json(let json): json.kind == .object
        default: false
        }
    }

    private func element(at position: Int) -> Value? {
        switch self {
        case .list(let list): list.indices.contains(position) ? list[position] : nil
        case .json(let json): json[position].map { Value($0) }
        default: nil
        }
    }

    /// A whole number of any type as an index.
    private var position: Int? {
        switch self {
        case .int(let value): Int(exactly: value)
        case .uint(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// A key as messages show it.
    var keyText: String {
        switch self {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)"
        case .double(let value): "\(value)"
        default: text ?? "a value of type '\(typeName)'"
        }
    }
}

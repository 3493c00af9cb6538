/// A Swift type that arguments of functions are read as.
protocol Argument: Sendable {
    /// Nil when the value is of another type.
    static func read(_ value: Value) -> Self?
}

extension String: Argument {
    static func read(_ value: Value) -> String? { value.text }
}

extension Int64: Argument {
    static func read(_ value: Value) -> Int64? {
        if case .int(let value) = value { value } else { nil }
    }
}

extension Bool: Argument {
    static func read(_ value: Value) -> Bool? {
        if case .bool(let value) = value { value } else { nil }
    }
}

extension Timestamp: Argument {
    static func read(_ value: Value) -> Timestamp? {
        if case .timestamp(let value) = value { value } else { nil }
    }
}

/// The elements of a list.
struct Elements: Argument {
    let values: [Value]

    static func read(_ value: Value) -> Elements? { value.elements.map { Elements(values: $0) } }
}

/// A duration's nanoseconds.
struct Nanoseconds: Argument {
    let count: Int64

    static func read(_ value: Value) -> Nanoseconds? {
        if case .duration(let value) = value { Nanoseconds(count: value) } else { nil }
    }
}

extension Argument where Self: OpaqueValue {
    static func read(_ value: Value) -> Self? {
        if case .opaque(let value) = value { value as? Self } else { nil }
    }
}

extension Overload.Body {
    /// A body of one argument of a Swift type.
    static func of<A: Argument>(_ body: @escaping @Sendable (A) -> Value) -> Self {
        .unary { value, _ in A.read(value).map(body) ?? .failure("no such overload") }
    }

    /// A body of one argument that needs the budget.
    static func metered<A: Argument>(_ body: @escaping @Sendable (A, Evaluation) -> Value) -> Self {
        .unary { value, evaluation in A.read(value).map { body($0, evaluation) } ?? .failure("no such overload") }
    }

    /// A body of two arguments of Swift types.
    static func of<A: Argument, B: Argument>(_ body: @escaping @Sendable (A, B) -> Value) -> Self {
        .binary { first, second, _ in
            guard let first = A.read(first), let second = B.read(second) else { return .failure("no such overload") }
            return body(first, second)
        }
    }

    /// A body of two arguments that needs the budget.
    static func metered<A: Argument, B: Argument>(_ body: @escaping @Sendable (A, B, Evaluation) -> Value) -> Self {
        .binary { first, second, evaluation in
            guard let first = A.read(first), let second = B.read(second) else { return .failure("no such overload") }
            return body(first, second, evaluation)
        }
    }

    /// A body of three arguments of Swift types.
    static func of<A: Argument, B: Argument, C: Argument>(_ body: @escaping @Sendable (A, B, C) -> Value) -> Self {
        .many { values, _ in
            guard values.count == 3, let first = A.read(values[0]), let second = B.read(values[1]),
                let third = C.read(values[2])
            else { return .failure("no such overload") }
            return body(first, second, third)
        }
    }
}

/// Sorts elements by keys of one ordered type; stable.
func sorted(_ elements: [Value], by keys: [Value], _ evaluation: Evaluation) -> Value {
    guard let first = keys.first else { return .list([]) }
    for key in keys {
        if key.typeName != first.typeName { return .failure("list elements must have the same type") }
        if key.order(to: key) == nil { return .failure("list elements must be comparable") }
    }
    // Every key is compared about as often as the number of keys has binary digits.
    let rounds = Int.bitWidth - keys.count.leadingZeroBitCount
    let length = keys.reduce(0) { $0 + $1.extent / 16 }
    guard evaluation.work(keys.count * 32 + length * rounds) else { return evaluation.exhausted }
    let positions = keys.indices.sorted { left, right in
        switch keys[left].order(to: keys[right]) {
        case .less?: true
        case .same?: left < right
        default: false
        }
    }
    return .list(positions.map { elements[$0] })
}

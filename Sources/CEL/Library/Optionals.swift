extension Library {
    /// Optional values (cel-go, `cel.OptionalTypes`).
    static let optionals = Library(
        "optionals",
        [
            Function(
                "An optional that holds a value.", examples: ["optional.of(1).value() == 1"],
                [
                    Overload("optional.of(A) -> optional(A)", .unary { value, _ in .optional(OptionalValue(value)) })
                ]),
            Function(
                "An optional that holds nothing.", examples: ["!optional.none().hasValue()"],
                [
                    Overload("optional.none() -> optional(A)", .nullary { .optional(.none) })
                ]),
            Function(
                "An optional that holds a value, unless that is zero, empty or null.",
                examples: ["!optional.ofNonZeroValue('').hasValue()", "optional.ofNonZeroValue(1).hasValue()"],
                [
                    Overload(
                        "optional.ofNonZeroValue(A) -> optional(A)",
                        .unary { value, _ in .optional(value.isZero ? .none : OptionalValue(value)) })
                ]),
            Function(
                "The optional holds something.", examples: ["optional.of(1).hasValue()"],
                [
                    Overload(
                        "optional(A).hasValue() -> bool", .unary { value, _ in opened(value) { .bool($0 != nil) } })
                ]),
            Function(
                "What the optional holds; an error for nothing.", examples: ["optional.of('a').value() == 'a'"],
                [
                    Overload(
                        "optional(A).value() -> A",
                        .unary { value, _ in opened(value) { $0 ?? .failure("optional.none() dereference") } })
                ]),
            Function(
                "The first of two optionals that holds something.",
                examples: ["optional.none().or(optional.of(1)).value() == 1"],
                [
                    Overload(
                        "optional(A).or(optional(A)) -> optional(A)",
                        .binary { value, other, _ in opened(value) { $0 == nil ? other : value } })
                ]),
            Function(
                "What the optionals of a list hold, without those that hold nothing.",
                examples: ["optional.unwrap([optional.of(1), optional.none()]) == [1]"],
                [Overload("optional.unwrap(list(optional(A))) -> list(A)", .of(unwrap))]),
            Function(
                "The same, after the list.", examples: ["[optional.of('a')].unwrapOpt() == ['a']"],
                [Overload("list(optional(A)).unwrapOpt() -> list(A)", .of(unwrap))]),
            Function(
                "What the optional holds, or another value.", examples: ["optional.none().orValue(2) == 2"],
                [
                    Overload(
                        "optional(A).orValue(A) -> A", .binary { value, other, _ in opened(value) { $0 ?? other } })
                ]),
        ])

    @Sendable private static func unwrap(_ list: Elements) -> Value {
        var values: [Value] = []
        for element in list.values {
            guard case .optional(let optional) = element else { return .noOverload("optional.unwrap", element) }
            if let value = optional.value { values.append(value) }
        }
        return .list(values)
    }

    private static func opened(_ value: Value, _ body: (Value?) -> Value) -> Value {
        if case .optional(let optional) = value { body(optional.value) } else { .noOverload("optional", value) }
    }
}

extension Value {
    /// The value is its type's zero.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .duration(let value): value == 0
        case .timestamp(let time): time.seconds == Timestamp.firstSecond && time.nanoseconds == 0
        case .optional(let optional): optional.value == nil
        case .string, .bytes, .list, .map, .json: size == 0
        case .type, .opaque, .error: false
        }
    }
}

extension Value {
    /// No form of a function takes the values, in the words of cel-go (`MaybeNoSuchOverloadErr`).
    static var noOverload: Value { .failure("no such overload") }

    /// The value's type has no such operator or function, in the words of cel-go (`evalBinary`): it names the function,
    /// unless the type is one of those that look for it themselves, or has it for other values.
    func without(_ function: String, unless hasIt: Bool = false) -> Value {
        hasIt || isReceiver ? .noOverload : .failure("no such overload: \(function)")
    }

    /// None of a function's forms takes the arguments. Functions with one body for all forms say so in it.
    static func noForm(_ function: String, _ arguments: [Value]) -> Value {
        switch function {
        case "@in", "contains", "startsWith", "endsWith": .noOverload
        case "size", "matches": arguments.first?.without(function) ?? .noOverload
        default: .noOverload(function, arguments)
        }
    }

    /// The type answers for its functions itself (cel-go, `ReceiverType`).
    private var isReceiver: Bool {
        switch self {
        case .timestamp, .duration, .opaque, .optional: true
        default: text != nil
        }
    }

    /// A number of any type.
    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// A whole number.
    var isInteger: Bool {
        switch self {
        case .int, .uint: true
        default: false
        }
    }

    /// The type has an order.
    var isOrdered: Bool {
        switch self {
        case .bool, .bytes: true
        default: isNumber
        }
    }

    /// Values of the type can be added.
    var isSummand: Bool {
        if case .bytes = self { true } else { isNumber || listCount != nil }
    }

    /// The name of the value's type in cel-go, which its messages have in some places.
    var goName: String {
        switch self {
        case .null: "types.Null"
        case .bool: "types.Bool"
        case .int: "types.Int"
        case .uint: "types.Uint"
        case .double: "types.Double"
        case .bytes: "types.Bytes"
        case .timestamp: "types.Timestamp"
        case .duration: "types.Duration"
        case .type: "*types.Type"
        case .optional: "*types.Optional"
        case .string, .json, .list, .map, .opaque, .error: text == nil ? typeName : "types.String"
        }
    }
}

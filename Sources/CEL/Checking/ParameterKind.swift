import Documents

/// What values a parameter takes, as far as a value's own type says and without looking inside: quick to ask.
struct ParameterKind: Sendable {
    /// Nil for values of any kind.
    private let kind: Value.Kind?
    /// The name of a library's own type.
    private let typeName: String?

    init(_ type: CELType) {
        if case .opaque(let name) = type { typeName = name } else { typeName = nil }
        kind = Self.kind(of: type)
    }

    private static func kind(of type: CELType) -> Value.Kind? {
        switch type {
        case .dyn, .parameter, .variable: nil
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list
        case .map, .object: .map
        case .optional: .optional
        case .type: .type
        case .opaque: .opaque
        }
    }

    func admits(_ value: Value) -> Bool {
        guard let kind else { return true }
        guard kind == value.kind else { return false }
        guard let typeName, case .opaque(let value) = value else { return true }
        return Swift.type(of: value).typeName == typeName
    }
}

extension Value {
    /// What a value is, whether an expression or a document made it.
    enum Kind: UInt8, Sendable {
        case null, bool, int, uint, double, string, bytes, list, map, timestamp, duration, type, optional, opaque, error
    }

    var kind: Kind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list
        case .map: .map
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .optional: .optional
        case .opaque: .opaque
        case .json(let json): json.kind == .string ? .string : json.kind == .array ? .list : .map
        case .error: .error
        }
    }
}

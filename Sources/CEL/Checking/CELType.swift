import Documents

/// A type as the checker knows it.
package indirect enum CELType: Hashable, Sendable {
    /// Anything; what it is shows at run time.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list(CELType)
    case map(CELType, CELType)
    case optional(CELType)
    /// The type of a type.
    case type(CELType)
    /// A library's own type, by name.
    case opaque(String)
    /// A declared object or message type, by name.
    case object(String)
    /// A type parameter of a declaration, such as `T`.
    case parameter(String)
    /// A type that is still to be found out.
    case variable(Int)
}

extension CELType: CustomStringConvertible {
    /// The type as declarations write it: `list(string)`.
    package var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let value): "optional_type(\(value))"
        case .type(let type): "type(\(type))"
        case .opaque(let name), .object(let name), .parameter(let name): name
        case .variable: "dyn"
        }
    }

    /// What is wanted of an expression that comes to another type.
    func wish(insteadOf type: CELType) -> String {
        let wanted = "the expression must come to \("aeioAEIO".contains(description.prefix(1)) ? "an" : "a") \(self)"
        guard type == .dyn else { return "\(wanted), and this is '\(type)'" }
        let remedy =
            switch self {
            case .bool: ": compare it, as in x == true"
            case .string, .int, .uint, .double: ": convert it, as in \(self)(x)"
            default: ""
            }
        return "\(wanted), and what this comes to is only known at run time\(remedy)"
    }

    /// The name that `type(x)` gives for values of this type.
    var runtimeName: String {
        switch self {
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .type: "type"
        default: description
        }
    }

    /// What stands inside of this type.
    var parameters: [CELType] {
        switch self {
        case .list(let element), .optional(let element): [element]
        case .map(let key, let value): [key, value]
        default: []
        }
    }

    /// Other types inside of the same kind of type.
    func replacing(_ transform: (CELType) -> CELType) -> CELType {
        switch self {
        case .list(let element): .list(transform(element))
        case .map(let key, let value): .map(transform(key), transform(value))
        case .optional(let value): .optional(transform(value))
        case .type(let type): .type(transform(type))
        default: self
        }
    }

    /// Neither `dyn` nor anything that may turn out to be it.
    var isConcrete: Bool {
        switch self {
        case .dyn, .parameter, .variable: false
        default: true
        }
    }
}

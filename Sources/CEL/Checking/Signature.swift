/// A function's form as a declaration writes it: `string.charAt(int) -> string`, `size(list(A)) -> int`.
///
/// Single capital letters are type parameters. What stands before the last point of the name is the receiver's type
/// when it is one, and a namespace otherwise (`sets.contains(list(A), list(A)) -> bool`).
struct Signature: Sendable {
    let name: String
    /// The receiver first, when there is one.
    let parameters: [CELType]
    let result: CELType
    /// The first parameter stands before the point.
    let isMember: Bool

    init(_ text: String) {
        var scanner = TypeScanner(text)
        let head = scanner.head()
        let arguments = scanner.types()
        scanner.skip("->")
        result = scanner.type()
        if let receiver = head.receiver {
            (name, parameters, isMember) = (head.name, [receiver] + arguments, true)
        } else {
            (name, parameters, isMember) = (head.name, arguments, false)
        }
    }
}

extension Signature {
    /// The function is written as an operator.
    var isOperator: Bool { name.hasPrefix("_") || name.hasPrefix("@") || name.hasSuffix("_") }

    /// The form with the operator between its operands: `int + int -> int`.
    var operatorText: String {
        let types = parameters.map { $0.shortName }
        let symbol = name.displayName
        let call =
            switch (name, types.count) {
            case ("_?_:_", 3): "\(types[0]) ? \(types[1]) : \(types[2])"
            case ("_[_]", 2): "\(types[0])[\(types[1])]"
            case ("_[?_]", 2): "\(types[0])[?\(types[1])]"
            case (_, 1): symbol + types[0]
            default: types.joined(separator: " \(symbol) ")
            }
        return "\(call) -> \(result.shortName)"
    }
}

extension CELType {
    /// The type as declarations of functions write it: `timestamp`, `optional(int)`.
    var shortName: String {
        switch self {
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element.shortName))"
        case .map(let key, let value): "map(\(key.shortName), \(value.shortName))"
        case .optional(let value): "optional(\(value.shortName))"
        default: description
        }
    }
}

/// Reads the types of a declaration.
private struct TypeScanner {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    private static let plain: [String: CELType] = [
        "dyn": .dyn, "null_type": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double,
        "string": .string, "bytes": .bytes, "timestamp": .timestamp, "duration": .duration,
    ]

    private static let opaque: [String: String] = [
        "Quantity": "kubernetes.Quantity", "URL": "kubernetes.URL", "IP": "net.IP", "CIDR": "net.CIDR",
        "Semver": "kubernetes.Semver", "Format": "kubernetes.NamedFormat",
        "Authorizer": "kubernetes.authorization.Authorizer",
        "PathCheck": "kubernetes.authorization.PathCheck", "GroupCheck": "kubernetes.authorization.GroupCheck",
        "ResourceCheck": "kubernetes.authorization.ResourceCheck", "Decision": "kubernetes.authorization.Decision",
    ]

    mutating func skip(_ text: String) {
        blanks()
        if rest.hasPrefix(text) { rest.removeFirst(text.count) }
        blanks()
    }

    private mutating func blanks() {
        while rest.first == " " { rest.removeFirst() }
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "@" }
        rest.removeFirst(word.count)
        return String(word)
    }

    /// A function's name, which an operator's may be.
    private mutating func name() -> String {
        let name = rest.prefix { $0 != "." && $0 != "(" }
        rest.removeFirst(name.count)
        return String(name)
    }

    /// The name and, where it starts with a type, the receiver.
    mutating func head() -> (receiver: CELType?, name: String) {
        let start = rest
        let first = name()
        if rest.first == "." {
            rest.removeFirst()
            let isType = Self.plain[first] != nil || Self.opaque[first] != nil
            return isType ? (named(first), name()) : (nil, first + "." + name())
        }
        // A type with parameters before the point has a bracket of its own.
        let end = rest
        guard ["list", "map", "optional"].contains(first) else { return (nil, first) }
        rest = start
        let receiver = type()
        guard rest.first == "." else {
            rest = end
            return (nil, first)
        }
        rest.removeFirst()
        return (receiver, name())
    }

    /// Types between brackets.
    mutating func types() -> [CELType] {
        skip("(")
        var types: [CELType] = []
        while !rest.isEmpty, rest.first != ")" {
            types.append(type())
            skip(",")
        }
        skip(")")
        return types
    }

    mutating func type() -> CELType {
        let name = word()
        guard rest.first == "(" else { return named(name) }
        let parameters = types()
        switch (name, parameters.count) {
        case ("list", 1): return .list(parameters[0])
        case ("map", 2): return .map(parameters[0], parameters[1])
        case ("optional", 1): return .optional(parameters[0])
        case ("type", 1): return .type(parameters[0])
        default: return .dyn
        }
    }

    private func named(_ name: String) -> CELType {
        if let type = Self.plain[name] { return type }
        if let opaque = Self.opaque[name] { return .opaque(opaque) }
        return .parameter(name)
    }
}

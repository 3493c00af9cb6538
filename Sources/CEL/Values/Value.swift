package import Documents

/// A value of CEL (langdef, "Values").
///
/// Strings, lists and maps that come from a JSON document stay cursors into it; its numbers and booleans are read when
/// they are looked up.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([Value])
    case map(MapValue)
    case timestamp(Timestamp)
    /// Nanoseconds, as Go counts them: at most 292 years.
    case duration(Int64)
    /// A type by its name, such as `int` or `google.protobuf.Timestamp`.
    case type(String)
    /// `optional.of(x)`, or nothing.
    case optional(OptionalValue)
    /// A value of a library's own type.
    case opaque(any OpaqueValue)
    /// A string, an array or an object of a document.
    case json(JSON)
    /// What an operation came to that has no result. `&&`, `||` and the macros may absorb it.
    case error(Failure)
}

/// An optional of CEL.
package final class OptionalValue: Sendable {
    /// What it holds; nil for none.
    package let value: Value?

    package init(_ value: Value?) { self.value = value }

    /// `optional.none()`.
    package static let none = OptionalValue(nil)
}

/// A value whose type a library brings along, such as a quantity.
package protocol OpaqueValue: AnyObject, Sendable {
    /// The type's name as `type(x)` gives it.
    static var typeName: String { get }
    /// Equality of values of this type.
    func isEqual(to other: any OpaqueValue) -> Bool
    /// The text that `string(x)` gives; nil when there is none.
    var text: String? { get }
    /// The text that its type's function would make it of, for people; nil when there is none.
    var source: String? { get }
    /// A measure of the value's length, for the work that it makes.
    var extent: Int { get }
    /// The size that the cost of comparisons goes by; nil for 1.
    var size: Int? { get }
}

extension OpaqueValue {
    package var text: String? { nil }
    package var source: String? { text }
    package var extent: Int { 0 }
    package var size: Int? { nil }
}

/// Why there is no result.
package final class Failure: Error, Sendable, CustomStringConvertible {
    /// What happened.
    package let message: String
    /// Byte offset in the expression of the operation; nil as long as it is unknown.
    package let offset: Int?

    package init(_ message: String, offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }

    package var description: String { message }

    func at(_ offset: Int) -> Failure { self.offset == nil ? Failure(message, offset: offset) : self }
}

extension Value {
    /// An error value.
    package static func failure(_ message: String) -> Value { .error(Failure(message)) }

    /// The values' types fit no overload of a function.
    static func noOverload(_ function: String, _ arguments: Value...) -> Value {
        noOverload(function, arguments)
    }

    static func noOverload(_ function: String, _ arguments: [Value]) -> Value {
        let types = arguments.map { $0.typeName }.joined(separator: ", ")
        return failure("no such overload: \(function)(\(types))")
    }

    static func noSuchKey(_ key: String) -> Value { failure("no such key: \(key)") }

    /// A value of a document; scalars other than strings are read.
    @inline(__always)
    package init(_ json: JSON) {
        switch json.kind {
        case .null: self = .null
        case .false: self = .bool(false)
        case .true: self = .bool(true)
        case .integer: self = json.int.map { .int($0) } ?? .double(json.double ?? .nan)
        case .number: self = .double(json.double ?? .nan)
        case .string, .array, .object: self = .json(json)
        }
    }

    /// A string's text; nil for everything else.
    package var text: String? {
        switch self {
        case .string(let text): text
        case .json(let json): json.string
        default: nil
        }
    }

    /// The UTF-8 bytes of a string; nil for everything else.
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        switch self {
        case .string(var text): text.withUTF8(body)
        case .json(let json): json.withUTF8(body)
        default: nil
        }
    }

    /// The value is an error.
    @inline(__always)
    var isError: Bool {
        if case .error = self { true } else { false }
    }

    /// The name of the value's type, as `type(x)` gives it.
    package var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map(let map): map.typeName ?? "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .optional: "optional_type"
        case .opaque(let value): Swift.type(of: value).typeName
        case .json(let json): json.kind == .string ? "string" : json.kind == .array ? "list" : "map"
        case .error: "error"
        }
    }

    /// Code points, bytes, elements or entries; nil for what has no size.
    var size: Int? {
        switch self {
        case .string(var text): text.withUTF8 { $0.count { $0 & 0xC0 != 0x80 } }
        case .bytes(let bytes): bytes.count
        case .list(let list): list.count
        case .map(let map): map.count
        case .json(let json):
            json.kind == .string ? json.withUTF8 { $0.count { $0 & 0xC0 != 0x80 } } ?? 0 : json.count
        case .opaque(let value): value.size
        default: nil
        }
    }

    /// The elements of a list; nil for everything else.
    package var elements: [Value]? {
        switch self {
        case .list(let list): list
        case .json(let json) where json.kind == .array: json.elements.map { Value($0) }
        default: nil
        }
    }

    /// Entries of a map; nil for everything else.
    var entryCount: Int? {
        switch self {
        case .map(let map): map.count
        case .json(let json) where json.kind == .object: json.count
        default: nil
        }
    }

    /// Work of looking something up, which in a document means to go along its elements or members.
    var lookUpWork: Int {
        if case .json(let json) = self { json.count / 16 } else { 0 }
    }

    /// A measure of the value's length that takes no time: bytes of a text, elements of a container.
    var extent: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .list(let list): list.count
        case .json(let json): json.kind == .string ? json.withUTF8 { $0.count } ?? 0 : json.count
        case .opaque(let value): value.extent
        default: 0
        }
    }

    /// The keys of a map; nil for everything else.
    package var keys: [Value]? {
        switch self {
        case .map(let map): map.keys
        case .json(let json) where json.kind == .object: json.members.map { .json($0.key) }
        default: nil
        }
    }

    /// The entries of a map in order; nil for everything else.
    package var entries: [(key: Value, value: Value)]? {
        switch self {
        case .map(let map): Array(zip(map.keys, map.values)).map { (key: $0.0, value: $0.1) }
        case .json(let json) where json.kind == .object: json.members.map { (.json($0.key), Value($0.value)) }
        default: nil
        }
    }
}

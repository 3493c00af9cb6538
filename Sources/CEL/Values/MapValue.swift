import Documents

/// A map made by an expression, in the order of its making; or a message, when it has a type's name.
package final class MapValue: Sendable {
    /// The keys, each once.
    package let keys: [Value]
    /// The values in the keys' order.
    package let values: [Value]
    /// The message's type; nil for a map.
    package let typeName: String?
    private let positions: [MapKey: Int]

    /// Maps smaller than this are searched without a table.
    private static let linearLimit = 6

    /// Nil when a key is there twice or can be none.
    package init?(keys: [Value], values: [Value], typeName: String? = nil) {
        var positions: [MapKey: Int] = [:]
        positions.reserveCapacity(keys.count)
        for (position, key) in keys.enumerated() {
            guard let key = MapKey(key), positions.updateValue(position, forKey: key) == nil else { return nil }
        }
        self.positions = positions
        self.keys = keys
        self.values = values
        self.typeName = typeName
    }

    /// Entries.
    package var count: Int { keys.count }

    /// The value of a key; numbers are equal across their types.
    package subscript(_ key: Value) -> Value? {
        MapKey(key).flatMap { positions[$0] }.map { values[$0] }
    }

    /// The value of a string key.
    package subscript(_ key: String) -> Value? {
        if count <= Self.linearLimit {
            for (position, candidate) in keys.enumerated() where candidate.isText(key) { return values[position] }
            return nil
        }
        return positions[.text(ExactText(key))].map { values[$0] }
    }
}

/// What a key is told apart by.
enum MapKey: Hashable, Sendable {
    case bool(Bool)
    /// Whole numbers of every type that fit 64 bits.
    case int(Int64)
    case uint(UInt64)
    case text(ExactText)

    /// Nil for a value that equals no key.
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
        case .double(let value):
            if let whole = Int64(exactly: value) {
                self = .int(whole)
            } else if let whole = UInt64(exactly: value) {
                self = .uint(whole)
            } else {
                return nil
            }
        default:
            guard let text = value.text else { return nil }
            self = .text(ExactText(text))
        }
    }
}

/// A string that equals another only with the same code points, which Swift's strings don't ask for.
struct ExactText: Hashable, Sendable {
    let string: String

    init(_ string: String) { self.string = string }

    static func == (left: ExactText, right: ExactText) -> Bool { sameText(left.string, right.string) }

    func hash(into hasher: inout Hasher) {
        var string = string
        string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// The strings have the same code points.
func sameText(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return left.utf8.withContiguousStorageIfAvailable { first in
        right.utf8.withContiguousStorageIfAvailable { sameBytes(first, $0) } ?? left.utf8.elementsEqual(right.utf8)
    } ?? left.utf8.elementsEqual(right.utf8)
}

/// The buffers hold the same bytes.
func sameBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var position = 0
    while position < left.count {
        if left[position] != right[position] { return false }
        position &+= 1
    }
    return true
}

extension Value {
    /// The value is this string.
    func isText(_ text: String) -> Bool {
        switch self {
        case .string(let own): sameText(own, text)
        case .json(let json): json.equals(text)
        default: false
        }
    }
}

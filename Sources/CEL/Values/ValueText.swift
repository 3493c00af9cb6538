/// Values as CEL writes them, for people: strings in quotes, times and quantities as calls, of bounded length.
package struct ValueText {
    private var text = ""
    private let limit: Int

    private init(limit: Int) { self.limit = limit }

    /// A value's text; what is longer than `limit` bytes ends with an ellipsis. An error is `error:` and its message.
    package static func of(_ value: Value, limit: Int = 1 << 20) -> String {
        var text = ValueText(limit: limit)
        text.write(value)
        return text.isFull ? String(scalars: text.text.unicodeScalars.prefix(limit)) + "…" : text.text
    }

    private var isFull: Bool { text.utf8.count > limit }

    private mutating func write(_ value: Value) {
        guard !isFull else { return }
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .uint(let value): text += "\(value)u"
        case .double(let value): text += Self.number(value)
        case .bytes(let bytes): text += Self.quoted(bytes)
        case .timestamp(let time): text += "timestamp(\"\(time)\")"
        case .duration(let span): text += "duration(\"\(DurationText.seconds(span))\")"
        case .type(let name): text += name
        case .opaque(let value): text += Self.call(value)
        case .error(let failure): text += "error: " + failure.message.escaped
        case .optional(let optional): write(optional)
        case .list, .map, .json, .string: writeContent(value)
        }
    }

    private mutating func write(_ optional: OptionalValue) {
        guard let value = optional.value else { return text += "optional.none()" }
        text += "optional.of("
        write(value)
        text += ")"
    }

    private mutating func writeContent(_ value: Value) {
        if let string = value.text {
            text += Library.quoted(String(scalars: string.unicodeScalars.prefix(limit))).escaped
        } else if let elements = value.elements {
            text += "["
            for (position, element) in elements.enumerated() where !isFull {
                if position > 0 { text += ", " }
                write(element)
            }
            text += "]"
        } else {
            text += (value.typeName == "map" ? "" : value.typeName) + "{"
            for (position, entry) in (value.entries ?? []).enumerated() where !isFull {
                if position > 0 { text += ", " }
                if value.typeName == "map" { write(entry.key) } else { text += entry.key.text ?? "" }
                text += ": "
                write(entry.value)
            }
            text += "}"
        }
    }

    /// A double with a point or an exponent, so that it is none of the other numbers.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "double(\"\(FloatFormat.plain(value))\")" }
        let text = FloatFormat.shortest(value)
        return text.contains(".") || text.contains("e") ? text : text + ".0"
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        let text = bytes.map {
            isPlain ? String(UnicodeScalar($0)) : "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }
        return "b\"\(text.joined())\""
    }

    /// The functions that make values of a library's own type.
    private static let constructors = [
        QuantityValue.typeName: "quantity", URLValue.typeName: "url", IPAddress.typeName: "ip",
        AddressBlock.typeName: "cidr", Version.typeName: "semver", NamedFormat.typeName: "format.named",
    ]

    private static func call(_ value: any OpaqueValue) -> String {
        let type = Swift.type(of: value).typeName
        guard let constructor = constructors[type], let text = value.source else { return "<\(type)>" }
        return "\(constructor)(\(Library.quoted(text).escaped))"
    }
}

extension String {
    /// The text with escapes in place of control characters, which could play tricks on a terminal.
    var escaped: String {
        guard unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return self
        }
        return unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                ? "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
                : String(scalar)
        }.joined()
    }
}

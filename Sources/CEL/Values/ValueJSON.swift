package import Documents

/// Why a value can't be written as JSON.
package struct ValueJSONError: Error, Sendable, CustomStringConvertible {
    package let description: String
}

extension JSONWriter {
    /// Writes a value as the API server would see it: bytes as base64, times as text, an optional as what it holds or
    /// null, a type as its name.
    ///
    /// Lists that share their elements may be far larger on paper than in memory: past `limit` bytes it gives up.
    package mutating func value(_ value: Value, limit: Int = 64 << 20) throws(ValueJSONError) {
        guard bytes.count <= limit else { throw ValueJSONError(description: "the value is too large to be written") }
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .uint(let value): raw(String(value).utf8)
        case .double(let value):
            if value.isFinite { double(value) } else { string(FloatFormat.plain(value)) }
        case .string(let text): string(text)
        case .json(let json): self.json(json)
        case .bytes(let bytes): string(base64(bytes))
        case .timestamp(let time): string(time.description)
        case .duration(let span): string(DurationText.seconds(span))
        case .type(let name): string(name)
        case .opaque(let value): if let text = value.text { string(text) } else { null() }
        case .optional(let optional): try self.value(optional.value ?? .null, limit: limit)
        case .error(let failure): throw ValueJSONError(description: failure.message)
        case .list(let elements):
            beginArray()
            for element in elements { try self.value(element, limit: limit) }
            endArray()
        case .map(let map): try members(map, limit: limit)
        }
    }

    private mutating func members(_ map: MapValue, limit: Int) throws(ValueJSONError) {
        beginObject()
        for (name, value) in zip(map.keys, map.values) {
            key(name.keyText)
            try self.value(value, limit: limit)
        }
        endObject()
    }
}

/// Bytes as base64 with padding (RFC 4648, section 4).
private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for position in 0..<4 {
            let letter = letters[Int(bits >> UInt32(18 - 6 * position) & 63)]
            text.append(position > group.count ? UInt8(ascii: "=") : letter)
        }
    }
    return String(decoding: text, as: UTF8.self)
}

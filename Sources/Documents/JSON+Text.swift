extension JSON {
    /// The string, unescaped; nil when this is none.
    package var string: String? {
        withUTF8 { String(decoding: $0, as: UTF8.self) }
    }

    /// The UTF-8 bytes of the string, without a copy unless it has escapes; nil when this is no string.
    package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        let node = node
        guard node.kind == .string else { return nil }
        guard node.isEscaped else { return tape.withText(of: node, body) }
        let unescaped = tape.withText(of: node, unescape)
        return unescaped.withUnsafeBufferPointer(body)
    }

    /// This is the string `text`.
    package func equals(_ text: StaticString) -> Bool {
        equals(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// This is the string `text`.
    package func equals(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { equals($0) }
    }

    /// This is a string of the same text as `other`.
    package func equals(text other: JSON) -> Bool {
        other.withUTF8 { equals($0) } ?? false
    }

    func equals(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        withUTF8 { $0.count == text.count && sameBytes($0, at: 0, text) } ?? false
    }

    /// The number's or string's text as it stands in the document; empty for containers and other scalars.
    package var literal: String {
        switch kind {
        case .integer, .number, .string: tape.withText(of: node) { String(decoding: $0, as: UTF8.self) }
        case .null, .false, .true, .array, .object: ""
        }
    }

    /// The number as a 64-bit integer; nil when this is no integer or does not fit.
    package var int: Int64? {
        let node = node
        guard node.kind == .integer else { return nil }
        return tape.withText(of: node) { Int64(text: $0) }
    }

    /// The number as a double; nil when this is no number. Out of range becomes infinite.
    package var double: Double? {
        switch kind {
        case .integer, .number: Double(literal)
        case .null, .false, .true, .string, .array, .object: nil
        }
    }
}

extension Int64 {
    /// An optional minus and decimal digits; nil on overflow or anything else.
    init?(text: UnsafeBufferPointer<UInt8>) {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            // Counted downwards, since the smallest integer has no positive counterpart.
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooSmall) = shifted.subtractingReportingOverflow(Int64(byte - 0x30))
            if overflow || isTooSmall { return nil }
            value = sum
        }
        if !isNegative, value == .min { return nil }
        self = isNegative ? value : -value
    }
}

/// Resolves the escapes of a string that the reader has already found well formed (RFC 8259, section 7).
func unescape(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
        let byte = text[position]
        guard byte == UInt8(ascii: "\\"), position + 1 < text.count else {
            result.append(byte)
            position += 1
            continue
        }
        if text[position + 1] == UInt8(ascii: "u") {
            position = appendScalar(text, position, to: &result)
        } else {
            result.append(escaped(text[position + 1]))
            position += 2
        }
    }
    return result
}

private func escaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
}

/// Appends the scalar of a `\uXXXX` or of a surrogate pair, and returns the position after it.
private func appendScalar(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, to result: inout [UInt8]) -> Int {
    var value = hexadecimal(text, start + 2)
    var position = start + 6
    if value >= 0xD800, value < 0xDC00 {
        value = 0x10000 + (value - 0xD800) << 10 + (hexadecimal(text, position + 2) & 0x3FF)
        position += 6
    }
    result.append(contentsOf: String(Unicode.Scalar(value).map(Character.init) ?? "\u{FFFD}").utf8)
    return position
}

/// Four hexadecimal digits; 0xFFFD when they reach past the text.
func hexadecimal(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32 {
    guard start + 4 <= text.count else { return 0xFFFD }
    var value: UInt32 = 0
    for position in start..<start + 4 {
        guard let digit = hexadecimalDigit(text[position]) else { return 0xFFFD }
        value = value << 4 | UInt32(digit)
    }
    return value
}

/// The value of a hexadecimal digit, or nil.
func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}

/// Header fields, in the order they came; names compare without case (RFC 9110, section 5.1).
///
/// The lines stay bytes, and a line is four offsets: nothing is turned into a `String` unless it is asked for.
package struct Fields: Sendable {
    /// Where one field stands in `bytes`.
    struct Line: Sendable, Equatable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        var name: Range<Int> { Int(nameStart)..<max(Int(nameStart), Int(nameEnd)) }
        var value: Range<Int> { Int(valueStart)..<max(Int(valueStart), Int(valueEnd)) }
    }

    /// For a request the whole head, request line and all; for other fields the lines alone.
    var bytes: [UInt8]
    /// Every line lies inside `bytes`.
    var lines: [Line]

    /// No fields.
    package init() {
        bytes = []
        lines = []
    }

    init(bytes: [UInt8], lines: [Line]) {
        self.bytes = bytes
        self.lines = lines
    }

    /// How many lines there are; a repeated field counts each time.
    package var count: Int { lines.count }

    /// The value of the first line of that name, or nil.
    package subscript(name: String) -> String? {
        lines.first { matches($0.name, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// The values of all lines of that name, in order.
    package func values(of name: String) -> [String] {
        lines.filter { matches($0.name, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// Whether the first line of that name has that value, letters compared without case; makes no `String`.
    package func has(_ name: String, equalTo value: String) -> Bool {
        lines.first { matches($0.name, name) }.map { matches($0.value, value) } ?? false
    }

    /// Whether there is a line of that name.
    package func has(_ name: String) -> Bool {
        lines.contains { matches($0.name, name) }
    }

    /// The media type of `Content-Type` without its parameters equals `type`, letters compared without case
    /// (RFC 9110, section 8.3.1). False when the field is missing or repeated.
    package func hasMediaType(_ type: String) -> Bool {
        var found: Line?
        for line in lines where matches(line.name, "content-type") {
            if found != nil { return false }
            found = line
        }
        guard let value = found?.value else { return false }
        let end = bytes[value].firstIndex(of: Octet.semicolon) ?? value.upperBound
        let last = bytes[value.lowerBound..<end].lastIndex { !Octet.isBlank($0) }
        return matches(value.lowerBound..<(last.map { $0 + 1 } ?? value.lowerBound), type)
    }

    /// Appends a line.
    ///
    /// Bytes that the grammar forbids can't get out: in a name they are left out, in a value they become spaces
    /// (RFC 9110, section 5.5), so that no value splits a message.
    package mutating func append(_ name: String, _ value: String) {
        let nameStart = bytes.count
        bytes.append(contentsOf: name.utf8.lazy.filter { OctetSet.token.contains($0) })
        let nameEnd = bytes.count
        let valueStart = bytes.count
        bytes.append(contentsOf: value.utf8.lazy.map { Octet.isFieldContent($0) ? $0 : Octet.space })
        guard let end = UInt32(exactly: bytes.count), nameEnd > nameStart else {
            bytes.removeLast(bytes.count - nameStart)
            return
        }
        lines.append(
            Line(nameStart: UInt32(nameStart), nameEnd: UInt32(nameEnd), valueStart: UInt32(valueStart), valueEnd: end))
    }

    /// Whether the bytes there equal the text, ASCII letters compared without case.
    @inline(__always)
    func matches(_ range: Range<Int>, _ text: String) -> Bool {
        bytes.span.matches(range, text)
    }
}

extension Fields: ExpressibleByDictionaryLiteral {
    /// `["Content-Type": "application/json"]`; names may repeat.
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}

extension Fields: Equatable {
    /// The same lines in the same order, names compared without case, values byte by byte.
    package static func == (left: Fields, right: Fields) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left.lines, right.lines).allSatisfy { one, other in
            left.bytes[one.name].elementsEqual(right.bytes[other.name]) { Octet.lowercased($0) == Octet.lowercased($1) }
                && left.bytes[one.value].elementsEqual(right.bytes[other.value])
        }
    }
}

extension Fields: CustomStringConvertible {
    /// One `name: value` a line.
    package var description: String {
        lines.map { line in
            "\(String(decoding: bytes[line.name], as: UTF8.self)): \(String(decoding: bytes[line.value], as: UTF8.self))"
        }.joined(separator: "\n")
    }
}

extension Span where Element == UInt8 {
    /// Whether the bytes of a range equal the text, ASCII letters compared without case.
    @inline(__always)
    func matches(_ range: Range<Int>, _ text: String) -> Bool {
        guard range.count == text.utf8.count else { return false }
        var index = range.lowerBound
        for byte in text.utf8 {
            guard Octet.lowercased(self[index]) == Octet.lowercased(byte) else { return false }
            index += 1
        }
        return true
    }
}

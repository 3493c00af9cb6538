/// Writes JSON text into a growing buffer: compact, commas placed by itself.
///
/// Keys come before their values: `writer.key("uid"); writer.string("…")`.
package struct JSONWriter: Sendable {
    /// The text so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text with room for `capacity` bytes.
    package init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// The text so far as a string.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets the text and keeps the room.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// A key of the object that is open.
    package mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func null() { literal("null") }
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    package mutating func int(_ value: Int64) { raw(String(value).utf8) }

    /// A finite double; others have no JSON form and are written as null.
    package mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        raw(value.description.utf8)
    }

    /// A string, escaped where JSON wants it.
    package mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { string($0) }
    }

    /// A string of UTF-8 bytes, escaped where JSON wants it.
    package mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var plain = text.startIndex
        for (position, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<position]))
            escape(byte)
            plain = position + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// A value of another document as it stands there, spaces and all removed.
    package mutating func json(_ value: JSON) {
        copy(value.tape, Int(value.index), value.tape.text)
    }

    /// Works on nodes rather than on cursors, each of which would count a reference.
    private mutating func copy(_ tape: JSONTape, _ index: Int, _ text: UnsafeBufferPointer<UInt8>) {
        let node = tape.nodes[index]
        switch node.kind {
        case .null, .false, .true, .integer, .number: copyText(text, Int(node.offset), Int(node.length))
        case .string: copyText(text, Int(node.offset) - 1, Int(node.length) + 2)
        case .array:
            beginArray()
            var element = index + 1
            for _ in 0..<node.length {
                copy(tape, element, text)
                element = Int(tape.nodes[element].next)
            }
            endArray()
        case .object:
            beginObject()
            var key = index + 1
            for _ in 0..<node.length {
                copy(tape, key, text)
                bytes.append(UInt8(ascii: ":"))
                needsComma = false
                copy(tape, key + 1, text)
                key = Int(tape.nodes[key + 1].next)
            }
            endObject()
        }
    }

    /// JSON text that is already well formed, as the next value.
    package mutating func raw(_ text: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: text)
    }

    private mutating func copyText(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ count: Int) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[offset..<offset + count]))
    }

    private mutating func literal(_ word: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexadecimalText[Int(byte >> 4)])
            bytes.append(hexadecimalText[Int(byte & 15)])
        }
    }
}

private let hexadecimalText = Array("0123456789abcdef".utf8)

extension JSON {
    /// This value as compact JSON text.
    package var compactText: String {
        var writer = JSONWriter()
        writer.json(self)
        return writer.text
    }
}

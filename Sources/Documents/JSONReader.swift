extension JSON {
    /// What a document may ask of the reader.
    package struct Limits: Sendable {
        /// Levels of nesting.
        package var depth: Int
        /// Bytes of text; never more than fit 32-bit offsets.
        package var bytes: Int
        /// A key that stands twice in an object is an error; otherwise lookups find the first.
        package var refusesDuplicateKeys: Bool

        /// The limits of a review: deeper nesting than any Kubernetes schema, and less than a stack.
        package init(depth: Int = 512, bytes: Int = 1 << 31, refusesDuplicateKeys: Bool = true) {
            self.depth = depth
            self.bytes = min(bytes, 1 << 31)
            self.refusesDuplicateKeys = refusesDuplicateKeys
        }
    }

    /// Parses one JSON document (RFC 8259), and takes the bytes without a copy.
    ///
    /// Duplicate keys, bad UTF-8, lone surrogates, trailing data and depth past the limit are errors.
    package init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
        try Self.check(bytes, limits)
        let (tape, end) = try Self.tape(bytes, from: 0, limits)
        guard end == bytes.count else { throw JSONError(offset: end, reason: .trailingData) }
        self.init(tape, 0)
    }

    /// Parses JSON values that follow one another, with or without space between them, as Kubernetes reads a stream.
    /// Offsets count from the start of `bytes`; none is an empty array.
    package static func sequence(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) -> [JSON] {
        try check(bytes, limits)
        var values: [JSON] = []
        var position = bytes.firstIndex { !isSpace($0) } ?? bytes.count
        while position < bytes.count {
            let (tape, end) = try tape(bytes, from: position, limits)
            values.append(JSON(tape, 0))
            position = end
        }
        return values
    }

    private static func check(_ bytes: [UInt8], _ limits: Limits) throws(JSONError) {
        guard bytes.count <= limits.bytes else {
            throw JSONError(offset: limits.bytes, reason: .tooLarge(limit: limits.bytes))
        }
    }

    /// The tape of the value at a position, and where the text after it and its space goes on.
    private static func tape(
        _ bytes: [UInt8], from position: Int, _ limits: Limits
    ) throws(JSONError) -> (JSONTape, end: Int) {
        try bytes.withUnsafeBufferPointer { text throws(JSONError) in
            var reader = JSONReader(text, from: position, limits)
            do throws(JSONError) {
                try reader.read()
            } catch {
                reader.nodes.deallocate()
                throw error
            }
            let tape = JSONTape(bytes: bytes, nodes: reader.nodes, count: reader.count, depth: reader.deepest)
            return (tape, reader.position)
        }
    }

    /// Parses the UTF-8 bytes of `text`.
    package init(parsing text: String, limits: Limits = Limits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// The one pass over the text that makes the tape.
///
/// The parent of an open container is kept in the container's own `next`, so that nesting costs no stack.
struct JSONReader {
    let start: UnsafePointer<UInt8>
    let end: Int
    let depthLimit: Int
    private let refusesDuplicateKeys: Bool
    var position = 0
    var nodes: UnsafeMutablePointer<JSONNode>
    var count = 0
    private var capacity: Int
    private var depth = 0
    private(set) var deepest = 0
    private var open = UInt32.max

    /// The pointer lives as long as the buffer; an empty buffer may have none.
    init(_ text: UnsafeBufferPointer<UInt8>, from position: Int, _ limits: JSON.Limits) {
        start = text.baseAddress ?? nothing
        end = text.count
        self.position = position
        depthLimit = limits.depth
        refusesDuplicateKeys = limits.refusesDuplicateKeys
        // A later value of a sequence says little about its size by what is left of the text.
        capacity = position == 0 ? max(16, text.count / 12) : 64
        nodes = .allocate(capacity: capacity)
    }

    /// Reads one value and the space after it.
    mutating func read() throws(JSONError) {
        skipSpace()
        guard position < end else { throw failure(.empty) }
        if end >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { throw failure(.byteOrderMark) }
        try readValue()
        while open != .max { try readNext() }
        skipSpace()
    }

    func failure(_ reason: JSONError.Reason) -> JSONError { JSONError(offset: position, reason: reason) }

    /// The next member, element or end of the innermost open container.
    @inline(__always)
    private mutating func readNext() throws(JSONError) {
        let container = nodes[Int(open)]
        skipSpace()
        guard position < end else { throw failure(.unterminated(container.kind)) }
        let byte = start[position]
        if byte == (container.kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            position &+= 1
            return try close()
        }
        if container.length > 0 {
            guard byte == UInt8(ascii: ",") else { throw failure(.expectedCommaOrEnd(of: container.kind)) }
            position &+= 1
            skipSpace()
        }
        if container.kind == .object { try readKey() }
        nodes[Int(open)].length &+= 1
        try readValue()
    }

    @inline(__always)
    private mutating func readKey() throws(JSONError) {
        guard position < end else { throw failure(.unterminated(.object)) }
        guard start[position] == UInt8(ascii: "\"") else {
            throw failure(start[position] == UInt8(ascii: "}") ? .trailingComma : .expectedKey)
        }
        try readString()
        skipSpace()
        guard position < end, start[position] == UInt8(ascii: ":") else { throw failure(.expectedColon) }
        position &+= 1
        skipSpace()
    }

    @inline(__always)
    private mutating func readValue() throws(JSONError) {
        guard position < end else { throw failure(.expectedValue) }
        switch start[position] {
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "{"): try begin(.object)
        case UInt8(ascii: "["): try begin(.array)
        case UInt8(ascii: "t"): try readLiteral("true", .true)
        case UInt8(ascii: "f"): try readLiteral("false", .false)
        case UInt8(ascii: "n"): try readLiteral("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: try readNumber()
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            let isAfterComma = open != .max && nodes[Int(open)].kind == .array && nodes[Int(open)].length > 1
            throw failure(isAfterComma ? .trailingComma : .expectedValue)
        case let byte:
            throw failure(byte >= 0x80 ? .badUTF8 : isLetter(byte) ? .badLiteral : .expectedValue)
        }
    }

    private mutating func begin(_ kind: JSON.Kind) throws(JSONError) {
        guard depth < depthLimit else { throw failure(.tooDeep(limit: depthLimit)) }
        depth &+= 1
        deepest = max(deepest, depth)
        append(kind, at: position, length: 0, next: open)
        open = UInt32(truncatingIfNeeded: count &- 1)
        position &+= 1
    }

    private mutating func close() throws(JSONError) {
        let container = Int(open)
        open = nodes[container].next
        nodes[container].next = UInt32(truncatingIfNeeded: count)
        depth &-= 1
        if nodes[container].kind == .object, nodes[container].length > 1, refusesDuplicateKeys {
            try refuseDuplicates(in: container)
        }
    }

    private mutating func readLiteral(_ word: StaticString, _ kind: JSON.Kind) throws(JSONError) {
        let length = word.utf8CodeUnitCount
        guard end &- position >= length else { throw failure(.badLiteral) }
        for index in 0..<length where start[position &+ index] != word.utf8Start[index] {
            throw failure(.badLiteral)
        }
        append(kind, at: position, length: length)
        position &+= length
    }

    @inline(__always)
    mutating func append(
        _ kind: JSON.Kind, isEscaped: Bool = false, isLoose: Bool = false, at offset: Int, length: Int,
        next: UInt32? = nil
    ) {
        if count == capacity { grow() }
        nodes[count] = JSONNode(
            kind: kind, isEscaped: isEscaped, isLoose: isLoose, offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: length), next: next ?? UInt32(truncatingIfNeeded: count &+ 1))
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
        larger.update(from: nodes, count: count)
        nodes.deallocate()
        nodes = larger
        capacity *= 2
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < end {
            guard isSpace(start[position]) else { return }
            position &+= 1
        }
    }
}

/// Stands in for the address of an empty buffer; never read.
nonisolated(unsafe) let nothing = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

/// Space as RFC 8259, section 2, has it.
@inline(__always)
private func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
}

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

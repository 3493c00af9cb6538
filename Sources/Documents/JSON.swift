/// A value inside an immutable JSON document: a cursor of one reference and one index.
///
/// Nothing is converted before it is asked for: strings and numbers stay offsets into the document's bytes
/// (RFC 8259). Looking up members copies no text.
package struct JSON: Sendable {
    /// What a value is. Integers are the numbers without fraction or exponent that fit 64 bits.
    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, integer, number, string, array, object
    }

    let tape: JSONTape
    let index: UInt32

    @inline(__always)
    init(_ tape: JSONTape, _ index: UInt32) {
        self.tape = tape
        self.index = index
    }

    @inline(__always)
    var node: JSONNode { tape.nodes[Int(index)] }

    /// What this value is.
    package var kind: Kind { node.kind }

    /// The place of this value in document order, counting keys: the key of side tables such as source locations.
    package var ordinal: Int { Int(index) }

    /// Byte offset of this value's text in the document; a string's opening quote is one before it.
    package var offset: Int { Int(node.offset) }

    /// Elements of an array, members of an object, 0 for a scalar.
    package var count: Int {
        switch kind {
        case .array, .object: Int(node.length)
        case .null, .false, .true, .integer, .number, .string: 0
        }
    }

    /// The value is `null`.
    package var isNull: Bool { kind == .null }

    /// The value is a boolean or a number, which quotes would have made a string of in YAML.
    package var isBooleanOrNumber: Bool {
        switch kind {
        case .true, .false, .integer, .number: true
        case .null, .string, .array, .object: false
        }
    }

    /// The boolean, or nil when this is none.
    package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        case .null, .integer, .number, .string, .array, .object: nil
        }
    }

    /// The member of an object by name; nil when it is missing or this is no object.
    package subscript(_ name: StaticString) -> JSON? {
        member(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// The member of an object by name; nil when it is missing or this is no object.
    package func member(_ name: String) -> JSON? {
        var name = name
        return name.withUTF8 { member($0) }
    }

    /// The element of an array; nil when out of bounds or when this is no array.
    package subscript(_ position: Int) -> JSON? {
        guard kind == .array, position >= 0, position < count else { return nil }
        var child = index + 1
        for _ in 0..<position { child = tape.nodes[Int(child)].next }
        return JSON(tape, child)
    }

    /// The value that a pointer leads to, or nil.
    package subscript(_ pointer: Pointer) -> JSON? {
        var value = self
        for token in pointer.tokens {
            let found = value.kind == .array ? Pointer.index(token).flatMap { value[$0] } : value.member(token)
            guard let found else { return nil }
            value = found
        }
        return value
    }

    private func member(_ name: UnsafeBufferPointer<UInt8>) -> JSON? {
        let object = node
        guard object.kind == .object else { return nil }
        var key = Int(index) + 1
        for _ in 0..<object.length {
            let candidate = tape.nodes[key]
            if candidate.isEscaped {
                // Escapes are longer than what they stand for.
                if Int(candidate.length) > name.count, JSON(tape, UInt32(key)).equals(name) {
                    return JSON(tape, UInt32(key + 1))
                }
            } else if Int(candidate.length) == name.count, sameBytes(tape.text, at: Int(candidate.offset), name) {
                return JSON(tape, UInt32(key + 1))
            }
            key = Int(tape.nodes[key + 1].next)
        }
        return nil
    }
}

/// The bytes at `offset` are those of `text`. The caller has checked the bounds.
@inline(__always)
func sameBytes(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, _ text: UnsafeBufferPointer<UInt8>
) -> Bool {
    var position = 0
    while position < text.count {
        if bytes[offset &+ position] != text[position] { return false }
        position &+= 1
    }
    return true
}

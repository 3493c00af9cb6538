/// A few names of members, to find out in one pass over an object which of them it has.
package struct NameSet: Sendable {
    /// How many names a set can have: one for each bit of an answer.
    package static let capacity = 64

    private struct Entry: Sendable {
        let name: StaticString
        let bit: UInt64
    }

    /// The names by length.
    private let entries: [[Entry]]

    /// The names, each with the bit that stands for it in answers. Names past the capacity are never found.
    package init(_ names: [StaticString]) {
        var entries: [[Entry]] = []
        for (position, name) in names.prefix(Self.capacity).enumerated() {
            while entries.count <= name.utf8CodeUnitCount { entries.append([]) }
            entries[name.utf8CodeUnitCount].append(Entry(name: name, bit: 1 << UInt64(position)))
        }
        self.entries = entries
    }

    /// The bit of a key.
    @inline(__always)
    fileprivate func bit(of key: JSONNode, at index: Int, in tape: JSONTape) -> UInt64 {
        if key.isEscaped { return bit(ofEscaped: JSON(tape, UInt32(index))) }
        let length = Int(key.length)
        guard length < entries.count else { return 0 }
        for entry in entries[length] {
            let name = UnsafeBufferPointer(start: entry.name.utf8Start, count: length)
            if sameBytes(tape.text, at: Int(key.offset), name) { return entry.bit }
        }
        return 0
    }

    private func bit(ofEscaped key: JSON) -> UInt64 {
        for entry in entries.joined() where key.equals(entry.name) { return entry.bit }
        return 0
    }
}

extension JSON {
    /// Which of the names this object has with another value than null, as the bits of the names' positions; none where
    /// this is no object.
    package func members(among names: NameSet) -> UInt64 {
        let object = node
        guard object.kind == .object else { return 0 }
        var found: UInt64 = 0
        var key = Int(index) + 1
        for _ in 0..<object.length {
            let bit = names.bit(of: tape.nodes[key], at: key, in: tape)
            if bit != 0, tape.nodes[key + 1].kind != .null { found |= bit }
            key = Int(tape.nodes[key + 1].next)
        }
        return found
    }
}

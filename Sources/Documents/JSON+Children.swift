extension JSON {
    /// A member of an object.
    package struct Member: Sendable {
        /// The key, a string value.
        package let key: JSON
        /// The member's value.
        package let value: JSON

        /// The key's text.
        package var name: String { key.string ?? "" }
    }

    /// The elements of an array in order; empty for everything else.
    package var elements: Elements {
        Elements(tape: tape, cursor: index + 1, remaining: kind == .array ? node.length : 0)
    }

    /// The members of an object in document order; empty for everything else.
    package var members: Members {
        Members(tape: tape, cursor: index + 1, remaining: kind == .object ? node.length : 0)
    }

    /// The elements of an array.
    package struct Elements: Sequence, IteratorProtocol, Sendable {
        let tape: JSONTape
        var cursor: UInt32
        var remaining: UInt32

        package mutating func next() -> JSON? {
            guard remaining > 0 else { return nil }
            let element = JSON(tape, cursor)
            remaining -= 1
            cursor = tape.nodes[Int(cursor)].next
            return element
        }

        package var underestimatedCount: Int { Int(remaining) }
    }

    /// The members of an object.
    package struct Members: Sequence, IteratorProtocol, Sendable {
        let tape: JSONTape
        var cursor: UInt32
        var remaining: UInt32

        package mutating func next() -> Member? {
            guard remaining > 0 else { return nil }
            let member = Member(key: JSON(tape, cursor), value: JSON(tape, cursor + 1))
            remaining -= 1
            cursor = tape.nodes[Int(cursor) + 1].next
            return member
        }

        package var underestimatedCount: Int { Int(remaining) }
    }
}

extension JSON: Equatable {
    /// Deep equality as RFC 6902, section 4.6 has it: numbers by value, members in any order.
    package static func == (left: JSON, right: JSON) -> Bool {
        if left.tape === right.tape, left.index == right.index { return true }
        switch (left.kind, right.kind) {
        case (.null, .null), (.true, .true), (.false, .false): return true
        case (.string, .string): return left.equals(text: right)
        case (.integer, .integer): return left.int == right.int
        case (.integer, .number), (.number, .integer), (.number, .number): return left.double == right.double
        case (.array, .array):
            return left.count == right.count && zip(left.elements, right.elements).allSatisfy { $0 == $1 }
        case (.object, .object):
            return left.count == right.count
                && left.members.allSatisfy { member in
                    let other = member.key.withUTF8 { name in right.member(named: name) } ?? nil
                    return other.map { $0 == member.value } ?? false
                }
        default: return false
        }
    }

    private func member(named name: UnsafeBufferPointer<UInt8>) -> JSON? {
        members.first { $0.key.equals(name) }?.value
    }
}

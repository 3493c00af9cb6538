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

extension JSONValue: Equatable {
    /// Deep equality as RFC 6902, section 4.6 has it: numbers by value, members in any order.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        if case .json(let first) = left, case .json(let second) = right { return first == second }
        return switch (left.opened, right.opened) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.string(let first), .string(let second)): first.utf8.elementsEqual(second.utf8)
        case (.int(let first), .int(let second)): first == second
        case (.int(let first), .json(let second)), (.json(let second), .int(let first)): second.isNumber(first)
        case (.json(let first), .json(let second)): first == second
        case (.array(let first), .array(let second)): first == second
        case (.object(let first), .object(let second)): hasSameMembers(first, second)
        default: false
        }
    }

    /// Expects the same order, and searches where it is another.
    private static func hasSameMembers(_ left: [Member], _ right: [Member]) -> Bool {
        guard left.count == right.count else { return false }
        if zip(left, right).allSatisfy({ $0.name.utf8.elementsEqual($1.name.utf8) }) {
            return zip(left, right).allSatisfy { $0.value == $1.value }
        }
        let others = Dictionary(right.map { (Array($0.name.utf8), $0.value) }) { first, _ in first }
        return left.allSatisfy { others[Array($0.name.utf8)] == $0.value }
    }
}

extension JSON {
    /// This is the number `value`; a whole number that does not fit 64 bits is not, however close its double comes.
    fileprivate func isNumber(_ value: Int64) -> Bool {
        if let int { return int == value }
        return !literal.utf8.allSatisfy { $0 == 0x2D || isDigit($0) } && double == Double(value)
    }
}

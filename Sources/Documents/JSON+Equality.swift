extension JSON: Equatable {
    /// Deep equality as RFC 6902, section 4.6 has it: numbers by value, members in any order.
    package static func == (left: JSON, right: JSON) -> Bool {
        left.tape.isEqual(Int(left.index), right.tape, Int(right.index))
    }
}

extension JSONTape {
    /// Works on nodes rather than on cursors, each of which would count a reference.
    fileprivate func isEqual(_ index: Int, _ other: JSONTape, _ otherIndex: Int) -> Bool {
        if self === other, index == otherIndex { return true }
        let left = nodes[index]
        let right = other.nodes[otherIndex]
        switch (left.kind, right.kind) {
        case (.null, .null), (.true, .true), (.false, .false): return true
        case (.string, .string): return isSameString(left, other, right)
        case (.integer, .integer), (.integer, .number), (.number, .integer), (.number, .number):
            return isSameNumber(left, other, right)
        case (.array, .array): return left.length == right.length && hasSameElements(index, other, otherIndex)
        case (.object, .object): return left.length == right.length && hasSameMembers(index, other, otherIndex)
        default: return false
        }
    }

    private func hasSameElements(_ index: Int, _ other: JSONTape, _ otherIndex: Int) -> Bool {
        var element = index + 1
        var counterpart = otherIndex + 1
        for _ in 0..<nodes[index].length {
            guard isEqual(element, other, counterpart) else { return false }
            element = Int(nodes[element].next)
            counterpart = Int(other.nodes[counterpart].next)
        }
        return true
    }

    /// Expects the other's members in the same order, since most objects that are compared agree in it, and searches
    /// where they do not.
    private func hasSameMembers(_ index: Int, _ other: JSONTape, _ otherIndex: Int) -> Bool {
        var search = KeySearch(other, otherIndex)
        var key = index + 1
        for _ in 0..<nodes[index].length {
            guard let found = search.value(of: nodes[key], in: self), isEqual(key + 1, other, found) else {
                return false
            }
            key = Int(nodes[key + 1].next)
        }
        return true
    }

    private func isSameNumber(_ left: JSONNode, _ other: JSONTape, _ right: JSONNode) -> Bool {
        withText(of: left) { first in
            other.withText(of: right) { second in
                if first.elementsEqual(second) { return true }
                // Whole numbers are equal when their digits are, which doubles may be too coarse to see; -0 is 0.
                if isWhole(first), isWhole(second) { return isZero(first) && isZero(second) }
                let values = (Double(decoding: first), Double(decoding: second))
                return values.0 == values.1 && values.0.isFinite
            }
        }
    }

    fileprivate func isSameString(_ left: JSONNode, _ other: JSONTape, _ right: JSONNode) -> Bool {
        if left.isLoose || right.isLoose { return string(left) == other.string(right) }
        return left.length == right.length
            && withText(of: left) { first in other.withText(of: right) { sameBytes(first, at: 0, $0) } }
    }

    fileprivate func string(_ node: JSONNode) -> [UInt8] {
        withText(of: node) { node.isEscaped ? unescape($0) : Array($0) }
    }
}

/// Finds the members of one object by key, for a caller that asks for each of them once.
private struct KeySearch {
    /// Objects with more members are searched by a table after the first key out of order.
    private static let linearLimit = 16

    private let tape: JSONTape
    private let object: Int
    private var expected: Int
    private var table: [[UInt8]: Int]?

    init(_ tape: JSONTape, _ object: Int) {
        self.tape = tape
        self.object = object
        expected = object + 1
    }

    /// The index of the value whose key has the text of a node of another tape.
    mutating func value(of key: JSONNode, in other: JSONTape) -> Int? {
        let end = Int(tape.nodes[object].next)
        if expected < end, other.isSameString(key, tape, tape.nodes[expected]) { return take(expected) }
        if tape.nodes[object].length > Self.linearLimit {
            let table = table ?? makeTable()
            self.table = table
            return table[other.string(key)].map { take($0) }
        }
        var candidate = object + 1
        while candidate < end {
            if other.isSameString(key, tape, tape.nodes[candidate]) { return take(candidate) }
            candidate = Int(tape.nodes[candidate + 1].next)
        }
        return nil
    }

    private mutating func take(_ key: Int) -> Int {
        expected = Int(tape.nodes[key + 1].next)
        return key + 1
    }

    private func makeTable() -> [[UInt8]: Int] {
        var table: [[UInt8]: Int] = [:]
        var key = object + 1
        while key < Int(tape.nodes[object].next) {
            table[tape.string(tape.nodes[key])] = key
            key = Int(tape.nodes[key + 1].next)
        }
        return table
    }
}

private func isWhole(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.allSatisfy { $0 == 0x2D || isDigit($0) } }

private func isZero(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.elementsEqual([0x30]) || text.elementsEqual([0x2D, 0x30])
}

extension Double {
    /// The number that a JSON text of one spells.
    fileprivate init(decoding text: UnsafeBufferPointer<UInt8>) {
        self = Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }
}

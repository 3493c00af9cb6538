extension JSONReader {
    /// Objects up to this many members compare their keys pair by pair; larger ones by a table.
    private static let pairwiseLimit = 12

    /// Refuses an object in which one key stands twice, escapes resolved.
    func refuseDuplicates(in object: Int) throws(JSONError) {
        let members = Int(nodes[object].length)
        if members <= Self.pairwiseLimit, try !refuseDuplicatePairs(in: object, members) { return }
        try refuseDuplicateTexts(in: object, members)
    }

    /// Compares each key with those before it; true when an escaped key wants the slower look.
    private func refuseDuplicatePairs(in object: Int, _ members: Int) throws(JSONError) -> Bool {
        let first = object &+ 1
        var hasEscapes = nodes[first].isEscaped
        var key = Int(nodes[first &+ 1].next)
        for earlier in 1..<members {
            let node = nodes[key]
            hasEscapes = hasEscapes || node.isEscaped
            var other = first
            for _ in 0..<earlier {
                if nodes[other].length == node.length, isSameText(nodes[other], node) { throw duplicate(key) }
                other = Int(nodes[other &+ 1].next)
            }
            key = Int(nodes[key &+ 1].next)
        }
        return hasEscapes
    }

    @inline(__always)
    private func isSameText(_ left: JSONNode, _ right: JSONNode) -> Bool {
        var offset = 0
        let length = Int(left.length)
        let first = start + Int(left.offset)
        let second = start + Int(right.offset)
        while offset < length {
            if first[offset] != second[offset] { return false }
            offset &+= 1
        }
        return true
    }

    /// A set of bytes, not of strings, whose equality is looser; seeded by the process, so that no chosen keys make it
    /// slow.
    private func refuseDuplicateTexts(in object: Int, _ members: Int) throws(JSONError) {
        var seen = Set<[UInt8]>(minimumCapacity: members)
        var key = object &+ 1
        for _ in 0..<members {
            if !seen.insert(text(nodes[key])).inserted { throw duplicate(key) }
            key = Int(nodes[key &+ 1].next)
        }
    }

    private func text(_ node: JSONNode) -> [UInt8] {
        let raw = UnsafeBufferPointer(start: start + Int(node.offset), count: Int(node.length))
        return node.isEscaped ? unescape(raw) : Array(raw)
    }

    private func duplicate(_ key: Int) -> JSONError {
        JSONError(
            offset: Int(nodes[key].offset) &- 1,
            reason: .duplicateKey(String(decoding: text(nodes[key]), as: UTF8.self)))
    }
}

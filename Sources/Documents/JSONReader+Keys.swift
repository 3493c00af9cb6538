extension JSONReader {
    /// Objects up to this many members compare their keys pair by pair; larger ones by a table.
    private static let pairwiseLimit = 8

    /// Refuses an object in which one key stands twice, escapes resolved.
    func refuseDuplicates(in object: Int) throws(JSONError) {
        let members = Int(nodes[object].length)
        guard !hasLooseKeys(object, members) else { return try refuseDuplicateTexts(in: object, members) }
        if members <= Self.pairwiseLimit {
            try refuseDuplicatePairs(in: object, members)
        } else {
            try refuseDuplicateHashes(in: object, members)
        }
    }

    private func hasLooseKeys(_ object: Int, _ members: Int) -> Bool {
        var isLoose = false
        var key = object &+ 1
        for _ in 0..<members {
            isLoose = isLoose || nodes[key].isLoose
            key = Int(nodes[key &+ 1].next)
        }
        return isLoose
    }

    /// Compares each key's bytes with those before it.
    private func refuseDuplicatePairs(in object: Int, _ members: Int) throws(JSONError) {
        let first = object &+ 1
        var key = Int(nodes[first &+ 1].next)
        for earlier in 1..<members {
            let node = nodes[key]
            var other = first
            for _ in 0..<earlier {
                if nodes[other].length == node.length, isSameText(nodes[other], node) { throw duplicate(key) }
                other = Int(nodes[other &+ 1].next)
            }
            key = Int(nodes[key &+ 1].next)
        }
    }

    /// Looks each key's bytes up in an open-addressed table of the keys before it.
    private func refuseDuplicateHashes(in object: Int, _ members: Int) throws(JSONError) {
        // A power of two, at most half full; the object itself is no key, so that its index marks a free slot.
        let slots = 1 << (Int.bitWidth - (members &* 2 &- 1).leadingZeroBitCount)
        let found = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: slots) { table -> Int? in
            table.initialize(repeating: UInt32(truncatingIfNeeded: object))
            var key = object &+ 1
            for _ in 0..<members {
                if insert(key, table, free: object) { return key }
                key = Int(nodes[key &+ 1].next)
            }
            return nil
        }
        if let found { throw duplicate(found) }
    }

    /// Puts a key into the table; true when it is there already.
    @inline(__always)
    private func insert(_ key: Int, _ table: UnsafeMutableBufferPointer<UInt32>, free: Int) -> Bool {
        let node = nodes[key]
        let mask = table.count &- 1
        var slot = Int(truncatingIfNeeded: textHash(start + Int(node.offset), Int(node.length))) & mask
        while true {
            let other = Int(table[slot])
            if other == free {
                table[slot] = UInt32(truncatingIfNeeded: key)
                return false
            }
            if nodes[other].length == node.length, isSameText(nodes[other], node) { return true }
            slot = (slot &+ 1) & mask
        }
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

/// The process's own, so that nobody can choose keys that fall into one slot.
private let seed = UInt64.random(in: 1...UInt64.max)

/// A quick hash of `count` bytes: multiplications of 64 by 64 bits, folded.
@inline(__always)
private func textHash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var hash = seed ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset &+ 8 <= count {
        hash = folded(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset &+= 8
    }
    var rest: UInt64 = 0
    while offset < count {
        rest = rest << 8 | UInt64(bytes[offset])
        offset &+= 1
    }
    return folded(folded(hash ^ rest))
}

@inline(__always)
private func folded(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
}

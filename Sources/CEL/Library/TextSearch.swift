/// Finds a text in others in time linear in both (Knuth, Morris, Pratt: "Fast pattern matching in strings", 1977).
struct TextSearch {
    private let part: UnsafeBufferPointer<UInt8>
    /// For each place in a long part, how much of its beginning stands before it; empty for a short one.
    private let borders: [Int]

    /// Parts up to this size are compared anew at each place.
    private static let shortSize = 8

    /// A search for bytes, which must outlive it.
    init(_ part: UnsafeBufferPointer<UInt8>) {
        self.part = part
        borders = part.count > Self.shortSize ? Self.borders(of: part) : []
    }

    private static func borders(of part: UnsafeBufferPointer<UInt8>) -> [Int] {
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for position in 1..<part.count {
            while length > 0, part[position] != part[length] { length = borders[length - 1] }
            if part[position] == part[length] { length += 1 }
            borders[position] = length
        }
        return borders
    }

    /// The position of the first occurrence at or after a position.
    func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var found: Int?
        occurrences(in: text, from: start) { position in
            found = position
            return false
        }
        return found
    }

    /// Calls back with all occurrences at or after a position, those that overlap too, until it is told to stop.
    func occurrences(in text: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Int) -> Bool) {
        guard part.count <= text.count, start <= text.count - part.count else { return }
        if borders.isEmpty { return short(text, start, body) }
        var length = 0
        for position in start..<text.count {
            while length > 0, text[position] != part[length] { length = borders[length - 1] }
            if text[position] == part[length] { length += 1 }
            guard length == part.count else { continue }
            guard body(position + 1 - length) else { return }
            length = borders[length - 1]
        }
    }

    private func short(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ body: (Int) -> Bool) {
        for position in start...text.count - part.count {
            var length = 0
            while length < part.count, text[position + length] == part[length] { length += 1 }
            if length == part.count, !body(position) { return }
        }
    }
}

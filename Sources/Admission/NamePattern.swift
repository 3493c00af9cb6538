/// A name, or a pattern of one in which `*` stands for any run of characters.
package struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was written.
    package let description: String
    private let parts: [[UInt8]]

    package init(_ text: String) {
        description = text
        parts = text.utf8.split(separator: Self.star, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The pattern is a plain name.
    package var isExact: Bool { parts.count == 1 }

    /// The name is one that the pattern stands for, compared byte by byte.
    package func matches(_ name: String) -> Bool {
        guard let first = parts.first, let last = parts.last else { return false }
        if isExact { return name.utf8.count == first.count && name.utf8.elementsEqual(first) }
        var rest = name.utf8[...]
        guard rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() {
            guard let after = Self.end(of: part, in: rest) else { return false }
            rest = rest[after...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    /// There is a name that both patterns stand for.
    package func overlaps(_ other: NamePattern) -> Bool {
        let (left, right) = (Array(description.utf8), Array(other.description.utf8))
        // Whether the rests of both patterns overlap, from each place of the one and the place at hand of the other.
        var below = [Bool](repeating: false, count: right.count + 1)
        for row in (0...left.count).reversed() {
            var line = [Bool](repeating: false, count: right.count + 1)
            for column in (0...right.count).reversed() {
                let first = row < left.count ? left[row] : nil
                let second = column < right.count ? right[column] : nil
                if first == Self.star || second == Self.star {
                    // The star stands for nothing more, or for what the other has next.
                    line[column] = first != nil && below[column] || second != nil && line[column + 1]
                } else {
                    line[column] = first == second && (first == nil || below[column + 1])
                }
            }
            below = line
        }
        return below[0]
    }

    private static let star = UInt8(ascii: "*")

    private static func end(of part: [UInt8], in text: Substring.UTF8View) -> Substring.UTF8View.Index? {
        var rest = text
        while rest.count >= part.count {
            if rest.starts(with: part) { return rest.index(rest.startIndex, offsetBy: part.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}

/// A kind, by name and optionally group: `Deployment`, `apps/Deployment`, `*`.
package struct KindPattern: Sendable, Hashable, CustomStringConvertible {
    /// The group, or nil for any.
    package let group: String?
    /// The kind, or `*` for any.
    package let kind: String

    package init(_ text: String) {
        if let slash = text.firstIndex(of: "/") {
            group = String(text[..<slash])
            kind = String(text[text.index(after: slash)...])
        } else {
            group = nil
            kind = text
        }
    }

    /// The kind is one that the pattern stands for.
    package func matches(group: String, kind: String) -> Bool {
        (self.kind == "*" || self.kind == kind) && (self.group.map { $0 == group || $0 == "*" } ?? true)
    }

    package var description: String { group.map { "\($0)/\(kind)" } ?? kind }
}

import Documents

/// What became of an object, as a diff of its YAML in which each hunk says where in the object it is.
struct TextDiff: Sendable {
    /// What became of a line.
    enum Change: Sendable, Equatable {
        case kept, removed, added
    }

    /// A line of a hunk.
    struct Line: Sendable {
        let change: Change
        let text: String
        let place: Pointer
    }

    /// Neighbouring changes with the lines around them.
    struct Hunk: Sendable {
        /// The object or list that the first change is in.
        let place: Pointer
        let lines: [Line]
    }

    /// In the order of the object's text.
    let hunks: [Hunk]

    /// Compares two states of an object.
    init(from old: JSON, to new: JSON) {
        hunks = Self.hunks(Self.lines(YAMLText(old).lines, YAMLText(new).lines))
    }

    /// Lines of context around a change.
    private static let context = 2

    /// Lines beyond which the changed middle is shown as one removed and one added block, since finding the shortest
    /// edit takes space that grows with the square of its length.
    private static let comparedLines = 2000

    private static func lines(_ old: [YAMLText.Line], _ new: [YAMLText.Line]) -> [Line] {
        let head = zip(old, new).prefix { $0.text == $1.text }.count
        let tail = zip(old[head...].reversed(), new[head...].reversed()).prefix { $0.text == $1.text }.count
        let removed = old[head..<old.count - tail]
        let added = new[head..<new.count - tail]
        let middle =
            removed.count + added.count > comparedLines
            ? removed.map { line(.removed, $0) } + added.map { line(.added, $0) }
            : shortest(Array(removed), Array(added))
        return new[..<head].map { line(.kept, $0) } + middle + new[(new.count - tail)...].map { line(.kept, $0) }
    }

    private static func line(_ change: Change, _ line: YAMLText.Line) -> Line {
        Line(change: change, text: line.text, place: line.place)
    }

    /// The shortest way from the one text to the other, removals before additions.
    private static func shortest(_ old: [YAMLText.Line], _ new: [YAMLText.Line]) -> [Line] {
        let difference = new.difference(from: old) { $0.text == $1.text }
        let removals = Set(difference.removals.map(\.offset))
        let insertions = Set(difference.insertions.map(\.offset))
        var result: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removals.contains(left) {
                result.append(line(.removed, old[left]))
                left += 1
            } else if insertions.contains(right) || left == old.count {
                result.append(line(.added, new[right]))
                right += 1
            } else {
                result.append(line(.kept, new[right]))
                left += 1
                right += 1
            }
        }
        return result
    }

    private static func hunks(_ lines: [Line]) -> [Hunk] {
        var ranges: [Range<Int>] = []
        for (position, line) in lines.enumerated() where line.change != .kept {
            let range = max(0, position - context)..<min(lines.count, position + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.map { range in
            let lines = Array(lines[range])
            return Hunk(place: lines.first { $0.change != .kept }?.place ?? [], lines: lines)
        }
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}

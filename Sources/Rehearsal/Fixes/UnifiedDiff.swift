/// What becomes of a file, line by line, in the unified format of `diff -u` (POSIX, `diff`), which `patch` applies.
package struct UnifiedDiff: Sendable {
    /// The diff, each line with its end; empty when nothing changes.
    package let text: String

    /// Lines of context around a change.
    private static let context = 3

    /// One line of both texts.
    private struct Line {
        var mark: String
        let text: Substring
    }

    /// Compares what stood in a file with what is to stand there.
    package init(file: String, from old: [UInt8], to new: [UInt8], style: Style = Style(isColored: false)) {
        let lines = Self.lines(Self.split(old), Self.split(new))
        let changes = lines.indices.filter { lines[$0].mark != " " }
        guard !changes.isEmpty else {
            text = ""
            return
        }
        var ranges: [Range<Int>] = []
        for change in changes {
            let range = max(0, change - Self.context)..<min(lines.count, change + Self.context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        let name = file.printable
        text =
            style.paint("--- \(name)", .heading) + "\n" + style.paint("+++ \(name)", .heading) + "\n"
            + ranges.map { Self.hunk(lines, $0, style) }.joined()
    }

    private static func split(_ bytes: [UInt8]) -> [Substring] {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func lines(_ old: [Substring], _ new: [Substring]) -> [Line] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var result: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left), left < old.count {
                result.append(Line(mark: "-", text: old[left]))
                left += 1
            } else if right < new.count, added.contains(right) || left >= old.count {
                result.append(Line(mark: "+", text: new[right]))
                right += 1
            } else {
                result.append(Line(mark: " ", text: old[left]))
                left += 1
                right += 1
            }
        }
        return result
    }

    private static func hunk(_ lines: [Line], _ range: Range<Int>, _ style: Style) -> String {
        let before = lines[..<range.lowerBound]
        let (left, right) = (before.count { $0.mark != "+" }, before.count { $0.mark != "-" })
        let hunk = lines[range]
        let (removed, added) = (hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" })
        // Where a side has no lines, the line before is named.
        let head =
            "@@ -\(removed == 0 ? left : left + 1),\(removed) +\(added == 0 ? right : right + 1),\(added) @@"
        return style.paint(head, .note) + "\n"
            + hunk.map { line in
                let text = line.mark + String(line.text).printable
                return
                    (line.mark == "+"
                    ? style.paint(text, .added) : line.mark == "-" ? style.paint(text, .removed) : text) + "\n"
            }.joined()
    }
}

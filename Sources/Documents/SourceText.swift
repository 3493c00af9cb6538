/// The text of a source file cut into lines, so that a complaint can show what it is about.
///
/// Lines end as YAML 1.1, section 4.1.4, has it (LF, CR LF, CR, NEL, LS, PS), so that places found by the YAML reader
/// and by byte offset agree.
package struct SourceText: Sendable {
    /// The file's name as the user gave it.
    package let name: String
    /// The file's bytes.
    package let bytes: [UInt8]
    private let lineStarts: [Int]

    /// Cuts `bytes` into lines.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        lineStarts = Self.lineStarts(of: bytes)
    }

    /// Lines of the text; an empty text has one.
    package var lineCount: Int { lineStarts.count }

    /// The place after the last byte.
    package var end: SourceLocation { location(ofByte: bytes.count) }

    /// A line's text without its end, or nil when there is no such line. Lines count from 1.
    package func line(_ number: Int) -> String? {
        range(ofLine: number).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The place of a byte, from 0; offsets past the end are the end.
    package func location(ofByte offset: Int) -> SourceLocation {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(ofByte: offset)
        let before = bytes[lineStarts[line]..<offset]
        return SourceLocation(line: line + 1, column: 1 + before.count { $0 & 0xC0 != 0x80 })
    }

    /// The scalar at a place, or nil past the end of its line.
    package func scalar(at location: SourceLocation) -> Unicode.Scalar? {
        line(location.line).flatMap { $0.unicodeScalars.dropFirst(location.column - 1).first }
    }

    /// `name:line:column`.
    package func title(of location: SourceLocation) -> String { "\(name):\(location)" }

    /// The line at a place with a caret under it, each on a line of its own, and the line's number before them; empty
    /// when there is no such line.
    ///
    ///      12 |   imge: nginx
    ///         |   ^
    package func excerpt(at location: SourceLocation) -> String {
        guard let line = line(location.line) else { return "" }
        let window = Window(of: Array(line.unicodeScalars), around: max(0, location.column - 1))
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        return """
              \(number) | \(window.text)
              \(margin) | \(window.caret)^
            """
    }

    /// The index of the line that holds a byte: the last one that starts at or before it.
    private func lineIndex(ofByte offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func range(ofLine number: Int) -> Range<Int>? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        if number < lineStarts.count { end -= Self.breakLength(bytes, endingAt: end) }
        return start..<max(start, end)
    }

    /// Bytes of the line break that ends before `end`.
    private static func breakLength(_ bytes: [UInt8], endingAt end: Int) -> Int {
        switch bytes[end - 1] {
        case 0x0A: end >= 2 && bytes[end - 2] == 0x0D ? 2 : 1
        case 0x0D: 1
        case 0x85: 2
        default: 3
        }
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        for (position, byte) in bytes.enumerated() where byte < 0x0E || byte >= 0x80 {
            switch byte {
            case 0x0A: starts.append(position + 1)
            case 0x0D where position + 1 == bytes.count || bytes[position + 1] != 0x0A: starts.append(position + 1)
            case 0x85 where position >= 1 && bytes[position - 1] == 0xC2: starts.append(position + 1)
            case 0xA8, 0xA9:
                if position >= 2, bytes[position - 1] == 0x80, bytes[position - 2] == 0xE2 {
                    starts.append(position + 1)
                }
            default: break
            }
        }
        return starts
    }
}

/// The part of a line that fits a terminal, around the column that matters.
private struct Window {
    /// Scalars shown at most.
    private static let width = 110

    /// The line's part, control characters shown as spaces.
    let text: String
    /// What stands under the text before the caret: spaces, and tabs where the text has tabs.
    let caret: String

    init(of line: [Unicode.Scalar], around column: Int) {
        let start = max(0, min(column - Self.width / 2, line.count - Self.width))
        let shown = line[start..<min(line.count, start + Self.width)]
        let prefix = start > 0 ? "…" : ""
        let suffix = shown.endIndex < line.count ? "…" : ""
        text =
            prefix + Self.string(shown.map { $0 == "\t" || $0.properties.generalCategory != .control ? $0 : " " })
            + suffix
        let before = shown.prefix(max(0, column - start)).map { $0 == "\t" ? $0 : " " as Unicode.Scalar }
        let beyond = String(repeating: " ", count: max(0, min(column, line.count) - start - before.count))
        caret = (start > 0 ? " " : "") + Self.string(before) + beyond
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

import Documents

/// Why a text can't be edited as it is, a sentence's end: `it can't be changed in place, since …`.
struct TextEditError: Error, Sendable, Equatable {
    /// The reason, as in `a list of several lines would have to be rewritten`.
    let reason: String
}

/// The text of a file of manifests, in which values are changed and all around them stays: comments, order, quotes.
///
/// It goes by the places that the reader gives, and takes some care only: whoever edits reads the text again and
/// compares.
struct EditableText: Sendable {
    /// The lines without their ends.
    var lines: [String]
    /// The last line is that of the file.
    private var isWhole = true
    /// The text is JSON and must remain so.
    let isJSON: Bool

    /// Ends a line: all lines end alike.
    private let lineEnd: String

    /// Takes a text in.
    init(_ bytes: [UInt8]) throws(TextEditError) {
        let text = String(decoding: bytes, as: UTF8.self)
        let returns = bytes.count { $0 == 0x0D }
        guard Array(text.utf8) == bytes else { throw TextEditError(reason: "it is not UTF-8") }
        guard returns == 0 || returns == bytes.count(where: { $0 == 0x0A }) else {
            throw TextEditError(reason: "its lines end in several ways")
        }
        lineEnd = returns == 0 ? "\n" : "\r\n"
        lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(line.last == 0x0D ? line.dropLast() : line) ?? ""
        }
        isJSON = (try? JSON(parsing: bytes)) != nil
    }

    /// The text.
    var bytes: [UInt8] { Array(lines.joined(separator: lineEnd).utf8) }

    /// The lines of the document that has a line, which counts from 1: from its marker to the next one.
    func document(around line: Int) -> Range<Int> {
        let line = min(max(0, line - 1), lines.count)
        let start = lines[..<min(line + 1, lines.count)].lastIndex(where: Self.isMarker) ?? 0
        let end = lines[min(max(start, line) + 1, lines.count)...].firstIndex(where: Self.isMarker) ?? lines.count
        return start..<max(start, end)
    }

    /// The start of a document (YAML 1.2, section 9.1.2).
    private static func isMarker(_ line: String) -> Bool { line == "---" || line.hasPrefix("--- ") }

    /// Some of the lines.
    func part(_ range: Range<Int>) -> EditableText {
        var copy = self
        copy.lines = Array(lines[range])
        copy.isWhole = isWhole && range.upperBound == lines.count
        return copy
    }

    /// Puts lines in the place of others.
    mutating func replace(_ range: Range<Int>, with part: EditableText) {
        lines.replaceSubrange(range, with: part.lines)
    }

    /// Applies an operation below a place of the text's only document.
    mutating func apply(_ operation: Patch.Operation, below place: Pointer) throws(TextEditError) {
        let site: Site
        switch operation {
        case .remove(let path): return try remove(at: place.appending(path), from: document)
        case .add(let path, let value):
            site = try Site(document, at: place.appending(path), value, isReplaced: false)
        case .replace(let path, let value):
            site = try Site(document, at: place.appending(path), value, isReplaced: true)
        case .move, .copy, .test: throw TextEditError(reason: "something would have to be moved")
        }
        if let old = site.old {
            try replace(old, site)
        } else if site.parent.kind == .array {
            try insertElement(site)
        } else {
            try insertMember(site)
        }
    }

    private var document: YAMLDocument {
        get throws(TextEditError) {
            let documents = (try? YAMLReader().documents(in: bytes)) ?? []
            guard let document = documents.first, documents.dropFirst().allSatisfy(\.isBlank) else {
                throw TextEditError(reason: "several documents stand in it without markers between them")
            }
            return document
        }
    }

    /// Where an operation works.
    struct Site {
        let document: YAMLDocument
        let pointer: Pointer
        let value: JSON
        /// The object or list that is changed.
        let parent: JSON
        /// The key, or the position.
        let token: String
        /// What stands there; nil where something is added.
        let old: JSON?

        init(
            _ document: YAMLDocument, at pointer: Pointer, _ value: JSONValue, isReplaced: Bool
        ) throws(TextEditError) {
            guard let place = pointer.parent, let token = pointer.tokens.last, let parent = document.json[place],
                let value = try? value.parsed()
            else { throw TextEditError(reason: "the place is not in the text") }
            (self.document, self.pointer, self.value, self.parent, self.token) = (
                document, pointer, value, parent, token
            )
            let position = isReplaced ? Pointer.index(token) : nil
            old = parent.kind == .object ? parent.member(token) : position.flatMap { parent[$0] }
        }

        /// The value with its key, or as an element, as lines.
        func text(_ value: JSONValue) throws(TextEditError) -> YAMLText {
            guard let json = try? value.parsed() else { throw TextEditError(reason: "the value is nested too deep") }
            return YAMLText(json)
        }
    }
}

extension EditableText {
    /// What stands at a place; nil at the end of a line and beyond.
    func character(at location: SourceLocation) -> Unicode.Scalar? {
        guard lines.indices.contains(location.line - 1) else { return nil }
        return lines[location.line - 1].unicodeScalars.dropFirst(location.column - 1).first
    }

    /// Lists and objects in brackets.
    func isFlow(_ json: JSON, _ document: YAMLDocument) -> Bool {
        let first = character(at: document.location(of: json))
        return first == "{" || first == "["
    }

    private mutating func insertMember(_ site: Site) throws(TextEditError) {
        guard site.parent.kind == .object else { throw TextEditError(reason: "the place is no object") }
        if isFlow(site.parent, site.document) {
            let key = isJSON ? FlowText.json(.string(site.token)) : FlowText.scalar(site.token)
            return try insertInBrackets("\(key): \(flow(site.value))", site)
        }
        guard let first = site.parent.members.first(where: { _ in true }) else {
            throw TextEditError(reason: "the place is empty")
        }
        let start = site.document.location(of: first.key)
        let end = blockEnd(after: start) { _ in false }
        insert(try site.text(.object([.init(site.token, .json(site.value))])), at: end, indent: start.column - 1)
    }

    private mutating func insertElement(_ site: Site) throws(TextEditError) {
        guard site.token == "-" || Pointer.index(site.token) == site.parent.count else {
            throw TextEditError(reason: "something would have to be put between the elements of a list")
        }
        if isFlow(site.parent, site.document) { return try insertInBrackets(flow(site.value), site) }
        let start = site.document.location(of: site.parent)
        guard character(at: start) == "-" else { throw TextEditError(reason: "the list is written in an unusual way") }
        let end = blockEnd(after: start) { $0 == "-" || $0.hasPrefix("- ") }
        insert(try site.text(.array([.json(site.value)])), at: end, indent: start.column - 1)
    }

    /// The position after the last line of a block that starts at a place: lines that are indented more, those that are
    /// indented as much and continue it, and no blank lines and comments after the last of them.
    private func blockEnd(after start: SourceLocation, continues: (Substring) -> Bool) -> Int {
        let indent = start.column - 1
        // Keys stand in a column; the elements of a list in one, too, which may be that of the key above.
        let isList = character(at: start) == "-"
        var end = start.line
        for position in start.line..<max(start.line, lines.count) {
            let text = lines[position].drop { $0 == " " }
            if text.isEmpty || text.hasPrefix("#") { continue }
            let depth = lines[position].count - text.count
            if depth == 0, text.hasPrefix("---") || text.hasPrefix("...") { break }
            guard depth > indent || depth == indent && (!isList || continues(text)) else { break }
            end = position + 1
        }
        return end
    }

    /// Puts lines in, indented.
    mutating func insert(_ text: YAMLText, at position: Int, indent: Int) {
        let margin = String(repeating: " ", count: max(0, indent))
        let block = text.lines.map { $0.text.isEmpty ? "" : margin + $0.text }
        lines.insert(contentsOf: block, at: min(position, lines.count))
        // The text's last line had no end.
        if isWhole, position == lines.count - block.count { lines.append("") }
    }
}

extension EditableText {
    /// A value on one line.
    func flow(_ value: JSON) -> String { isJSON ? value.compactText : FlowText.text(value) }

    private mutating func insertInBrackets(_ text: String, _ site: Site) throws(TextEditError) {
        let start = site.document.location(of: site.parent)
        guard let close = Brackets(lines).end(of: start) else {
            throw TextEditError(reason: "the end of its brackets is not found")
        }
        let isEmpty = site.parent.count == 0
        // Spaces and line ends before the bracket stay before it.
        let end = isEmpty ? close : self.end(before: close)
        try splice(end, end, (isEmpty ? "" : ", ") + text)
    }

    /// The place before another, which may be the end of the line before.
    func location(before location: SourceLocation) -> SourceLocation? {
        if location.column > 1 { return SourceLocation(line: location.line, column: location.column - 1) }
        guard location.line > 1 else { return nil }
        return SourceLocation(line: location.line - 1, column: lines[location.line - 2].unicodeScalars.count + 1)
    }

    /// The place after what stands before another, spaces and line ends left out.
    func end(before location: SourceLocation) -> SourceLocation {
        var end = location
        while let before = self.location(before: end), character(at: before).map({ $0 == " " }) ?? true { end = before }
        return end
    }

    /// Puts a text in the place of what stands between two places.
    mutating func splice(_ start: SourceLocation, _ end: SourceLocation, _ text: String) throws(TextEditError) {
        guard start.line < end.line || start.line == end.line && start.column <= end.column,
            lines.indices.contains(start.line - 1), lines.indices.contains(end.line - 1)
        else { throw TextEditError(reason: "the text is written in an unusual way") }
        let head = lines[start.line - 1].unicodeScalars.prefix(start.column - 1)
        let tail = lines[end.line - 1].unicodeScalars.dropFirst(end.column - 1)
        lines.replaceSubrange(start.line - 1...end.line - 1, with: [String(head) + text + String(tail)])
    }
}

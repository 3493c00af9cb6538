import Documents

extension EditableText {
    /// Takes a member or an element out, with the lines that are its own; comments around it stay.
    mutating func remove(at pointer: Pointer, from document: YAMLDocument) throws(TextEditError) {
        guard let place = pointer.parent, let token = pointer.tokens.last, let parent = document.json[place],
            document.json[pointer] != nil
        else { throw TextEditError(reason: "the place is not in the text") }
        if isFlow(parent, document) { return try removeFromBrackets(parent, token, document) }
        let start = document.location(at: pointer)
        if parent.kind == .array {
            try removeElement(at: start, of: parent, place, document)
        } else if parent.count == 1 {
            try empty(place, with: "{}", own: ownLines(start, isElement: false), start, document)
        } else {
            try removeMember(at: start)
        }
    }

    /// The lines of a block's member or element, from the one that it starts on to its last: those that are indented
    /// more, and the elements of a list that stand in the column of its key.
    func ownLines(_ start: SourceLocation, isElement: Bool) -> Range<Int> {
        let indent = start.column - 1
        var end = start.line
        for position in start.line..<max(start.line, lines.count) {
            let text = lines[position].drop { $0 == " " }
            if text.isEmpty || text.hasPrefix("#") { continue }
            let depth = lines[position].count - text.count
            let isElementOfKey = depth == indent && !isElement && (text == "-" || text.hasPrefix("- "))
            guard depth > indent || isElementOfKey, depth > 0 || !text.hasPrefix("---") else { break }
            end = position + 1
        }
        return start.line - 1..<end
    }

    private mutating func removeMember(at start: SourceLocation) throws(TextEditError) {
        let own = ownLines(start, isElement: false)
        let lead = lines[start.line - 1].unicodeScalars.prefix(start.column - 1)
        lines.removeSubrange(own)
        if lead.allSatisfy({ $0 == " " }) { return }
        // The first key of an element shares its line with the dash, which the next key must get.
        let next = lines[own.lowerBound...].firstIndex { line in
            let text = line.drop { $0 == " " }
            return !text.isEmpty && !text.hasPrefix("#")
        }
        guard let next, lines[next].unicodeScalars.prefix(lead.count).allSatisfy({ $0 == " " }) else {
            throw TextEditError(reason: "the text is written in an unusual way")
        }
        lines[next] = String(lead) + String(lines[next].unicodeScalars.dropFirst(lead.count))
    }

    private mutating func removeElement(
        at start: SourceLocation, of list: JSON, _ place: Pointer, _ document: YAMLDocument
    ) throws(TextEditError) {
        let dash = SourceLocation(line: start.line, column: document.location(of: list).column)
        guard character(at: dash) == "-",
            lines[dash.line - 1].unicodeScalars.prefix(dash.column - 1).allSatisfy({ $0 == " " })
        else { throw TextEditError(reason: "the list is written in an unusual way") }
        let own = ownLines(dash, isElement: true)
        guard list.count > 1 else { return try empty(place, with: "[]", own: own, dash, document) }
        lines.removeSubrange(own)
    }

    /// Takes out the only member or element of a block, of which the brackets remain.
    private mutating func empty(
        _ place: Pointer, with brackets: String, own: Range<Int>, _ start: SourceLocation, _ document: YAMLDocument
    ) throws(TextEditError) {
        let lead = lines[start.line - 1].unicodeScalars.prefix(start.column - 1)
        guard lead.allSatisfy({ $0 == " " }) else {
            return lines.replaceSubrange(own, with: [String(lead) + brackets])
        }
        let key = document.location(at: place)
        guard !place.tokens.isEmpty, key.line < start.line, lines.indices.contains(key.line - 1) else {
            throw TextEditError(reason: "the text is written in an unusual way")
        }
        let line = lines[key.line - 1]
        guard let colon = Self.lastColon(of: line) else {
            throw TextEditError(reason: "the text is written in an unusual way")
        }
        lines.removeSubrange(own)
        lines[key.line - 1] = line[...colon] + " " + brackets + line[line.index(after: colon)...]
    }

    /// The colon of a key that nothing but a comment follows.
    private static func lastColon(of line: String) -> String.Index? {
        let text = line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line[...]
        guard let last = text.lastIndex(where: { $0 != " " }), text[last] == ":" else { return nil }
        return last
    }

    private mutating func removeFromBrackets(
        _ parent: JSON, _ token: String, _ document: YAMLDocument
    ) throws(TextEditError) {
        let isList = parent.kind == .array
        let places = isList ? Array(parent.elements) : parent.members.map(\.key)
        let position = isList ? Pointer.index(token) : places.firstIndex { $0.equals(token) }
        let starts = places.map { document.location(of: $0) }
        guard let position, starts.indices.contains(position),
            let close = Brackets(lines).end(of: document.location(of: parent))
        else { throw TextEditError(reason: "the end of its brackets is not found") }
        if position + 1 < starts.count { return try splice(starts[position], starts[position + 1], "") }
        let end = end(before: close)
        try splice(position == 0 ? starts[0] : try comma(before: starts[position]), end, "")
    }

    private func comma(before start: SourceLocation) throws(TextEditError) -> SourceLocation {
        let end = end(before: start)
        guard let comma = location(before: end), character(at: comma) == "," else {
            throw TextEditError(reason: "the comma before it is not found")
        }
        return comma
    }
}

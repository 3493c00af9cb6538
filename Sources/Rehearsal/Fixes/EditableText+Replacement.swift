import Documents

extension EditableText {
    /// Puts a value in the place of another.
    mutating func replace(_ old: JSON, _ site: Site) throws(TextEditError) {
        let isScalar = ![.array, .object].contains(site.value.kind) && ![.array, .object].contains(old.kind)
        let start = site.document.location(of: old)
        if isScalar, !old.isNull { return try replaceScalar(old, site) }
        if isFlow(old, site.document), old.kind == .array || old.kind == .object {
            guard let close = Brackets(lines).end(of: start) else {
                throw TextEditError(reason: "the end of its brackets is not found")
            }
            return try splice(start, SourceLocation(line: close.line, column: close.column + 1), flow(site.value))
        }
        if let null = nullSpan(old, at: start) {
            guard isFlow(site.parent, site.document) || isScalar else { return try replaceBlock(site) }
            return try splice(start, null, flow(site.value))
        }
        guard !isFlow(site.parent, site.document) else {
            throw TextEditError(reason: "a list or an object would have to be rewritten")
        }
        if old.isNull, !isScalar { try fill(site) } else { try replaceBlock(site) }
    }

    /// The end of a null that is written out.
    private func nullSpan(_ old: JSON, at start: SourceLocation) -> SourceLocation? {
        guard old.isNull, lines.indices.contains(start.line - 1) else { return nil }
        let text = String(lines[start.line - 1].unicodeScalars.dropFirst(start.column - 1))
        let word = ["null", "Null", "NULL", "~"].first { text.hasPrefix($0) }
        return word.map { SourceLocation(line: start.line, column: start.column + $0.count) }
    }

    /// Puts a value below a key that nothing but a comment follows.
    private mutating func fill(_ site: Site) throws(TextEditError) {
        let key = site.document.location(at: site.pointer)
        let rest = lines[key.line - 1].unicodeScalars.dropFirst(key.column - 1 + site.token.unicodeScalars.count)
        guard String(rest).prefix(while: { $0 != "#" }).allSatisfy({ $0 == ":" || $0 == " " }) else {
            throw TextEditError(reason: "a null would have to be rewritten")
        }
        let indent = key.column - 1 + (site.value.kind == .object ? 2 : 0)
        insert(YAMLText(site.value), at: key.line, indent: indent)
    }

    /// Writes a member or an element of a block anew, unless it has comments, which nobody could put back.
    private mutating func replaceBlock(_ site: Site) throws(TextEditError) {
        let isElement = site.parent.kind == .array
        var start = site.document.location(at: site.pointer)
        if isElement {
            start = SourceLocation(line: start.line, column: site.document.location(of: site.parent).column)
        }
        guard lines.indices.contains(start.line - 1), !isElement || character(at: start) == "-" else {
            throw TextEditError(reason: "the list is written in an unusual way")
        }
        let own = ownLines(start, isElement: isElement)
        guard !lines[own].contains(where: { $0.contains("#") }) else {
            throw TextEditError(reason: "comments would be lost")
        }
        let text = try site.text(
            isElement ? .array([.json(site.value)]) : .object([.init(site.token, .json(site.value))]))
        let lead = String(lines[start.line - 1].unicodeScalars.prefix(start.column - 1))
        let margin = String(repeating: " ", count: lead.count)
        lines.replaceSubrange(
            own, with: text.lines.enumerated().map { ($0.offset == 0 ? lead : margin) + $0.element.text })
    }

    private mutating func replaceScalar(_ old: JSON, _ site: Site) throws(TextEditError) {
        let start = site.document.location(of: old)
        let isInFlow = site.pointer.tokens.indices.contains { count in
            let place = Pointer(Array(site.pointer.tokens.prefix(count)))
            return site.document.json[place].map { isFlow($0, site.document) } ?? false
        }
        let line = Array(lines[start.line - 1].unicodeScalars.dropFirst(start.column - 1))
        guard let scalar = ScalarSpan(line, isInFlow: isInFlow) else {
            throw TextEditError(reason: "a text of several lines would have to be rewritten")
        }
        let end = SourceLocation(line: start.line, column: start.column + scalar.count)
        try splice(start, end, scalar.quote.text(of: site.value, isInFlow: isInFlow))
    }
}

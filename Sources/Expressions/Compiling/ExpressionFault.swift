package import Documents

/// An expression of a policy that can't be compiled, and why.
package struct ExpressionFault: Sendable {
    /// The document that it stands in.
    package let place: DocumentPlace
    /// Leads to the expression.
    package let pointer: Pointer
    /// The expression.
    package let expression: String
    /// What is wrong with it: what was found, and what is wanted.
    package let message: String
    /// Byte offset of the fault in the expression.
    package let offset: Int

    /// Where the fault is in the file.
    ///
    /// A literal block and a plain or quoted scalar have the expression's line as it is, which is looked for from the
    /// value's place on. Where it can't be found, since it is folded or escaped, the place is that of the whole value.
    package var location: SourceLocation {
        let start = place.location(of: pointer)
        let text = SourceText(name: "", bytes: Array(expression.utf8))
        let inside = text.location(ofByte: offset)
        guard let wanted = text.line(inside.line), !wanted.isBlank else { return start }
        return find(wanted, expressionLine: inside.line, from: start).map { line, column in
            SourceLocation(line: line, column: column + inside.column - 1)
        } ?? start
    }

    /// Line and column of a text that stands in the value's part of the file.
    private func find(_ wanted: String, expressionLine: Int, from start: SourceLocation) -> (Int, Int)? {
        for line in (start.line + expressionLine - 1)...(start.line + expressionLine) {
            guard let text = place.source.line(line), let range = text.range(of: wanted, from: start, line) else {
                continue
            }
            return (line, 1 + text.unicodeScalars.distance(from: text.startIndex, to: range))
        }
        return nil
    }

    /// The expression's line at the fault with a caret under it, each with the line's number in the expression before it.
    package var excerpt: String {
        let text = SourceText(name: "", bytes: Array(expression.utf8))
        return text.excerpt(at: text.location(ofByte: offset))
    }

    /// Whether `location` is exact, so that the file's own line shows what the expression's would.
    package var isExact: Bool { location != place.location(of: pointer) || offset == 0 }
}

extension String {
    /// Where a text begins, on the value's own line not before the value.
    fileprivate func range(of wanted: String, from start: SourceLocation, _ line: Int) -> String.Index? {
        let skipped = line == start.line ? max(0, start.column - 1) : 0
        var position = unicodeScalars.index(startIndex, offsetBy: skipped, limitedBy: endIndex) ?? endIndex
        while position < endIndex {
            if self[position...].utf8.starts(with: wanted.utf8) { return position }
            position = unicodeScalars.index(after: position)
        }
        return nil
    }
}

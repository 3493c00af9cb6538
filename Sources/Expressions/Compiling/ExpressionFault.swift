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
    /// File and expression are read side by side from the value's place on, white space aside, so that plain, quoted,
    /// literal and folded scalars of one line or many have it. Where they differ, since characters are escaped by their
    /// number, it is the place of the whole value.
    package var location: SourceLocation { exactLocation ?? place.location(of: pointer) }

    private var exactLocation: SourceLocation? {
        var reader = ScalarReader(place.source, at: place.location(of: pointer))
        var end = 0
        for scalar in expression.unicodeScalars {
            end += UTF8.width(scalar)
            if scalar.properties.isWhitespace { continue }
            guard let found = reader.next(), found.scalar == scalar else { return nil }
            if end > offset { return found.location }
        }
        return reader.end
    }

    /// Where the fault is in the expression by itself.
    package var innerLocation: SourceLocation {
        SourceText(name: "", bytes: Array(expression.utf8)).location(ofByte: offset)
    }

    /// Whether `location` is exact, so that the file's own line shows what the expression's would.
    package var isExact: Bool { exactLocation != nil }
}

/// Reads a YAML scalar out of its file, character by character, without white space.
private struct ScalarReader {
    private let source: SourceText
    private var line: Int
    private var rest: ArraySlice<Unicode.Scalar>
    private let quote: Unicode.Scalar?
    /// The place after the last character that was read.
    private(set) var end: SourceLocation

    /// Begins at the scalar: behind its opening quote, or on the line after the header of a block.
    init(_ source: SourceText, at start: SourceLocation) {
        self.source = source
        line = start.line
        end = start
        rest = Self.scalars(source, start.line)?.dropFirst(max(0, start.column - 1)) ?? []
        quote = rest.first.flatMap { $0 == "'" || $0 == "\"" ? $0 : nil }
        if quote != nil { rest = rest.dropFirst() }
        if rest.first == "|" || rest.first == ">" { rest = [] }
    }

    /// The next character and its place; nil behind the file's last one.
    mutating func next() -> (scalar: Unicode.Scalar, location: SourceLocation)? {
        while true {
            while let scalar = rest.first, scalar.properties.isWhitespace { rest = rest.dropFirst() }
            if !rest.isEmpty { break }
            guard let following = Self.scalars(source, line + 1) else { return nil }
            line += 1
            rest = following
        }
        skipEscape()
        guard let scalar = rest.first else { return nil }
        let location = SourceLocation(line: line, column: rest.startIndex + 1)
        rest = rest.dropFirst()
        end = SourceLocation(line: line, column: rest.startIndex + 1)
        return (scalar, location)
    }

    /// A quote within its quotes is written twice, or behind a backslash.
    private mutating func skipEscape() {
        let escape: Unicode.Scalar = quote == "'" ? "'" : "\\"
        if quote != nil, rest.first == escape { rest = rest.dropFirst() }
    }

    private static func scalars(_ source: SourceText, _ line: Int) -> ArraySlice<Unicode.Scalar>? {
        source.line(line).map { Array($0.unicodeScalars)[...] }
    }
}

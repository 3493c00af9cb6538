import Documents

/// Values as YAML writes them within a line.
enum FlowText {
    /// Lists and objects in brackets, texts bare where nobody can take them for anything else.
    static func text(_ json: JSON) -> String {
        switch json.kind {
        case .object: "{\(json.members.map { "\(scalar($0.name)): \(text($0.value))" }.joined(separator: ", "))}"
        case .array: "[\(json.elements.map(text).joined(separator: ", "))]"
        case .string: scalar(json.string ?? "")
        case .null, .false, .true, .integer, .number: json.compactText
        }
    }

    /// A text in brackets, where commas end it.
    static func scalar(_ text: String) -> String {
        text.contains { ",[]{}".contains($0) } ? json(.string(text)) : ScalarText.inline(text)
    }

    /// A value as JSON, which is YAML, too.
    static func json(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.text
    }
}

/// A scalar within a line, and how it is quoted.
struct ScalarSpan {
    enum Quote {
        case none, single, double

        /// A value as it would be written with the same quotes.
        func text(of value: JSON, isInFlow: Bool) -> String {
            guard value.kind == .string, let text = value.string else { return value.compactText }
            switch self {
            case .none: return isInFlow ? FlowText.scalar(text) : ScalarText.inline(text)
            case .single where !text.unicodeScalars.contains(where: \.isControl):
                return "'" + text.replacing("'", with: "''") + "'"
            case .single, .double: return FlowText.json(.string(text))
            }
        }
    }

    let quote: Quote
    /// Scalars, quotes and all.
    let count: Int

    /// The scalar that the rest of a line starts with; nil where its end is not on the line.
    init?(_ line: [Unicode.Scalar], isInFlow: Bool) {
        switch line.first {
        case "\"": quote = .double
        case "'": quote = .single
        case "|", ">", "&", "*", "!", nil: return nil
        default: quote = .none
        }
        guard let end = Self.end(line, quote, isInFlow) else { return nil }
        count = end
    }

    private static func end(_ line: [Unicode.Scalar], _ quote: Quote, _ isInFlow: Bool) -> Int? {
        switch quote {
        case .none:
            let end = line.indices.first { position in
                if isInFlow, ",]}".unicodeScalars.contains(line[position]) { return true }
                return line[position] == "#" && position > 0 && line[position - 1] == " "
            }
            let text = line.prefix(end ?? line.count)
            return text.count - text.reversed().prefix { $0 == " " }.count
        case .single, .double: return Brackets.quotedEnd(line, from: 0)
        }
    }
}

/// Finds where brackets end.
struct Brackets {
    private let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    /// The place of the bracket that ends the one at a place; nil where there is none.
    func end(of start: SourceLocation) -> SourceLocation? {
        var depth = 0
        for number in start.line...max(start.line, lines.count) where lines.indices.contains(number - 1) {
            let line = Array(lines[number - 1].unicodeScalars)
            var position = number == start.line ? start.column - 1 : 0
            while position < line.count {
                switch line[position] {
                case "{", "[": depth += 1
                case "}", "]":
                    depth -= 1
                    if depth == 0 { return SourceLocation(line: number, column: position + 1) }
                case "\"", "'":
                    guard let end = Self.quotedEnd(line, from: position) else { return nil }
                    position = end - 1
                case "#" where position == 0 || line[position - 1] == " ": position = line.count
                default: break
                }
                position += 1
            }
        }
        return nil
    }

    /// The position after the quote that ends the one at a position; nil when it is not on the line.
    static func quotedEnd(_ line: [Unicode.Scalar], from start: Int) -> Int? {
        let quote = line[start]
        var position = start + 1
        while position < line.count {
            if line[position] == "\\", quote == "\"" {
                position += 1
            } else if line[position] == quote {
                guard quote == "'", position + 1 < line.count, line[position + 1] == "'" else { return position + 1 }
                position += 1
            }
            position += 1
        }
        return nil
    }
}

import Documents

/// JSON for people to read and for diffs: two spaces a level; lists and objects that fit a line stand on one.
struct IndentedJSON: Sendable {
    /// The text, without an end of the last line.
    private(set) var text = ""

    /// The longest line that a list or object is put on.
    private static let width = 100

    /// Writes a value.
    init(_ value: JSONValue) { write(value, indent: 0) }

    private mutating func write(_ value: JSONValue, indent: Int) {
        let compact = Self.compact(value)
        switch value.opened {
        case .array(let elements) where indent + compact.utf8.count > Self.width && !elements.isEmpty:
            block("[", "]", elements, indent) { $0.write($1, indent: $2) }
        case .object(let members) where indent + compact.utf8.count > Self.width && !members.isEmpty:
            block("{", "}", members, indent) { text, member, indent in
                text.text += Self.compact(.string(member.name)) + ": "
                text.write(member.value, indent: indent)
            }
        default: text += compact
        }
    }

    private mutating func block<Part>(
        _ open: String, _ close: String, _ parts: [Part], _ indent: Int,
        _ write: (inout IndentedJSON, Part, Int) -> Void
    ) {
        let margin = "\n" + String(repeating: " ", count: indent)
        text += open
        for (position, part) in parts.enumerated() {
            text += (position > 0 ? "," : "") + margin + "  "
            write(&self, part, indent + 2)
        }
        text += margin + close
    }

    private static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.text
    }
}

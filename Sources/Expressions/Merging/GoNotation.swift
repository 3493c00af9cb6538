import Documents

/// Values as Go's `fmt` writes them, which is how the API server's messages show what it was given instead of a string or a
/// list: `&{map[a:1]}` for `%v`, `&value.valueUnstructured{Value:1}` for `%#v`.
struct GoNotation {
    /// How types are shown.
    enum Style {
        /// `%v`: not at all.
        case plain
        /// `%#v`: as in a Go program.
        case syntax
    }

    /// What was written so far.
    private(set) var text = ""
    private let style: Style

    /// Bytes after which a message is cut off; the API server writes down all there is.
    private static let limit = 1_000

    /// The value inside of structured-merge-diff's `valueUnstructured`.
    static func unstructured(_ value: JSONValue, _ style: Style) -> String {
        var notation = GoNotation(style: style)
        notation.write(value)
        let text = notation.text.utf8.count <= limit ? notation.text : notation.text.prefix(limit) + "..."
        return style == .plain ? "&{\(text)}" : "&value.valueUnstructured{Value:\(text)}"
    }

    private init(style: Style) { self.style = style }

    private mutating func write(_ value: JSONValue) {
        guard text.utf8.count <= Self.limit else { return }
        switch value.opened {
        case .null: text += style == .plain ? "<nil>" : "interface {}(nil)"
        case .string(let string): text += style == .plain ? string : value.text
        case .array(let elements): list(elements)
        case .object(let members): map(members)
        case .bool, .int, .json: text += value.identity
        }
    }

    private mutating func list(_ elements: [JSONValue]) {
        text += style == .plain ? "[" : "[]interface {}{"
        for (position, element) in elements.enumerated() {
            if position > 0 { text += style == .plain ? " " : ", " }
            write(element)
        }
        text += style == .plain ? "]" : "}"
    }

    /// Go writes maps in the order of their keys.
    private mutating func map(_ members: [JSONValue.Member]) {
        text += style == .plain ? "map[" : "map[string]interface {}{"
        let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (position, member) in sorted.enumerated() {
            if position > 0 { text += style == .plain ? " " : ", " }
            text += style == .plain ? member.name : JSONValue.string(member.name).text
            text += ":"
            write(member.value)
        }
        text += style == .plain ? "]" : "}"
    }
}

/// Colours for a terminal, or none.
package struct Style: Sendable {
    /// What a text is, for its colour.
    enum Role: String {
        case heading = "1"
        case bad = "31;1"
        case doubtful = "33;1"
        case note = "36"
        case removed = "31"
        case added = "32"
        case quiet = "2"
    }

    /// Escape sequences are written.
    package let isColored: Bool

    package init(isColored: Bool) { self.isColored = isColored }

    /// Colours only on a terminal, never with NO_COLOR (no-color.org), and not on one that knows none.
    ///
    /// - Parameters:
    ///   - isTerminal: the output goes to a terminal.
    ///   - environment: the process's variables.
    package init(isTerminal: Bool, environment: [String: String]) {
        isColored = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// The text in the colour of its role (ECMA-48, SGR).
    func paint(_ text: String, _ role: Role) -> String {
        isColored ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// The text with spaces in place of control characters, which could play tricks on a terminal.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, and the signs that turn the direction of writing.
    var isControl: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

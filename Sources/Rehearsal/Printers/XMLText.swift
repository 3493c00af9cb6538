/// XML as it is written, element by element, two spaces a level.
struct XMLText: Sendable {
    /// The text so far.
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An element with elements in it.
    mutating func element(_ name: String, _ attributes: [(String, String)], _ children: (inout XMLText) -> Void) {
        line("<\(name)\(Self.text(attributes))>")
        depth += 1
        children(&self)
        depth -= 1
        line("</\(name)>")
    }

    /// An element with a text in it, or with nothing.
    mutating func element(_ name: String, _ attributes: [(String, String)], text: String = "") {
        let start = "<\(name)\(Self.text(attributes))"
        line(text.isEmpty ? start + "/>" : "\(start)>\(Self.escaped(text, inAttribute: false))</\(name)>")
    }

    private mutating func line(_ line: String) {
        text += String(repeating: "  ", count: depth) + line + "\n"
    }

    private static func text(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1, inAttribute: true))\"" }.joined()
    }

    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where inAttribute: result += "&quot;"
            case "\n" where inAttribute, "\t" where inAttribute, "\r": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(isCharacter(scalar) ? scalar : "\u{FFFD}")
            }
        }
    }

    /// XML 1.0, production 2: others can't be written at all, not even escaped.
    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension Duration {
    /// Seconds with six digits after the point.
    var secondsText: String {
        let (seconds, attoseconds) = components
        let micros = String(max(0, attoseconds) / 1_000_000_000_000)
        return "\(seconds)." + String(repeating: "0", count: max(0, 6 - micros.count)) + micros
    }
}

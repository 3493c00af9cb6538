import Documents

/// An object as lines of YAML, in the style of kubectl: two spaces a level, lists not indented.
struct YAMLText: Sendable {
    /// A line, and the place of the object or list whose member or element it is a part of.
    struct Line: Sendable {
        let text: String
        let place: Pointer
    }

    private(set) var lines: [Line] = []

    /// Writes a value.
    init(_ json: JSON) { element(json, Lead(text: "", indent: 0), at: []) }

    /// The lines, each with its end.
    var text: String { lines.map { $0.text + "\n" }.joined() }

    /// What stands on the line already, and the indentation of what goes on below it.
    private struct Lead {
        var text: String
        var indent: Int

        var nextLine: Lead { Lead(text: spaces, indent: indent) }
        var spaces: String { String(repeating: " ", count: indent) }
    }

    private mutating func line(_ text: String, _ place: Pointer) {
        lines.append(Line(text: text, place: place))
    }

    /// A value that starts where the lead ends.
    private mutating func element(_ json: JSON, _ lead: Lead, at place: Pointer) {
        let parent = place.parent ?? []
        switch json.kind {
        case .object where json.count > 0: members(json, lead, at: place)
        case .array where json.count > 0: elements(json, lead, at: place)
        case .string: string(json.string ?? "", lead, parent)
        default: line(lead.text + Self.flow(json), parent)
        }
    }

    private mutating func members(_ object: JSON, _ lead: Lead, at place: Pointer) {
        var lead = lead
        for member in object.members {
            let key = lead.text + ScalarText.inline(member.name) + ":"
            self.member(member.value, Lead(text: key, indent: lead.indent), at: place.appending(member.name))
            lead = lead.nextLine
        }
    }

    /// A value after its key.
    private mutating func member(_ json: JSON, _ lead: Lead, at place: Pointer) {
        switch json.kind {
        case .object where json.count > 0:
            line(lead.text, place.parent ?? [])
            members(json, Lead(text: "", indent: lead.indent + 2).nextLine, at: place)
        case .array where json.count > 0:
            line(lead.text, place.parent ?? [])
            elements(json, lead.nextLine, at: place)
        default:
            element(json, Lead(text: lead.text + " ", indent: lead.indent + 2), at: place)
        }
    }

    private mutating func elements(_ array: JSON, _ lead: Lead, at place: Pointer) {
        var lead = lead
        for (position, json) in array.elements.enumerated() {
            element(json, Lead(text: lead.text + "- ", indent: lead.indent + 2), at: place.appending(position))
            lead = lead.nextLine
        }
    }

    private mutating func string(_ text: String, _ lead: Lead, _ place: Pointer) {
        guard let block = ScalarText.block(text) else { return line(lead.text + ScalarText.inline(text), place) }
        line(lead.text + block.indicator, place)
        for text in block.lines { line(text.isEmpty ? "" : lead.spaces + text, place) }
    }

    private static func flow(_ json: JSON) -> String {
        switch json.kind {
        case .object: "{}"
        case .array: "[]"
        case .null, .false, .true, .integer, .number, .string: json.compactText
        }
    }
}

/// Strings as YAML writes them.
enum ScalarText {
    /// On one line: bare where nobody can take it for anything else, otherwise in double quotes.
    static func inline(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// As a literal block (YAML 1.2, section 8.1.2), for texts of several lines that survive it.
    static func block(_ text: String) -> (indicator: String, lines: [String])? {
        let body = text.hasSuffix("\n") ? String(text.dropLast()) : text
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count > 1, let first = lines.first, let last = lines.last, !first.isEmpty, !last.isEmpty else {
            return nil
        }
        guard !first.hasPrefix(" "), lines.allSatisfy(isBlockLine) else { return nil }
        return (body == text ? "|-" : "|", lines)
    }

    private static func isBlockLine(_ line: String) -> Bool {
        line.unicodeScalars.allSatisfy { !$0.isControl && $0.value != 0xFEFF } && !line.hasSuffix(" ")
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isLetter(first) || isDigit(first) || first == 0x2F
        else { return false }
        guard text.utf8.allSatisfy(isPlainByte), last != UInt8(ascii: ":"), !text.contains(": ") else { return false }
        guard last != UInt8(ascii: " "), !text.contains(" #") else { return false }
        return !isNumberLike(text) && !words.contains(text.lowercased())
    }

    /// The words that YAML 1.1 takes for booleans and nulls.
    private static let words: Set<String> = ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan", "inf"]

    /// Could be a number in some base, a time or a date.
    private static func isNumberLike(_ text: String) -> Bool {
        guard let first = text.utf8.first, isDigit(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isDigit(byte) || (0x61...0x66).contains(byte | 0x20) || "._+-:xXoO tTzZ".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "._-/:@+=%$()~;, *!?#".utf8.contains(byte)
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return writer.text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar.isControl || scalar.value == 0xFEFF {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
}

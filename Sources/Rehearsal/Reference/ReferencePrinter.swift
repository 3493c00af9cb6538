import Admission
import Documents

/// Prints the reference for people at a terminal.
package struct ReferencePrinter: Sendable {
    let style: Style

    /// A printer with colours or without.
    package init(_ style: Style = Style(isColored: false)) { self.style = style }

    /// All policies, a line each, chapter by chapter.
    package func list(_ policies: [PolicyReference]) -> String {
        let width = policies.map(\.about.id.count).max() ?? 0
        var text = ""
        var chapter = ""
        for policy in policies {
            if policy.chapter != chapter {
                text += (chapter.isEmpty ? "" : "\n") + style.paint(policy.chapter, .heading) + "\n"
                chapter = policy.chapter
            }
            text += "  \(padded(policy.about.id, width))  \(policy.letters)  \(policy.about.summary)\n"
        }
        return text + "\nV validates objects, M changes them. More of one: sekisho explain POLICY\n"
    }

    /// One policy, with all that it can be told.
    package func text(_ policy: PolicyReference) -> String {
        let about = policy.about
        let heading = style.paint(about.id, .heading) + " (\(policy.chapter); \(policy.work))"
        let prose = about.prose.split(separator: "\n\n").map { wrapped(String($0), indent: 0) }
        let needs = policy.needs.map { [labelled("Needs", "\($0), from the inventory")] } ?? []
        let facts = [labelled("Judges", policy.judged), labelled("Fields", about.fields.joined(separator: ", "))]
        return ([heading + "\n" + wrapped(about.summary, indent: 0)] + prose + [(facts + needs).joined()])
            .joined(separator: "\n") + "\n" + parameters(policy) + "\n" + example(policy)
    }

    private func parameters(_ policy: PolicyReference) -> String {
        let rows = ParameterRow.rows(policy.parameters)
        guard !rows.isEmpty else { return style.paint("Parameters", .heading) + "\n  none\n" }
        return style.paint("Parameters", .heading) + "\n" + rows.map(text).joined()
    }

    func text(_ row: ParameterRow) -> String {
        let standard = row.standard.map { "; default \($0)" } ?? ""
        return "  " + style.paint(row.name, .note) + "\n" + wrapped(row.help, indent: 6)
            + wrapped("(\(row.type)\(standard))", indent: 6)
    }

    private func example(_ policy: PolicyReference) -> String {
        style.paint("Example", .heading) + "\n" + policy.exampleLines.map { "  \($0)\n" }.joined()
    }

    private func labelled(_ label: String, _ text: String) -> String {
        let lines = wrapped(text, indent: 8)
        return style.paint(label, .heading) + ":" + lines.dropFirst(label.count + 1)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

}

/// The longest line, where words allow it.
private let width = 80

/// The text in lines that are not too long, each with its end.
func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
        if let last = lines.last, last.count + 1 + word.count <= width {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(margin + word)
        }
    }
    return lines.map { $0 + "\n" }.joined()
}

extension PolicyReference {
    /// `VM`, `V ` or ` M`.
    fileprivate var letters: String { (validates ? "V" : " ") + (mutates ? "M" : " ") }

    /// The example as YAML, an element of a gate's `spec.policies`.
    package var exampleLines: [String] {
        guard let json = try? JSONValue.array([example]).parsed() else { return [] }
        return YAMLText(json).lines.map(\.text)
    }
}

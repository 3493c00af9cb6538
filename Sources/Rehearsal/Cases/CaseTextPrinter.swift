import Documents

/// Prints a run of cases for people: what came out otherwise than expected, and the numbers.
package struct CaseTextPrinter: Sendable {
    private let style: Style
    private let isVerbose: Bool

    /// A printer with colours or without.
    ///
    /// - Parameter isVerbose: cases that came out as expected are named, too.
    package init(_ style: Style = Style(isColored: false), isVerbose: Bool = false) {
        self.style = style
        self.isVerbose = isVerbose
    }

    /// The whole run.
    package func text(_ run: CaseRun) -> String { run.files.map(text).joined() + summary(run) + "\n" }

    private func text(_ file: CaseRun.File) -> String {
        let results = isVerbose ? file.results : file.results.filter { !$0.outcome.isAsExpected }
        guard !results.isEmpty else { return "" }
        return style.paint(file.name.printable, .heading) + "\n" + results.map { text($0, file.name) }.joined() + "\n"
    }

    private func text(_ result: CaseRun.Result, _ file: String) -> String {
        let outcome = result.outcome
        let verdict = outcome.isAsExpected ? style.paint("passed", .added) : style.paint("failed", .bad)
        let line = "  \(file.printable):\(outcome.location): \(verdict): \(result.theCase.title.printable)\n"
        return line + outcome.differences.map { "    \(painted($0))\n" }.joined()
    }

    private func painted(_ difference: String) -> String {
        let text = difference.printable
        if text.hasPrefix("-") { return style.paint(text, .removed) }
        return text.hasPrefix("+") ? style.paint(text, .added) : text
    }

    private func summary(_ run: CaseRun) -> String {
        let counts = [
            run.failures > 0 ? style.paint("\(run.failures) failed", .bad) : nil,
            "\(run.count - run.failures) passed",
            run.skipped > 0 ? "\(run.skipped) not chosen" : nil,
        ]
        let heading = "\(counted(run.count, "case")) in \(counted(run.files.count, "file"))"
        return "\(heading): \(counts.compactMap(\.self).joined(separator: ", "))."
    }
}

/// `1 case`, `2 cases`; the plural is the noun with an s unless given.
func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
}

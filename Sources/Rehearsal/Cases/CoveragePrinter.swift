/// Prints for people what cases show of policies: a table, and the parameters that no case sets.
package struct CoveragePrinter: Sendable {
    private let style: Style

    /// A printer with colours or without.
    package init(_ style: Style = Style(isColored: false)) { self.style = style }

    /// The whole table. A count that should not be 0 stands out.
    package func text(_ coverage: CaseCoverage) -> String {
        let width = coverage.rows.map(\.id.count).max() ?? 0
        let heading = padded("policy", width) + "  allowed  denied  patched  left alone"
        let complete = coverage.rows.count(where: \.isComplete)
        return style.paint(heading, .heading) + "\n" + coverage.rows.map { text($0, width) }.joined()
            + "\(complete) of \(counted(coverage.rows.count, "policy", "policies")) covered in full.\n"
    }

    private func text(_ row: CaseCoverage.Row, _ width: Int) -> String {
        let numbers = zip([row.allowed, row.denied, row.patched, row.leftAlone], [9, 8, 9, 12])
        let line = padded(row.id, width) + numbers.map(text).joined() + "\n"
        guard !row.unset.isEmpty else { return line }
        return line + "  " + style.paint("never set: \(row.unset.joined(separator: ", "))", .doubtful) + "\n"
    }

    private func text(_ number: Int?, _ width: Int) -> String {
        let text = number.map(String.init) ?? "-"
        let spaces = String(repeating: " ", count: max(0, width - text.count))
        return spaces + (number == 0 ? style.paint(text, .bad) : text)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

import Admission
import Documents
import Testing

@testable import Rehearsal

@Suite("Printed reports")
struct PrinterTests {
    private var report: Report {
        let result = ManifestReader().read(Array(Self.twice.utf8), file: "web.yaml")
        let audited = Binding(TeamLabel(), name: "team-label-later", mode: .audit)
        let gate = Gate([Binding(TaggedImages()), Binding(TeamLabel(), mode: .warn), audited, Binding(Sidecar())])
        return Rehearsal(gate).run(result.manifests, warnings: result.warnings)
    }

    /// A key stands twice in its last document.
    private static let twice = webYAML + "\n---\napiVersion: v1\nkind: List\nitems: [1]\nitems: []\n"

    @Test("for people")
    func text() throws {
        try expectGolden(TextPrinter().text(report), "report.txt")
    }

    @Test("for people at a terminal")
    func colors() throws {
        try expectGolden(TextPrinter(Style(isColored: true)).text(report), "report-colored.txt")
    }

    @Test("for programs")
    func machine() throws {
        let text = JSONPrinter().text(report)
        try expectGolden(text, "report.json")
        #expect(throws: Never.self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test("of nothing, and of nothing wrong")
    func clean() throws {
        #expect(TextPrinter().text(Report([])) == "There are no objects to judge.\n")
        let report = Rehearsal(Gate()).run(manifests(webYAML))
        #expect(TextPrinter().text(report) == "2 objects: 2 clean.\n")
    }

    @Test("play no tricks on the terminal")
    func escapes() {
        let pod = manifests(#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a\u001b[2Jb\u202e"}}"#)
        let text = TextPrinter().text(Rehearsal(Gate([Binding(TeamLabel())])).run(pod))
        #expect(!text.unicodeScalars.contains { $0.isControl && $0 != "\n" })
    }

    @Test(
        "have colours only where they are wanted",
        arguments: [
            (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
            (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm"], true),
        ])
    func style(isTerminal: Bool, environment: [String: String], isColored: Bool) {
        #expect(Style(isTerminal: isTerminal, environment: environment).isColored == isColored)
    }
}

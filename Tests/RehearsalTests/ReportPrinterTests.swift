import Admission
import Configuration
import Documents
import Foundation
import Testing

@testable import Rehearsal

/// Reports for programs of others.
@Suite("Reports in the forms of others")
struct ReportPrinterTests {
    private static let gate = Gate([
        Binding(TaggedImages()), Binding(TeamLabel(), mode: .warn), Binding(TeamLabel(), name: "later", mode: .audit),
    ])

    private static func report(_ yaml: String = webYAML, file: String = "web.yaml") -> Report {
        Rehearsal(gate).run(manifests(yaml, file: file))
    }

    private static let complaint = Complaint(
        SourceText(name: "a [b].yaml", bytes: Array("x: {\n".utf8)), at: .start, "This is 100% wrong: {x}, really.")

    private static let nasty = """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a,b:c<d>\\n::error::e", "namespace": "n"},
         "spec": {"containers": [{"name": "x\\r\\n::stop-commands::x", "image": "{0}]]>&%0A"}]}}
        """

    @Test("SARIF")
    func sarif() throws {
        let text = SARIFPrinter(version: "1.2.3", policies: []).text(Self.report(), [Self.complaint])
        let log = try json(text)
        let run = try #require(log["runs"]?[0])
        try expectGolden(Self.indented(["results": run["results"], "invocations": run["invocations"]]), "report.sarif")
        #expect(log["version"]?.string == "2.1.0")
        #expect(run["tool"]?["driver"]?["version"]?.string == "1.2.3")
    }

    @Test("Every result of SARIF has a rule, which is where its index says")
    func rules() throws {
        let run = try #require(try json(SARIFPrinter(version: "1").text(Self.report()))["runs"]?[0])
        let rules = try #require(run["tool"]?["driver"]?["rules"])
        let results = try #require(run["results"]).elements.map { $0 }
        #expect(results.count == 3)
        for result in results {
            let index = try #require(result["ruleIndex"]?.int)
            #expect(rules[Int(index)]?["id"]?.string == result["ruleId"]?.string)
        }
        let ids = rules.elements.compactMap { $0["id"]?.string }
        #expect(ids.count == Set(ids).count)
        #expect(ids.contains("run-as-non-root") && ids.contains("team-label"))
    }

    @Test("Fingerprints tell results apart, and stay when lines move")
    func fingerprints() throws {
        func prints(_ yaml: String) throws -> [String] {
            let run = try json(SARIFPrinter(version: "1").text(Self.report(yaml)))["runs"]?[0]
            return try #require(run?["results"]).elements.compactMap {
                $0["partialFingerprints"]?["sekisho/v1"]?.string
            }
        }
        let all = try prints(webYAML)
        #expect(Set(all).count == 3)
        #expect(try prints("# A line.\n\n" + webYAML) == all)
        #expect(try prints(webYAML.replacing("name: web", with: "name: other")) != all)
    }

    @Test(
        "File names are URIs",
        arguments: [
            ("a/b.yaml", "a/b.yaml"), ("/a b/c.yaml", "file:///a%20b/c.yaml"), ("a:b%.yaml", "a%3Ab%25.yaml"),
            ("é.yaml", "%C3%A9.yaml"), ("standard input", "standard%20input"),
        ])
    func uris(path: String, wanted: String) { #expect(FileURI.reference(to: path) == wanted) }

    @Test("Braces of a message are no arguments of SARIF")
    func braces() throws {
        let run = try json(SARIFPrinter(version: "1").text(Self.report(Self.nasty)))["runs"]?[0]
        let text = run?["results"]?[0]?["message"]?["text"]?.string
        #expect(text?.contains("\"registry.test/{{0}}]]>") == true)
        let notes = try json(SARIFPrinter(version: "1").text(Report([]), [Self.complaint]))["runs"]?[0]?[
            "invocations"]?[0]
        #expect(notes?["executionSuccessful"]?.bool == false)
        let note = notes?["toolExecutionNotifications"]?[0]
        #expect(note?["message"]?["text"]?.string == "This is 100% wrong: {{x}}, really.")
    }

    @Test("Workflow commands of GitHub")
    func github() throws {
        try expectGolden(GitHubPrinter().text(Self.report(), [Self.complaint]), "report-github.txt")
    }

    @Test("No name starts a workflow command, or ends one")
    func commands() {
        let lines = GitHubPrinter().text(Self.report(Self.nasty, file: "a,b:c.yaml")).split(whereSeparator: \.isNewline)
        #expect(lines.count { $0.hasPrefix("::") } == 3 && lines.allSatisfy { !$0.hasPrefix("::stop") })
        #expect(lines.first?.hasPrefix("::error file=a%2Cb%3Ac.yaml,line=2,col=") == true)
        #expect(
            lines.first?.contains("title=Pod n/a%2Cb%3Ac<d>%0A%3A%3Aerror%3A%3Ae is denied by tagged-images::") == true)
    }

    @Test("What comes from standard input is no file of the repository")
    func input() {
        let text = GitHubPrinter().text(Self.report(file: ManifestReader.standardInputName))
        #expect(!text.contains("file="))
        #expect(text.contains("::standard input:14:9: ") || text.contains("::standard input:15:9: "))
    }

    @Test("JUnit", arguments: [Report.Severity.denied, .warned, nil])
    func junit(threshold: Report.Severity?) throws {
        let text = JUnitPrinter(failingAt: threshold).text(Self.report(), [Self.complaint])
        try XMLDocumentText.check(text)
        #expect(XMLDocumentText.junitFaults(in: text) == [])
        try expectGolden(text, "report-\(threshold?.rawValue ?? "none").xml")
    }

    @Test("JUnit is XML, whatever stands in the manifests")
    func escapes() throws {
        let text = JUnitPrinter(failingAt: .warned).text(Self.report(Self.nasty))
        try XMLDocumentText.check(text)
        #expect(text.contains("name=\"Pod n/a,b:c&lt;d&gt;&#10;::error::e\""))
    }

    @Test("What is odd about the input is in every form, and makes nothing fail")
    func warnings() throws {
        let report = Report([], warnings: [Self.complaint])
        let notes = try json(SARIFPrinter(version: "1").text(report))["runs"]?[0]?["invocations"]?[0]
        #expect(notes?["executionSuccessful"]?.bool == true)
        #expect(notes?["toolExecutionNotifications"]?[0]?["level"]?.string == "warning")
        let commands = GitHubPrinter().text(report)
        #expect(commands.hasPrefix("::warning file=a [b].yaml,line=1,col=1,title=doubtful input::This is 100%25 wrong"))
        let suites = JUnitPrinter(failingAt: .warned).text(report)
        try XMLDocumentText.check(suites)
        #expect(XMLDocumentText.junitFaults(in: suites) == [])
        #expect(suites.contains("tests=\"1\" failures=\"0\" errors=\"0\""))
        #expect(suites.contains("<system-out>This is 100% wrong: {x}, really.</system-out>"))
    }

    @Test("The file that an object was made from is named beside the line, in every form")
    func sources() throws {
        let yaml = "# Source: web/templates/a.yaml\n" + webYAML
        let name = ManifestReader.standardInputName
        let report = Self.report(yaml, file: name)
        #expect(TextPrinter().text(report).contains("  standard input:16:9 (web/templates/a.yaml): denied by"))
        #expect(
            TextPrinter().text(report).hasPrefix("Deployment shop/web (standard input:2:1, from web/templates/a.yaml)"))
        #expect(JUnitPrinter().text(report).contains(">standard input:16:9 (web/templates/a.yaml): denied by"))
        #expect(GitHubPrinter().text(report).contains(" (from web/templates/a.yaml)\n"))
        let results = try json(SARIFPrinter(version: "1").text(report))["runs"]?[0]?["results"]
        #expect(results?[0]?["properties"]?["source"]?.string == "web/templates/a.yaml")
        let object = try json(JSONPrinter().text(report))["objects"]?[0]
        #expect(object?["source"]?.string == "web/templates/a.yaml")
    }

    @Test(
        "The exit status follows from the threshold",
        arguments: [
            (webYAML, [true, true, true]),
            (webYAML.replacing("image: nginx", with: "image: nginx:1"), [false, true, true]),
        ])
    func threshold(yaml: String, reached: [Bool]) {
        let report = Self.report(yaml)
        #expect(Report.Severity.allCases.map { report.reaches($0) } == reached)
        #expect(!report.reaches(nil))
    }

    @Test("As little or as much as is wanted", arguments: [TextPrinter.Detail.findings, .everything])
    func detail(detail: TextPrinter.Detail) throws {
        let text = TextPrinter(detail: detail).text(
            Self.report(webYAML + "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"))
        try expectGolden(text, detail == .findings ? "report-quiet.txt" : "report-verbose.txt")
    }

    private static func indented(_ members: KeyValuePairs<String, JSON?>) -> String {
        IndentedJSON(.object(members.map { .init($0.key, $0.value.map { .json($0) } ?? .null) })).text + "\n"
    }
}

@Suite("The progress bar")
struct ProgressBarTests {
    @Test("Nothing is shown in the first second, and then not too often")
    func pauses() {
        let began = ContinuousClock.now
        var bar = ProgressBar(began: began)
        #expect(bar.text("Reading", 1, of: 4, at: began + .milliseconds(999)) == nil)
        #expect(bar.end == nil)
        let bars = String(repeating: "#", count: 7) + String(repeating: ".", count: 23)
        #expect(bar.text("Reading", 1, of: 4, at: began + .seconds(1)) == "\rReading [\(bars)] 1 of 4\u{1B}[K")
        #expect(bar.text("Reading", 2, of: 4, at: began + .milliseconds(1050)) == nil)
        #expect(bar.text("Judging", 4, of: 4, at: began + .milliseconds(1100))?.contains("] 4 of 4") == true)
        #expect(bar.end == "\r\u{1B}[K")
    }

    @Test("Numbers that make no sense do no harm", arguments: [(0, 0), (-1, 3), (9, 3), (1, -1)])
    func bounds(done: Int, total: Int) {
        var bar = ProgressBar(began: .now - .seconds(5))
        _ = bar.text("Reading", done, of: total)
    }
}

import Admission
import Configuration
import Documents
import Kubernetes
import Testing

@testable import Rehearsal

@Suite("What exceptions let pass, in reports")
struct ExceptionReportTests {
    private static let untagged = webYAML.replacing("image: fluent/bit:2", with: "image: fluent/bit")

    private static func exception(
        _ policies: String..., containers: String..., until expiry: String = "2026-12-31"
    ) throws -> Exception {
        var scope = Scope()
        scope.namespaces = [NamePattern("shop")]
        return Exception(
            "legacy", policies: policies.map(NamePattern.init), scope: scope,
            containers: containers.map(NamePattern.init), reason: "It is old", owner: "team-a",
            expiry: try #require(Expiry(parsing: expiry)))
    }

    private static func report(
        _ exceptions: Exception..., yaml: String = untagged, now: Int64? = 1_790_000_000
    ) -> Report {
        let gate = Gate([Binding(TaggedImages(), mutates: false), Binding(TeamLabel(), mode: .warn)])
        var rehearsal = Rehearsal(gate.excepting(exceptions))
        rehearsal.now = now
        return rehearsal.run(manifests(yaml))
    }

    @Test("An exception lets an object pass, and its evidence has the places in the file")
    func evidence() throws {
        let report = Self.report(try Self.exception("*"))
        #expect(report.isClean)
        #expect(!report.reaches(.audited))
        let entry = try #require(report.entries.first)
        #expect(entry.remarks.isEmpty)
        #expect(entry.excepted.map(\.remark.severity) == [.denied, .denied, .warned])
        #expect(entry.excepted.map(\.remark.location.line) == [15, 19, 3])
        #expect(entry.excepted.allSatisfy { $0.exception.name == "legacy" })
    }

    @Test("An exception holds only at its time")
    func time() throws {
        let exception = try Self.exception("*")
        #expect(!Self.report(exception, now: 1_798_761_600).isClean)
        #expect(!Self.report(exception, now: nil).isClean)
    }

    @Test("Text: a summary, and with --verbose every finding")
    func text() throws {
        let report = Self.report(try Self.exception("*"))
        #expect(
            TextPrinter().text(report) == """
                2 objects: 2 clean.
                Let pass by exceptions:
                  legacy (owner team-a, until 2026-12-31): 3 findings

                """)
        #expect(TextPrinter(detail: .findings).text(report).isEmpty)
        let lines = TextPrinter(detail: .everything).text(report).split(separator: "\n").map(String.init)
        let line = try #require(lines.first { $0.contains("let pass by") })
        #expect(
            line == "  web.yaml:15:9: let pass by exception \"legacy\" (owner team-a, until 2026-12-31) from "
                + "tagged-images: spec.template.spec.containers[0].image (container \"app\") is \"nginx\", but must have "
                + "a tag.")
        #expect(!lines.contains("  judged by no policy"))
        #expect(!TextPrinter().text(Self.report()).contains("exceptions"))
    }

    @Test("JSON names the exception, and what it lets pass")
    func jsonReport() throws {
        let document = try json(JSONPrinter().text(Self.report(try Self.exception("*"))))
        let row = document["summary"]?["exceptions"]?[0]
        #expect(row?["name"]?.string == "legacy")
        #expect(row?["expires"]?.string == "2026-12-31")
        #expect(row?["findings"]?.int == 3)
        let excepted = document["objects"]?[0]?["excepted"]?[0]
        #expect(excepted?["exception"]?.string == "legacy")
        #expect(excepted?["owner"]?.string == "team-a")
        #expect(excepted?["reason"]?.string == "It is old")
        #expect(excepted?["remark"]?["policy"]?.string == "tagged-images")
        #expect(excepted?["remark"]?["pointer"]?.string == "/spec/template/spec/containers/0/image")
        #expect(document["objects"]?[0]?["allowed"]?.bool == true)
        #expect(document["objects"]?[1]?["excepted"] == nil)
    }

    @Test("SARIF has a result with a suppression, whose rule is known")
    func sarif() throws {
        let report = Self.report(try Self.exception("tagged-images", containers: "log"))
        let run = try #require(try json(SARIFPrinter(version: "1", policies: []).text(report))["runs"]?[0])
        let results = try #require(run["results"]).elements.map { $0 }
        #expect(results.count == 3)
        #expect(results.map { $0["suppressions"] != nil } == [false, false, true])
        let suppression = results.last?["suppressions"]?[0]
        #expect(suppression?["kind"]?.string == "external")
        #expect(suppression?["status"]?.string == "accepted")
        #expect(
            suppression?["justification"]?.string
                == "exception \"legacy\" (owner team-a, until 2026-12-31): It is old")
        let index = try #require(results.last?["ruleIndex"]?.int)
        #expect(run["tool"]?["driver"]?["rules"]?[Int(index)]?["id"]?.string == "tagged-images")
    }

    @Test("JUnit skips an object that would fail without the exception")
    func junit() throws {
        let text = JUnitPrinter().text(Self.report(try Self.exception("*")))
        try XMLDocumentText.check(text)
        #expect(text.contains("tests=\"2\" failures=\"0\" errors=\"0\"") && text.contains("skipped=\"1\""))
        #expect(
            text.contains(
                "<skipped message=\"exception &quot;legacy&quot; (owner team-a, until 2026-12-31) lets pass: "))
        let lenient = JUnitPrinter(failingAt: nil).text(Self.report(try Self.exception("*")))
        #expect(lenient.contains("skipped=\"0\"") && !lenient.contains("<skipped"))
    }

    @Test("JUnit: what fails all the same is not skipped, and says what is let pass")
    func junitFailure() throws {
        let text = JUnitPrinter().text(Self.report(try Self.exception("tagged-images", containers: "log")))
        try XMLDocumentText.check(text)
        #expect(text.contains("failures=\"1\" errors=\"0\"") && text.contains("skipped=\"0\""))
        #expect(!text.contains("<skipped"))
        #expect(
            text.contains("Let pass by exception \"legacy\"")
                || text.contains("Let pass by exception &quot;legacy&quot;"))
    }

    @Test("GitHub: nothing is marked, and the numbers have it")
    func github() throws {
        let text = GitHubPrinter().text(Self.report(try Self.exception("*")))
        #expect(!text.contains("::"))
        #expect(text.contains("legacy (owner team-a, until 2026-12-31): 3 findings"))
    }

    @Test("What is kept from being changed is in the report")
    func kept() throws {
        let gate = Gate([Binding(TaggedImages())]).excepting([try Self.exception("tagged-images", until: "never")])
        let report = Rehearsal(gate).run(manifests(webYAML))
        let entry = try #require(report.entries.first)
        #expect(entry.editors.isEmpty)
        #expect(entry.kept.map(\.policy) == ["tagged-images"])
        #expect(entry.kept.map(\.edits) == [1])
        #expect(
            TextPrinter().text(report).contains("legacy (owner team-a, never ends): 1 finding, 1 object not changed"))
        let object = try json(JSONPrinter().text(report))["objects"]?[0]
        #expect(object?["kept"]?[0]?["operations"]?.int == 1)
        #expect(
            TextPrinter(detail: .everything).text(report).contains(
                "  not changed by tagged-images, for exception \"legacy\" (owner team-a, never ends)\n"))
    }
}

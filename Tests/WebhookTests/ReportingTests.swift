import Admission
import Configuration
import Documents
import Foundation
import HTTP
import Support
import Telemetry
import Testing
import Transport

@testable import Webhook

@Suite("What is told of decisions")
struct ReportingTests {
    /// An endpoint with witnesses, and the descriptor-less journal that they complain to.
    private func serving(
        _ reporting: Reporting, _ body: (ReviewEndpoint, Witnesses, TemporaryDirectory) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.policies, to: "policies.yaml")
        let set = try Loader(directory.file("policies.yaml")).load()
        var reporting = reporting
        reporting.auditLog = reporting.auditLog.map { directory.file($0) }
        let witnesses = try Witnesses(reporting, journal: Journal(descriptor: -1))
        let endpoint = ReviewEndpoint(
            Published(ActivePolicies(set)), inventory: EmptyInventory(), witnesses: witnesses, convergence: nil)
        try await body(endpoint, witnesses, directory)
    }

    @Test("The audit log has a line for every decision, with the verdict that was answered")
    func audit() async throws {
        var reporting = Reporting()
        reporting.auditLog = "audit.jsonl"
        try await serving(reporting) { endpoint, witnesses, directory in
            for context in [#"{"runAsNonRoot":true}"#, "{}"] {
                _ = try endpoint.review(
                    Fixtures.review(securityContext: context), by: ReviewRoute(stages: .validating, gate: "first"))
            }
            await witnesses.close()
            let text = try String(contentsOfFile: directory.file("audit.jsonl"), encoding: .utf8)
            let lines = try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
            #expect(lines.map { $0["verdict"]?.string } == ["allowed", "denied"])
            #expect(lines.allSatisfy { $0["gate"]?.string == "first" && $0["user"]?.string == "admin" })
        }
    }

    @Test("Without witnesses nothing is kept")
    func nobody() async throws {
        try await serving(Reporting()) { _, witnesses, _ in
            #expect(!witnesses.isAnybodyThere)
        }
    }

    @Test("The last decisions are explained by uid on the admin port, when that is asked for")
    func explain() async throws {
        var reporting = Reporting()
        reporting.traces = 2
        try await serving(reporting) { endpoint, witnesses, _ in
            let admin = AdminEndpoint(isReady: { true }, metrics: { MetricsText() }, traces: witnesses.traces)
            for uid in ["a", "b/%", "c"] {
                _ = try endpoint.review(Fixtures.review(uid: uid), by: ReviewRoute(stages: .validating))
            }
            func ask(_ target: String) -> HTTPResponse { admin.answer(HTTPRequest(.get, target), Fixtures.context) }
            let found = ask("/explain?uid=b%2F%25")
            #expect(found.status == .ok && found.fields["Content-Type"] == "application/json")
            let traces = try #require(try JSON(parsing: found.body)["traces"])
            let steps = traces.elements.flatMap { $0["steps"].map { Array($0.elements) } ?? [] }
            #expect(steps.map { $0["outcome"]?.string } == ["found", "found"])
            #expect(ask("/explain?uid=a").status == .notFound)
            let all = try #require(try JSON(parsing: ask("/explain").body)["traces"])
            #expect(all.elements.map { $0["uid"]?.string } == ["c", "b/%"])
        }
    }

    @Test("Where it is not asked for, it is not there, and says how to have it")
    func noExplain() {
        let admin = AdminEndpoint(isReady: { true }, metrics: { MetricsText() })
        let answer = admin.answer(HTTPRequest(.get, "/explain?uid=a"), Fixtures.context)
        #expect(answer.status == .notFound && String(decoding: answer.body, as: UTF8.self).contains("--explain"))
    }

    @Test("A trace from a file is that of the server")
    func trace() throws {
        let trace = try Fixtures.endpoint().trace(Fixtures.review(), by: ReviewRoute(stages: .validating))
        #expect(trace.steps.map(\.outcome) == ["found", "found"] && trace.uid == "u-1")
    }

    @Test("An audit log that can't be opened keeps the server from starting")
    func unopenable() {
        var reporting = Reporting()
        reporting.auditLog = "/no/such/place"
        #expect(throws: LineLog.OpenError.self) { try Witnesses(reporting, journal: Journal(descriptor: -1)) }
    }
}

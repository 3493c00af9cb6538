import Admission
import Configuration
import Foundation
import Support
import TLS
import Telemetry
import Testing
import Transport

@testable import Webhook

/// The files for those who watch over a server.
enum Monitoring {
    /// A file of Manifests/monitoring.
    static func file(_ name: String) -> URL {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.appendingPathComponent("Manifests/monitoring/\(name)")
    }
}

/// A server without its sockets, and the page that it would print.
struct MetricsFixture {
    let directory: TemporaryDirectory
    let upkeep: Upkeep
    let endpoint: ReviewEndpoint
    var numbers = TransportNumbers()

    init() throws {
        directory = try TemporaryDirectory()
        let authority = try CertificateAuthority(name: "Metrics")
        let issued = try authority.issue(LeafRequest(commonName: "sekisho", dnsNames: ["localhost"]))
        try directory.write(issued.certificate.pem, to: "server.crt")
        try directory.write(issued.key.pem, to: "server.key")
        try directory.write(Fixtures.policies, to: "policies/gates.yaml")
        try directory.write(Self.exception, to: "policies/exceptions.yaml")
        var settings = Settings(policies: directory.file("policies"))
        settings.certificate = directory.file("server.crt")
        settings.key = directory.file("server.key")
        var reporting = Reporting()
        reporting.auditLog = directory.file("audit.jsonl")
        upkeep = try Upkeep(settings, journal: Journal(descriptor: -1), reporting: reporting)
        endpoint = ReviewEndpoint(
            upkeep.policies, inventory: EmptyInventory(), witnesses: upkeep.witnesses, convergence: nil)
    }

    private static let exception = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Exception
        metadata: {name: legacy-agent}
        spec:
          policies: [run-as-non-root]
          scope: {namespaces: [legacy]}
          reason: The vendor's image runs as root.
          owner: team-a
          expires: 2099-12-31
        """

    var text: String { MetricsText(upkeep, numbers).text }
    var page: PrometheusPage { get throws { try PrometheusPage(parsing: text) } }

    /// A page on which every family has a sample.
    static func busy() async throws -> MetricsFixture {
        var fixture = try MetricsFixture()
        for operation in ["CREATE", "DELETE"] {
            _ = try fixture.endpoint.review(
                Fixtures.review(operation: operation), by: ReviewRoute(stages: .validating))
        }
        _ = try fixture.endpoint.review(Fixtures.review(), by: ReviewRoute(stages: .mutating))
        _ = try fixture.endpoint.review(
            Fixtures.review(), by: ReviewRoute(stages: .validating), deadline: .now - .seconds(1))
        await fixture.upkeep.witnesses.close()
        fixture.numbers.answers = [200: 3, 429: 1]
        fixture.numbers.handshakeFailures = ["protocol_version": 1, "timeout": 2]
        return fixture
    }
}

@Suite("The page of metrics")
struct MetricsPageTests {
    @Test("follows the rules of Prometheus' text format, every family with help")
    func rules() async throws {
        let page = try await MetricsFixture.busy().page
        #expect(page.families.count > 40)
        for family in page.families {
            #expect(!family.samples.isEmpty, "\(family.name)")
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(family.name.hasPrefix("sekisho_") || family.name.hasPrefix("process_"), "\(family.name)")
        }
    }

    @Test("is the golden one, but for numbers that vary from run to run")
    func golden() async throws {
        let page = try await MetricsFixture.busy().text
        let lines = page.split(separator: "\n").map { $0.hasPrefix("#") ? String($0) : Self.steady($0) }
        let found = lines.joined(separator: "\n") + "\n"
        let path = Monitoring.file("metrics.txt")
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try found.write(to: path, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: path, encoding: .utf8)
        #expect(found == golden, "RECORD_GOLDEN=1 writes the page that is there now; read it before you keep it.")
    }

    /// Times, and what the process needs, become `~`.
    private static func steady(_ line: Substring) -> String {
        guard let space = line.lastIndex(of: " ") else { return String(line) }
        let series = line[..<space]
        let varies =
            series.hasPrefix("process_") || series.contains("timestamp") || series.contains("_expiry_seconds")
            || (series.contains("_duration_seconds") && !series.contains("_count") && !series.contains("+Inf"))
        return varies ? "\(series) ~" : String(line)
    }

    @Test("counts reviews by kind, and a review past its deadline")
    func counts() async throws {
        let page = try await MetricsFixture.busy().page
        let reviews = try #require(page.families.first { $0.name == "sekisho_reviews_total" }).samples
        let denied = reviews.first { $0["verdict"] == "denied" && $0["kind"] == "Pod" && $0["operation"] == "CREATE" }
        #expect(denied?["stage"] == "validate" && denied?.value == 2)
        #expect(page.families.first { $0.name == "sekisho_deadline_misses_total" }?.samples.first?.value == 1)
    }

    @Test("says that the newest policies are refused until they are mended")
    func refused() throws {
        let fixture = try MetricsFixture()
        func isRefused() throws -> Double? {
            try fixture.page.families.first { $0.name == "sekisho_policy_set_refused" }?.samples.first?.value
        }
        #expect(try isRefused() == 0)
        try fixture.directory.write("kind: Nonsense\n", to: "policies/more.yaml")
        fixture.upkeep.reload()
        #expect(try isRefused() == 1)
        try fixture.directory.write(Fixtures.policies.replacing("first", with: "third"), to: "policies/gates.yaml")
        try FileManager.default.removeItem(atPath: fixture.directory.file("policies/more.yaml"))
        fixture.upkeep.reload()
        #expect(try isRefused() == 0)
    }

    @Test("has numbers of the process that can be true")
    func process() throws {
        let process = ProcessNumbers()
        let now = Date().timeIntervalSince1970
        #expect(try #require(process.residentMemory) > 1 << 20)
        #expect(try #require(process.virtualMemory) > 1 << 20)
        #expect(try #require(process.openFiles) > 2)
        #expect(try #require(process.maximumFiles) > 2)
        #expect(try #require(process.threads) > 0)
        #expect(try #require(process.processorTime) >= 0)
        #expect(abs(try #require(process.startTime) - now) < 86_400)
    }

    @Test(
        "The strict reader refuses what breaks the rules",
        arguments: [
            "a 1", "a 1\n", "# HELP a A.\na 1\n", "# TYPE a gauge\na 1\n", "# HELP a A.\n# TYPE a counter\na 1\n",
            "# HELP a A.\n# TYPE a gauge\na 1\na 1\n", "# HELP a A.\n# TYPE a gauge\na{b=\"c} 1\n",
            "# HELP a A.\n# TYPE a gauge\na  1\n", "# HELP a A.\n# TYPE a gauge\na{b=\"\\t\"} 1\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
            "# HELP a A.\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
            "# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n",
        ])
    func strictness(text: String) {
        #expect(throws: PrometheusPage.Fault.self) { try PrometheusPage(parsing: text) }
    }
}

import Documents
import Foundation
import Testing

@testable import Webhook

@Suite("What Manifests/monitoring asks Prometheus")
struct MonitoringTests {
    /// A rule of an alert.
    struct Rule: Equatable {
        let alert: String
        let expression: String
        let severity: String
        let annotations: [String]
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: Monitoring.file(name), encoding: .utf8)
    }

    private static func rules(_ groups: JSON?) -> [Rule] {
        let rules = groups.map { Array($0.elements) } ?? []
        return rules.flatMap { group in group["rules"].map { Array($0.elements) } ?? [] }.map { rule in
            Rule(
                alert: rule["alert"]?.string ?? "", expression: rule["expr"]?.string ?? "",
                severity: rule["labels"]?["severity"]?.string ?? "",
                annotations: ["summary", "description"].map { rule["annotations"]?[$0]?.string ?? "" })
        }
    }

    private static func document(_ name: String) throws -> JSON {
        try #require(try YAMLReader().documents(in: try text(name)).first).json
    }

    private func alerts() throws -> [Rule] { Self.rules(try Self.document("alerts.yaml")["groups"]) }

    private func queries() throws -> [String] {
        let dashboard = try JSON(parsing: Array(try Self.text("grafana-dashboard.json").utf8))
        let panels = try #require(dashboard["panels"]).elements
        return panels.flatMap { panel in panel["targets"].map { Array($0.elements) } ?? [] }
            .compactMap { $0["expr"]?.string }
    }

    /// Names of metrics in a query, and its labels with the values that are asked for as they are.
    private static func names(_ query: String) -> Set<String> {
        let words = query.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return Set(words.map(String.init).filter { $0.hasPrefix("sekisho_") || $0.hasPrefix("process_") })
    }

    @Test("Every metric is one that the server has")
    func names() async throws {
        let known = try await MetricsFixture.busy().page.sampleNames
        let queries = try queries() + alerts().map(\.expression)
        #expect(queries.count > 30)
        for query in queries {
            let isSelf = query.contains("up{")
            #expect(isSelf || !Self.names(query).isEmpty, "No metric of ours in \(query)")
            #expect(Self.names(query).subtracting(known) == [], "\(query)")
        }
    }

    @Test("Labels that queries group by are there, and values that they want")
    func labels() async throws {
        let page = try await MetricsFixture.busy().page
        let labels = Set(page.families.flatMap(\.samples).flatMap { $0.labels.map(\.name) })
        let ours = labels.union(["instance", "job"])
        for query in try queries() + alerts().map(\.expression) {
            for match in query.matches(of: /by \(([a-z_, ]+)\)/) {
                let wanted = Set(match.output.1.split { $0 == "," || $0 == " " }.map(String.init))
                #expect(wanted.subtracting(ours) == [], "\(query)")
            }
            for match in query.matches(of: /([a-z]+)="([a-z]+)"/) {
                let values = page.families.flatMap(\.samples).compactMap { $0[String(match.output.1)] }
                #expect(values.contains(String(match.output.2)), "\(query)")
            }
        }
    }

    @Test("Alerts say how bad it is and what it means, and have balanced parentheses")
    func alertsAreComplete() throws {
        let alerts = try alerts()
        #expect(Set(alerts.map(\.alert)).count == alerts.count && alerts.count >= 10)
        for alert in alerts {
            #expect(alert.alert.hasPrefix("Sekisho") && ["warning", "critical"].contains(alert.severity))
            #expect(alert.annotations.allSatisfy { $0.hasSuffix(".") }, "\(alert.alert)")
            for (open, close) in [("(", ")"), ("{", "}"), ("[", "]")] as [(Character, Character)] {
                #expect(alert.expression.count { $0 == open } == alert.expression.count { $0 == close })
            }
        }
    }

    @Test("The operator's resource has the same rules as the plain file")
    func operatorsRules() throws {
        let resource = try Self.document("prometheus-rule.yaml")
        #expect(resource["kind"]?.string == "PrometheusRule")
        #expect(Self.rules(resource["spec"]?["groups"]) == (try alerts()))
    }
}

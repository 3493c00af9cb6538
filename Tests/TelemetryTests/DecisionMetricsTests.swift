import Admission
import Documents
import Kubernetes
import Testing

@testable import Telemetry

/// Finds something in every object named "bad".
private struct BadNames: Validating {
    static let about = About("bad-names", "No bad names.", judges: .anything, prose: "For tests.")

    func check(_ request: Request) -> [Finding] {
        guard request.view.name == "bad" else { return [] }
        return [Finding(["metadata", "name"], found: "is bad", wanted: "must be good")]
    }
}

@Suite("Decisions as numbers")
struct DecisionMetricsTests {
    private func decide(_ gate: Gate, name: String, _ operation: Kubernetes.Operation = .create) throws -> Decision {
        let object = try JSON(parsing: #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\#(name)"}}"#)
        let request = AdmissionRequest(
            uid: "1", kind: .init(group: "", version: "v1", kind: "ConfigMap"),
            resource: .init(group: "", version: "v1", resource: "configmaps"), name: name, operation: operation,
            object: object)
        return gate.decide(request, .validating)
    }

    private static func times(_ duration: Duration = .zero) -> DecisionMetrics.Times {
        .init(request: duration * 10, decision: duration)
    }

    private func page(_ metrics: DecisionMetrics) -> [Substring] {
        var page = MetricsText()
        metrics.write(to: &page)
        return page.text.split(separator: "\n")
    }

    @Test("count reviews by stage, operation and verdict, and outcomes by binding")
    func counts() throws {
        let gate = Gate([Binding(BadNames(), name: "names")])
        let metrics = DecisionMetrics([gate])
        metrics.record(try decide(gate, name: "good"), .validating, Self.times(.microseconds(7)))
        metrics.record(try decide(gate, name: "bad"), .validating, Self.times(.microseconds(8)))
        metrics.record(try decide(gate, name: "bad", .update), .validating, Self.times(.microseconds(9)))
        let lines = page(metrics)
        #expect(
            lines.contains(
                #"sekisho_reviews_total{stage="validate",operation="CREATE",kind="ConfigMap",verdict="allowed"} 1"#))
        #expect(
            lines.contains(
                #"sekisho_reviews_total{stage="validate",operation="CREATE",kind="ConfigMap",verdict="denied"} 1"#))
        #expect(
            lines.contains(
                #"sekisho_reviews_total{stage="validate",operation="UPDATE",kind="ConfigMap",verdict="denied"} 1"#))
        #expect(lines.contains(#"sekisho_decision_duration_seconds_bucket{stage="validate",le="1e-05"} 3"#))
        #expect(
            lines.contains(
                #"sekisho_policy_outcomes_total{binding="names",policy="bad-names",outcome="found"} 2"#))
        #expect(
            lines.contains(
                #"sekisho_policy_outcomes_total{binding="names",policy="bad-names",outcome="passed"} 1"#))
    }

    @Test("of a binding go on over a reload, by its name")
    func reload() throws {
        let before = Gate([Binding(BadNames(), name: "names")])
        let first = DecisionMetrics([before])
        first.record(try decide(before, name: "bad"), .validating, Self.times())
        let after = Gate([Binding(BadNames(), name: "others"), Binding(BadNames(), name: "names")])
        let second = DecisionMetrics([after], after: first)
        second.record(try decide(after, name: "bad"), .validating, Self.times())
        let lines = page(second)
        #expect(
            lines.contains(
                #"sekisho_reviews_total{stage="validate",operation="CREATE",kind="ConfigMap",verdict="denied"} 2"#))
        #expect(
            lines.contains(
                #"sekisho_policy_outcomes_total{binding="names",policy="bad-names",outcome="found"} 2"#))
        #expect(
            lines.contains(
                #"sekisho_policy_outcomes_total{binding="others",policy="bad-names",outcome="found"} 1"#))
    }

    @Test("are all told when many threads count at once")
    func threads() async throws {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { counter.add() } } }
        }
        #expect(counter.current == 8000)
    }
}

@Suite("The kind in a label")
struct KindLabelTests {
    @Test(
        "is the kind when Kubernetes has it, and \"other\" for everything else",
        arguments: [
            ("", "Pod", "Pod"), ("apps", "Deployment", "Deployment"), ("networking.k8s.io", "Ingress", "Ingress"),
            ("example.com", "Pod", "other"), ("", "Made-up", "other"),
            ("", String(repeating: "x", count: 5000), "other"),
            ("", "PodExecOptions", "PodExecOptions"), ("batch", "CronJob", "CronJob"),
        ])
    func label(group: String, kind: String, label: String) {
        let position = KindLabel.position(of: .init(group: group, version: "v1", kind: kind))
        #expect(KindLabel.all[position] == label)
    }
}

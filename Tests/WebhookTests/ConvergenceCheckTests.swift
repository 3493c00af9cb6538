import Admission
import Documents
import Kubernetes
import Synchronization
import Telemetry
import Testing

@testable import Webhook

/// Adds a label, and one more each time that it is asked.
private struct Counting: Validating, Mutating {
    static let about = About("counting", "Counts.", judges: .anything, prose: "For tests.")
    var limit = 1

    func check(_ request: Request) -> [Finding] { [] }

    func mutate(_ request: Request, _ draft: inout Draft) {
        let labels = request.object["metadata"]?["labels"].map { Array($0.members).count } ?? 0
        guard labels < limit else { return }
        draft.set(["metadata", "labels", "n\(labels)"], "x")
    }
}

@Suite("Whether mutating policies converge")
struct ConvergenceCheckTests {
    private final class Reports: Sendable {
        private let reports = Mutex<[String]>([])
        var all: [String] { reports.withLock { $0 } }
        func add(_ text: String) { reports.withLock { $0.append(text) } }
    }

    private func decide(_ gate: Gate, kind: String = "ConfigMap") throws -> Decision {
        let object = try JSON(parsing: #"{"apiVersion":"v1","kind":"\#(kind)","metadata":{"name":"a"}}"#)
        let request = AdmissionRequest(
            uid: "1", kind: .init(group: "", version: "v1", kind: kind),
            resource: .init(group: "", version: "v1", resource: "configmaps"), object: object)
        return gate.decide(request, .mutating)
    }

    private func page(_ metrics: DecisionMetrics) -> String {
        var page = MetricsText()
        metrics.write(to: &page)
        return page.text
    }

    @Test("is seen by mending once more what was mended: a metric, and a warning once", arguments: [1, 5])
    func convergence(limit: Int) async throws {
        let gate = Gate([Binding(Counting(limit: limit), name: "counts")])
        let metrics = DecisionMetrics([gate])
        let reports = Reports()
        let check = ConvergenceCheck(interval: .zero) { message, kind, bindings in
            reports.add("\(kind) \(bindings)")
        }
        for _ in 0..<3 {
            check.offer(try decide(gate), gate, inventory: EmptyInventory(), bodyBytes: 100, metrics: metrics)
            await check.settle()
        }
        #expect(check.checked == 3)
        #expect(reports.all == (limit == 1 ? [] : ["ConfigMap counts"]))
        let count = limit == 1 ? 0 : 3
        #expect(
            page(metrics).contains(
                #"sekisho_policy_repeated_edits_total{binding="counts",policy="counting"} \#(count)"#))
    }

    @Test("is looked at once an interval for each kind, and not for large objects")
    func limits() async throws {
        let gate = Gate([Binding(Counting(limit: 1))])
        let metrics = DecisionMetrics([gate])
        let check = ConvergenceCheck(interval: .seconds(3600)) { _, _, _ in }
        for _ in 0..<5 {
            check.offer(try decide(gate), gate, inventory: EmptyInventory(), bodyBytes: 100, metrics: metrics)
        }
        check.offer(
            try decide(gate, kind: "Large"), gate, inventory: EmptyInventory(),
            bodyBytes: ConvergenceCheck.bodyLimit + 1, metrics: metrics)
        await check.settle()
        #expect(check.checked == 1 && check.skipped == 5)
    }
}

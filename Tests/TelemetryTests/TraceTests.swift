import Admission
import Documents
import Kubernetes
import Testing

@testable import Telemetry

@Suite("A trace")
struct TraceTests {
    private let bindings = [
        Binding(Blabbing(), name: "tells"), Binding(Failing(), onError: .allow),
        Binding(Blabbing(), name: "exempting", exemptions: [Scope()]),
        Binding(Blabbing(), name: "elsewhere", scope: Self.deletions),
    ]

    private static var deletions: Scope {
        var scope = Scope()
        scope.operations = [.delete]
        return scope
    }

    @Test("tells what each binding did, and which had nothing to do with it")
    func steps() throws {
        let decision = try Decisions.decide(bindings, data: "{}")
        let trace = Trace(Decisions.account(decision), bindings: bindings)
        #expect(trace.steps.map(\.binding) == ["tells", "failing", "exempting"])
        #expect(trace.steps.map(\.outcome) == ["found", "failed", "exempt"])
        #expect(trace.outOfScope == ["elsewhere"])
        let json = try JSON(parsing: trace.json)
        #expect(json["steps"].map { Array($0.elements).count } == 3 && json["uid"]?.string == "u-1")
        let lines = trace.text.split(separator: "\n").map { line in
            line.split(separator: " ").map { Double($0) == nil ? String($0) : "…" }.joined(separator: " ")
        }
        #expect(
            lines == [
                "CREATE ConfigMap shop/web by alice, uid u-1: denied",
                "validate tells (blabbing), Enforce: found, … µs",
                "metadata.name.web is web, but must be else. web.", "validate failing, Enforce: failed, … µs",
                "the value is", "validate exempting (blabbing), Enforce: exempt, … µs", "out of scope: elsewhere",
            ])
    }

    @Test("can be asked for by its uid while it is among the last")
    func ring() throws {
        let ring = TraceRing(capacity: 3)
        #expect(ring.traces().isEmpty)
        for uid in ["a", "b", "c", "a", "d"] {
            let decision = try Decisions.decide(bindings, uid: uid)
            ring.add(Trace(Decisions.account(decision), bindings: bindings))
        }
        let uids = try ring.traces().map { try JSON(parsing: $0)["uid"]?.string }
        #expect(uids == ["d", "a", "c"])
        #expect(ring.traces(uid: "a").count == 1 && ring.traces(uid: "b").isEmpty)
    }
}

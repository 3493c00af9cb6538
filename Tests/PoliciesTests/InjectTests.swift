import Admission
import Documents
import Kubernetes
import Policies
import Testing

/// What files of cases can't say: an injection that can't be made.
@Suite("inject")
struct InjectTests {
    @Test("An injection that can't be made fails, and those before it are undone")
    func failure() throws {
        let injections: JSONValue = [
            ["pointer": "/metadata/labels/team", "value": "red"],
            ["pointer": "/spec/tolerations", "action": "append", "value": ["key": "team"]],
        ]
        let decision = try decide(injections, on: ["metadata": ["name": "web"], "spec": ["tolerations": "none"]])
        #expect(!decision.isAllowed)
        #expect(decision.patch == Patch())
        let reason = decision.steps.map { if case .failed(let reason) = $0.outcome { reason } else { "" } }
        #expect(reason.first?.contains("could not change the object: spec.tolerations") == true, "\(reason)")
    }

    @Test("An injection goes no further than one that can be made")
    func success() throws {
        let injections: JSONValue = [["pointer": "/spec/tolerations", "action": "append", "value": ["key": "team"]]]
        let decision = try decide(injections, on: ["metadata": ["name": "web"], "spec": ["tolerations": []]])
        #expect(decision.isAllowed)
        #expect(decision.patch == Patch([.add(["spec", "tolerations", "-"], ["key": "team"])]))
    }

    private func decide(_ injections: JSONValue, on pod: JSONValue) throws -> Decision {
        let entry = try #require(Entry.all.first { $0.id == "inject" })
        let reader = ParameterReader()
        let policy = entry.type.read(try JSONValue.object([.init("injections", injections)]).parsed(), reader)
        #expect(reader.complaints == [])
        let request = AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
            resource: GroupVersionResource(group: "", version: "v1", resource: "pods"), object: try pod.parsed())
        return Gate([Binding(policy)]).decide(request, .mutating)
    }
}

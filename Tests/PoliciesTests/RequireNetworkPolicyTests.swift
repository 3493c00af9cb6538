import Admission
import Documents
import Kubernetes
import Policies
import Testing

@Suite("require-network-policy")
struct RequireNetworkPolicyTests {
    @Test(
        "Parameters that make no sense are complained of",
        arguments: [
            ("{directions: []}", "/directions", "No direction is left"),
            ("{directions: [Inbound]}", "/directions/0", "\"Inbound\" is none of Ingress, Egress"),
            ("{allowHostNetwork: maybe}", "/allowHostNetwork", "wanted is true or false"),
        ])
    func problems(_ text: String, _ pointer: String, _ message: String) throws {
        let entry = try #require(Entry.all.first { $0.id == "require-network-policy" })
        let found = entry.complaints(of: try YAMLReader().documents(in: " " + text)[0].json)
        #expect(found.contains { $0.pointer.description == pointer && $0.message.contains(message) }, "\(found)")
    }

    /// Each policy either selects or not, governs a direction or not, and is strict or open there.
    @Test("A direction is limited by one strict policy, unless another is open", arguments: 0..<81)
    func combinations(number: Int) throws {
        let kinds = [number % 3, number / 3 % 3, number / 9 % 3, number / 27 % 3].map {
            ["none", "strict", "open"][$0]
        }
        let gate = Gate([Binding(try policy("{directions: [Egress]}"))])
        let policies = try kinds.enumerated().map { try networkPolicy("p\($0.offset)", kind: $0.element) }
        let decision = gate.decide(
            try pod(), .validating, inventory: Policies(policies: policies.map(InventoryNetworkPolicy.init)))
        #expect(decision.isAllowed == (kinds.contains("strict") && !kinds.contains("open")), "\(kinds)")
        #expect(decision.steps.flatMap(\.findings).count == (decision.isAllowed ? 0 : 1))
    }

    private func policy(_ parameters: String) throws -> any Policy {
        let type = try #require(Catalog.policy("require-network-policy"))
        return type.read(try YAMLReader().documents(in: " " + parameters)[0].json, ParameterReader())
    }

    private func networkPolicy(_ name: String, kind: String) throws -> JSON {
        let rules =
            kind == "open" ? "[{to: []}]" : "[{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 1}]}]"
        let text = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: \(name)}
            spec: {podSelector: {matchLabels: {app: \(kind == "none" ? "other" : "web")}}, egress: \(rules)}
            """
        return try YAMLReader().documents(in: text)[0].json
    }

    private func pod() throws -> AdmissionRequest {
        let object: JSONValue = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "labels": ["app": "web"]], "spec": [:],
        ]
        return AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
            resource: GroupVersionResource(group: "", version: "v1", resource: "pods"), namespace: "team-a",
            object: try object.parsed())
    }
}

/// An inventory of NetworkPolicies.
private struct Policies: Inventory {
    let policies: [InventoryNetworkPolicy]

    func knows(_ kind: InventoryKind) -> Bool { true }
    func namespace(_ name: String) -> JSON? { nil }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { policies }
    func pods(in namespace: String) -> [InventoryPod] { [] }
}

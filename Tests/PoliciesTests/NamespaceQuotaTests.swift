import Admission
import Documents
import Kubernetes
import Policies
import Testing

@Suite("namespace-quota")
struct NamespaceQuotaTests {
    @Test(
        "Parameters that make no sense are complained of",
        arguments: [
            ("{}", "/quotas", "Nothing is limited"),
            ("{quotas: [{}]}", "/quotas/0/hard", "Nothing is limited"),
            ("{quotas: [{hard: {cpus: 1}}]}", "/quotas/0/hard/cpus", "is nothing that pods take"),
            (
                "{quotas: [{hard: {requests.storage: 1}}]}", "/quotas/0/hard/requests.storage",
                "is nothing that pods take"
            ),
            ("{quotas: [{hard: {nvidia.com/gpu: 1}}]}", "/quotas/0/hard/nvidia.com~1gpu", "is counted by requests"),
            ("{quotas: [{hard: {limits.nvidia.com/gpu: 1}}]}", "/quotas/0/hard/limits.nvidia.com~1gpu", "is nothing"),
            ("{quotas: [{hard: {pods: many}}]}", "/quotas/0/hard/pods", "is no quantity"),
            ("{quotas: [{hard: {pods: -1}}]}", "/quotas/0/hard/pods", "can't be negative"),
            (
                "{quotas: [{hard: {pods: 1, cpu: 1}, scopes: [BestEffort]}]}", "/quotas/0/hard",
                "only pods can be limited"
            ),
            ("{quotas: [{hard: {pods: 1}, scopes: [Best]}]}", "/quotas/0/scopes/0", "is none of"),
            (
                "{quotas: [{hard: {pods: 1}, scopeSelector: {matchExpressions: [{operator: In}]}}]}",
                "/quotas/0/scopeSelector/matchExpressions/0/values", "needs values"
            ),
            (
                "{quotas: [{hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: Terminating, operator: In}]}}]}",
                "/quotas/0/scopeSelector/matchExpressions/0/operator", "has the operator Exists only"
            ),
        ])
    func problems(_ text: String, _ pointer: String, _ message: String) throws {
        let entry = try #require(Entry.all.first { $0.id == "namespace-quota" })
        let found = entry.complaints(of: try YAMLReader().documents(in: " " + text)[0].json)
        #expect(found.contains { $0.pointer.description == pointer && $0.message.contains(message) }, "\(found)")
    }

    @Test("Pods are let in, one after the other, as long as their sum is within the bound", arguments: 0..<50)
    func filling(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let hard = Int.random(in: 0...5000, using: &random)
        let gate = try gate("{quotas: [{hard: {requests.cpu: \(hard)m}}]}")
        var namespace = Namespace()
        var used = 0
        for position in 0..<20 {
            let asked = Int.random(in: 1...1000, using: &random)
            let count = Int.random(in: 0...3, using: &random)
            let request = try deployment("web-\(position)", replicas: count, cpu: asked)
            let isAllowed = gate.decide(request, .validating, inventory: namespace).isAllowed
            #expect(isAllowed == (count == 0 || used + asked * count <= hard))
            guard isAllowed else { continue }
            used += asked * count
            try namespace.add(request, count: count)
        }
        #expect(used <= hard)
    }

    @Test("Counts and amounts of any size are answered")
    func extremes() throws {
        let gate = try gate("{quotas: [{hard: {requests.cpu: 1, pods: 1}}]}")
        let endless = InventoryPod(
            json: try JSON(parsing: #"{"spec":{"containers":[{"resources":{"requests":{"cpu":"1e20"}}}]}}"#),
            kind: "Deployment", name: "endless", count: .max)
        let negative = InventoryPod(json: endless.json, kind: "Deployment", name: "negative", count: .min)
        let request = try deployment("web", replicas: .max, cpu: .max)
        let decision = gate.decide(request, .validating, inventory: Namespace(pods: [endless, negative, endless]))
        #expect(decision.steps.flatMap(\.findings).count == 2)
        let freed = gate.decide(
            try deployment("web", replicas: 1, cpu: 1000), .validating, inventory: Namespace(pods: [negative]))
        #expect(freed.isAllowed)
    }

    @Test("An inventory that keeps sums has the same found as one that keeps none", arguments: 0..<20)
    func tallies(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let gate = try gate(
            "{quotas: [{name: a, hard: {requests.cpu: 2, pods: 9}}, {hard: {cpu: 1}, scopes: [NotTerminating]}]}")
        let pods = try (0..<8).map { position in
            let cpu = Int.random(in: 0...500, using: &random)
            let phase = ["Running", "Succeeded"][position % 2]
            let json: JSONValue = [
                "metadata": ["uid": .string("uid-\(position)")], "status": ["phase": .string(phase)],
                "spec": [
                    "activeDeadlineSeconds": position % 3 == 0 ? 5 : .null,
                    "containers": [["resources": ["requests": ["cpu": .string("\(cpu)m")]]]],
                ],
            ]
            return InventoryPod(
                json: try json.parsed(), kind: ["Deployment", "Pod"][position % 2], name: "web-\(position / 2)",
                count: Int.random(in: 0...3, using: &random))
        }
        let (plain, tallied) = (Namespace(pods: pods), Tallied(PodTally(pods)))
        for position in 0..<6 {
            var request = try deployment("web-\(position)", replicas: position % 3, cpu: 300)
            var draft = Draft(try #require(request.object))
            if position > 3 { draft.set(["metadata", "uid"], "uid-1") }
            request.object = try draft.object()
            let outcomes = [
                gate.decide(request, .validating, inventory: plain),
                gate.decide(request, .validating, inventory: tallied),
            ].map { $0.steps.map(\.outcome) }
            #expect(outcomes[0] == outcomes[1])
        }
    }

    @Test("Without an inventory the binding decides, not the quota")
    func unknown() throws {
        let gate = try gate("{quotas: [{hard: {pods: 1000}}]}")
        let decision = gate.decide(try deployment("web", replicas: 1, cpu: 1), .validating)
        #expect(!decision.isAllowed && decision.steps.flatMap(\.findings).isEmpty)
    }

    @Test(
        "An owner that anybody may have written keeps nothing from being counted",
        arguments: [
            ("alice", false, false), ("system:serviceaccount:kube-system:deployment-controller", false, true),
            ("system:serviceaccount:evil:deployment-controller", false, false), ("alice", true, true),
        ])
    func owners(_ user: String, _ isDryRun: Bool, _ isAllowed: Bool) throws {
        let gate = try gate("{quotas: [{hard: {pods: 1}}]}")
        var owned = try deployment("web", replicas: 9, cpu: 1)
        var draft = Draft(try #require(owned.object))
        let owner: JSONValue = ["apiVersion": "apps/v1", "kind": "Deployment", "name": "any", "controller": true]
        draft.set(["metadata", "ownerReferences"], [owner])
        owned.object = try draft.object()
        owned.userInfo = UserInfo(username: user)
        owned.isDryRun = isDryRun
        #expect(gate.decide(owned, .validating, inventory: Namespace()).isAllowed == isAllowed)
    }

    @Test("What is there already can be scaled down and labelled, though it names no amounts", arguments: [1, 2, 3])
    func earlierOmissions(replicas: Int) throws {
        let gate = try gate("{quotas: [{hard: {requests.memory: 1Gi, pods: 2}}]}")
        var update = try deployment("web", replicas: 2, cpu: 1)
        update.operation = .update
        update.oldObject = update.object
        update.object = try deployment("web", replicas: replicas, cpu: 1).object
        #expect(gate.decide(update, .validating, inventory: Namespace()).isAllowed == (replicas <= 2))
        update.object = try deployment("web", replicas: replicas, cpu: 2).object
        #expect(!gate.decide(update, .validating, inventory: Namespace()).isAllowed)
    }

    private func gate(_ parameters: String) throws -> Gate {
        let type = try #require(Catalog.policy("namespace-quota"))
        let reader = ParameterReader()
        let policy = type.read(try YAMLReader().documents(in: " " + parameters)[0].json, reader)
        #expect(reader.complaints == [])
        return Gate([Binding(policy)])
    }

    private func deployment(_ name: String, replicas: Int, cpu: Int) throws -> AdmissionRequest {
        let resources: JSONValue = ["requests": ["cpu": .string("\(cpu)m")]]
        let template: JSONValue = ["spec": ["containers": [["name": "app", "resources": resources]]]]
        let object: JSONValue = [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(name)],
            "spec": ["replicas": .int(Int64(replicas)), "template": template],
        ]
        return AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"),
            resource: GroupVersionResource(group: "apps", version: "v1", resource: "deployments"), name: name,
            namespace: "team-a", object: try object.parsed())
    }
}

/// An inventory of one namespace.
private struct Namespace: Inventory {
    var pods: [InventoryPod] = []

    mutating func add(_ request: AdmissionRequest, count: Int) throws {
        let template = try #require(request.object?[["spec", "template"]])
        pods.append(InventoryPod(json: template, kind: "Deployment", name: request.name, count: count))
    }

    func knows(_ kind: InventoryKind) -> Bool { true }
    func namespace(_ name: String) -> JSON? { nil }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { pods }
}

/// The same with sums.
private struct Tallied: Inventory {
    let counted: PodTally

    init(_ counted: PodTally) { self.counted = counted }

    func knows(_ kind: InventoryKind) -> Bool { true }
    func namespace(_ name: String) -> JSON? { nil }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { counted.pods }
    func tally(in namespace: String) -> PodTally? { counted }
}

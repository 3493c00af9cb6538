import Admission
import Configuration
import Documents
import Foundation
import Kubernetes
import Testing

/// The ready set of policies that comes with the server, in front of a few requests of everyday life.
@Suite("The guide's policies")
struct GuideTests {
    private let set: PolicySet

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        set = try Loader(root.appendingPathComponent("Manifests/policies/guide").path).load()
    }

    private func decide(
        _ yaml: String, namespace: String = "team-a", _ change: (inout AdmissionRequest) -> Void = { _ in }
    ) throws -> Decision {
        let object = try #require(try YAMLReader().documents(in: yaml).first).json
        let kind = try #require(GroupVersionKind(object: object))
        var request = AdmissionRequest(
            uid: "u", kind: kind, resource: kind.guessedResource, namespace: namespace,
            userInfo: UserInfo(username: "alice", groups: ["dev"]), object: object)
        change(&request)
        return set.merged.decide(request, [.mutating, .validating])
    }

    private func pod(_ container: String, spec: String = "") -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          \(spec)
          containers:
          - {name: app, \(container)}
        """
    }

    @Test("The chapters come in order, each a gate of its own")
    func chapters() {
        #expect(set.names == ["workloads", "resources", "privileges", "registries", "networks"])
        #expect(
            set.merged.bindings.map(\.name) == [
                "secure-defaults", "container-resources", "volume-limits", "replica-limits", "namespace-quota",
                "run-as-non-root", "pod-security", "trusted-registries", "image-reference", "require-network-policy",
                "network-policy-rules", "service-exposure", "ingress-tls",
            ])
    }

    @Test("A plain pod is admitted, with everything filled in that it did not say")
    func plain() throws {
        let decision = try decide(pod("image: nginx:1.27"))
        #expect(decision.denial == "")
        #expect(decision.warnings == [])
        let pod = try #require(decision.patchedObject)
        #expect(pod["spec"]?["securityContext"]?["runAsNonRoot"]?.bool == true)
        #expect(pod["spec"]?["securityContext"]?["seccompProfile"]?["type"]?.string == "RuntimeDefault")
        let resources = pod["spec"]?["containers"]?[0]?["resources"]
        #expect(resources?["requests"]?["cpu"]?.string == "100m")
        #expect(resources?["requests"]?["memory"]?.string == "128Mi")
        #expect(resources?["limits"]?["memory"]?.string == "512Mi")
        #expect(resources?["limits"]?["cpu"] == nil)
    }

    @Test("What was mended is not mended again")
    func idempotent() throws {
        let first = try decide(pod("image: nginx"))
        let patched = try #require(first.patchedObject)
        let second = try decide(pod("image: nginx")) { $0.object = patched }
        #expect(second.patch.isEmpty)
        #expect(second.isAllowed)
    }

    @Test("A Deployment is judged by its template, and keeps it as far as it can")
    func deployment() throws {
        let decision = try decide(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: app
                    image: registry.k8s.io/pause:3.10
                    resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}
            """)
        #expect(decision.denial == "")
        #expect(
            decision.patch == Patch([.add(["spec", "template", "spec", "securityContext"], ["runAsNonRoot": true])]))
    }

    @Test(
        "What can't be mended is denied, by the policy that says so",
        arguments: [
            ("image: ghcr.io/somebody/miner", "", "trusted-registries"),
            ("image: docker.io/somebody/nginx", "", "trusted-registries"),
            ("image: nginx, securityContext: {runAsUser: 0}", "", "run-as-non-root"),
            ("image: nginx", "securityContext: {runAsNonRoot: false}", "run-as-non-root"),
            ("image: nginx, securityContext: {privileged: true}", "", "pod-security"),
            ("image: nginx", "hostNetwork: true", "pod-security"),
            ("image: nginx, resources: {requests: {memory: 2Ti}}", "", "container-resources"),
            ("image: nginx, resources: {requests: {cpu: 2}, limits: {cpu: 1}}", "", "container-resources"),
        ])
    func denied(_ container: String, _ spec: String, _ policy: String) throws {
        let decision = try decide(pod(container, spec: spec))
        #expect(!decision.isAllowed)
        #expect(Set(decision.steps.filter(\.denies).map(\.binding.name)) == [policy], "\(decision.denial)")
    }

    @Test(
        "What is granted in one namespace is granted there only", arguments: [("monitoring", true), ("team-a", false)])
    func grants(_ namespace: String, _ isAllowed: Bool) throws {
        let decision = try decide(pod("image: quay.io/prometheus/prometheus:v3.0.0"), namespace: namespace)
        #expect(decision.isAllowed == isAllowed, "\(decision.denial)")
    }

    @Test("The cluster's own namespaces are let be", arguments: ["kube-system", "kube-node-lease", "sekisho-system"])
    func exempt(_ namespace: String) throws {
        let decision = try decide(
            pod("image: quay.io/cilium/cilium:v1, securityContext: {runAsUser: 0}"), namespace: namespace)
        #expect(decision.isAllowed)
        #expect(decision.patch.isEmpty)
        #expect(decision.steps.allSatisfy { $0.outcome == .exempt })
    }

    @Test("A server that knows nothing of the cluster neither denies nor warns for that")
    func withoutInventory() throws {
        let decision = try decide(pod("image: nginx"))
        let failed = decision.steps.filter { if case .failed = $0.outcome { true } else { false } }
        #expect(failed.map(\.binding.name) == ["namespace-quota", "require-network-policy"])
        #expect(failed.allSatisfy { $0.binding.mode == .audit && $0.binding.onError == .allow })
    }

    @Test("Scaling what runs already is no reason to judge it", arguments: [1, 50])
    func scaling(_ replicas: Int) throws {
        func text(_ replicas: Int) -> String {
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: old}
            spec:
              replicas: \(replicas)
              template: {spec: {containers: [{name: app, image: evil.example/app}]}}
            """
        }
        let old = try #require(try YAMLReader().documents(in: text(3)).first).json
        let decision = try decide(text(replicas)) {
            $0.operation = .update
            $0.oldObject = old
        }
        #expect(decision.isAllowed)
        #expect(decision.patch.isEmpty)
    }
}

import Admission
import Configuration
import Documents
import Foundation
import Kubernetes
import Policies
import Rehearsal
import Testing

/// A file or directory of the package, by its path from there.
private func root(_ path: String) -> URL {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath()
    return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: path)
}

/// The reviews of bad pods, which stand beside the clone where there are any.
private let badPodsFile = root("../shared/cases/badpods.jsonl")

/// The sets of policies that come with the program.
@Suite("A ready set of policies")
struct ReadySetTests {
    static let names = ["baseline", "guide", "restricted"]

    private func page(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: root("Manifests/policies/\(name)/README.md")), as: UTF8.self)
    }

    /// The cells of the page's tables, by row; only rows that begin with a policy.
    private func rows(_ page: String) -> [[String]] {
        page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func remarks(_ yaml: String, _ set: String) throws -> [String] {
        let report = Rehearsal(try readyPolicies(set).merged).run(manifests(yaml))
        return report.entries.flatMap { entry in entry.remarks.map { "\(entry.manifest.name): \($0.message)" } }
    }

    @Test("has a page whose table says what it does", arguments: names)
    func table(_ name: String) throws {
        let wanted = try readyPolicies(name).merged.bindings.map { binding in
            ["`\(binding.about.id)`", "\(binding.mode.rawValue)", binding.works(in: .mutating) ? "yes" : "no"]
        }
        let found = rows(try page(name)).filter { $0.count == 4 }
        #expect(found.map { Array($0.prefix(3)) } == wanted)
    }

    @Test("says for each policy that the guide lacks why it does")
    func missing() throws {
        let present = Set(try readyPolicies("guide").merged.bindings.map(\.about.id))
        let reasons = rows(try page("guide")).filter { $0.count == 2 }.map { $0[0].filter { $0 != "`" } }
        #expect(reasons == Catalog.ids.filter { !present.contains($0) })
    }

    @Test("tells of every policy that the strictest lacks")
    func restricted() throws {
        let present = Set(try readyPolicies("restricted").merged.bindings.map(\.about.id))
        let page = try page("restricted")
        for id in Catalog.ids where !present.contains(id) { #expect(page.contains("`\(id)`"), "\(id)") }
    }

    @Test(
        "begins each file with its editor schema, and each binding exempts the cluster's own namespaces",
        arguments: names)
    func form(_ name: String) throws {
        let set = try readyPolicies(name)
        for file in set.files {
            let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
            #expect(text.hasPrefix("# yaml-language-server: $schema=../../sekisho.schema.json\n"), "\(file)")
        }
        for binding in set.merged.bindings {
            #expect(
                binding.exemptions.contains { $0.namespaces.contains { $0.matches("kube-system") } },
                "\(binding.name)")
        }
    }

    /// A workload as it should be, with all that belongs to it.
    static let wellMade = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec:
          automountServiceAccountToken: false
          enableServiceLinks: false
          securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: app
            image: registry.k8s.io/e2e-test-images/agnhost:2.53.0
            imagePullPolicy: IfNotPresent
            ports: [{name: http, containerPort: 8080}]
            resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
            readinessProbe: {httpGet: {path: /ready, port: http}}
            livenessProbe: {httpGet: {path: /live, port: http}}
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities: {drop: [ALL]}
            volumeMounts: [{name: scratch, mountPath: /tmp}]
          volumes: [{name: scratch, emptyDir: {sizeLimit: 64Mi}}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress, Egress]
          ingress: [{from: [{podSelector: {matchLabels: {app: front}}}], ports: [{port: 8080, protocol: TCP}]}]
          egress: []
        """

    @Test("has nothing to say of a workload as it should be, and nothing to change", arguments: names)
    func wellMade(_ name: String) throws {
        let report = Rehearsal(try readyPolicies(name).merged).run(manifests(Self.wellMade))
        #expect(report.entries.flatMap(\.remarks).map(\.message) == [])
        #expect(report.entries.flatMap(\.editors) == [])
        #expect(report.entries.count == 3)
    }

    @Test(
        "denies what takes over a node",
        arguments: names,
        [
            "hostNetwork: true", "hostPID: true", "hostIPC: true", "volumes: [{name: v, hostPath: {path: /}}]",
            "containers: [{name: app, image: nginx:1.27.0, securityContext: {privileged: true}}]",
            "containers: [{name: app, image: nginx:1.27.0, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]",
            "containers: [{name: app, image: nginx:1.27.0, ports: [{containerPort: 80, hostPort: 80}]}]",
            "securityContext: {seccompProfile: {type: Unconfined}}",
            "securityContext: {sysctls: [{name: kernel.msgmax, value: \"1\"}]}",
            "initContainers: [{name: i, image: nginx:1.27.0, securityContext: {procMount: Unmasked}}]",
        ])
    func dangers(_ name: String, _ field: String) throws {
        let containers = field.hasPrefix("containers") ? "" : "\n  containers: [{name: app, image: nginx:1.27.0}]"
        let yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  \(field)\(containers)\n"
        let report = Rehearsal(try readyPolicies(name).merged).run(manifests(yaml))
        let deniers = report.entries.flatMap { entry in entry.remarks.filter { $0.severity == .denied }.map(\.policy) }
        #expect(deniers.contains("pod-security"))
    }

    @Test(
        "denies each of the bad pods", .enabled(if: FileManager.default.fileExists(atPath: badPodsFile.path)),
        arguments: names)
    func deniesBadPods(_ name: String) throws {
        let gate = try readyPolicies(name).merged
        let lines = try Data(contentsOf: badPodsFile).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 30)
        for line in lines {
            let json = try JSON(parsing: Array(line))
            let request = try AdmissionRequest(try #require(json["input"]?["request"]))
            let decision = gate.decide(request, [.mutating, .validating])
            #expect(!decision.isAllowed, "\(json["id"]?.string ?? "")")
        }
    }

    @Test("without mending leaves every object as it is", arguments: ["baseline"])
    func changesNothing(_ name: String) throws {
        #expect(try readyPolicies(name).merged.webhookRules(for: .mutating) == [])
    }

    @Test("never wants anything from kube-system", arguments: names)
    func system(_ name: String) throws {
        let yaml = """
            apiVersion: v1
            kind: Pod
            metadata: {name: proxy, namespace: kube-system}
            spec:
              hostNetwork: true
              containers: [{name: app, image: evil.example/app, securityContext: {privileged: true}}]
            """
        #expect(try remarks(yaml, name) == [])
    }
}

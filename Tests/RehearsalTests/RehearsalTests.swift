import Admission
import Documents
import Kubernetes
import Rehearsal
import Testing

@Suite("A rehearsal")
struct RehearsalTests {
    private func report(_ bindings: [Binding], _ yaml: String = webYAML) -> Report {
        Rehearsal(Gate(bindings)).run(manifests(yaml))
    }

    private func places(_ report: Report) -> [String] {
        report.entries.flatMap { entry in
            entry.remarks.map { "\(entry.manifest.kind.kind) \($0.location) \($0.severity) \($0.policy)" }
        }
    }

    @Test("puts findings at their line, and those on missing fields at what would hold them")
    func findings() {
        let report = report([Binding(TeamLabel()), Binding(TaggedImages(), mutates: false)])
        #expect(places(report) == ["Deployment 3:1 denied team-label", "Deployment 15:9 denied tagged-images"])
        #expect(!report.isClean)
    }

    @Test("puts findings in what a mutation moved at where it was written")
    func movedFindings() {
        let report = report([Binding(Sidecar(), mode: .enforce), Binding(TaggedImages(), mutates: false)])
        // The replaced list is where both stood.
        #expect(places(report) == ["Deployment 13:7 denied sidecar", "Deployment 13:7 denied tagged-images"])
    }

    @Test(
        "follows the mode of a binding", arguments: [(Mode.enforce, "denied"), (.warn, "warned"), (.audit, "audited")])
    func modes(mode: Mode, severity: String) {
        let report = report([Binding(TeamLabel(), mode: mode)])
        #expect(places(report) == ["Deployment 3:1 \(severity) team-label"])
        #expect(report.isClean == (mode != .enforce))
    }

    @Test("judges what the mutation made, and names who made it")
    func mutation() throws {
        let entry = try #require(report([Binding(TaggedImages())]).entries.first)
        #expect(entry.editors == ["tagged-images"])
        let image = try #require(
            entry.decision.patchedObject?[["spec", "template", "spec", "containers", "0", "image"]])
        #expect(image.equals("registry.test/nginx"))
    }

    @Test("has all manifests for its inventory")
    func inventory() {
        let report = report([Binding(TenPods())], webYAML.replacing("replicas: 3", with: "replicas: 11"))
        #expect(places(report) == ["Deployment 7:3 denied ten-pods"])
        #expect(self.report([Binding(TenPods())]).isClean)
    }

    @Test("asks as the user and in the namespace that it is given")
    func requests() throws {
        var scope = Scope()
        scope.users = [NamePattern("alice")]
        scope.namespaces = [NamePattern("given")]
        var rehearsal = Rehearsal(Gate([Binding(TeamLabel(), scope: scope)]))
        let pod = manifests("{apiVersion: v1, kind: Pod, metadata: {name: a}}")
        #expect(rehearsal.run(pod).isClean)
        rehearsal.user = UserInfo(username: "alice", groups: ["dev"])
        rehearsal.namespace = "given"
        let report = rehearsal.run(pod)
        #expect(!report.isClean)
        let request = try #require(report.entries.first).decision.request
        #expect((request.operation, request.resource.resource, request.name) == (.create, "pods", "a"))
        #expect(request.isDryRun)
    }

    @Test(
        "gives a user the groups that the API server would give",
        arguments: [
            ("alice", [], ["system:authenticated"]),
            ("alice", ["dev"], ["dev", "system:authenticated"]),
            ("alice", ["system:authenticated"], ["system:authenticated"]),
            ("system:anonymous", [], ["system:unauthenticated"]),
            (
                "system:serviceaccount:ci:deployer", [],
                ["system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"]
            ),
            ("system:serviceaccount:ci:deployer", ["x"], ["x", "system:authenticated"]),
        ])
    func groups(name: String, given: [String], wanted: [String]) {
        #expect(UserInfo(impersonating: name, groups: given).groups == wanted)
    }

    @Test("says where a binding could not judge")
    func unjudged() {
        struct NeverReady: Validating {
            static let about = About("never-ready", "Fails.", judges: .anything, prose: "Tests.")
            func check(_ request: Request) -> [Finding] { [] }
        }
        // A policy that mends by an impossible edit can't do its work.
        struct Impossible: Mutating {
            static let about = About("impossible", "Fails.", judges: .anything, prose: "Tests.")
            func mutate(_ request: Request, _ draft: inout Draft) { draft.set(["kind", "x"], 1) }
        }
        let strict = report([Binding(NeverReady()), Binding(Impossible())])
        #expect(places(strict) == ["Deployment 1:1 denied impossible", "Service 23:1 denied impossible"])
        #expect(strict.entries.first?.remarks.first?.message.contains("could not be judged") ?? false)
        let lenient = report([Binding(Impossible(), onError: .allow)])
        #expect(places(lenient) == ["Deployment 1:1 warned impossible", "Service 23:1 warned impossible"])
        #expect(lenient.isClean)
    }

    @Test("leaves out documents that no API server sees")
    func local() {
        let yaml = """
            {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}
            ---
            {apiVersion: sekisho.dev/v1alpha1, kind: Gate}
            """
        #expect(report([Binding(TeamLabel())], yaml).entries.isEmpty)
    }

    @Test("comes to numbers")
    func summary() {
        let summary = report([Binding(TeamLabel(), mode: .warn), Binding(TaggedImages())]).summary
        #expect(
            [summary.objects, summary.denied, summary.warned, summary.audited, summary.mutated] == [2, 1, 0, 0, 1])
        #expect(summary.policies.map(\.name) == ["tagged-images", "team-label"])
        #expect(summary.policies.map(\.mutated) == [1, 0])
        #expect(summary.policies.map(\.denied) == [1, 0])
        #expect(summary.policies.map(\.warned) == [0, 1])
    }
}

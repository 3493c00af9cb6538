import Admission
import Configuration
import Documents
import Kubernetes
import Rehearsal
import Support
import Testing

/// Policies that add something to which the API server adds something in turn.
@Suite("Defaults of what policies add")
struct ChangedDefaultsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let policy = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: add-log}
        spec:
          reinvocationPolicy: Never
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
          mutations:
          - patchType: ApplyConfiguration
            applyConfiguration:
              expression: >-
                Object{spec: Object.spec{containers: [Object.spec.containers{
                  name: "log", image: "log:1", resources: Object.spec.containers.resources{limits: {"cpu": "1"}}}]}}
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                [JSONPatch{op: "add", path: "/spec/containers/1/resources/requests/memory",
                  value: object.spec.containers[1].resources.requests.cpu}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: requests}
        spec:
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
          validations:
          - expression: object.spec.containers.all(c, has(c.terminationMessagePath))
            message: this is judged without its defaults
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: add-log}
        spec: {policyName: add-log}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: requests}
        spec: {policyName: requests, validationActions: [Deny]}

        """

    private static let pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: app, image: "app:1"}

        """

    private func policies() throws -> PolicySet {
        try Loader(try directory.write(Self.policy, to: "policies.yaml")).load()
    }

    private func entry(_ pod: String = pod, fillsDefaults: Bool = true) throws -> Report.Entry {
        let file = try directory.write(pod, to: "pod.yaml")
        let report = try Rehearsal(policies().merged, fillsDefaults: fillsDefaults).run(
            ManifestReader().read([file]).manifests)
        return try #require(report.entries.first)
    }

    /// The changes of the file, as JSON.
    private static let change = """
        [{"op":"add","path":"/spec/containers/1",\
        "value":{"image":"log:1","name":"log","resources":{"limits":{"cpu":"1"}}}},\
        {"op":"add","path":"/spec/containers/1/resources/requests","value":{"memory":"1"}}]
        """

    @Test("They are seen by what comes after, and are none of the changes of the file")
    func dryRun() throws {
        let entry = try entry()
        #expect(entry.remarks.map(\.message) == [])
        #expect(!entry.decision.fills.isEmpty)
        #expect(entry.change.patch == (try Patch(JSON(parsing: Array(Self.change.utf8)))))
        #expect(!entry.change.isPartial)
    }

    @Test("That is so for a file that has all defaults itself")
    func completeFile() throws {
        let written = try #require(
            ManifestReader().read([try directory.write(Self.pod, to: "pod.yaml")]).manifests.first)
        let complete = CompletedObject(written.object, kind: written.kind, namespace: "default").object
        let entry = try entry(complete.compactText)
        #expect(entry.filled.isEmpty)
        #expect(entry.remarks.map(\.message) == [])
        #expect(entry.change.patch == (try Patch(JSON(parsing: Array(Self.change.utf8)))))
    }

    @Test("Without defaults there are none of them either")
    func off() throws {
        let messages = try entry(fillsDefaults: false).remarks.map(\.message)
        #expect(messages.count == 2)
        #expect(messages.first?.contains("no such key: requests") == true)
        #expect(messages.last == "this is judged without its defaults")
    }

    @Test("A case with defaults expects the changes alone")
    func cases() throws {
        let object = try #require(ManifestReader().read([directory.write(Self.pod, to: "pod.yaml")]).manifests.first)
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: add-log
            defaults: true
            cases:
            - name: A log container is added
              object: \(object.object.compactText)
              expect: {patch: \(Self.change)}

            """
        let source = SourceText(name: "cases.yaml", bytes: Array(text.utf8))
        let file = CaseFile(source, policies: try policies())
        #expect(file.complaints.map(\.message) == [])
        #expect(file.run().map(\.differences) == [[]])
    }
}

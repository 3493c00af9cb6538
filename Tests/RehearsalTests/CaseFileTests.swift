import Configuration
import Documents
import Kubernetes
import Rehearsal
import Testing

/// The format of files of cases, and what is said when a case does not come out as expected.
@Suite("Files of cases")
struct CaseFileTests {
    @Test(
        "What is wrong with a file is complained of where it stands",
        arguments: [
            ("sekisho.dev/v1alpha1", "v2", "1:13: error: \"v2\" is unknown"),
            ("kind: Cases", "kind: Case", "2:7: error: \"Case\" is unknown; wanted is Cases."),
            ("policy: run-as-non-root", "policy: run-as-nonroot", "3:9: error: There is no policy \"run-as-nonroot\""),
            ("policy: run-as-non-root", "policy: run-as-nonroot", "Did you mean \"run-as-non-root\"?"),
            ("cases:", "case:", "4:1: error: The key \"case\" is unknown here"),
            ("name: first", "nam: first", "The case has no name"),
            ("allow: true", "allow: false", "7:19: error: Wanted is true, or deny"),
            ("allow: true", "", "Wanted is exactly one of allow, deny and patch."),
            ("allow: true", "allow: true, patch: []", "7:11: error: Wanted is exactly one of allow, deny and patch."),
            ("allow: true", "deny: []", "Wanted is one finding or more"),
            ("allow: true", "deny: [{message: x}]", "The path is missing"),
            ("allow: true", "patch: [{op: put, path: /a}]", "Patch operation 0: `op` is \"put\""),
            ("kind: Pod", "kin: Pod", "wanted is one with apiVersion and kind"),
            ("object:", "objekt:", "There is no object; wanted is one, or an oldObject."),
            (
                "name: first", "name: first\n  inventory: [{kind: Pod}]",
                "6:15: error: This is no object; wanted is one with"
            ),
            ("name: first", "name: first\n  parameters: {exempts: [a]}", "Did you mean \"exempt\"?"),
            ("name: first", "name: first\n  operation: MOVE", "6:14: error: \"MOVE\" is none of CREATE"),
            ("name: first", "name: first\n  user: alice", "wanted is an object"),
            ("name: first", "name: first\n bad", "error: This is not valid YAML"),
        ])
    func complaints(_ part: String, _ other: String, _ wanted: String) {
        let text = Self.text.replacing(part, with: other)
        let complaints = Self.file(text).complaints.map(\.description)
        #expect(complaints.contains { $0.contains(wanted) }, "\(complaints)")
    }

    @Test("A case with a complaint is left out, the others are played")
    func partial() {
        let file = Self.file(Self.text + "- {name: second, expect: {allow: true}}\n")
        #expect(file.cases.map(\.name) == ["first"])
        #expect(file.run().map(\.isAsExpected) == [true])
    }

    @Test("All that is wrong with a file is told at once, the name of the policy or not")
    func allAtOnce() {
        let text = Self.text.replacing("run-as-non-root", with: "nothing").replacing(
            "allow: true", with: "allow: false")
        let file = Self.file(text + "- {name: second, objekt: {}, expect: {allow: true}}\n")
        let messages = file.complaints.map(\.description)
        #expect(file.complaints.compactMap { $0.location?.line }.sorted() == [3, 7, 8, 8], "\(messages)")
        #expect(file.cases.isEmpty)
    }

    @Test("Of two cases of one name the second is complained of, with the line of the first")
    func twins() {
        let second = "- {name: first, object: {apiVersion: v1, kind: Pod}, expect: {allow: true}}\n"
        let messages = Self.file(Self.text + second).complaints.map { "\($0.place): \($0.message)" }
        let wanted = "The case of line 5 is called \"first\", too; give each case of a policy a name of its own."
        #expect(messages == ["cases.yaml:8:10: \(wanted)"])
        #expect(Self.file(Self.text + "---\n" + Self.text).complaints.map(\.location?.line) == [13])
    }

    @Test("Cases of two policies may share a name")
    func namesakes() {
        let other = Self.text.replacing("run-as-non-root", with: "host-access")
        #expect(Self.file(Self.text + "---\n" + other).complaints == [])
    }

    @Test("Several documents stand in one file, and gates beside them")
    func documents() {
        let gate = "---\napiVersion: sekisho.dev/v1alpha1\nkind: Gate\n"
        let file = Self.file(Self.text + "---\n" + gate + "---\n" + Self.text.replacing("first", with: "second"))
        #expect(file.complaints == [])
        #expect(file.cases.map(\.name) == ["first", "second"])
        #expect(file.cases.map(\.location.line) == [5, 17])
    }

    @Test("Objects are judged as they are written, or with defaults where the file says so", arguments: [false, true])
    func defaults(hasDefaults: Bool) {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: image-pull
            \(hasDefaults ? "defaults: true" : "")
            cases:
            - name: written
              object: {apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: a}]}}
              expect: {deny: [{path: /spec/containers/0/imagePullPolicy, message: is missing}]}
            - name: completed
              object: {apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: 'a:1'}]}}
              expect: {deny: [{path: /spec/containers/0/imagePullPolicy, message: is "IfNotPresent"}]}

            """
        let file = Self.file(text)
        #expect(file.complaints == [])
        #expect(file.run().map(\.isAsExpected)[1] == hasDefaults)
    }

    @Test(
        "Requests are those that the API server would send",
        arguments: [
            ("object: {apiVersion: v1, kind: Pod}", Kubernetes.Operation.create, "default", "pods"),
            (
                "oldObject: {apiVersion: apps/v1, kind: Deployment, metadata: {namespace: a}}",
                Kubernetes.Operation.delete, "a", "deployments"
            ),
            (
                "oldObject: {apiVersion: v1, kind: Pod}\n  object: {apiVersion: v1, kind: Pod}\n  namespace: b",
                Kubernetes.Operation.update, "b", "pods"
            ),
            (
                "object: {apiVersion: v1, kind: Namespace, metadata: {name: c}}", Kubernetes.Operation.create, "c",
                "namespaces"
            ),
        ])
    func requests(
        _ part: String, _ operation: Kubernetes.Operation, _ namespace: String, _ resource: String
    ) throws {
        let text = Self.text.replacing(Self.object, with: part) + "  user: {name: alice, groups: [dev]}\n"
        let file = Self.file(text)
        let request = try #require(file.cases.first, "\(file.complaints)").request
        #expect(request.operation == operation)
        #expect(request.namespace == namespace)
        #expect(request.resource.resource == resource)
        #expect(request.userInfo.username == "alice" && request.userInfo.isMember(of: "dev"))
    }

    @Test(
        "What comes out otherwise is shown",
        arguments: [
            ("deny: [{path: /spec}]", ["- /spec"]),
            ("deny: [{path: /spec, message: never}]", ["- /spec: …never…"]),
            ("patch: [{op: add, path: /a, value: 1}]", [#"- {"op":"add","path":"/a","value":1}"#]),
        ])
    func allowed(_ expectation: String, _ wanted: [String]) {
        let outcomes = Self.file(Self.text.replacing("allow: true", with: expectation)).run()
        #expect(outcomes.map(\.differences) == [wanted])
    }

    @Test(
        "Findings and edits that were not expected are shown",
        arguments: [
            (
                "allow: true",
                [
                    "+ /spec/containers/0/securityContext/runAsNonRoot: spec.containers[0].securityContext.runAsNonRoot "
                        + "(container \"app\") is missing, but must be true. Set it here, or in the pod's securityContext "
                        + "for all containers."
                ]
            ),
            ("patch: []", [#"+ {"op":"add","path":"/spec/securityContext","value":{"runAsNonRoot":true}}"#]),
            ("deny: [{path: /spec/containers/0/securityContext/runAsNonRoot, message: is missing}]", []),
        ])
    func denied(_ expectation: String, _ wanted: [String]) {
        let text = Self.text.replacing("securityContext: {runAsNonRoot: true}, ", with: "")
        let outcomes = Self.file(text.replacing("allow: true", with: expectation)).run()
        #expect(outcomes.map(\.differences) == [wanted])
    }

    @Test("Of two findings at one place each is wanted once")
    func matching() {
        let two = "deny: [{path: /spec/securityContext}, {path: /spec/securityContext, message: must be an object}]"
        let text = Self.text.replacing("{runAsNonRoot: true}", with: "5").replacing("allow: true", with: two)
        #expect(Self.file(text).run().map(\.differences) == [["- /spec/securityContext"]])
    }

    private static func file(_ text: String) -> CaseFile {
        CaseFile(SourceText(name: "cases.yaml", bytes: Array(text.utf8)))
    }

    private static let object =
        "object: {apiVersion: v1, kind: Pod, spec: {securityContext: {runAsNonRoot: true}, containers: [{name: app}]}}"

    private static let text = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        policy: run-as-non-root
        cases:
        - name: first
          \(object)
          expect: {allow: true}

        """
}

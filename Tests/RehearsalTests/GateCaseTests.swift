import Configuration
import Documents
import Rehearsal
import Support
import Testing

/// Cases that are about a gate as a whole.
@Suite("Cases of gates")
struct GateCaseTests {
    @Test("What a gate denies is expected, with the names of its policies")
    func denials() throws {
        let file = try Self.file("gate: strict", "deny: [{path: \(Self.field), policy: no-root}]")
        #expect(file.complaints == [])
        #expect(file.run().map(\.differences) == [[]])
        #expect(file.cases.map(\.title) == ["strict: one"])
    }

    @Test("What comes out otherwise is shown with the policy that finds it")
    func differences() throws {
        let file = try Self.file("gate: strict", "deny: [{path: \(Self.field), policy: other}]")
        let differences = try #require(file.run().first?.differences)
        #expect(differences.count == 2)
        #expect(differences.first == "- \(Self.field) (by other)")
        #expect(differences.last?.hasSuffix("(by no-root)") == true)
    }

    @Test("A gate that only warns denies nothing, all gates together do")
    func modes() throws {
        #expect(try Self.file("gate: mild", "allow: true").run().map(\.differences) == [[]])
        let all = try #require(try Self.file("gate: '*'", "allow: true").run().first?.differences)
        #expect(all.count == 1)
        #expect(all.first?.hasSuffix("(by no-root)") == true)
    }

    @Test("Exemptions and scopes hold", arguments: [("kube-system", true), ("team-a", false)])
    func exemptions(namespace: String, isAllowed: Bool) throws {
        let text = Self.text("gate: strict", "allow: true").replacing(
            "name: one", with: "name: one\n  namespace: \(namespace)")
        let run = try Self.file(text).run()
        #expect(run.map(\.isAsExpected) == [isAllowed])
    }

    @Test("What is missing is mended before it is judged")
    func mending() throws {
        let mendable = { Self.text("gate: strict", $0).replacing("{runAsNonRoot: false}", with: "{}") }
        #expect(try Self.file(mendable("allow: true")).run().map(\.differences) == [[]])
        let patch = "patch: [{op: add, path: \(Self.field), value: true}]"
        #expect(try Self.file(mendable(patch)).run().map(\.differences) == [[]])
    }

    @Test(
        "What is wrong is complained of",
        arguments: [
            ("gate: strikt", "Did you mean \"strict\"?"), ("gate: 5", "wanted is text"),
            ("gate: strict\npolicy: run-as-non-root", "a policy or a gate, not both"),
            ("metadata: {}", "The policy's id is missing."),
        ])
    func complaints(head: String, wanted: String) throws {
        let complaints = try Self.file(head, "allow: true").complaints.map(\.description)
        #expect(complaints.contains { $0.contains(wanted) }, "\(complaints)")
    }

    @Test("A gate takes no parameters, and wants policies")
    func parameters() throws {
        let text = Self.text("gate: strict", "allow: true").replacing(
            "name: one", with: "name: one\n  parameters: {a: b}")
        #expect(try Self.file(text).complaints.map(\.message) == ["A gate has its parameters already; remove these."])
        let alone = CaseFile(SourceText(name: "a.yaml", bytes: Array(Self.text("gate: strict", "allow: true").utf8)))
        #expect(
            alone.complaints.map(\.message) == [
                "Cases of a gate want its policies; name their directory by --policies."
            ])
    }

    private static let field = "/spec/securityContext/runAsNonRoot"

    private static func file(_ head: String, _ expectation: String) throws -> CaseFile {
        try file(text(head, expectation))
    }

    private static func file(_ text: String) throws -> CaseFile {
        let directory = try TemporaryDirectory()
        try directory.write(gates, to: "policies/gate.yaml")
        let policies = try Loader(directory.file("policies")).load()
        return CaseFile(SourceText(name: "a.yaml", bytes: Array(text.utf8)), policies: policies)
    }

    private static func text(_ head: String, _ expectation: String) -> String {
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        \(head)
        cases:
        - name: one
          object: {apiVersion: v1, kind: Pod, spec: {securityContext: {runAsNonRoot: false}, containers: [{name: a}]}}
          expect: {\(expectation)}

        """
    }

    private static let gates = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata: {name: strict}
        spec:
          policies:
          - {policy: run-as-non-root, name: no-root, exempt: [{namespaces: [kube-system]}]}
        ---
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata: {name: mild}
        spec:
          policies:
          - {policy: run-as-non-root, name: warned, mode: Warn}

        """
}

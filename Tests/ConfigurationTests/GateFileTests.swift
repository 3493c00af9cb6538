import Admission
import Configuration
import Documents
import Kubernetes
import Policies
import Testing

@Suite("GateFile")
struct GateFileTests {
    @Test("All that is wrong with a file is said as a compiler would", arguments: Golden.names(".yaml", ".json"))
    func complaints(_ name: String) throws {
        let file = GateFile(
            SourceText(name: name, bytes: try Golden.bytes(name)), as: name.hasSuffix(".json") ? .json : .any)
        let complaints = file.complaints + file.strays([])
        #expect(!complaints.isEmpty)
        let text = LoadError(complaints).description + "\n"
        try Golden.expect(text, name.replacing(/\.(yaml|json)$/, with: ".txt"))
    }

    @Test("Every file with complaints has its text, and every text its file")
    func pairs() {
        let files = Golden.names(".yaml", ".json").map { $0.replacing(/\.(yaml|json)$/, with: "") }
        let texts = Golden.names(".txt").map { $0.replacing(/\.txt$/, with: "") }
        #expect(files == texts)
        #expect(files.count >= 10)
    }

    private func read(_ text: String) throws -> GateDocument {
        let file = GateFile(SourceText(name: "gate.yaml", bytes: Array(text.utf8)))
        #expect(file.complaints == [])
        return try #require(file.gates.first)
    }

    @Test("A gate is read with everything that it can say")
    func everything() throws {
        let gate = try read(
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: team-a.web, labels: {a: b}, annotations: {c: d}}
            spec:
              podTemplates:
              - {group: argoproj.io, kind: Rollout, pointer: /spec/template}
              policies:
              - policy: run-as-non-root
                name: no-root
                mode: Warn
                onError: Allow
                mutate: false
                scope:
                  kinds: [Deployment, argoproj.io/Rollout]
                  operations: [CREATE]
                  subresources: ["", resize]
                  namespaces: [team-*]
                  namespaceSelector: {matchLabels: {tier: web}}
                  objectSelector: {matchExpressions: [{key: app, operator: Exists}]}
                  users: [alice]
                  groups: [system:masters]
                  serviceAccounts: [kube-system/*]
                exempt:
                - namespaces: [kube-system]
                - users: [system:admin]
                parameters: {exempt: [proxy]}
              - policy: run-as-non-root
            """)
        #expect(gate.name == "team-a.web")
        #expect(
            gate.templates == [
                .init(group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
            ])
        #expect(gate.bindings.map(\.name) == ["no-root", "run-as-non-root"])
        let binding = try #require(gate.bindings.first)
        #expect(binding.mode == .warn)
        #expect(binding.onError == .allow)
        #expect(!binding.works(in: .mutating))
        #expect(binding.scope.kinds == [KindPattern("Deployment"), KindPattern("argoproj.io/Rollout")])
        #expect(binding.scope.operations == [.create])
        #expect(binding.scope.subresources == ["", "resize"])
        #expect(binding.scope.namespaces == [NamePattern("team-*")])
        #expect(binding.scope.namespaceSelector?.description == "tier in (web)")
        #expect(binding.scope.objectSelector?.description == "app")
        #expect(binding.scope.users == [NamePattern("alice")])
        #expect(binding.scope.groups == [NamePattern("system:masters")])
        #expect(binding.scope.serviceAccounts == [NamePattern("kube-system/*")])
        #expect(binding.exemptions.count == 2)
    }

    @Test("What a gate leaves out is enforced, denies in doubt, and concerns everything")
    func defaults() throws {
        let gate = try read(
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: g}
            spec: {policies: [{policy: run-as-non-root, parameters: }]}
            """)
        let binding = try #require(gate.bindings.first)
        #expect(binding.mode == .enforce)
        #expect(binding.onError == .deny)
        #expect(binding.works(in: .mutating))
        #expect(binding.scope.kinds.isEmpty)
        #expect(binding.exemptions.isEmpty)
    }

    @Test(
        "Every policy of the catalogue can be named, and takes no parameters it does not have", arguments: Catalog.ids)
    func catalogue(_ id: String) throws {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: g}
            spec: {policies: [{policy: \(id), parameters: {noSuchParameter: 1}}]}
            """
        let file = GateFile(SourceText(name: "gate.yaml", bytes: Array(text.utf8)))
        #expect(file.gates.first?.bindings.map(\.about.id) == [id])
        #expect(file.complaints.contains { $0.message.hasPrefix("The key \"noSuchParameter\" is unknown") })
    }

    @Test(
        "Case files, empty documents and comments are passed over",
        arguments: ["", "---\n---\n", "# nothing\n", "apiVersion: sekisho.dev/v1alpha1\nkind: Cases\nwhatever: 1\n"])
    func passedOver(_ text: String) {
        let file = GateFile(SourceText(name: "gate.yaml", bytes: Array(text.utf8)))
        #expect(file.complaints == [])
        #expect(file.gates.isEmpty)
    }

    @Test("An unknown policy that resembles none is answered with all there are")
    func unknownPolicy() {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: g}
            spec: {policies: [{policy: world-peace}]}
            """
        let complaints = GateFile(SourceText(name: "gate.yaml", bytes: Array(text.utf8))).complaints
        #expect(
            complaints.map(\.message) == [
                "There is no policy \"world-peace\"; there are \(Catalog.ids.joined(separator: ", "))."
            ])
        #expect(complaints.first?.suggestion == nil)
    }
}

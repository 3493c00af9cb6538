import Configuration
import Documents
import Kubernetes
import Rehearsal
import Support
import Testing

@Suite("Manifests are read")
struct ManifestReaderTests {
    @Test("with file, document number and place; empty documents are passed over")
    func documents() throws {
        let found = manifests(webYAML)
        #expect(found.map(\.kind.kind) == ["Deployment", "Service"])
        #expect(found.map(\.documentNumber) == [1, 3])
        #expect(found.map { "\($0.location)" } == ["1:1", "23:1"])
        let image = try #require(Pointer(parsing: "/spec/template/spec/containers/1/image"))
        #expect(found[0].location(at: image).description == "19:9")
        #expect(found[0].location(at: image.appending("x")).description == "19:9")
    }

    @Test("from directories in the order of names, without hidden files and other endings")
    func directories() throws {
        let directory = try TemporaryDirectory()
        for name in ["b.yaml", "a/z.yml", "a/b/c.json", ".hidden.yaml", ".git/x.yaml", "notes.txt", "A.yaml"] {
            try directory.write(#"{"apiVersion": "v1", "kind": "ConfigMap"}"#, to: name)
        }
        let result = ManifestReader().read([directory.path])
        #expect(result.complaints.isEmpty)
        #expect(
            result.manifests.map { $0.file.dropFirst(directory.path.count + 1) } == [
                "A.yaml", "a/b/c.json", "a/z.yml", "b.yaml",
            ])
    }

    @Test("once, where a file is named twice, and whatever its ending where it is named itself")
    func namedFiles() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("apiVersion: v1\nkind: Pod\n", to: "pod.txt")
        #expect(ManifestReader().read([file, file]).manifests.count == 1)
    }

    @Test(
        "out of lists, with the places of their items",
        arguments: [
            (
                "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- {apiVersion: v1, kind: Node}\n",
                ["Pod 4:3", "Node 5:3"]
            ),
            ("apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}\n", ["Deployment 4:3"]),
            (
                """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "List", "items": [
                    {"apiVersion": "v1", "kind": "Secret"}]}]}
                """, ["Secret 3:5"]
            ),
            ("apiVersion: v1\nkind: List\nitems:\n", []),
            ("apiVersion: v1\nkind: List\n", []),
            ("apiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: a}\nitems: []\n", ["AllowList 1:1"]),
        ])
    func lists(yaml: String, wanted: [String]) {
        #expect(manifests(yaml).map { "\($0.kind.kind) \($0.location)" } == wanted)
    }

    @Test("with a name, or with what the API server will make one of")
    func names() {
        let yaml = """
            {apiVersion: v1, kind: Pod, metadata: {name: a}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {generateName: a-}}
            ---
            {apiVersion: v1, kind: Pod}
            """
        #expect(manifests(yaml).map(\.name) == ["a", "a-*", ""])
    }
}

@Suite("Manifests that can't be read")
struct ManifestComplaintTests {
    @Test(
        "are complained of with their place",
        arguments: [
            ("kind: Pod\nmetadata: {}\n", "web.yaml:1:1", "no apiVersion"),
            ("# A comment.\n\napiVersion: v1\n", "web.yaml:3:1", "no kind"),
            ("apiVersion: v1\nkind: ''\n", "web.yaml:1:1", "kind is empty"),
            ("apiVersion: v1\nkind: 3\n", "web.yaml:1:1", "kind is a number"),
            ("apiVersion: apps/\nkind: Deployment\n", "web.yaml:1:1", "names no version"),
            ("- a\n- b\n", "web.yaml:1:1", "This is a list"),
            ("just text\n", "web.yaml:1:1", "This is a string"),
            ("apiVersion: v1\nkind: List\nitems: {}\n", "web.yaml:3:1", "items are an object"),
            ("apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n", "web.yaml:4:3", "no apiVersion"),
            ("a: b: c\n", "web.yaml:1:5", "not valid YAML"),
            ("kind: Pod\nname: {{ .Values.name }}\n", "web.yaml:2:8", "helm template"),
            ("name: \"{{ .Values.name }}\"\n", "web.yaml:1:1", "helm template"),
        ])
    func complaints(yaml: String, place: String, words: String) throws {
        let result = ManifestReader().read(Array(yaml.utf8), file: "web.yaml")
        #expect(result.manifests.isEmpty)
        #expect(result.complaints.count == 1)
        let text = try #require(result.complaints.first).description
        #expect(text.hasPrefix(place + ": error: "), "\(text)")
        #expect(text.contains(words), "\(text)")
    }

    @Test(
        "are warned of where a key stands twice, of which the last one counts, as kubectl has it",
        arguments: ["apiVersion: v1\nkind: Pod\nkind: Node\n", #"{"apiVersion": "v1", "kind": "Pod", "kind": "Node"}"#])
    func duplicateKeys(yaml: String) throws {
        let result = ManifestReader().read(Array(yaml.utf8), file: "web.yaml")
        #expect(result.manifests.map(\.kind.kind) == ["Node"])
        #expect(result.complaints == [])
        #expect(result.warnings.count == 1)
        let message = try #require(result.warnings.first).message
        #expect(message.hasPrefix("The key \"kind\" stands twice in one mapping; it is already at "), "\(message)")
        #expect(message.hasSuffix(". The last one counts."), "\(message)")
    }

    @Test("keep nothing else from being read")
    func others() throws {
        let directory = try TemporaryDirectory()
        try directory.write("{", to: "a.yaml")
        try directory.write("apiVersion: v1\nkind: Pod\n---\nkind: Pod\n---\n3\n", to: "b.yaml")
        let result = ManifestReader().read([directory.path, directory.file("missing.yaml"), directory.file("b.yaml")])
        #expect(result.manifests.count == 1)
        #expect(result.complaints.count == 4)
        #expect(result.complaints.last?.description.contains("No such file or directory") ?? false)
    }
}

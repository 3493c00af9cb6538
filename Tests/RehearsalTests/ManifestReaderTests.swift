import Configuration
import Documents
import Glibc
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

    @Test(
        "with the file that a program made them from",
        arguments: [
            ("---\n# Source: chart/templates/a.yaml\n", "", "chart/templates/a.yaml"),
            ("# Source: chart/a.yaml\r\n# A licence.\n\n", "", "chart/a.yaml"),
            ("# Source: chart/a.yaml\n---\n", "", nil), ("# Source:\n", "", nil), ("# Source:  \n", "", nil),
            ("", ", annotations: {config.kubernetes.io/origin: \"path: base/a.yaml\\nrepo: b\\n\"}", "base/a.yaml"),
            ("", ", annotations: {config.kubernetes.io/origin: \"configuredIn: b\\n\"}", nil), ("", "", nil),
        ] as [(String, String, String?)])
    func sources(above: String, metadata: String, source: String?) {
        let text = above + "{apiVersion: v1, kind: Pod, metadata: {name: a\(metadata)}}\n"
        let second = "---\n{apiVersion: v1, kind: Pod, metadata: {name: b}}\n"
        #expect(manifests(text + second).map(\.source) == [source, nil])
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
            ("kind: Pod\nname: {{ .Values.name }}\n", "web.yaml:2:8", "error: The file looks like a template"),
            ("a: '{{ $value }}'\nb: 1\nc: d: e\n", "web.yaml:3:5", "not valid YAML"),
            ("a: '{{ $value }}'\n", "web.yaml:1:1", "no apiVersion"),
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

    @Test("are a chart's, of which it is said once how to render them")
    func chart() throws {
        let directory = try TemporaryDirectory()
        try directory.write("apiVersion: v2\nname: a\n", to: "chart/Chart.yaml")
        try directory.write("replicas: 1\n", to: "chart/values.yaml")
        try directory.write("apiVersion: v2\nname: b\n", to: "chart/charts/b/Chart.yaml")
        try directory.write("a: 1\n", to: "chart/charts/b/values.yaml")
        try directory.write(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.a }}}\n", to: "chart/templates/a.yaml")
        try directory.write("apiVersion: v1\nkind: Pod\n", to: "chart/crds/plain.yaml")
        let chart = directory.file("chart")
        let wanted =
            "This is a Helm chart, and not all of its files are manifests; check what it renders to: "
            + "helm template \(chart) | sekisho check -"
        for path in ["chart", "chart/templates", "chart/values.yaml", "chart/templates/a.yaml"] {
            let result = ManifestReader().read([directory.file(path)])
            #expect(result.complaints == [Complaint(file: chart, wanted)], "\(path)")
            #expect(result.manifests.count == (path == "chart" ? 1 : 0))
        }
    }

    @Test("are a kustomization's; what is wrong in its YAML is told all the same")
    func kustomization() throws {
        let directory = try TemporaryDirectory()
        try directory.write("resources: [a.yaml]\n", to: "base/kustomization.yaml")
        try directory.write("apiVersion: v1\nkind: Pod\n", to: "base/a.yaml")
        try directory.write("level: debug\n", to: "base/settings.yaml")
        let result = ManifestReader().read([directory.path])
        #expect(result.manifests.count == 1)
        #expect(
            result.complaints.map(\.message).allSatisfy { $0.contains("kubectl kustomize \(directory.file("base")) |") }
        )
        #expect(result.complaints.count == 1)
        try directory.write("a: b: c # {{ not a template }}\n", to: "base/a.yaml")
        let broken = ManifestReader().read([directory.path]).complaints.map(\.description)
        #expect(broken.count == 2 && broken.contains { $0.contains("base/a.yaml:1:5: error: ") })
    }

    @Test(
        "have names and labels without quotes that YAML takes for something else",
        arguments: [
            ("metadata: {name: y}", "3:12: YAML reads metadata.name as a boolean, true;"),
            ("metadata: {name: 1e3}", "3:12: YAML reads metadata.name as a number, 1000"),
            ("metadata: {name: a, namespace: off}", "3:21: YAML reads metadata.namespace as a boolean, false;"),
            ("metadata: {name: a, labels: {version: 1.0}}", "3:30: YAML reads metadata.labels.version as a number, 1"),
            ("metadata: {name: a, annotations: {b: yes}}", "3:35: YAML reads metadata.annotations.b as a boolean"),
            (
                "spec: {template: {metadata: {labels: {a: 2}}}}",
                "3:39: YAML reads spec.template.metadata.labels.a as a number, 2;"
            ),
            (
                "spec: {}\n---\napiVersion: v1\nkind: ConfigMap\ndata: {max: 3}",
                "7:8: YAML reads data.max as a number, 3;"
            ),
            ("spec: {selector: {matchLabels: {a: no}}}", "3:33: YAML reads spec.selector.matchLabels.a as a boolean"),
        ])
    func unquoted(line: String, sentence: String) throws {
        let yaml = "apiVersion: apps/v1\nkind: Deployment\n\(line)\n"
        let result = ManifestReader().read(Array(yaml.utf8), file: "web.yaml")
        let lines = result.warnings.map { "\($0.location ?? .start): \($0.message)" }
        #expect(lines.count == 1 && lines[0].hasPrefix(sentence), "\(lines)")
        #expect(lines.allSatisfy { $0.hasSuffix("the API server wants a string: put it in quotes.") })
        #expect(result.manifests.count == 1 + yaml.split(separator: "---").count - 1)
    }

    @Test("have names and labels that are strings, whatever stands in their specs")
    func quoted() {
        let yaml = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: 'y', labels: {a: '1', b: null}, generation: 3}
            data: {a: 'no'}
            """
        #expect(ManifestReader().read(Array(yaml.utf8), file: "web.yaml").warnings == [])
    }

    @Test(
        "are told apart from text",
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00] as [UInt8], "begins as UTF-16 does; save it as UTF-8."),
            ([0xFE, 0xFF, 0x00, 0x61], "begins as UTF-16 does; save it as UTF-8."),
            ([0x7F, 0x45, 0x4C, 0x46, 0x00, 0x7B, 0x7B, 0xFF], "seems to be no text."),
            ([0x61, 0x3A, 0xE9], "The bytes are not UTF-8; wanted is a text that is saved as UTF-8."),
        ])
    func bytes(bytes: [UInt8], words: String) throws {
        let complaint = try #require(ManifestReader().read(bytes, file: "a").complaints.first)
        #expect(complaint.message.hasSuffix(words), "\(complaint.message)")
    }

    @Test("are pipes that nobody named, and of these no one waits for a writer", .timeLimit(.minutes(1)))
    func pipes() throws {
        let directory = try TemporaryDirectory()
        try directory.write("apiVersion: v1\nkind: Pod\n", to: "a.yaml")
        #expect(mkfifo(directory.file("b.yaml"), 0o600) == 0)
        let result = ManifestReader().read([directory.path])
        #expect(result.manifests.count == 1)
        #expect(result.complaints.map(\.message).contains { $0.contains("It is a pipe") })
        #expect(CaseCollection(reading: [directory.path]).complaints.contains { $0.message.contains("It is a pipe") })
    }

    @Test("are endless", .timeLimit(.minutes(1)))
    func endless() {
        let result = ManifestReader().read(["/dev/zero"])
        #expect(result.complaints.map(\.message).contains { $0.contains("larger than 256 MiB") })
    }

    @Test("keep nothing else from being read")
    func others() throws {
        let directory = try TemporaryDirectory()
        try directory.write("{", to: "a.yaml")
        try directory.write("apiVersion: v1\nkind: Pod\n---\nkind: Pod\n---\n3\n", to: "b.yaml")
        let result = ManifestReader().read([directory.path, directory.file("missing.yaml"), directory.file("b.yaml")])
        #expect(result.manifests.count == 1)
        #expect(result.complaints.count == 4)
        #expect(result.complaints.last?.description.contains("There is no such file or directory") ?? false)
    }
}

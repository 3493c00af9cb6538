import Admission
import Configuration
import Documents
import Foundation
import Glibc
import Kubernetes
import Support
import Testing

/// A gate with one policy, as text.
func gate(_ name: String, mode: String = "Enforce", comment: String = "") -> String {
    """
    apiVersion: sekisho.dev/v1alpha1
    kind: Gate
    metadata: {name: \(name)}
    spec:
      policies:
      - policy: run-as-non-root \(comment)
        mode: \(mode)

    """
}

@Suite("Loader")
struct LoaderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func load(_ change: (inout Loader.Limits) -> Void = { _ in }) throws(LoadError) -> PolicySet {
        var limits = Loader.Limits()
        change(&limits)
        return try Loader(directory.path, limits: limits).load()
    }

    /// The complaints, with the directory's path taken out.
    private func complaints(_ change: (inout Loader.Limits) -> Void = { _ in }) throws -> [String] {
        do throws(LoadError) {
            _ = try load(change)
            Issue.record("The directory should not have loaded.")
            return []
        } catch {
            return error.complaints.map { $0.description.replacing(directory.path, with: "DIR") }
        }
    }

    @Test("A directory's gates are loaded in the order of its files, and merged into one")
    func order() throws {
        try directory.write(gate("third"), to: "b.yml")
        try directory.write(gate("first") + "---\n" + gate("second"), to: "a.yaml")
        try directory.write(#"{"apiVersion": "sekisho.dev/v1alpha1", "kind": "Cases"}"#, to: "c.json")
        try directory.write(gate("fifth"), to: "sub/deeper/z.yaml")
        try directory.write(gate("fourth"), to: "sub/a.yaml")
        try directory.write("not a policy", to: "README.md")
        let set = try load()
        #expect(set.names == ["first", "second", "third", "fourth", "fifth"])
        #expect(set.gates.map(\.bindings.count) == [1, 1, 1, 1, 1])
        #expect(set.merged.bindings.count == 5)
        #expect(set.bindingCount == 5)
        #expect(set.files == ["a.yaml", "b.yml", "c.json", "sub/a.yaml", "sub/deeper/z.yaml"].map(directory.file))
        #expect(set.gate(named: "third")?.bindings.count == 1)
        #expect(set.gate(named: "sixth") == nil)
        #expect(set.gate(named: "") == nil)
    }

    @Test("A single file is loaded whatever its name, and so is a path that ends in a slash")
    func singleFile() throws {
        let file = try directory.write(gate("one"), to: "policies.txt")
        #expect(try Loader(file).load().names == ["one"])
        try directory.write(gate("two"), to: "two.yaml")
        #expect(try Loader(directory.path + "/").load().files == [directory.file("two.yaml")])
    }

    @Test("The hash is of what is said, not of comments and layout")
    func hash() throws {
        try directory.write(gate("one"), to: "a.yaml")
        let first = try load().hash
        #expect(first.count == 16)
        try directory.write("# a comment\n" + gate("one", comment: "# another"), to: "a.yaml")
        #expect(try load().hash == first)
        try directory.write(gate("one", mode: "Warn"), to: "a.yaml")
        #expect(try load().hash != first)
    }

    @Test("A volume of a ConfigMap is read once, through its plain names")
    func configMap() throws {
        try directory.write(gate("one"), to: "..2026_01_01/a.yaml")
        try directory.write(gate("two"), to: "..2026_01_01/sub/b.yaml")
        try link("..data", to: "..2026_01_01")
        try link("a.yaml", to: "..data/a.yaml")
        try link("sub", to: "..data/sub")
        try directory.write("kind: Wrong", to: ".hidden.yaml")
        #expect(try load().names == ["one", "two"])
    }

    @Test("A kustomization beside policies is passed over", arguments: ["kustomization.yaml", "kustomization.yml"])
    func kustomization(_ name: String) throws {
        let text = "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [../a.yaml]}"
        try directory.write(gate("one"), to: "a.yaml")
        try directory.write(text, to: "sub/\(name)")
        try directory.write("{resources: [a.yaml]}", to: name)
        let set = try load()
        #expect(set.names == ["one"])
        #expect(set.files == [directory.file("a.yaml")])
    }

    @Test("A file under two names is read once, and a link to a directory above leads nowhere")
    func links() throws {
        try directory.write(gate("one"), to: "a.yaml")
        try link("b.yaml", to: "a.yaml")
        try link("loop", to: ".")
        #expect(try load().files == [directory.file("a.yaml")])
    }

    @Test("Complaints of all files come at once, by file and line")
    func allComplaints() throws {
        try directory.write(gate("one", mode: "Loud"), to: "b.yaml")
        try directory.write(gate("two", mode: "warn") + "---\nkind: Gate\n", to: "a.yaml")
        try directory.write("key: [", to: "c.yaml")
        try link("d.yaml", to: "nowhere.yaml")
        let places = try complaints().compactMap { $0.split(separator: " ").first }
        #expect(
            places == [
                "DIR/a.yaml:7:11:", "DIR/a.yaml:9:1:", "DIR/b.yaml:7:11:", "DIR/c.yaml:1:7:", "DIR/d.yaml:",
            ])
    }

    @Test("A gate's name is taken once over all files, and both places are named")
    func sameNames() throws {
        try directory.write(gate("one"), to: "a.yaml")
        try directory.write(gate("two") + "---\n" + gate("one"), to: "b.yaml")
        #expect(
            try complaints() == [
                """
                DIR/b.yaml:11:18: error: The gate "one" is there already, at DIR/a.yaml:3:18; rename one.
                  11 | metadata: {name: one}
                     |                  ^
                """
            ])
    }

    @Test("Gates may agree on where a kind keeps its pods, and must not disagree")
    func podTemplates() throws {
        func text(_ name: String, _ pointer: String) -> String {
            gate(name) + "  podTemplates:\n  - {group: x.dev, kind: Fleet, pointer: \(pointer)}\n"
        }
        try directory.write(text("one", "/spec/template"), to: "a.yaml")
        try directory.write(text("two", "/spec/template"), to: "b.yaml")
        let set = try load()
        #expect(set.merged.templates.entries.filter { $0.kind == "Fleet" }.count == 1)
        #expect(set.gate(named: "two")?.templates.entry(group: "x.dev", kind: "Fleet")?.resource == "fleets")
        try directory.write(text("two", "/spec/pod"), to: "b.yaml")
        #expect(
            try complaints().first?.split(separator: "\n").first
                == "DIR/b.yaml:9:5: error: Where Fleet keeps its pods is said otherwise at DIR/a.yaml:9:5; they must agree."
        )
    }

    @Test(
        "Where nothing is to be loaded, the complaint says what is wanted",
        arguments: [
            (nil, "There are no policies here"), ("README.md", "There are no policies here"),
            (".hidden.yaml", "There are no policies here"), ("cases.yaml", "No file holds a gate"),
        ])
    func empty(_ name: String?, _ start: String) throws {
        if let name { try directory.write("apiVersion: sekisho.dev/v1alpha1\nkind: Cases\n", to: name) }
        let wanted =
            "wanted is at least one document of sekisho.dev/v1alpha1, kind Gate, in a file .yaml, .yml or .json"
        #expect(try complaints() == ["DIR: error: \(start); \(wanted)."])
    }

    @Test("A path that is not there is named")
    func missing() {
        let path = directory.file("nowhere")
        #expect(
            throws: LoadError([
                Complaint(file: path, "There is no such file or directory; wanted is the path of one that is there.")
            ])
        ) {
            try Loader(path).load()
        }
    }

    @Test("Limits are complaints")
    func limits() throws {
        try directory.write(gate("one"), to: "a.yaml")
        try directory.write(gate("two"), to: "b.yaml")
        try directory.write(gate("three"), to: "1/2/c.yaml")
        #expect(try complaints { $0.fileBytes = 10 }.count == 3)
        #expect(
            try complaints { $0.fileBytes = 10 }.last?.hasSuffix("bytes; at most 10 are read.") ?? false)
        #expect(try complaints { $0.files = 2 } == ["DIR/b.yaml: error: There are more than 2 files here."])
        #expect(try complaints { $0.depth = 2 } == ["DIR/1/2: error: It lies deeper than 2 directories."])
        #expect(
            try complaints { $0.totalBytes = 200 } == [
                "DIR/a.yaml: error: All files together have over 200 bytes, which is the limit."
            ])
    }

    @Test("A pipe under a policy's name is a complaint, and holds up nobody", .timeLimit(.minutes(1)))
    func pipe() throws {
        #expect(mkfifo(directory.file("a.yaml"), 0o600) == 0)
        #expect(
            try complaints() == ["DIR/a.yaml: error: It is neither a file nor a directory; wanted is one of these."])
    }

    @Test("A file that may not be read is a complaint with the system's words", .enabled(if: getuid() != 0))
    func forbidden() throws {
        let file = try directory.write(gate("one"), to: "a.yaml")
        chmod(file, 0)
        #expect(
            try complaints() == [
                "DIR/a.yaml: error: It may not be read by this user; wanted are permissions to read it."
            ])
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: directory.file(name), withDestinationPath: target)
    }
}

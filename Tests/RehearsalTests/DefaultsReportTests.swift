import Admission
import Configuration
import Documents
import Kubernetes
import Support
import Testing

@testable import Rehearsal

@Suite("A report on objects with defaults")
struct DefaultsReportTests {
    private static let pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          containers:
          - name: app
            image: nginx:1   # the web
            resources:
              limits: {cpu: 1}
        """

    /// Bindings as they are written in a gate.
    private static func gate(_ bindings: String) -> Gate {
        let text =
            "apiVersion: sekisho.dev/v1alpha1\nkind: Gate\nmetadata: {name: a}\nspec:\n  policies:\n" + bindings
        let file = GateFile(SourceText(name: "gate.yaml", bytes: Array(text.utf8)))
        #expect(file.complaints == [])
        return Gate(file.gates.flatMap(\.bindings))
    }

    private static func report(
        _ gate: Gate, _ yaml: String = pod, fillsDefaults: Bool = true
    ) throws -> Report.Entry {
        try #require(Rehearsal(gate, fillsDefaults: fillsDefaults).run(manifests(yaml)).entries.first)
    }

    /// Finds fault with some fields, or changes them.
    private struct Meddler: Validating, Mutating {
        static let about = About("meddler", "Meddles.", judges: .anything, prose: "Tests.")
        var faults: [String] = []
        /// An operation that a draft knows: its place, and the value that is put there; nothing to remove.
        var place = ""
        var value = ""

        func check(_ request: Request) -> [Finding] {
            faults.compactMap(Pointer.init(parsing:)).map {
                Finding($0, found: "is what it is", wanted: "must not be")
            }
        }

        func mutate(_ request: Request, _ draft: inout Draft) {
            guard let pointer = Pointer(parsing: place), !pointer.tokens.isEmpty else { return }
            guard let json = try? json(value) else { return draft.remove(pointer) }
            draft.set(pointer, .json(json))
        }

        init(_ faults: [String] = [], at place: String = "", _ value: String = "") {
            (self.faults, self.place, self.value) = (faults, place, value)
        }

        init() {}
    }

    @Test(
        "A finding stands at its field, or at what would hold it, and says when the field is there by default",
        arguments: [
            // A field, its line, and whether nobody wrote it.
            ("/spec/containers/0/imagePullPolicy", 7, true),
            ("/spec/containers/0/resources/requests/cpu", 9, true),
            ("/spec/dnsPolicy", 5, true),
            ("/spec/securityContext", 5, true),
            ("/metadata/namespace", 3, true),
            // Missing even so.
            ("/spec/securityContext/runAsNonRoot", 5, false),
            ("/spec/containers/0/livenessProbe", 7, false),
            // Written, and only completed.
            ("/spec/containers/0/resources", 9, false),
            ("/spec/containers/0/image", 8, false),
            ("/spec/containers", 6, false),
            ("", 1, false),
        ])
    func places(field: String, line: Int, isByDefault: Bool) throws {
        let entry = try Self.report(Gate([Binding(Meddler([field]))]))
        let remark = try #require(entry.remarks.first)
        #expect(remark.location.line == line)
        #expect(remark.isByDefault == isByDefault)
        #expect(remark.message.contains("is what it is by default, but") == isByDefault)
    }

    @Test("What a change put in the place of a default is not there by default")
    func changed() throws {
        let gate = Gate([Binding(Meddler(["/spec/dnsPolicy"], at: "/spec/dnsPolicy", "\"None\""))])
        #expect(try Self.report(gate).remarks.map(\.isByDefault) == [false])
    }

    @Test("Without defaults nothing is filled in")
    func off() throws {
        let entry = try Self.report(
            Gate([Binding(Meddler(["/spec/dnsPolicy"]))]), fillsDefaults: false)
        #expect(entry.filled.isEmpty)
        #expect(entry.remarks.map(\.isByDefault) == [false])
        #expect(entry.decision.request.object?["spec"]?["dnsPolicy"] == nil)
    }

    @Test(
        "A change of what is filled in becomes one of what is written, with nothing else of the defaults",
        arguments: [
            (
                "/spec/containers/0/imagePullPolicy", #""Always""#,
                #"[{"op":"add","path":"/spec/containers/0/imagePullPolicy","value":"Always"}]"#
            ),
            (
                "/spec/securityContext/runAsNonRoot", "true",
                #"[{"op":"add","path":"/spec/securityContext","value":{"runAsNonRoot":true}}]"#
            ),
            (
                "/spec/containers/0/resources/requests/memory", #""1Gi""#,
                #"[{"op":"add","path":"/spec/containers/0/resources/requests","value":{"memory":"1Gi"}}]"#
            ),
            (
                "/spec/containers/0/image", #""a:1""#,
                #"[{"op":"replace","path":"/spec/containers/0/image","value":"a:1"}]"#
            ),
            ("/spec/containers/0/image", "", #"[{"op":"remove","path":"/spec/containers/0/image"}]"#),
            // Nobody can write that a default is away.
            ("/spec/dnsPolicy", "", "[]"),
        ])
    func changes(place: String, value: String, patch: String) throws {
        let entry = try Self.report(Gate([Binding(Meddler(at: place, value))]))
        #expect(entry.change.patch == (try Patch(json(patch))))
        #expect(entry.change.isPartial == (patch == "[]"))
        let wanted = try entry.change.patch.applied(to: .json(entry.manifest.object)).parsed()
        #expect((entry.changedObject ?? entry.manifest.object) == wanted)
    }

    @Test(
        "Patches of others become changes of what is written, too",
        arguments: [
            (#"[{"op":"test","path":"/b","value":2}]"#, "[]", false),
            (
                #"[{"op":"copy","from":"/b","path":"/c"}]"#, #"[{"op":"add","path":"/c","value":2}]"#, false
            ),
            (#"[{"op":"move","from":"/b","path":"/c"}]"#, #"[{"op":"add","path":"/c","value":2}]"#, false),
            (#"[{"op":"move","from":"/a","path":"/c"}]"#, #"[{"op":"move","from":"/a","path":"/c"}]"#, false),
            (#"[{"op":"add","path":"/l/-","value":2}]"#, "[]", true),
            (#"[{"op":"add","path":"/a/-","value":2}]"#, #"[{"op":"add","path":"/a/-","value":2}]"#, false),
            (#"[{"op":"add","path":"/a/0","value":2}]"#, #"[{"op":"add","path":"/a/0","value":2}]"#, false),
            (#"[{"op":"replace","path":"/n","value":2}]"#, #"[{"op":"replace","path":"/n","value":2}]"#, false),
            (
                #"[{"op":"add","path":"/o/x","value":{}},{"op":"add","path":"/o/x/y","value":1}]"#,
                #"[{"op":"add","path":"/o","value":{"x":{}}},{"op":"add","path":"/o/x/y","value":1}]"#, false
            ),
        ])
    func translations(patch: String, wanted: String, isPartial: Bool) throws {
        let written = try json(#"{"a": [1], "n": null}"#)
        let completed = try json(#"{"a": [1], "b": 2, "l": [1], "n": 1, "o": {"z": 1}}"#)
        let change = WrittenChange(try Patch(json(patch)), of: completed, in: written)
        #expect(change.patch == (try Patch(json(wanted))))
        #expect(change.isPartial == isPartial)
    }

    @Test("A fix brings no default into the file, and keeps its comments")
    func fix() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.pod + "\n", to: "a.yaml")
        let gate = Self.gate(
            "  - policy: run-as-non-root\n  - policy: image-pull\n  - policy: container-resources\n"
                + "    parameters: {resources: {memory: {requireRequest: true, defaultRequest: 100Mi}}}\n")
        func fixes() -> [ManifestFix] {
            ManifestFix.all(
                Rehearsal(gate, fillsDefaults: true).run(ManifestReader().read([directory.file("a.yaml")]).manifests))
        }
        let fix = try #require(fixes().first)
        #expect(fix.refusals == [])
        let text = String(decoding: fix.new, as: UTF8.self)
        #expect(
            text == Self.pod + "\n" + """
                      requests:
                        memory: 100Mi
                    imagePullPolicy: Always
                  securityContext:
                    runAsNonRoot: true

                """)
        try directory.write(text, to: "a.yaml")
        #expect(fixes().isEmpty)
    }

    @Test("A fix of nothing but a default leaves the file and says why")
    func unwritable() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.pod + "\n", to: "a.yaml")
        let gate = Gate([Binding(Meddler(at: "/spec/dnsPolicy"))])
        let report = Rehearsal(gate, fillsDefaults: true).run(
            ManifestReader().read([directory.file("a.yaml")]).manifests)
        let fix = try #require(ManifestFix.all(report).first)
        #expect(!fix.isChange && fix.new == fix.old)
        #expect(fix.refusals.map(\.reason) == ["only what the API server fills in by default would have to be changed"])
        #expect(TextPrinter().text(report).contains("changed by meddler in what is filled in by default only"))
    }

    @Test("Defaults change verdicts only where the API server adds something", arguments: verdicts)
    func verdict(policy: String, yaml: String, without: [String], with: [String]) throws {
        let gate = Self.gate("  - policy: \(policy)\n    mutate: false\n")
        for (fillsDefaults, wanted) in [(false, without), (true, with)] {
            let entry = try Self.report(gate, yaml, fillsDefaults: fillsDefaults)
            #expect(entry.remarks.compactMap { $0.finding?.pointer.description } == wanted)
        }
    }

    private static let verdicts: [(policy: String, yaml: String, without: [String], with: [String])] = [
        (
            // A limit is a request where there is none, which the policy knew before.
            "container-resources\n    parameters: {resources: {cpu: {requireRequest: true}}}", pod, [], []
        ),
        (
            // What the policy took a missing field for is what is filled in.
            "image-pull", pod, ["/spec/containers/0/imagePullPolicy"], ["/spec/containers/0/imagePullPolicy"]
        ),
        (
            // Ports of a pod in the host's network are ports of the host.
            "pod-security\n    parameters: {level: baseline}",
            "{apiVersion: v1, kind: Pod, spec: {hostNetwork: true, containers: [{name: a, ports: [{containerPort: 80}]}]}}",
            ["/spec/hostNetwork"], ["/spec/hostNetwork", "/spec/containers/0/ports/0/hostPort"]
        ),
    ]

    @Test("The fields that were filled in are named with everything else, and for programs")
    func printed() throws {
        let report = Rehearsal(Gate([Binding(Meddler(["/spec/dnsPolicy"]))]), fillsDefaults: true)
            .run(manifests("{apiVersion: v1, kind: Secret, metadata: {name: a}}"))
        let line = "  filled in by default: metadata.namespace, type\n"
        #expect(TextPrinter(detail: .everything).text(report).contains(line))
        #expect(!TextPrinter().text(report).contains(line))
        let object = try #require(try json(JSONPrinter().text(report))["objects"]?[0])
        #expect(object["defaults"]?.compactText == #"["/metadata/namespace","/type"]"#)
        #expect(object[["remarks", "0", "byDefault"]]?.bool == false)
    }
}

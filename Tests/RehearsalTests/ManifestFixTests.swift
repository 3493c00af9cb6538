import Admission
import Configuration
import Documents
import Foundation
import Support
import Testing

@testable import Rehearsal

@Suite("Fixes of files")
struct ManifestFixTests {
    @Test("Changes are written into the file, all else stays, and then there is nothing to change")
    func fix() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.text, to: "a.yaml")
        let path = directory.file("a.yaml")
        let fix = try #require(ManifestFix.all(try Self.report(path)).first)
        try expectGolden(String(decoding: fix.new, as: UTF8.self), "fixed.yaml")
        #expect(fix.titles == ["Deployment shop/web", "Pod default/one", "Pod default/two"])
        #expect(fix.refusals == [])
        try directory.write(String(decoding: fix.new, as: UTF8.self), to: "a.yaml")
        #expect(ManifestFix.all(try Self.report(path)).isEmpty)
        let diff = UnifiedDiff(file: "a.yaml", from: fix.old, to: fix.new).text
        try expectGolden(diff, "fixed.diff")
    }

    @Test("An object that can't be edited with care stays, and the others are changed")
    func refusals() throws {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\nspec: &spec {containers: [{name: a}]}\n"
        let alias = "more: *spec\n"
        let text =
            pod.replacing("NAME", with: "one") + alias + "---\n"
            + pod.replacing("NAME", with: "two").replacing("&spec ", with: "")
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "a.yaml")
        let fix = try #require(ManifestFix.all(try Self.report(directory.file("a.yaml"))).first)
        #expect(fix.titles == ["Pod default/two"])
        #expect(fix.refusals.map(\.title) == ["Pod default/one"])
        #expect(fix.refusals.map(\.location.line) == [1])
        #expect(String(decoding: fix.new, as: UTF8.self).hasPrefix(pod.replacing("NAME", with: "one") + alias))
    }

    @Test("A change at the end of a document puts no line before the next one", arguments: ["", "\n"])
    func ends(end: String) throws {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a"
        let more = "\n    resources:\n      requests:\n        cpu: 100m\n  securityContext:\n    runAsNonRoot: true\n"
        let directory = try TemporaryDirectory()
        try directory.write(pod + "\n---\n" + pod + end, to: "a.yaml")
        let fix = try #require(ManifestFix.all(try Self.report(directory.file("a.yaml"))).first)
        #expect(String(decoding: fix.new, as: UTF8.self) == pod + more + "---\n" + pod + more)
    }

    @Test("A diff of equal texts is empty, and one of other texts names the lines")
    func diff() {
        #expect(UnifiedDiff(file: "a", from: Array("x\n".utf8), to: Array("x\n".utf8)).text.isEmpty)
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n3\n", with: "\nthree\n").replacing("\n18\n", with: "\n")
        let text = UnifiedDiff(file: "a", from: Array(old.utf8), to: Array(new.utf8)).text
        #expect(text.contains("@@ -1,6 +1,6 @@\n 1\n 2\n-3\n+three\n 4\n"))
        #expect(text.contains("@@ -15,6 +15,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n"))
        let added = UnifiedDiff(file: "a", from: [], to: Array("x\n".utf8)).text
        #expect(added.contains("@@ -0,0 +1,1 @@\n+x\n"))
    }

    private static func report(_ path: String) throws -> Report {
        let yaml =
            "apiVersion: sekisho.dev/v1alpha1\nkind: Gate\nmetadata: {name: a}\nspec:\n  policies:\n"
            + "  - policy: run-as-non-root\n  - policy: container-resources\n"
            + "    parameters: {resources: {cpu: {requireRequest: true, defaultRequest: 100m}}}\n"
        let file = GateFile(SourceText(name: "gate.yaml", bytes: Array(yaml.utf8)))
        #expect(file.complaints == [])
        return Rehearsal(Gate(file.gates.flatMap(\.bindings))).run(ManifestReader().read([path]).manifests)
    }

    private static let text = """
        # What we run.
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              # In this order.
              containers:
              - name: "app"   # first
                image: nginx:1

              # and then
              - name: log
                image: 'fluent-bit:2'
                resources: {limits: {memory: 1Gi}}
              # the end
        ---
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Pod
          metadata:
            name: one
          spec:
            containers:
            - {name: x, image: "c:1"}
        - {apiVersion: v1, kind: Pod, metadata: {name: two}, spec: {containers: [{name: y}]}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}

        """
}

import Documents
import Foundation
import Rehearsal
import Testing

/// What `sekisho schema` prints.
@Suite("The schema for editors")
struct EditorSchemaTests {
    @Test("The schema in Manifests is the one that sekisho schema prints")
    func file() throws { try expectGenerated(EditorSchema.text, "Manifests/sekisho.schema.json") }

    @Test("Ready sets and files of cases fit", arguments: Self.files)
    func ours(file: URL) throws {
        let check = try Self.check()
        for document in try Self.documents(Array(Data(contentsOf: file))) {
            #expect(check.faults(of: document) == [], "\(file.lastPathComponent)")
        }
    }

    @Test(
        "Ready sets name the schema, so that editors find it",
        arguments: Self.files.filter { $0.path.contains("/Manifests/") })
    func comment(file: URL) throws {
        let line = try #require(String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\n").first)
        let path = try #require(line.firstMatch(of: /^# yaml-language-server: \$schema=(.+)$/)?.1)
        let schema = file.deletingLastPathComponent().appending(path: String(path)).standardizedFileURL
        #expect(FileManager.default.fileExists(atPath: schema.path), "\(path)")
    }

    @Test(
        "What is wrong is seen",
        arguments: [
            ("kind: Gate", "kind: Gote", "/kind: no such choice"),
            ("kind: Gate", "knd: Gate", ": kind is missing"),
            ("v1alpha1", "v2", "/apiVersion: the value is wrong"),
            ("name: guide", "nam: guide", "/metadata: nam is unknown"),
            ("name: guide", "labels: {}", "/metadata: name is missing"),
            ("policies:", "policy:", "/spec: policies is missing"),
            ("policy: run-as-non-root", "policy: run-as-root", "/spec/policies/0/policy: no such choice"),
            ("policy: run-as-non-root", "name: a", "/spec/policies/0: policy is missing"),
            ("mode: Warn", "mode: warn", "/spec/policies/0/mode: no such choice"),
            ("mutate: false", "mutate: 5", "/spec/policies/0/mutate: the type is wrong"),
            ("exempt: [a]", "exemptions: [a]", "/spec/policies/0/parameters: exemptions is unknown"),
            ("exempt: [a]", "exempt: a", "/spec/policies/0/parameters/exempt: the type is wrong"),
            ("users: [b]", "users: [1]", "/spec/policies/0/scope/users/0: the type is wrong"),
            ("matchLabels", "matchLabel", "/spec/policies/0/scope/objectSelector: matchLabel is unknown"),
        ])
    func faults(part: String, other: String, wanted: String) throws {
        let check = try Self.check()
        let text = Self.gate.replacing(part, with: other)
        #expect(try Self.documents(Array(Self.gate.utf8)).flatMap(check.faults) == [])
        #expect(try Self.documents(Array(text.utf8)).flatMap(check.faults).contains(wanted))
    }

    @Test(
        "What is wrong with an exception is seen",
        arguments: [
            ("owner: team-a", "ownr: team-a", "/spec: ownr is unknown"),
            ("owner: team-a", "containers: [a]", "/spec: owner is missing"),
            ("expires: never", "expires: 5", "/spec/expires: the type is wrong"),
            ("name: legacy", "labels: {}", "/metadata: name is missing"),
            ("names: [web]", "containers: [web]", "/spec/scope: containers is unknown"),
            ("policies: [probes]", "policies: probes", "/spec/policies: the type is wrong"),
        ])
    func exceptions(part: String, other: String, wanted: String) throws {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Exception
            metadata: {name: legacy}
            spec:
              policies: [probes]
              scope: {names: [web]}
              images: [ghcr.io]
              reason: It is old.
              owner: team-a
              expires: never
            """
        let check = try Self.check()
        #expect(try Self.documents(Array(text.utf8)).flatMap(check.faults) == [])
        let faulty = text.replacing(part, with: other)
        #expect(try Self.documents(Array(faulty.utf8)).flatMap(check.faults).contains(wanted))
    }

    @Test("The parameters of a case are those of its policy")
    func parameters() throws {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: run-as-non-root
            cases:
            - {name: a, parameters: {quotas: []}, object: {}, expect: {allow: true}}
            """
        let faults = try Self.documents(Array(text.utf8)).flatMap(try Self.check().faults)
        #expect(faults == ["/cases/0/parameters: quotas is unknown"])
    }

    @Test("Cases are about a built-in policy or an upstream one of any name", arguments: ["my-own-policy", "probes"])
    func names(policy: String) throws {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: \(policy)
            cases: [{name: a, params: [{apiVersion: v1, kind: ConfigMap}], object: {}, expect: {allow: true}}]
            """
        let check = try Self.check()
        #expect(try Self.documents(Array(text.utf8)).flatMap(check.faults) == [])
        let faulty = text.replacing(policy, with: "[]")
        #expect(try Self.documents(Array(faulty.utf8)).flatMap(check.faults) == ["/policy: no alternative fits"])
    }

    private static let gate = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata: {name: guide}
        spec:
          policies:
          - policy: run-as-non-root
            mode: Warn
            mutate: false
            scope: {users: [b], objectSelector: {matchLabels: {c: d}}}
            parameters: {exempt: [a]}

        """

    private static func check() throws -> SchemaCheck { SchemaCheck(root: try EditorSchema.json.parsed()) }

    private static func documents(_ bytes: [UInt8]) throws -> [JSON] {
        try YAMLReader().documents(in: bytes).map(\.json).filter { !$0.isNull }
    }

    /// Every ready set and every file of cases.
    private static let files: [URL] = {
        let here = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return ["Manifests/policies", "Sources/Policies/Cases"].flatMap { folder in
            let all = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
            return (all?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "yaml" }
        }
    }()
}

import Admission
import Configuration
import Documents
import Foundation
import Kubernetes
import Policies
import Testing

@testable import Rehearsal

/// Mutation and validation agree: what a policy has mended passes its own check, and a second time changes nothing.
@Suite("Mutation then validation")
struct ConvergenceTests {
    @Test(
        "Real manifests, by each policy that mends, as they are and with what an API server fills in",
        .enabled(if: RealManifests.isThere, "The manifests are not at hand."), arguments: Entry.all.filter(\.isMutating)
    )
    func policies(entry: Entry) throws {
        var changed = 0
        for policy in [entry.standard] + Variants.of(entry) {
            let gate = Gate([Binding(policy)])
            for manifest in try RealManifests.all.get() {
                changed += try expectConvergence(gate, manifest) ? 1 : 0
            }
        }
        #expect(changed > 0, "Nothing was mended.")
    }

    @Test(
        "Real manifests, by each of the ready sets as a whole",
        .enabled(if: RealManifests.isThere, "The manifests are not at hand."), arguments: ReadySets.all)
    func sets(set: ReadySets.Named) throws {
        let gate = try set.gate
        var changed = 0
        for manifest in try RealManifests.all.get() { changed += try expectConvergence(gate, manifest) ? 1 : 0 }
        #expect(changed > 0 || !gate.bindings.contains { $0.works(in: .mutating) })
    }

    @Test("Generated pods, by each of the ready sets as a whole", arguments: ReadySets.all)
    func generated(set: ReadySets.Named) throws {
        let gate = try set.gate
        for seed in 0..<300 {
            var generator = PodGenerator(seed: UInt64(seed) &+ 65_537, oddity: seed.isMultiple(of: 2) ? 40 : 1_000_000)
            let (kind, value) = generator.object()
            let subject = GroupVersionKind(group: kind.group, version: "v1", kind: kind.kind)
            let object = try value.parsed()
            _ = try expectConvergence(gate, RealManifest(kind: subject, resource: kind.resource, object: object))
        }
    }

    /// Decides twice; whether anything was changed.
    private func expectConvergence(_ gate: Gate, _ manifest: RealManifest) throws -> Bool {
        let first = gate.decide(manifest.request, [.mutating, .validating])
        guard let changed = first.patchedObject else { return false }
        var request = manifest.request
        request.object = changed
        let second = gate.decide(request, [.mutating, .validating])
        #expect(second.patch.isEmpty, "\(manifest.title): \(second.patch)")
        let mended = Set(first.steps.filter { $0.stage == .mutating && $0.isEdit }.map(\.binding.name))
        let before = gate.decide(manifest.request, .validating).steps
        for step in second.steps where step.stage == .validating && mended.contains(step.binding.name) {
            let old = before.first { $0.binding === step.binding }?.findings ?? []
            // What is left was there before, and is nothing that was written.
            #expect(step.findings.allSatisfy(old.contains), "\(manifest.title): \(step.findings.map(\.message))")
            let places = WrittenPlaces(first.patch, in: changed)
            let written = step.findings.filter { places.contain($0.pointer) }
            #expect(written == [], "\(manifest.title): \(written.map(\.message))")
        }
        return true
    }
}

extension Decision.Step {
    fileprivate var isEdit: Bool { if case .edited = outcome { true } else { false } }
}

/// A policy with the parameters of its cases.
private enum Variants {
    static func of(_ entry: Entry) -> [any Policy] {
        let cases = CaseFiles.cases.map(\.theCase).filter { $0.subject.name == entry.id && $0.parameters != nil }
        let policies = cases.compactMap { one in one.policy.map { (one.parameters?.compactText ?? "", $0) } }
        return Dictionary(policies) { first, _ in first }.sorted { $0.key < $1.key }.prefix(3).map(\.value)
    }
}

/// An object of a public repository.
private struct RealManifest {
    let kind: GroupVersionKind
    let resource: String
    let object: JSON

    var title: String { "\(kind.kind) \(ObjectView(object).name)" }

    var request: AdmissionRequest {
        AdmissionRequest(
            uid: "1", kind: kind,
            resource: GroupVersionResource(group: kind.group, version: kind.version, resource: resource),
            name: ObjectView(object).name, namespace: "team-a",
            userInfo: UserInfo(username: "alice", groups: ["dev"]), object: object)
    }
}

/// Manifests of public repositories, where they are at hand: beside the package, or where `SEKISHO_CASES` says.
private enum RealManifests {
    private static let file: URL = {
        let directory = ProcessInfo.processInfo.environment["SEKISHO_CASES"].map { URL(filePath: $0) }
        return (directory ?? CaseFiles.root.appending(path: "../shared/cases")).appending(path: "manifests.jsonl")
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Every other one is given what an API server fills in.
    static let all = Result {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let texts = try lines.compactMap { try JSON(parsing: Array($0.utf8))["input"]?["yaml"]?.string }
        let manifests = texts.flatMap { ManifestReader().read(Array($0.utf8), file: "a.yaml").manifests }
        let kinds = KindCatalog(manifests)
        return manifests.enumerated().map { position, manifest in
            let completed = CompletedObject(manifest.object, kind: manifest.kind, namespace: "team-a")
            return RealManifest(
                kind: manifest.kind, resource: kinds.resource(of: manifest.kind).resource,
                object: position.isMultiple(of: 2) ? manifest.object : completed.object)
        }
    }
}

/// The sets of policies that come with the program.
enum ReadySets {
    struct Named: Sendable, CustomTestStringConvertible {
        let testDescription: String

        var gate: Gate {
            get throws { try Loader(CaseFiles.root.appending(path: "Manifests/policies/\(self)").path).load().merged }
        }
    }

    static let all = ["baseline", "guide", "restricted"].map(Named.init)
}

extension ReadySets.Named: CustomStringConvertible {
    var description: String { testDescription }
}

extension CaseFiles {
    /// The package's directory.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(components: "..", "..").standardizedFileURL
}

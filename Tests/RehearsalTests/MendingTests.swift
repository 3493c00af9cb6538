import Admission
import Configuration
import Documents
import Foundation
import Kubernetes
import Policies
import Testing

@testable import Rehearsal

/// What `sekisho check --fix` makes of files: nothing is left to mend, and a second time changes nothing.
@Suite("Mends of what is found")
struct MendingTests {
    /// How a manifest may be written.
    enum Form: CaseIterable {
        case yaml, flow, json

        func text(_ object: JSON) -> String {
            switch self {
            case .yaml: YAMLText(object).text
            case .flow: FlowText.text(object) + "\n"
            case .json: IndentedJSON(.json(object)).text + "\n"
            }
        }
    }

    @Test("Every case of the policies is mended, however it is written", arguments: CaseTexts.all, Form.allCases)
    func cases(file: CaseTexts.Named, form: Form) throws {
        var count = 0
        for one in file.cases {
            guard let object = one.request.object, one.request.operation == .create else { continue }
            let rehearsal = Rehearsal(one.subject.gate, user: one.request.userInfo, namespace: one.request.namespace)
            let mended = try Self.mend(form.text(object), rehearsal)
            guard let mended else { continue }
            #expect(mended.refusals == [], "\(one.name)\n\(form.text(object))")
            count += mended.isChanged ? 1 : 0
        }
        let isMendable = file.cases.contains { $0.mayBeMended }
        #expect(count > 0 || !isMendable, "Nothing was mended.")
    }

    @Test(
        "Real manifests are mended by the guide and the restricted standard",
        .enabled(if: Manifests.isThere, "The manifests are not at hand."))
    func manifests() throws {
        let gate = try Manifests.gate
        var (changed, refused) = (0, 0)
        for text in try Manifests.texts {
            guard let mended = try Self.mend(text, Rehearsal(gate)) else { continue }
            changed += mended.isChanged ? 1 : 0
            refused += mended.refusals.isEmpty ? 0 : 1
            for refusal in mended.refusals { print("refused: \(refusal.title): \(refusal.reason)") }
        }
        #expect(changed > 100)
        #expect(refused * 50 < changed, "\(refused) of \(changed + refused) files are left.")
    }

    @Test("What the API server fills in is judged, and does not come into the file")
    func defaults() throws {
        let text =
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: app\n    image: a:1\n"
        let rehearsal = Rehearsal(try Self.gate("pod-security", "read-only-root-filesystem"), fillsDefaults: true)
        let fix = try #require(try Self.fixes(text, rehearsal).first)
        let new = String(decoding: fix.new, as: UTF8.self)
        #expect(new == text + "    securityContext:\n      readOnlyRootFilesystem: true\n")
    }

    @Test("Policies that undo each other's mends are told of, and nothing is changed")
    func quarrel() throws {
        let gate = Gate([Binding(Likes(color: "red")), Binding(Likes(color: "blue"), name: "blue")])
        let report = Rehearsal(gate).mended(Rehearsal(gate).run(written(Self.pod)))
        #expect(report.entries.map(\.mending?.isEndless) == [true])
        let fix = ManifestFix("a.yaml", Array(Self.pod.utf8), report.entries)
        #expect(!fix.isChange && fix.refusals.map(\.reason) == ["the policies undo each other's mends without an end"])
    }

    @Test("Two policies that want the same of a list are served by one change")
    func agreement() throws {
        let text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              securityContext:
                sysctls:
                # This one is the node's.
                - name: kernel.msgmax
                  value: "1"
                - {name: net.ipv4.tcp_syncookies, value: "1"}  # fine
              containers:
              - name: app
                securityContext:
                  capabilities:
                    drop: [KILL]

            """
        let gate = try Self.gate("sysctls", "pod-security", "capabilities")
        let fix = try #require(try Self.fixes(text, Rehearsal(gate)).first)
        let mended = text.replacing("    - name: kernel.msgmax\n      value: \"1\"\n", with: "")
            .replacing("drop: [KILL]", with: "drop: [KILL, ALL]")
        #expect(String(decoding: fix.new, as: UTF8.self) == mended)
    }

    @Test("What somebody must decide is said, with its place")
    func undecided() throws {
        let gate = try Self.gate("host-access")
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n  volumes:\n"
            + "  - name: logs\n    hostPath: {path: /var/log}\n  containers: []\n"
        let rehearsal = Rehearsal(gate)
        let report = rehearsal.mended(rehearsal.run(written(pod)))
        #expect(report.summary.mendable == 1)
        #expect(report.undecided.count == 1)
        let line = try #require(report.undecided.first)
        #expect(line.hasPrefix("a.yaml:8:16: note: no mend is known, please decide: "), "\(line)")
        #expect(report.entries.first?.mending?.patch.operations == [.remove(["spec", "hostPID"])])
    }

    private static let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n"

    /// What came out of mending a file.
    private struct Outcome {
        var isChanged = false
        var refusals: [ManifestFix.Refusal] = []
    }

    /// Mends a file as often as it changes, which must end; nil where it can't be read.
    private static func mend(_ text: String, _ rehearsal: Rehearsal) throws -> Outcome? {
        var outcome = Outcome()
        var text = text
        for _ in 0..<4 {
            guard let fix = try fixes(text, rehearsal).first else { break }
            outcome.refusals = fix.refusals
            if !fix.isChange { break }
            outcome.isChanged = true
            text = String(decoding: fix.new, as: UTF8.self)
        }
        let result = ManifestReader().read(Array(text.utf8), file: "a.yaml")
        guard result.complaints.isEmpty else { return nil }
        let report = rehearsal.run(result.manifests)
        let again = try fixes(text, rehearsal)
        #expect(!again.contains { $0.isChange }, "A second time changes something.")
        for entry in report.entries where !outcome.refusals.contains(where: { $0.title == entry.title }) {
            #expect(entry.remarks.allSatisfy { $0.mend.isEmpty }, "\(entry.remarks.map(\.message))\n\(text)")
            #expect(entry.decision.patch.isEmpty, "\(text)")
        }
        return outcome
    }

    private static func fixes(_ text: String, _ rehearsal: Rehearsal) throws -> [ManifestFix] {
        let result = ManifestReader().read(Array(text.utf8), file: "a.yaml")
        guard result.complaints.isEmpty else { return [] }
        let report = rehearsal.mended(rehearsal.run(result.manifests))
        return report.entries.isEmpty ? [] : [ManifestFix("a.yaml", Array(text.utf8), report.entries)]
    }

    private static func gate(_ ids: String...) throws -> Gate {
        Gate(try ids.map { id in Binding(try #require(Catalog.policy(id)).init()) })
    }
}

/// The manifests of a text in the file `a.yaml`.
private func written(_ text: String) -> [Manifest] { manifests(text, file: "a.yaml") }

/// Wants a colour, whatever others want.
private struct Likes: Validating {
    static let about = About(
        "likes", "Objects have a colour.", judges: .anything, fields: "metadata.labels.color", prose: "Tests.")

    @Parameter("The colour.")
    var color = "red"

    init() {}
    init(color: String) { self.color = color }

    func check(_ request: Request) -> [Finding] {
        guard request.view.labels?["color"]?.string != color else { return [] }
        var finding = Finding(["metadata", "labels", "color"], found: "is another", wanted: "must be \(color)")
        finding.mend = .set(.string(color))
        return [finding]
    }
}

/// The files of cases beside the policies.
enum CaseTexts {
    struct Named: Sendable, CustomTestStringConvertible {
        let url: URL
        var testDescription: String { url.lastPathComponent }

        var cases: [CaseFile.Case] {
            let bytes = (try? Data(contentsOf: url)).map(Array.init) ?? []
            return CaseFile(SourceText(name: url.lastPathComponent, bytes: bytes)).cases
        }
    }

    /// The package's directory.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(components: "..", "..").standardizedFileURL

    static let all: [Named] = {
        let directory = root.appending(path: "Sources/Policies/Cases")
        let urls = try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        return (urls ?? []).filter { $0.pathExtension == "yaml" }.map(Named.init).sorted {
            $0.url.lastPathComponent < $1.url.lastPathComponent
        }
    }()
}

extension CaseFile.Case {
    /// It creates an object that its policy changes, or finds what has a mend.
    fileprivate var mayBeMended: Bool {
        guard request.operation == .create, let object = request.object else { return false }
        let decision = subject.gate.decide(request, [.mutating, .validating])
        return !decision.patch.isEmpty
            || decision.steps.flatMap(\.findings).contains {
                !$0.patch(for: decision.patchedObject ?? object).isEmpty
            }
    }
}

/// Manifests of public repositories, where they are at hand: beside the package, or where `SEKISHO_CASES` says.
private enum Manifests {
    private static let file: URL = {
        let directory = ProcessInfo.processInfo.environment["SEKISHO_CASES"].map { URL(filePath: $0) }
        return (directory ?? CaseTexts.root.appending(path: "../shared/cases")).appending(path: "manifests.jsonl")
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Each a file of its own.
    static var texts: [String] {
        get throws {
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
                try JSON(parsing: Array(line.utf8))["input"]?["yaml"]?.string
            }
        }
    }

    /// The guide, and the strictest of the standards.
    static var gate: Gate {
        get throws {
            let guide = try Loader(CaseTexts.root.appending(path: "Manifests/policies/guide").path).load()
            let reader = ParameterReader()
            let type = try #require(Catalog.policy("pod-security"))
            let policy: any Policy = type.read(try JSON(parsing: Array(#"{"level": "restricted"}"#.utf8)), reader)
            return Gate(guide.merged.bindings + [Binding(policy)])
        }
    }
}

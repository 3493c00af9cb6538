import Configuration
import Documents
import Foundation
import Rehearsal
import Support
import Testing

/// What `sekisho test` makes of files of cases.
@Suite("Runs of cases")
struct CaseRunTests {
    @Test("All files below a directory are read, whatever stands beside them is passed over or complained of")
    func reading() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.passing, to: "tests/a.yaml")
        try directory.write(
            "apiVersion: sekisho.dev/v1alpha1\nkind: Gate\n---\n" + Self.failing, to: "tests/deep/b.yml")
        try directory.write("apiVersion: v1\nkind: Pod\n", to: "tests/pod.yaml")
        try directory.write("not read", to: "tests/notes.txt")
        let path = directory.file("tests")
        let collection = CaseCollection(reading: [path, path + "/a.yaml"])
        #expect(collection.files.map(\.name) == ["\(path)/a.yaml", "\(path)/deep/b.yml"])
        #expect(collection.files.map(\.cases.count) == [2, 2])
        #expect(
            collection.complaints.map(\.message)
                == ["This is a Pod of v1; wanted are Cases of sekisho.dev/v1alpha1."])
    }

    @Test("A path without cases is complained of", arguments: ["empty", "gates", "missing"])
    func absence(name: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "empty/none.yaml")
        try directory.write("apiVersion: sekisho.dev/v1alpha1\nkind: Gate\n", to: "gates/gate.yaml")
        let collection = CaseCollection(reading: [directory.file(name)])
        #expect(collection.complaints.map(\.file) == [directory.file(name)])
    }

    @Test(
        "Cases are chosen by what their policy and name have in them",
        arguments: [
            ([], 4), (["run-as-non-root"], 4), (["FIRST"], 1), (["root: a sec"], 1), (["run*is denied"], 2),
            (["first", "second"], 2), (["nothing of this"], 0), (["first*second"], 0),
        ])
    func filter(texts: [String], count: Int) {
        let run = CaseRun(Self.both, choosing: CaseFilter(texts))
        #expect(run.count == count)
        #expect(run.count + run.skipped == 4)
        #expect(run.files.allSatisfy { !$0.results.isEmpty })
    }

    @Test("What came out otherwise is counted")
    func failures() {
        let run = CaseRun(Self.both)
        #expect(run.files.map(\.failures) == [1])
        #expect(run.failures == 1)
    }

    @Test("Printed for people", arguments: [false, true])
    func text(isVerbose: Bool) throws {
        let text = CaseTextPrinter(isVerbose: isVerbose).text(CaseRun(Self.both))
        try expectGolden(text, isVerbose ? "cases-verbose.txt" : "cases.txt")
    }

    @Test("Printed at a terminal, where names play no tricks")
    func colors() {
        let named = Self.passing.replacing("name: first", with: #"name: "a\e[2Jb""#)
        let run = CaseRun(CaseCollection(SourceText(name: "a.yaml", bytes: Array(named.utf8))))
        let text = CaseTextPrinter(Style(isColored: true), isVerbose: true).text(run)
        #expect(text.contains("\u{1B}[32mpassed\u{1B}[0m: run-as-non-root: a [2Jb"))
    }

    @Test("Printed as JUnit has it")
    func junit() throws {
        let broken = Self.failing.replacing("kind: Cases", with: "kind: Case")
        let run = CaseRun(CaseCollection(SourceText(name: "b.yaml", bytes: Array(broken.utf8))))
        let times = /time="[0-9]+\.[0-9]{6}"/
        try expectGolden(CaseJUnitPrinter().text(run).replacing(times, with: "time=\"0\""), "cases.xml")
        let whole = CaseJUnitPrinter().text(CaseRun(Self.both))
        #expect(throws: Never.self) { try XMLDocumentText.check(whole) }
        #expect(whole.contains(#"tests="4" failures="1" errors="0" time="#))
        #expect(XMLDocumentText.junitFaults(in: whole) == [])
    }

    /// Two files; the name of the second one's last case needs escapes.
    private static let both = CaseCollection(
        SourceText(name: "a.yaml", bytes: Array((passing + "---\n" + failing).utf8)))

    private static let passing = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        policy: run-as-non-root
        cases:
        - name: first
          object: \(pod("{runAsNonRoot: true}"))
          expect: {allow: true}
        - name: A second one is denied
          object: \(pod("{runAsNonRoot: false}"))
          expect: {deny: [{path: /spec/securityContext/runAsNonRoot}]}

        """

    private static let failing = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        policy: run-as-non-root
        cases:
        - name: third
          object: \(pod("{runAsNonRoot: true}"))
          expect: {patch: []}
        - name: A "<fourth>" & last one is denied
          object: \(pod("{runAsNonRoot: true}"))
          expect: {deny: [{path: /spec/securityContext/runAsNonRoot, message: "is <no> & good"}]}

        """

    private static func pod(_ security: String) -> String {
        "{apiVersion: v1, kind: Pod, spec: {securityContext: \(security), containers: [{name: app}]}}"
    }
}

import Configuration
import Documents
import Support
import Testing

@testable import Rehearsal

@Suite("Exceptions in cases")
struct ExceptionCaseTests {
    private static let pod = """
        object: {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: team-a}, \
        spec: {containers: [{name: app, image: nginx}, {name: agent, image: nginx}]}}
        """

    private static func exception(containers: String = "", expires: String = "2026-12-31") -> String {
        "{metadata: {name: legacy}, spec: {policies: [run-as-non-root], scope: {namespaces: [team-a]}, \(containers)"
            + "reason: It is old, owner: team-a, expires: \(expires)}}"
    }

    private static func text(_ subject: String = "policy: run-as-non-root", _ lines: String...) -> String {
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        \(subject)
        cases:
        - name: A case
          \(pod)
        \(lines.map { "  " + $0 }.joined(separator: "\n"))
        """
    }

    private static func file(_ text: String, policies: PolicySet? = nil) -> CaseFile {
        CaseFile(SourceText(name: "cases.yaml", bytes: Array(text.utf8)), policies: policies)
    }

    private static func isAsExpected(_ text: String, policies: PolicySet? = nil) throws -> Bool {
        let file = file(text, policies: policies)
        #expect(file.complaints == [])
        return try #require(file.run().first).isAsExpected
    }

    @Test("A case spells out an exception, and sees what it lets pass")
    func inline() throws {
        let exceptions = "exceptions: [\(Self.exception())]"
        #expect(try Self.isAsExpected(Self.text("policy: run-as-non-root", exceptions, "expect: {allow: true}")))
        #expect(try !Self.isAsExpected(Self.text("policy: run-as-non-root", "expect: {allow: true}")))
        #expect(
            try Self.isAsExpected(
                Self.text("policy: run-as-non-root", exceptions, "namespace: team-b", Self.denied(0, 1))))
    }

    @Test("An exception for a container lets pass that one only")
    func container() throws {
        let exceptions = "exceptions: [\(Self.exception(containers: "containers: [agent], "))]"
        #expect(try Self.isAsExpected(Self.text("policy: run-as-non-root", exceptions, Self.denied(0))))
    }

    @Test(
        "Exceptions hold whenever they end, unless the case says when it is",
        arguments: [
            ("", true), ("time: 2026-12-31", true), ("time: 2027-01-01", false),
            ("time: 2026-12-31T23:59:59Z", true), ("time: 2027-01-01T00:59:59+01:00", true),
            ("time: 2027-01-01T00:00:00Z", false),
        ])
    func time(_ time: String, _ holds: Bool) throws {
        let text = Self.text(
            "policy: run-as-non-root", "exceptions: [\(Self.exception())]", time, "expect: {allow: true}")
        #expect(try Self.isAsExpected(text) == holds)
    }

    @Test("An exception keeps a policy from changing the object")
    func mutation() throws {
        let text = Self.text("policy: run-as-non-root", "exceptions: [\(Self.exception())]", "expect: {patch: []}")
        #expect(try Self.isAsExpected(text))
    }

    @Test("A gate has the exceptions of its directory, and a policy's cases name them")
    func directory() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: guide}
            spec: {policies: [{policy: run-as-non-root, mutate: false}, {policy: probes, mode: Audit}]}
            ---
            {apiVersion: sekisho.dev/v1alpha1, kind: Exception, \(Self.exception().dropFirst())

            """, to: "policies.yaml")
        let set = try Loader(directory.path).load()
        for subject in ["gate: guide", "gate: \"*\""] {
            #expect(try Self.isAsExpected(Self.text(subject, "expect: {allow: true}"), policies: set))
            #expect(
                try !Self.isAsExpected(Self.text(subject, "time: 2027-01-01", "expect: {allow: true}"), policies: set))
        }
        let named = Self.text("policy: run-as-non-root", "exceptions: [legacy]", "expect: {allow: true}")
        #expect(try Self.isAsExpected(named, policies: set))
        #expect(try !Self.isAsExpected(Self.text("policy: run-as-non-root", "expect: {allow: true}"), policies: set))
        let slip = Self.file(named.replacing("[legacy]", with: "[legcy]"), policies: set)
        #expect(slip.complaints.first?.message == "There is no exception \"legcy\".")
        #expect(slip.complaints.first?.suggestion == "legacy")
    }

    @Test(
        "What is wrong with a case's exceptions is complained of where it stands",
        arguments: [
            ("exceptions: [legacy]", "Exceptions by name want their policies; name their directory by --policies."),
            ("exceptions: [3]", "This is a number; wanted is an exception, as a policy directory has it."),
            ("exceptions: legacy", "This is a string; wanted is a list."),
            ("exceptions: [{}]", "The key \"metadata\" is missing; wanted is an object with the exception's name."),
            ("exceptions: [{kind: Gate}]", "\"Gate\" is unknown; wanted is Exception."),
            (
                "exceptions: [{metadata: {name: a}, spec: {policies: [probes], scope: {names: [a]}, reason: b, owner: c, "
                    + "expires: never}}]", "The exception \"a\" is about none of the policies here: run-as-non-root."
            ),
            ("time: never", "\"never\" is no time; wanted is a date such as 2026-12-31, or 2026-12-31T18:00:00Z."),
            ("time: [1]", "This is a list; wanted is text."),
        ])
    func faults(_ line: String, _ message: String) {
        let file = Self.file(Self.text("policy: run-as-non-root", line, "expect: {allow: true}"))
        #expect(file.cases.isEmpty)
        #expect(file.complaints.map(\.message).contains(message), "\(file.complaints)")
        #expect(file.complaints.allSatisfy { $0.location?.line == 7 })
    }

    private static func denied(_ positions: Int...) -> String {
        let paths = positions.map { "{path: /spec/containers/\($0)/securityContext/runAsNonRoot}" }
        return "expect: {deny: [\(paths.joined(separator: ", "))]}"
    }
}

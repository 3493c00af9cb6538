import Documents
import Rehearsal
import Testing

@Suite("What cases show of policies")
struct CaseCoverageTests {
    @Test("Outcomes are counted, where the policy can have them")
    func outcomes() throws {
        let rows = Self.coverage.rows
        let mending = try #require(rows.first { $0.id == "run-as-non-root" })
        #expect([mending.allowed, mending.denied, mending.patched, mending.leftAlone] == [1, 0, 1, 0])
        #expect(!mending.isComplete)
        let judging = try #require(rows.first { $0.id == "namespace-quota" })
        #expect([judging.allowed, judging.denied, judging.patched, judging.leftAlone] == [1, 0, nil, nil])
        let injecting = try #require(rows.first { $0.id == "inject" })
        #expect([injecting.allowed, injecting.denied, injecting.patched, injecting.leftAlone] == [nil, nil, 0, 0])
    }

    @Test("Parameters that no case sets are named, those of values too")
    func parameters() throws {
        let rows = Self.coverage.rows
        let quota = try #require(rows.first { $0.id == "namespace-quota" })
        #expect(
            quota.unset == ["quotas[].namespaces", "quotas[].scopes", "quotas[].scopeSelector", "controllers"])
        #expect(try #require(rows.first { $0.id == "inject" }).unset == ["injections"])
    }

    @Test("Printed as a table")
    func table() throws {
        let rows = CoveragePrinter().text(Self.coverage).split(separator: "\n").map(String.init)
        #expect(rows.first?.split(separator: " ").first == "policy")
        #expect(rows.contains { $0.contains("never set: quotas[].namespaces, quotas[].scopes") })
        let quota = try #require(rows.first { $0.hasPrefix("namespace-quota ") })
        #expect(quota.split(separator: " ") == ["namespace-quota", "1", "0", "-", "-"])
        #expect(rows.last?.hasPrefix("0 of ") == true)
    }

    private static let coverage = CaseCoverage(
        CaseRun(CaseCollection(SourceText(name: "a.yaml", bytes: Array(text.utf8)))))

    private static let text = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        policy: run-as-non-root
        cases:
        - name: first
          object: \(pod("securityContext: {runAsNonRoot: true}, "))
          expect: {allow: true}
        - name: second
          object: \(pod(""))
          expect: {patch: [{op: add, path: /spec/securityContext, value: {runAsNonRoot: true}}]}
        ---
        apiVersion: sekisho.dev/v1alpha1
        kind: Cases
        policy: namespace-quota
        cases:
        - name: third
          parameters: {quotas: [{name: a, hard: {pods: 3}}]}
          object: \(pod(""))
          expect: {allow: true}

        """

    private static func pod(_ more: String) -> String {
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {\(more)containers: [{name: app}]}}"
    }
}

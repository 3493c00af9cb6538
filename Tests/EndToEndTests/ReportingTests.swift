import Documents
import Foundation
import Support
import Testing

extension EndToEnd {
    @Suite("What a server tells of its decisions")
    struct ReportingTests {
        /// What must never be told.
        private static let canary = "canary-3d1f"

        /// A gate whose finding quotes everything that is in a Secret.
        private static let gate = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: test}
            spec:
              policies:
                - policy: run-as-non-root
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: blabbing}
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}
              validations:
                - expression: "false"
                  messageExpression: "'the data is ' + object.data.password"
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: blabbing}
            spec: {policyName: blabbing, validationActions: [Deny]}

            """

        private static let secret = Array(
            """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"secret-1",\
            "kind":{"group":"","version":"v1","kind":"Secret"},\
            "resource":{"group":"","version":"v1","resource":"secrets"},"name":"login","namespace":"team-a",\
            "operation":"CREATE","userInfo":{"username":"alice"},"object":{"kind":"Secret","apiVersion":"v1",\
            "metadata":{"name":"login","namespace":"team-a"},"data":{"password":"\(canary)"}},"oldObject":null}}
            """.utf8)

        private func lines(_ path: String) throws -> [JSON] {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        }

        @Test("A line for each decision, over a rotation, none lost at the end, nothing out of a Secret")
        func audit() async throws {
            let server = try await Server(gate: Self.gate) { site in
                ["--audit-log", site.directory.file("audit.jsonl"), "--log-decisions", "denied", "--explain"]
            }
            let (path, old) = (server.directory.file("audit.jsonl"), server.directory.file("audit.1.jsonl"))
            #expect(verdict(try await Curl.post(Reviews.allowed, server).body) == true)
            #expect(verdict(try await Curl.post(Reviews.unfit, server).body) == false)
            let isThere = await server.process.wait { ((try? lines(path).count) ?? 0) == 2 }
            #expect(isThere)
            try FileManager.default.moveItem(atPath: path, toPath: old)
            server.process.send(signal: SIGHUP)
            let isReopened = await server.process.wait { FileManager.default.fileExists(atPath: path) }
            #expect(isReopened)
            let answer = try await Curl.post(Self.secret, server)
            #expect(verdict(answer.body) == false && answer.text.contains(Self.canary))
            let adminPort = server.adminPort
            let trace = try await blocking { try Wire.get("/explain?uid=secret-1", port: adminPort) }
            let metrics = try await blocking { try Wire.get("/metrics", port: adminPort) }
            let outcome = await server.stop()
            #expect(try lines(old).map { $0["verdict"]?.string } == ["allowed", "denied"])
            #expect(try lines(path).map { $0["name"]?.string } == ["login"])
            #expect(trace.status == 200 && trace.text.contains(#""outcome":"found""#))
            let told = try String(contentsOfFile: path, encoding: .utf8) + outcome.errorText + trace.text + metrics.text
            #expect(told.contains(#""message":"decision","uid":"secret-1""#))
            #expect(!told.contains(Self.canary))
        }

        @Test("The audit log can go to standard output, and the log can be text")
        func standardOutput() async throws {
            let server = try await Server { _ in ["--audit-log", "-", "--log-format", "text", "--log-decisions", "all"]
            }
            #expect(verdict(try await Curl.post(Reviews.allowed, server).body) == true)
            let outcome = await server.stop()
            let line = try JSON(parsing: Array(outcome.text.utf8))
            #expect(line["user"]?.string == "alice" && line["verdict"]?.string == "allowed")
            #expect(
                outcome.errorText.contains(" info allowed uid=\(Reviews.uid) stage=validate operation=CREATE kind=Pod ")
            )
        }

        @Test("A mutation that does not come to rest is warned of")
        func convergence() async throws {
            let server = try await Server(gate: Self.restless)
            for _ in 0..<2 { _ = try await Curl.post(Reviews.allowed, to: "/mutate", server) }
            let isWarned = await server.process.wait { server.process.errorsSoFar.contains("don't converge") }
            #expect(isWarned, "\(server.process.errorsSoFar)")
            let adminPort = server.adminPort
            let metrics = try await blocking { try Wire.get("/metrics", port: adminPort).text }
            #expect(metrics.contains(#"sekisho_policy_repeated_edits_total{binding="restless""#))
        }

        /// Makes an annotation longer each time.
        private static let restless = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: restless}
            spec:
              failurePolicy: Fail
              reinvocationPolicy: Never
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              mutations:
                - patchType: JSONPatch
                  jsonPatch:
                    expression: >-
                      [JSONPatch{op: "replace", path: "/metadata/annotations/padding",
                      value: object.metadata.annotations.padding + "x"}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: restless}
            spec: {policyName: restless}

            """
    }
}

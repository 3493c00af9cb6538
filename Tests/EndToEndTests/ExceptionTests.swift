import Documents
import Foundation
import Support
import Testing

extension EndToEnd {
    @Suite("Exceptions of a running server")
    struct ExceptionTests {
        /// A gate, an exception that holds, and one that is over.
        private static let gate = Server.gate + exception("legacy", "never") + exception("former", "2020-02-29")

        private static func exception(_ name: String, _ expires: String) -> String {
            """
            ---
            apiVersion: sekisho.dev/v1alpha1
            kind: Exception
            metadata: {name: \(name)}
            spec:
              policies: [run-as-non-root]
              scope: {namespaces: [team-a], names: [unfit]}
              reason: It is old.
              owner: team-a
              expires: \(expires)

            """
        }

        private static func answer(_ server: Server, _ path: String) async throws -> JSON {
            try await blocking {
                let client = try Client(server)
                try client.send(Reviews.post(Reviews.unfit, to: path))
                return try JSON(parsing: try #require(try client.answer()).body)
            }
        }

        @Test("What an exception lets pass is admitted, unchanged, noted and counted, until the exception goes")
        func exceptions() async throws {
            let server = try await Server(gate: Self.gate)
            let response = try #require(try await Self.answer(server, "/validate")["response"])
            #expect(response["allowed"]?.bool == true)
            let note = response["auditAnnotations"]?["run-as-non-root"]?.string
            #expect(note?.hasPrefix("exception \"legacy\" (owner team-a, never ends) lets pass: ") ?? false)
            #expect(try await Self.answer(server, "/mutate")["response"]?["patch"] == nil)
            let page = try await blocking { try Wire.get("/metrics", port: server.adminPort).text }
            let metric = "sekisho_exception_expiry_seconds"
            #expect(page.contains("\(metric){exception=\"legacy\",owner=\"team-a\"} +Inf\n"))
            #expect(page.contains("\(metric){exception=\"former\",owner=\"team-a\"} 1583020800\n"))
            #expect(server.process.errorsSoFar.contains("The exception \\\"former\\\" (owner team-a) has ended"))
            try server.directory.write(Server.gate, to: "policies/gate.yaml")
            let isDenied = await server.process.wait(timeout: .seconds(20)) {
                server.process.errorsSoFar.contains("policies taken over")
            }
            #expect(isDenied)
            #expect(try await Self.answer(server, "/validate")["response"]?["allowed"]?.bool == false)
        }
    }
}

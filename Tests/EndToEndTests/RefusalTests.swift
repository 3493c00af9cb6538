import Documents
import Support
import Testing

extension EndToEnd {
    @Suite("What is no review, by curl")
    struct RefusalTests {
        struct Wrong: Sendable, CustomTestStringConvertible {
            let testDescription: String
            var path = "/validate"
            var arguments: [String] = []
            var body = Reviews.allowed
            let status: Int
            /// What the answer's text says, among other things.
            let text: String
        }

        static let wrongs = [
            Wrong(testDescription: "another path", path: "/", status: 404, text: "/validate"),
            Wrong(testDescription: "a method that isn't served", arguments: ["-X", "PUT"], status: 405, text: "POST"),
            Wrong(
                testDescription: "another media type", arguments: ["-H", "Content-Type: application/yaml"], status: 415,
                text: "application/json"),
            Wrong(testDescription: "no JSON", body: Array("{\"kind\":".utf8), status: 400, text: "JSON"),
            Wrong(
                testDescription: "JSON that is no review", body: Array("{}".utf8), status: 400, text: "AdmissionReview"),
            Wrong(testDescription: "an empty body", body: [], status: 400, text: ""),
            Wrong(
                testDescription: "a body over the limit", body: [UInt8](repeating: 0x20, count: 17 << 20), status: 413,
                text: "\(16 << 20) bytes"),
        ]

        @Test("The answer says what was wrong", arguments: wrongs)
        func refused(wrong: Wrong) async throws {
            let server = try await Server()
            // curl adds the fields of a later -H to those of an earlier one of another value.
            let content =
                wrong.arguments.contains { $0.hasPrefix("Content-Type") }
                ? [] : ["-H", "Content-Type: application/json"]
            let answer = try await Curl.ask(
                server.url(wrong.path), server, content + ["--data-binary", "@-"] + wrong.arguments, input: wrong.body)
            #expect(answer.status == wrong.status)
            #expect(answer.text.contains(wrong.text), "\(answer.text)")
            #expect(verdict(try await Curl.post(Reviews.allowed, server).body) == true)
        }

        @Test("A connection is used again")
        func reuse() async throws {
            let server = try await Server()
            let outcome = try await Curl.run(
                [
                    "-o", "/dev/null", "-o", "/dev/null", "-w", "%{num_connects} %{http_code}\\n",
                    server.url("/validate"),
                    server.url("/mutate"), "-H", "Content-Type: application/json", "--data-binary", "@-",
                ], server, input: Reviews.allowed)
            #expect(outcome.text == "1 200\n0 200\n", "\(outcome.errorText)")
        }
    }

    @Suite("The admin port")
    struct AdminTests {
        @Test("Health is ok", arguments: ["/livez", "/readyz"])
        func health(path: String) async throws {
            let server = try await Server()
            let answer = try Wire.get(path, port: server.adminPort)
            #expect(answer.status == 200)
            #expect(answer.text.hasPrefix("ok"))
        }

        @Test("Metrics count what was decided, and what is there is listed for who asks for something else")
        func metrics() async throws {
            let server = try await Server()
            _ = try await Curl.post(Reviews.allowed, server)
            _ = try await Curl.post(Reviews.unfit, server)
            let page = try Wire.get("/metrics", port: server.adminPort)
            #expect(page.status == 200)
            #expect(page.fields["content-type"]?.hasPrefix("text/plain") == true)
            #expect(page.text.contains("run-as-non-root"), "\(page.text)")
            #expect(try Wire.get("/", port: server.adminPort).status == 404)
        }

        @Test("Health and metrics are not to be had on the port of the reviews", arguments: ["/livez", "/metrics"])
        func separate(path: String) async throws {
            let server = try await Server()
            #expect(try await Curl.ask(server.url(path), server).status == 404)
        }
    }
}

import Foundation
import Support

/// curl, as a foreign client.
enum Curl {
    /// The answer to a POST of a review.
    static func post(
        _ body: [UInt8], to path: String = "/validate", _ server: Server, _ arguments: [String] = []
    ) async throws -> Answer {
        let content = ["-H", "Content-Type: application/json", "--data-binary", "@-"]
        return try await ask(server.url(path), server, content + arguments, input: body)
    }

    /// The answer to whatever is asked.
    static func ask(
        _ url: String, _ server: Server, _ arguments: [String] = [], input: [UInt8] = []
    ) async throws -> Answer {
        let outcome = try await run([url] + arguments, server, input: input)
        var output = outcome.output
        while let answer = Answer.take(from: &output) {
            if answer.status != 100 { return answer }
        }
        throw Server.Trouble(description: "curl got no answer: \(outcome.text) \(outcome.errorText)")
    }

    /// What curl says.
    static func run(_ arguments: [String], _ server: Server, input: [UInt8] = []) async throws -> Subprocess.Outcome {
        let always = ["-sS", "-i", "--max-time", "20", "--cacert", server.directory.file("ca.crt")]
        return try await Subprocess.run("curl", always + arguments, input: input)
    }
}

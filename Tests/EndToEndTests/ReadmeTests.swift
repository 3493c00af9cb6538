import Foundation
import Support
import Testing

extension EndToEnd {
    @Suite("README.md tells the truth")
    struct ReadmeTests {
        private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path

        private var text: String {
            get throws { try String(contentsOfFile: "\(root)/README.md", encoding: .utf8) }
        }

        @Test("The commands of the dry run print what it shows", arguments: ["check", "review"])
        func dryRun(subcommand: String) async throws {
            let lines = try text.split(separator: "\n", omittingEmptySubsequences: false)
            let start = try #require(lines.firstIndex { $0.hasPrefix("    $ sekisho \(subcommand) ") })
            let shown = lines[(start + 1)...].prefix { $0.isEmpty || $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
            let command = lines[start].dropFirst("    $ sekisho ".count)
            try #require(Subprocess.isInstalled("jq") || !command.contains("jq "))
            let outcome = try await Subprocess.run(
                "bash", ["-c", "\(try Server.binary) \(command)"], in: root, environment: ["NO_COLOR": "1"])
            #expect(outcome.text == trimmed(shown) + "\n", "\(outcome.errorText)")
        }

        private func trimmed(_ lines: [Substring]) -> String {
            lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
        }

        /// The first YAML block that holds a line.
        private func block(with line: String) throws -> String {
            let blocks = try text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
                $0.components(separatedBy: "```").first
            }
            return try #require(blocks.first { $0.contains("\(line)\n") })
        }

        @Test("The Gate that it shows can be loaded, with the Exception from it")
        func gate() async throws {
            let directory = try TemporaryDirectory()
            let gate = try block(with: "kind: Gate")
            try directory.write(gate, to: "policies/gate.yaml")
            let exception = try block(with: "kind: Exception")
            try directory.write(exception, to: "policies/exceptions.yaml")
            try directory.write(CommandLineTests.good, to: "pod.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, ["check", "pod.yaml", "--policies", "policies"], in: directory.path)
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }

        @Test(
            "The upstream policy that it shows is tested, bound, explained and evaluated as it says",
            arguments: [
                ("test cases.yaml --policies policies", 0, "1 passed"),
                ("check deployment.yaml --policies policies --bind-all", 1, "at most 3 replicas, not 5"),
                ("explain replica-limit --policies policies", 0, "object.spec.replicas <= 3"),
                ("cel 'object.spec.replicas <= 3' --object deployment.yaml", 0, "false"),
            ] as [(String, Int32, String)])
        func upstream(command: String, status: Int32, words: String) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(block(with: "kind: ValidatingAdmissionPolicy"), to: "policies/replicas.yaml")
            try directory.write(block(with: "policy: replica-limit"), to: "cases.yaml")
            let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}\n"
            try directory.write(deployment, to: "deployment.yaml")
            let outcome = try await Subprocess.run(
                "bash", ["-c", "\(try Server.binary) \(command)"], in: directory.path)
            #expect(outcome.status == status, "\(outcome.errorText)")
            #expect(outcome.text.contains(words), "\(outcome.text)")
        }

        @Test("The installation that it speaks of is one that the doctor finds nothing in")
        func installation() async throws {
            let outcome = try await Subprocess.run(
                "bash",
                [
                    "-c",
                    "\(try Server.binary) manifests --policies Manifests/policies/guide | \(try Server.binary) doctor -",
                ],
                in: root)
            #expect(outcome.status == 0, "\(outcome.text) \(outcome.errorText)")
        }
    }
}

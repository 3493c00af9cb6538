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

        @Test("The Gate that it shows can be loaded")
        func gate() async throws {
            let blocks = try text.components(separatedBy: "```yaml\n").dropFirst()
            let block = try #require(blocks.first { $0.contains("kind: Gate\n") }?.components(separatedBy: "```").first)
            let directory = try TemporaryDirectory()
            try directory.write(block, to: "policies/gate.yaml")
            try directory.write(CommandLineTests.good, to: "pod.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, ["check", "pod.yaml", "--policies", "policies"], in: directory.path)
            #expect(outcome.status == 0, "\(outcome.errorText)")
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

import Foundation
import Support
import Testing

extension EndToEnd {
    /// What the program says of itself, in golden files. With RECORD_GOLDEN in the environment they are written instead,
    /// and the test fails, so that a recording never passes for a test.
    @Suite("Help")
    struct HelpTests {
        private let directory = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Golden/help")

        private static func help(_ command: [String]) async throws -> String {
            // The width of a terminal would change where lines end.
            let outcome = try await Subprocess.run(
                try Server.binary, command + ["--help"], environment: ["COLUMNS": "80"])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            return outcome.text
        }

        /// The names of the subcommands that a help text lists: two spaces, the name, and what it is for.
        private static func subcommands(in text: String) -> [String] {
            guard let list = text.split(separator: "SUBCOMMANDS:\n").dropFirst().first else { return [] }
            return list.split(separator: "\n").compactMap { line in
                line.wholeMatch(of: #/  ([a-z][a-z-]*)(?: .*)?/#).map { String($0.1) }
            }
        }

        /// Every command line that has a help text of its own.
        private static func commands(below command: [String] = []) async throws -> [[String]] {
            var commands = [command]
            for name in subcommands(in: try await help(command)) where name != "help" {
                commands += try await Self.commands(below: command + [name])
            }
            return commands
        }

        @Test("Every subcommand's help is that of its golden file, and there is one for each", .timeLimit(.minutes(2)))
        func golden() async throws {
            let commands = try await Self.commands()
            #expect(commands.count > 8)
            for command in commands {
                let text = try await Self.help(command)
                let file = directory.appending(path: Self.name(of: command))
                guard ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == nil else {
                    try Data(text.utf8).write(to: file)
                    Issue.record("\(file.lastPathComponent) was recorded.")
                    continue
                }
                let wanted = try? String(contentsOf: file, encoding: .utf8)
                #expect(text == wanted, "\(file.lastPathComponent) differs; RECORD_GOLDEN=1 records it anew.")
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            #expect(Set(files) == Set(commands.map(Self.name)))
        }

        private static func name(of command: [String]) -> String {
            (["sekisho"] + command).joined(separator: "-") + ".txt"
        }

        @Test("Examples keep their lines, each of them indented", .timeLimit(.minutes(2)))
        func examples() async throws {
            for command in try await Self.commands() {
                let parts = try await Self.help(command).split(separator: #/Examples?:\n/#).dropFirst()
                let lines = parts.first?.split(separator: "\n\n").first?.split(separator: "\n") ?? []
                #expect(lines.allSatisfy { $0.hasPrefix("  ") }, "\(command): \(lines)")
            }
        }

        @Test("Commands that judge say what their exit statuses mean", arguments: ["check", "test", "doctor"])
        func statuses(command: String) async throws {
            let text = try await Self.help([command])
            for status in ["Exit status: 0 ", ", 1 ", ", 2 bad input"] {
                #expect(text.replacing("\n", with: " ").contains(status), "\(status)")
            }
        }
    }
}

import Foundation
import Support
import Testing

extension EndToEnd {
    /// Whatever reads a file says in one form what is wrong with it, and what is wanted.
    @Suite("Files that can't be read")
    struct UnreadableFileTests {
        /// Command lines in which FILE is one to be read.
        private static let readers = [
            "check FILE --policies policies", "check pod.yaml --policies FILE", "test FILE",
            "test cases.yaml --policies FILE", "review FILE --policies policies", "review review.json --policies FILE",
            "review review.json --policies policies --inventory FILE", "explain x --policies FILE", "doctor FILE",
            "cel 1 --object FILE", "certs inspect FILE", "certs issue --ca FILE --ca-key FILE",
            "serve --policies policies --certificate FILE --key FILE",
            "serve --policies policies --ca FILE --ca-key FILE",
            "manifests --policies FILE", "manifests --policies policies --reuse FILE",
            "manifests --policies policies --ca FILE --ca-key FILE",
        ]

        private func errors(_ line: String, _ file: String) async throws -> String? {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            try directory.write(CommandLineTests.good, to: "pod.yaml")
            try directory.write("", to: "folder/file.txt")
            let bytes = Array("a: \"".utf8) + [0xFF] + Array("\"\n".utf8)
            try Data(bytes).write(to: URL(fileURLWithPath: directory.file("latin.yaml")))
            let arguments = line.split(separator: " ").map { $0 == "FILE" ? file : String($0) }
            let outcome = try await Subprocess.run(try Server.binary, arguments, in: directory.path)
            #expect(outcome.status == 2, "\(outcome.text)")
            return outcome.errorText.split(separator: "\n").first.map(String.init)
        }

        @Test("A file that is not there", arguments: readers)
        func missing(line: String) async throws {
            let wanted = "none: error: There is no such file or directory; wanted is the path of one that is there."
            #expect(try await errors(line, "none") == wanted)
        }

        @Test(
            "A directory where a file is wanted",
            arguments: readers.filter { line in
                ["review FILE", "cel", "--certificate", "--ca", "--reuse"].contains(where: line.contains)
            })
        func directory(line: String) async throws {
            #expect(try await errors(line, "folder") == "folder: error: It is a directory; wanted is a file.")
        }

        @Test(
            "A text in another encoding",
            arguments: readers.filter { line in
                ["check", "test", "--policies FILE", "--inventory", "explain", "doctor", "cel"].contains(
                    where: line.contains)
            })
        func encoding(line: String) async throws {
            let wanted = "latin.yaml:1:5: error: The bytes are not UTF-8; wanted is a text that is saved as UTF-8."
            #expect(try await errors(line, "latin.yaml") == wanted)
        }

        @Test("A server without certificates says how to have some")
        func noCertificates() async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, ["serve", "--policies", "policies"], in: directory.path)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains("Certs/server.crt: error: There is no such file"))
            #expect(outcome.errorText.contains("Certs/server.key: error: There is no such file"))
            #expect(outcome.errorText.contains("sekisho certs dev"))
        }
    }
}

import Foundation
import Support
import Testing

extension EndToEnd {
    @Suite("sekisho review")
    struct ReviewCommandTests {
        private static let lines = Reviews.allowed + [0x0A] + Reviews.unfit
        private static let pretty = Array(
            String(decoding: Reviews.allowed, as: UTF8.self).replacing(",", with: ",\n").replacing("{", with: "{\n  ")
                .utf8)

        /// What goes in, the verdicts that come out, and what is complained of.
        struct Trial: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let input: [UInt8]
            let verdicts: [Bool]
            var complaints: [String] = []
        }

        static let trials = [
            Trial(testDescription: "lines", input: lines, verdicts: [true, false]),
            Trial(testDescription: "a line without its end", input: lines.dropLast(), verdicts: [true, false]),
            Trial(testDescription: "lines of DOS", input: Reviews.unfit.dropLast() + [0x0D, 0x0A], verdicts: [false]),
            Trial(testDescription: "nothing", input: [], verdicts: []),
            Trial(testDescription: "blank lines", input: Array("\n \n\n".utf8), verdicts: []),
            Trial(testDescription: "one in pretty print", input: pretty, verdicts: [true]),
            Trial(testDescription: "several in pretty print", input: pretty + pretty, verdicts: [true, true]),
            Trial(
                testDescription: "a bad line among good ones", input: lines + Array("{}\n{\n".utf8) + lines,
                verdicts: [true, false, true, false],
                complaints: ["standard input:4: error: ", "standard input:5: error: "]),
            Trial(
                testDescription: "a bad line before good ones", input: Array("\n{\"a\n".utf8) + lines,
                verdicts: [true, false], complaints: ["standard input:2: error: "]),
            Trial(
                testDescription: "a broken document in pretty print", input: pretty.dropLast(3), verdicts: [],
                complaints: ["standard input:1: error: "]),
        ]

        @Test("explains how the answer comes about, step by step, instead of giving it", arguments: [false, true])
        func explains(mutates: Bool) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary,
                ["review", "--explain", "--policies", "policies"] + (mutates ? ["--mutate"] : []),
                input: Reviews.unfit, in: directory.path)
            #expect(outcome.status == 0 && outcome.errorText.isEmpty)
            let lines = outcome.text.split(separator: "\n")
            let subject = "CREATE Pod team-a/unfit by alice, uid \(Reviews.uid)"
            #expect(
                lines.first.map(String.init) == subject + (mutates ? ": allowed, patched by 1 operation" : ": denied"))
            let step =
                mutates ? "  mutate run-as-non-root, Enforce: edited, " : "  validate run-as-non-root, Enforce: found, "
            #expect(lines.dropFirst().first?.hasPrefix(step) == true, "\(lines)")
            #expect(lines.count == 3)
        }

        @Test("explains the rules of upstream policies with their places, and what only warns")
        func explainsUpstream() async throws {
            let directory = try TemporaryDirectory()
            try directory.write(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: fitness}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  validations:
                  - expression: object.metadata.name != 'unfit'
                    message: be fit
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: mildly}
                spec: {policyName: fitness, validationActions: [Warn]}

                """, to: "policies/fitness.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, ["review", "--explain", "--policies", "policies"], input: Reviews.unfit,
                in: directory.path)
            let lines = outcome.text.split(separator: "\n")
            #expect(lines.count == 3 && lines[1].hasPrefix("  validate fitness, Warn: found, "), "\(lines)")
            #expect(lines.last == "    be fit (bound by mildly, rule policies/fitness.yaml:8:17)")
        }

        @Test("answers each review it finds, and complains of the rest by its line", arguments: trials)
        func answers(trial: Trial) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, ["review", "--policies", "policies"], input: trial.input, in: directory.path)
            let answers = outcome.output.split(separator: UInt8(ascii: "\n"))
            #expect(answers.map { verdict(Array($0)) } == trial.verdicts)
            let errors = outcome.errorText.split(separator: "\n")
            #expect(errors.count == trial.complaints.count, "\(errors)")
            #expect(zip(errors, trial.complaints).allSatisfy { $0.hasPrefix($1) }, "\(errors)")
            #expect(outcome.status == (trial.complaints.isEmpty ? 0 : 2))
        }

        @Test("answers a line before the next one is there")
        func streams() async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let program = try Subprocess(
                try Server.binary, ["review", "--policies", "policies"], in: directory.path)
            for count in 1...3 {
                program.send(Reviews.allowed)
                #expect(await program.wait { program.outputSoFar.count { $0 == "\n" } == count })
            }
            program.closeInput()
            #expect(await program.wait().status == 0)
        }
    }

    @Suite("sekisho and its pipes")
    struct PipeTests {
        @Test(
            "A reader that goes away is no fault of the program",
            arguments: [
                "check pods.yaml --policies policies", "review --policies policies reviews.jsonl", "check --help",
            ])
        func closedPipe(arguments: String) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let pods = (0..<2000).map { number in
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p\(number)}\nspec: {containers: [{name: a, image: b}]}\n"
            }
            try directory.write(pods.joined(separator: "---\n"), to: "pods.yaml")
            try directory.write(Array((0..<2000).map { _ in Reviews.unfit }.joined()), to: "reviews.jsonl")
            let command = "\(try Server.binary) \(arguments) | head -c 1 >/dev/null; echo ${PIPESTATUS[0]}"
            let outcome = try await Subprocess.run("bash", ["-c", command], in: directory.path)
            #expect(["141\n", "0\n", "1\n"].contains(outcome.text), "\(outcome.text)")
            #expect(outcome.errorText.isEmpty, "\(outcome.errorText)")
        }

        @Test("A full disk is the program's fault to tell")
        func fullDisk() async throws {
            let outcome = try await Subprocess.run("bash", ["-c", "\(try Server.binary) --version >/dev/full"])
            #expect(outcome.status == 3)
            #expect(outcome.errorText.contains("No space left"))
        }
    }

    @Suite("sekisho certs dev")
    struct CertsCommandTests {
        private func run(_ arguments: [String], in directory: TemporaryDirectory) async throws -> Subprocess.Outcome {
            try await Subprocess.run(try Server.binary, ["certs", "dev"] + arguments, in: directory.path)
        }

        @Test("keeps what is there unless told otherwise")
        func keeps() async throws {
            let directory = try TemporaryDirectory()
            let server = URL(fileURLWithPath: directory.file("Certs/server.crt"))
            #expect(try await run([], in: directory).status == 0)
            let first = try Data(contentsOf: server)
            let again = try await run([], in: directory)
            #expect(again.status == 0 && again.text.contains("Kept"))
            #expect(try Data(contentsOf: server) == first)
            #expect(try await run(["--name", "gate.example.org"], in: directory).status == 2)
            #expect(try Data(contentsOf: server) == first)
            #expect(try await run(["--name", "gate.example.org", "--force"], in: directory).status == 0)
            #expect(try Data(contentsOf: server) != first)
            try FileManager.default.removeItem(atPath: directory.file("Certs/ca.key"))
            let partial = try await run([], in: directory)
            #expect(partial.status == 2 && partial.errorText.contains("server.crt"))
        }

        @Test(
            "refuses what can't be",
            arguments: [["--name", "no name"], ["--name", "1.2.3"], ["--days", "0"], ["--days", "99999999"]])
        func refusals(arguments: [String]) async throws {
            let directory = try TemporaryDirectory()
            let outcome = try await run(arguments, in: directory)
            #expect(outcome.status == 2)
            #expect(!outcome.errorText.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: directory.file("Certs")))
        }
    }
}

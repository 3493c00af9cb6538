import Foundation
import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("The command line")
    struct CommandLineTests {
        static let good = manifest(security: "{runAsNonRoot: true}")
        /// Wrong, and nothing that is missing.
        static let bad = manifest(security: "{runAsNonRoot: false}")
        static let mendable = manifest(security: "{}")

        static func manifest(security: String) -> String {
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: team-a
            spec:
              containers:
                - name: main
                  image: registry.example.com/main:1.0
                  securityContext: \(security)

            """
        }

        /// A call of the binary, with `policies` and `pod.yaml` in its working directory.
        struct Call: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let arguments: [String]
            var gate = Server.gate
            var pod = CommandLineTests.good
            var input: [UInt8] = []
            let status: Int32
        }

        static let calls = [
            Call(
                testDescription: "check: clean", arguments: ["check", "pod.yaml", "--policies", "policies"], status: 0),
            Call(
                testDescription: "check: findings", arguments: ["check", "pod.yaml", "--policies", "policies"],
                pod: bad,
                status: 1),
            Call(
                testDescription: "check: mended", arguments: ["check", "pod.yaml", "--policies", "policies"],
                pod: mendable, status: 0),
            Call(
                testDescription: "check: findings as JSON",
                arguments: ["check", "pod.yaml", "--policies", "policies", "-o", "json"], pod: bad, status: 1),
            Call(
                testDescription: "check: from standard input", arguments: ["check", "-", "--policies", "policies"],
                input: Array(bad.utf8), status: 1),
            Call(
                testDescription: "check: no YAML", arguments: ["check", "pod.yaml", "--policies", "policies"],
                pod: "a: [", status: 2),
            Call(
                testDescription: "check: no such file", arguments: ["check", "none.yaml", "--policies", "policies"],
                status: 2),
            Call(
                testDescription: "check: a broken policy set",
                arguments: ["check", "pod.yaml", "--policies", "policies"],
                gate: "kind: Gote", status: 2),
            Call(
                testDescription: "review: allowed", arguments: ["review", "--policies", "policies"],
                input: Reviews.allowed, status: 0),
            Call(
                testDescription: "review: no review", arguments: ["review", "--policies", "policies"],
                input: Array("{}".utf8), status: 2),
            Call(testDescription: "certs: made", arguments: ["certs", "dev", "--directory", "Certs"], status: 0),
            Call(
                testDescription: "certs: no such place", arguments: ["certs", "dev", "--directory", "pod.yaml/Certs"],
                status: 2),
            Call(testDescription: "serve: no such policies", arguments: ["serve", "--policies", "none"], status: 2),
            Call(
                testDescription: "serve: no such certificate",
                arguments: ["serve", "--policies", "policies", "--certificate", "none.crt", "--key", "none.key"],
                status: 2),
            Call(testDescription: "an unknown option", arguments: ["check", "--sideways"], status: 2),
            Call(testDescription: "help", arguments: ["--help"], status: 0),
        ]

        @Test("The exit status says how it went", arguments: calls)
        func status(call: Call) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(call.gate, to: "policies/gate.yaml")
            try directory.write(call.pod, to: "pod.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, call.arguments, input: call.input, in: directory.path)
            #expect(outcome.status == call.status, "\(outcome.text) \(outcome.errorText)")
            #expect(call.status != 2 || !outcome.errorText.isEmpty)
        }

        @Test(
            "Options that say nothing where others stand are refused by name",
            arguments: [
                (
                    "manifests --policies policies --certificates none --days 3",
                    "--days has no meaning with --certificates none"
                ),
                ("manifests --policies policies --certificates cert-manager --days 3", "--days has no meaning"),
                ("manifests --policies policies --reuse x.yaml --days 3", "--days has no meaning with --reuse"),
                ("manifests --policies policies --certificates none --ca a --ca-key b", "--ca has no meaning with"),
                ("certs issue --ca a --ca-key b --ca-days 3", "--ca-days has no meaning with --ca"),
                (
                    "certs issue --secret s --directory d --force",
                    "--directory and --force have no meaning with --secret"
                ),
                ("certs authority --secret s --force", "--force has no meaning with --secret"),
                ("certs authority -n a", "--namespace has no meaning without --secret"),
                ("certs inspect pod.yaml -n a", "--namespace has no meaning without --service"),
                ("cel --functions --object a --explain", "--object and --explain have no meaning with --functions"),
            ])
        func idle(line: String, sentence: String) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            let outcome = try await Subprocess.run(
                try Server.binary, line.split(separator: " ").map(String.init), in: directory.path)
            #expect(outcome.status == 2, "\(outcome.text)")
            #expect(outcome.errorText.contains(sentence), "\(outcome.errorText)")
        }

        @Test("Certificates for development serve, and the keys are for their owner only")
        func certificates() async throws {
            let directory = try TemporaryDirectory()
            let outcome = try await Subprocess.run(
                try Server.binary, ["certs", "dev", "--directory", directory.file("Certs")])
            #expect(outcome.status == 0, "\(outcome.errorText)")
            _ = try TLSContext.load(
                certificate: directory.file("Certs/server.crt"), key: directory.file("Certs/server.key"),
                clientAuthority: directory.file("Certs/ca.crt"))
            let files = try FileManager.default.contentsOfDirectory(atPath: directory.file("Certs"))
            for key in files where key.hasSuffix(".key") {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory.file("Certs/\(key)"))
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(key)")
            }
        }
    }

    @Suite("One gate behind both doors")
    struct ParityTests {
        static let reviews = [
            Reviews.allowed, Reviews.unfit, Reviews.pod(name: "strange", security: "3"),
            Reviews.pod(name: "old", security: "{}", version: "v1beta1"),
        ]

        @Test("sekisho review prints the very bytes that the server answers", arguments: ["validate", "mutate"])
        func sameBytes(stage: String) async throws {
            let server = try await Server()
            for review in Self.reviews {
                let answer = try await Curl.post(review, to: "/\(stage)", server)
                let outcome = try await Subprocess.run(
                    try Server.binary, ["review", "--policies", server.site.policies, "--\(stage)", "-"], input: review)
                #expect(outcome.status == 0, "\(outcome.errorText)")
                #expect(outcome.text.trimmingCharacters(in: .newlines) == answer.text.trimmingCharacters(in: .newlines))
            }
        }
    }
}

import Documents
import Foundation
import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("The installation")
    struct InstallationTests {
        /// What the program prints for one policy, with more arguments.
        private func manifests(_ arguments: [String], in directory: TemporaryDirectory) async throws
            -> Subprocess.Outcome
        {
            try directory.write(Server.gate, to: "policies/gate.yaml")
            return try await Subprocess.run(
                try Server.binary, ["manifests", "--policies", "policies"] + arguments, in: directory.path)
        }

        private func doctor(_ text: String, _ arguments: [String] = []) async throws -> Subprocess.Outcome {
            try await Subprocess.run(try Server.binary, ["doctor", "-"] + arguments, input: Array(text.utf8))
        }

        @Test(
            "Our own doctor finds nothing wrong with it",
            arguments: [
                [], ["--certificates", "cert-manager"], ["--failure-policy", "Ignore", "--namespace", "gate"],
            ])
        func isSound(_ arguments: [String]) async throws {
            let installation = try await manifests(arguments, in: try TemporaryDirectory())
            #expect(installation.status == 0 && installation.errorText.isEmpty, "\(installation.errorText)")
            let diagnosis = try await doctor(installation.text)
            #expect(diagnosis.text == "2 webhooks in 2 configurations: nothing found.\n")
            #expect(diagnosis.status == 0, "\(diagnosis.errorText)")
        }

        @Test("The certificate in its Secret is one that a server can use, for the name that the API server calls")
        func certificate() async throws {
            let directory = try TemporaryDirectory()
            let text = try await manifests(["--namespace", "gate"], in: directory).text
            let objects = try YAMLReader().documents(in: Array(text.utf8)).map(\.json)
            let data = try #require(objects.first { $0["kind"]?.string == "Secret" }?["data"])
            for name in ["tls.crt", "tls.key", "ca.crt"] {
                let text = try #require(data.member(name)?.string)
                try directory.write(try #require(decodeBase64(text)), to: name)
            }
            _ = try TLSContext.load(
                certificate: directory.file("tls.crt"), key: directory.file("tls.key"),
                clientAuthority: directory.file("ca.crt"))
            let pem = try Data(contentsOf: URL(fileURLWithPath: directory.file("tls.crt")))
            #expect(try Certificate.chain(pem: Array(pem)).first?.dnsNames.contains("sekisho.gate.svc") == true)
            let webhook = try #require(objects.last?["webhooks"]?[0])
            #expect(webhook["clientConfig"]?["caBundle"]?.string == data["ca.crt"]?.string)
        }

        @Test("A certificate that ends soon is told of, and one that can't be read is a finding as well")
        func certificateEnd() async throws {
            let text = try await manifests(["--days", "10"], in: try TemporaryDirectory()).text
            let diagnosis = try await doctor(text)
            #expect(diagnosis.status == 1)
            #expect(diagnosis.text.contains("caution: ca-bundle: mutate.sekisho.dev"))
            #expect(try await doctor(text, ["--days", "5"]).status == 0)
            let broken = text.replacingOccurrences(of: "caBundle: ", with: "caBundle: AAAA")
            #expect(try await doctor(broken).text.contains("danger: ca-bundle"))
        }

        @Test(
            "What can't be used is refused",
            arguments: [
                ["--namespace", "Gate"], ["--timeout", "6"], ["--replicas", "0"], ["--ca-bundle", "none.crt"],
                ["--certificates", "none", "--ca-bundle", "none.crt"],
                ["--certificates", "none", "--ca-bundle", "policies/gate.yaml"],
            ])
        func refusals(_ arguments: [String]) async throws {
            let outcome = try await manifests(arguments, in: try TemporaryDirectory())
            #expect(outcome.status == 2 && outcome.text.isEmpty)
            #expect(!outcome.errorText.isEmpty)
        }

        @Test("The doctor wants webhook configurations, and text that can be read")
        func nothingToExamine() async throws {
            #expect(try await doctor("apiVersion: v1\nkind: Pod\n").status == 2)
            #expect(try await doctor("a: [").status == 2)
        }
    }
}

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
                ["--certificates", "self-managed"],
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

        /// The object of a kind in an output.
        private func object(_ kind: String, in text: String) throws -> JSON {
            let objects = try YAMLReader().documents(in: Array(text.utf8)).map(\.json)
            return try #require(objects.first { $0["kind"]?.string == kind })
        }

        @Test(
            "Rendered again with --reuse, the certificates stay, byte for byte", arguments: ["secret", "self-managed"])
        func reuse(_ source: String) async throws {
            let directory = try TemporaryDirectory()
            let first = try await manifests(["--certificates", source], in: directory).text
            try directory.write(first, to: "sekisho.yaml")
            let second = try await manifests(["--certificates", source, "--reuse", "sekisho.yaml"], in: directory)
            #expect(second.errorText == "")
            #expect(second.text == first)
            let other = try await manifests(["--certificates", source], in: directory).text
            #expect(other != first)
            let secret = try object("Secret", in: first)
            try directory.write(secret.compactText, to: "secret.json")
            let third = try await manifests(["--certificates", source, "--reuse", "secret.json"], in: directory)
            #expect(third.text == first, "\(third.errorText)")
            let elsewhere = try await manifests(
                ["--certificates", source, "--reuse", "secret.json", "--namespace", "gate"], in: directory)
            #expect(elsewhere.status == 2)
        }

        @Test(
            "The Deployment's own arguments and Secret serve clients that trust the webhook configuration's caBundle",
            arguments: ["secret", "self-managed"])
        func serves(_ source: String) async throws {
            let directory = try TemporaryDirectory()
            let text = try await manifests(["--certificates", source], in: directory).text
            let data = try #require(try object("Secret", in: text)["data"])
            for name in ["tls.crt", "tls.key"] {
                let bytes = try #require(data.member(name)?.string.flatMap(decodeBase64))
                try directory.write(bytes, to: "certificates/\(name)")
            }
            let pod = try object("Deployment", in: text)["spec"]?["template"]?["spec"]
            let arguments = pod?["containers"]?[0]?["args"]?.elements.compactMap(\.string) ?? []
            let (port, admin) = try Server.freePorts()
            let process = try Subprocess(
                try Server.binary,
                arguments.map { argument in
                    argument.replacing("/etc/sekisho", with: directory.path)
                        .replacing("0.0.0.0:8443", with: "127.0.0.1:\(port)")
                        .replacing("0.0.0.0:8080", with: "127.0.0.1:\(admin)")
                })
            let isReady = await process.wait { (try? Wire.get("/readyz", port: admin).status) == 200 }
            #expect(isReady, "\(process.errorsSoFar)")
            let client = try object("MutatingWebhookConfiguration", in: text)["webhooks"]?[0]?["clientConfig"]
            let bundle = try #require(client?["caBundle"]?.string.flatMap(decodeBase64))
            let answer = try await blocking {
                let client = try Client(
                    port: port, try TLSContext(client: ClientSettings(authorityPEM: bundle)),
                    serverName: "sekisho.sekisho-system.svc")
                try client.send(Reviews.post(Reviews.allowed))
                return try client.answer()
            }
            #expect(answer?.status == 200)
            process.send(signal: SIGKILL)
        }

        @Test("A certificate that is there is taken when the API server would take it, and refused when not")
        func given() async throws {
            let directory = try TemporaryDirectory()
            let authority = try CertificateAuthority(name: "Ours")
            try directory.write(authority.certificate.pem, to: "ca.crt")
            for (name, namespace) in [("good", "sekisho-system"), ("bad", "elsewhere")] {
                let issued = try authority.issue(.service("sekisho", namespace: namespace))
                try directory.write(issued.certificate.pem, to: "\(name).crt")
                try directory.write(issued.key.pem, to: "\(name).key")
            }
            func given(_ certificate: String, _ key: String) async throws -> Subprocess.Outcome {
                try await manifests(
                    ["--certificate", certificate, "--key", key, "--ca-bundle", "ca.crt"], in: directory)
            }
            let good = try await given("good.crt", "good.key")
            #expect(good.status == 0, "\(good.errorText)")
            let bundle = try object("ValidatingWebhookConfiguration", in: good.text)["webhooks"]?[0]?["clientConfig"]
            #expect(
                bundle?["caBundle"]?.string.flatMap(decodeBase64) == Array(try authority.certificate.pem))
            #expect(try await given("bad.crt", "bad.key").errorText.contains("is not for sekisho.sekisho-system.svc"))
            #expect(try await given("good.crt", "bad.key").errorText.contains("belongs to none of the certificates"))
        }

        @Test("While one authority follows another, clients trust both; a bundle without the one in use is refused")
        func authorities() async throws {
            let directory = try TemporaryDirectory()
            let (old, new) = (try CertificateAuthority(name: "Old"), try CertificateAuthority(name: "New"))
            try directory.write(old.certificate.pem, to: "old.crt")
            try directory.write(old.key.pem, to: "old.key")
            try directory.write(new.certificate.pem, to: "new.crt")
            try directory.write(try old.certificate.pem + new.certificate.pem, to: "both.crt")
            let own = ["--certificates", "self-managed", "--ca", "old.crt", "--ca-key", "old.key", "--ca-bundle"]
            let both = try await manifests(own + ["both.crt"], in: directory)
            let webhook = try object("ValidatingWebhookConfiguration", in: both.text)["webhooks"]?[0]
            let bundle = try #require(webhook?["clientConfig"]?["caBundle"]?.string.flatMap(decodeBase64))
            #expect(try Certificate.chain(pem: bundle).map(\.subject) == ["CN=Old", "CN=New"])
            let without = try await manifests(own + ["new.crt"], in: directory)
            #expect(without.status == 2)
            #expect(without.errorText.contains("The bundle lacks the authority \"CN=Old\""))
        }

        @Test("A certificate that ends soon is told of, and one that can't be read is a finding as well")
        func certificateEnd() async throws {
            let outcome = try await manifests(["--days", "10"], in: try TemporaryDirectory())
            #expect(outcome.errorText.contains("warning: The certificate \"CN=sekisho.sekisho-system.svc\" ends on"))
            let text = outcome.text
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
                ["--days", "0"], ["--ca", "a.crt"], ["--certificate", "a.crt"], ["--reuse", "none.yaml"],
                ["--certificate", "a.crt", "--key", "a.key"], ["--reuse", "policies/gate.yaml"],
                ["--certificates", "cert-manager", "--reuse", "-"],
                ["--certificates", "none", "--ca", "a", "--ca-key", "a"],
                ["--certificates", "self-managed", "--certificate", "a", "--key", "a", "--ca-bundle", "a"],
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

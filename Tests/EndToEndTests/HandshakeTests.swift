import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("TLS, by openssl and curl")
    struct HandshakeTests {
        /// What `openssl s_client` says about a handshake.
        private func shakeHands(_ server: Server, _ arguments: [String]) async throws -> Subprocess.Outcome {
            let always = [
                "s_client", "-connect", "127.0.0.1:\(server.port)", "-servername", "localhost", "-CAfile",
                server.directory.file("ca.crt"), "-verify_return_error",
            ]
            return try await Subprocess.run("openssl", always + arguments, input: Array("Q\n".utf8))
        }

        @Test("The protocol is http/1.1 even when h2 is offered, and the chain is good")
        func negotiated() async throws {
            let server = try await Server()
            let outcome = try await shakeHands(server, ["-alpn", "h2,http/1.1"])
            #expect(outcome.text.contains("ALPN protocol: http/1.1"), "\(outcome.text)")
            #expect(outcome.text.contains("Verify return code: 0 (ok)"))
            #expect(outcome.text.contains("TLSv1.3"))
        }

        @Test("TLS 1.2 is spoken")
        func oldVersion() async throws {
            let server = try await Server()
            let outcome = try await shakeHands(server, ["-tls1_2"])
            #expect(outcome.status == 0)
            #expect(outcome.text.contains("TLSv1.2"))
        }

        @Test("Older versions are refused", arguments: ["-tls1", "-tls1_1"])
        func ancientVersion(version: String) async throws {
            let server = try await Server()
            let outcome = try await shakeHands(server, [version, "-cipher", "ALL:@SECLEVEL=0"])
            #expect(outcome.status != 0)
            #expect(outcome.errorText.contains("protocol version"), "\(outcome.errorText)")
        }

        @Test("HTTP in clear gets no answer, and nobody else suffers")
        func clearText() async throws {
            let server = try await Server()
            let outcome = try await Curl.run(["http://127.0.0.1:\(server.port)/validate"], server)
            #expect(outcome.status != 0)
            #expect(outcome.output.isEmpty)
            #expect(verdict(try await Curl.post(Reviews.allowed, server).body) == true)
        }
    }

    @Suite("Client certificates")
    struct ClientCertificateTests {
        enum Client: String, CaseIterable, Sendable {
            case apiServer = "the API server"
            case otherName = "another name from the same authority"
            case stranger = "the right name from another authority"
            case nobody = "no certificate"
        }

        @Test("Only the API server is let in", arguments: Client.allCases)
        func admitted(client: Client) async throws {
            let clients = try CertificateAuthority(name: "Clients")
            let server = try await Server { site in
                ["--client-ca", try site.directory.write(clients.certificate.pem, to: "clients.crt")]
            }
            let arguments = try certificate(client, clients, server.directory)
            let outcome = try await Curl.run(
                arguments + [server.url("/validate"), "-H", "Content-Type: application/json", "--data-binary", "@-"],
                server, input: Reviews.allowed)
            #expect((outcome.status == 0) == (client == .apiServer), "\(outcome.errorText)")
            #expect(outcome.text.hasPrefix("HTTP/1.1 200 ") == (client == .apiServer))
        }

        /// The arguments of curl that present a certificate.
        private func certificate(
            _ client: Client, _ clients: CertificateAuthority, _ directory: TemporaryDirectory
        ) throws -> [String] {
            let issued: IssuedCertificate
            switch client {
            case .apiServer: issued = try clients.issue(LeafRequest(commonName: "kube-apiserver", uses: [.client]))
            case .otherName: issued = try clients.issue(LeafRequest(commonName: "kubelet", uses: [.client]))
            case .stranger:
                let other = try CertificateAuthority(name: "Clients")
                issued = try other.issue(LeafRequest(commonName: "kube-apiserver", uses: [.client]))
            case .nobody: return []
            }
            return [
                "--cert", try directory.write(issued.certificate.pem, to: "client.crt"), "--key",
                try directory.write(issued.key.pem, to: "client.key"),
            ]
        }
    }
}

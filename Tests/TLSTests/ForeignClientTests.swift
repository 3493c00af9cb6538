import Support
import TLS
import Testing

@Suite("Foreign clients")
struct ForeignClientTests {
    let fixtures: Fixtures
    let folder: TemporaryDirectory
    let authority: String
    let socket: String

    init() throws {
        fixtures = try Fixtures.get()
        folder = try TemporaryDirectory()
        authority = try folder.write(fixtures.authority.certificate.pem, to: "ca.crt")
        socket = folder.file("socket")
    }

    private func client(_ arguments: String..., input: String = "") async throws -> Subprocess.Outcome {
        let common = ["s_client", "-unix", socket, "-CAfile", authority, "-verify_return_error"]
        return try await Subprocess.run("openssl", common + arguments, input: Array(input.utf8), timeout: .seconds(20))
    }

    @Test("curl is answered, and trusts the certificate", .enabled(if: Subprocess.isInstalled("curl")))
    func curl() async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let outcome = try await Subprocess.run(
            "curl", ["-sS", "--unix-socket", socket, "--cacert", authority, "https://sekisho.gate.svc/validate"])
        #expect(outcome.text == "hello", "\(outcome.errorText)")
        let visit = try await server.firstVisit()
        #expect(visit.applicationProtocol == "http/1.1")
        #expect(visit.version == .v1_3)
        #expect(String(decoding: visit.request, as: UTF8.self).hasPrefix("GET /validate HTTP/1.1\r\n"))
    }

    @Test("openssl finds no renegotiation, no compression, no tickets and the wanted key exchange")
    func hardening() async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let outcome = try await client("-tls1_2", "-verify_hostname", "sekisho.gate.svc", input: "Q\n")
        for line in ["Compression: NONE", "Server Temp Key: X25519", "Verify return code: 0 (ok)", "Cipher is ECDHE"] {
            #expect(outcome.text.contains(line), "\(outcome.text) \(outcome.errorText)")
        }
        #expect(!outcome.text.contains("TLS session ticket:"))
        #expect(try await server.firstVisit().version == .v1_2)
    }

    @Test("that renegotiate are turned down")
    func renegotiation() async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let outcome = try await client("-tls1_2", input: "R\n")
        #expect(outcome.errorText.contains("no renegotiation"), "\(outcome.errorText)")
        _ = try await server.firstVisit()
    }

    @Test("that update their keys go on")
    func keyUpdate() async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let outcome = try await client("-tls1_3", input: "K\nk\nQ\n")
        #expect(outcome.errorText.contains("KEYUPDATE"), "\(outcome.errorText)")
        #expect(try await server.firstVisit().error == nil)
    }

    @Test(
        "with nothing in common are told so",
        arguments: [
            (["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], TLSError.Kind.protocolVersion, "protocol version"),
            (["-tls1_2", "-cipher", "AES128-SHA"], .noSharedCipher, "handshake failure"),
            (["-tls1_3", "-groups", "P-521"], .noSharedCipher, "handshake failure"),
            (["-tls1_3", "-alpn", "h2"], .noApplicationProtocol, "no application protocol"),
        ])
    func nothingInCommon(_ arguments: [String], _ kind: TLSError.Kind, _ alert: String) async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let common = ["s_client", "-unix", socket]
        let outcome = try await Subprocess.run("openssl", common + arguments)
        #expect(outcome.errorText.contains("alert \(alert)"), "\(outcome.errorText)")
        #expect(try await server.firstVisit().error?.kind == kind)
    }

    @Test("with P-384 alone are answered after a second hello")
    func retry() async throws {
        let server = try SocketServer(fixtures.serverContext(), path: socket)
        let outcome = try await client("-tls1_3", "-groups", "P-521:P-384", input: "Q\n")
        #expect(outcome.text.contains("Server Temp Key: ECDH, secp384r1"), "\(outcome.text)")
        #expect(try await server.firstVisit().version == .v1_3)
    }
}

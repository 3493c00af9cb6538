import Support
import TLS
import Testing

@Suite("A TLS context")
struct TLSContextTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    @Test("refuses a key of another certificate")
    func mismatch() throws {
        let error = error {
            _ = try TLSContext(
                certificateChainPEM: fixtures.server.certificate.pem, privateKeyPEM: fixtures.authority.key.pem)
        }
        #expect(error?.kind == .keyMismatch)
        #expect(
            error?.description
                == "The private key (EC 256) doesn't belong to the first certificate, \"CN=sekisho.gate.svc\".")
    }

    @Test("warns of an expired certificate, and serves it")
    func expired() throws {
        var request = LeafRequest.service("sekisho", namespace: "gate")
        request.validity = Validity(from: UnixTime(seconds: 0), to: UnixTime(seconds: 86_400))
        let old = try fixtures.authority.issue(request)
        let context = try TLSContext(certificateChainPEM: old.certificate.pem, privateKeyPEM: old.key.pem)
        #expect(context.warnings == ["The certificate \"CN=sekisho.gate.svc\" has expired on 1970-01-02T00:00:00Z."])
        try Pair(context, TLSContext(client: ClientSettings())).connect()
    }

    @Test("warns of a certificate that isn't valid yet, that bears no names, and of a chain out of order")
    func warnings() throws {
        var request = LeafRequest(commonName: "a", uses: [.client])
        request.validity = Validity(from: UnixTime(seconds: 4_102_444_800), to: UnixTime(seconds: 4_102_444_801))
        let future = try fixtures.authority.issue(request)
        let chain = try future.certificate.pem + fixtures.stranger.certificate.pem
        let context = try TLSContext(certificateChainPEM: chain, privateKeyPEM: future.key.pem)
        #expect(
            context.warnings == [
                "The certificate \"CN=a\" is not valid before 2100-01-01T00:00:00Z.",
                "The certificate \"CN=a\" has no subject alternative names; Kubernetes doesn't accept it.",
                "The certificate \"CN=Another authority\" follows \"CN=a\" and didn't issue it.",
            ])
        #expect(try fixtures.serverContext().warnings == [])
    }

    @Test("presents its intermediates")
    func intermediates() throws {
        let chain = try fixtures.server.certificate.pem + fixtures.authority.certificate.pem
        let context = try TLSContext(certificateChainPEM: chain, privateKeyPEM: fixtures.server.key.pem)
        let short = try sizeOfFlight(fixtures.serverContext())
        #expect(try sizeOfFlight(context) > short + 300)
        #expect(context.chain.count == 2)
    }

    private func sizeOfFlight(_ context: TLSContext) throws -> Int {
        let pair = try Pair(context, TLSContext(client: fixtures.clientSettings()))
        _ = try pair.client.handshake()
        try pair.server.receive(drain(pair.client))
        _ = try pair.server.handshake()
        return pair.server.pendingOutput
    }

    @Test("refuses a key that is too weak to be used")
    func weak() async throws {
        let made = try await Subprocess.run(
            "openssl",
            ["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=weak", "-keyout", "-", "-out", "-"])
        let error = error { _ = try TLSContext(certificateChainPEM: made.output, privateKeyPEM: made.output) }
        #expect(error?.kind == .unsuitableCertificate)
        #expect(error?.description == "OpenSSL doesn't use the certificate \"CN=weak\": ee key too small.")
    }

    @Test("serves RSA certificates too", arguments: TLSVersion.allCases)
    func rsa(_ version: TLSVersion) async throws {
        let made = try await Subprocess.run(
            "openssl",
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=r", "-keyout", "-", "-out", "-"])
        var settings = ClientSettings(authorityPEM: made.output)
        settings.versions = version...version
        let context = try TLSContext(certificateChainPEM: made.output, privateKeyPEM: made.output)
        try Pair(context, TLSContext(client: settings), serverName: "r").connect()
    }

    @Test("is loaded from files")
    func files() throws {
        let folder = try Folder(fixtures)
        let context = try TLSContext.load(
            certificate: folder.certificate, key: folder.key, clientAuthority: folder.authority)
        #expect(context.chain.first?.subject == "CN=sekisho.gate.svc")
        #expect(context.authorities.map(\.subject) == ["CN=Test authority"])
    }

    @Test("names the file that is wrong", arguments: ["tls.crt", "tls.key", "ca.crt"])
    func badFiles(_ name: String) throws {
        let folder = try Folder(fixtures)
        let path = try folder.directory.write("nonsense", to: name)
        let error = error { _ = try folder.load() }
        #expect(error?.kind == .malformedPEM)
        #expect(error?.description.hasPrefix("\(path): There is no PEM block in these 8 bytes; wanted") == true)
    }

    @Test("says why a file can't be read")
    func missingFile() throws {
        let folder = try Folder(fixtures)
        let missing = folder.directory.file("nowhere")
        let none = error { _ = try TLSContext.load(certificate: missing, key: folder.key) }
        #expect(none?.kind == .unreadableFile)
        #expect(none?.description == "\(missing): The file can't be read: No such file or directory (errno 2).")
        let directory = error { _ = try TLSContext.load(certificate: folder.directory.path, key: folder.key) }
        #expect(directory?.description.hasSuffix("The file can't be read: Is a directory (errno 21).") == true)
        let huge = try folder.directory.write([UInt8](repeating: 65, count: 2 << 20), to: "huge")
        #expect(error { _ = try TLSContext.load(certificate: huge, key: folder.key) }?.kind == .unreadableFile)
    }

    @Test("names both files when they don't belong together")
    func mismatchedFiles() throws {
        let folder = try Folder(fixtures)
        let key = try folder.directory.write(fixtures.authority.key.pem, to: "tls.key")
        let error = error { _ = try folder.load() }
        #expect(error?.kind == .keyMismatch)
        #expect(error?.description.hasPrefix("\(folder.certificate) and \(key): The private key (EC 256) ") == true)
    }

    /// A directory with a sound set of files.
    private struct Folder {
        let directory: TemporaryDirectory
        let certificate: String
        let key: String
        let authority: String

        init(_ fixtures: Fixtures) throws {
            directory = try TemporaryDirectory()
            certificate = try directory.write(fixtures.server.certificate.pem, to: "tls.crt")
            key = try directory.write(fixtures.server.key.pem, to: "tls.key")
            authority = try directory.write(fixtures.authority.certificate.pem, to: "ca.crt")
        }

        func load() throws -> TLSContext {
            try TLSContext.load(certificate: certificate, key: key, clientAuthority: authority)
        }
    }
}

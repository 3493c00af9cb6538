import TLS
import Testing

@Suite("The negotiation")
struct NegotiationTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    @Test(
        "chooses http/1.1 wherever the client lists it",
        arguments: [["http/1.1"], ["h2", "http/1.1"], ["http/1.1", "h2"], ["http/1.0", "spdy/3", "http/1.1"]])
    func http(_ offered: [String]) throws {
        let pair = try offering(offered)
        try pair.connect()
        #expect(pair.server.applicationProtocol == "http/1.1")
        #expect(pair.client.applicationProtocol == "http/1.1")
    }

    @Test("does without ALPN")
    func withoutALPN() throws {
        let pair = try offering([])
        try pair.connect()
        #expect(pair.server.applicationProtocol == nil)
    }

    @Test(
        "ends with no_application_protocol when http/1.1 isn't offered",
        arguments: [["h2"], ["h3", "http/1.0"], ["http/1.11"]])
    func noHTTP(_ offered: [String]) throws {
        let (server, client) = try offering(offered).refusal()
        #expect(server?.kind == .noApplicationProtocol)
        #expect(server?.description == "The client uses ALPN and doesn't offer http/1.1.")
        #expect(client?.kind == .peerAlert(120))
    }

    @Test("refuses impossible ALPN names", arguments: ["", String(repeating: "a", count: 256)])
    func impossibleNames(_ name: String) throws {
        #expect(error { _ = try offering([name]) }?.kind == .invalidRequest)
    }

    private func offering(_ protocols: [String]) throws -> Pair {
        var settings = try fixtures.clientSettings()
        settings.applicationProtocols = protocols
        return try Pair(fixtures.serverContext(), TLSContext(client: settings))
    }

    @Test(
        "refuses plain HTTP with a sentence",
        arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /validate HTTP/1.1\r\n", "CONNECT a:443 HTTP/1.1\r\n"])
    func plainHTTP(_ request: String) throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive(Array(request.utf8))
        let error = error { _ = try session.handshake() }
        #expect(error?.kind == .notTLS)
        #expect(error?.description == "The client spoke plain HTTP on the TLS port; wanted https.")
        #expect(error?.kind.label == "not_tls")
    }

    @Test(
        "refuses garbage",
        arguments: [
            [UInt8](repeating: 0, count: 64), Array("SSH-2.0-OpenSSH_9.2\r\n".utf8),
            [0xff, 0xfe, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            Array("PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n".utf8),
        ])
    func garbage(_ bytes: [UInt8]) throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive(bytes)
        #expect(error { _ = try session.handshake() }?.kind == .notTLS)
    }

    @Test(
        "refuses what only begins like TLS",
        arguments: [
            [22, 3, 1, 0, 5, 2, 0, 0, 1, 0], [22, 3, 1, 0xff, 0xff, 1, 0, 0xff, 0xfb, 3, 3],
            [22, 3, 1, 0, 4, 1, 0, 0, 0],
            [21, 3, 1, 0, 2, 9, 9], [22, 9, 9, 0, 4, 1, 0, 0, 0, 0, 0],
        ] as [[UInt8]])
    func malformedRecords(_ bytes: [UInt8]) throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive(bytes)
        let error = error { _ = try session.handshake() }
        #expect(error?.kind == .protocolViolation)
        #expect(error?.description.hasPrefix("The client broke the TLS protocol: ") == true)
    }

    @Test("survives a ClientHello with any one byte changed", arguments: [UInt8(1), 0x80, 0xff])
    func mutatedHello(_ mask: UInt8) throws {
        let context = try fixtures.serverContext()
        let client = try TLSSession(client: TLSContext(client: fixtures.clientSettings()), serverName: "localhost")
        _ = try client.handshake()
        let hello = drain(client)
        var refused = 0
        for index in hello.indices {
            let session = try TLSSession(context)
            var bytes = hello
            bytes[index] ^= mask
            try session.receive(bytes)
            session.receiveEnd()
            let error = error { _ = try session.handshake() }
            #expect(!session.isEstablished)
            #expect(error?.kind != .other, "byte \(index): \(String(describing: error))")
            if error != nil { refused += 1 }
        }
        #expect(refused > 40)
    }

    @Test("refuses old versions", arguments: [UInt8(0), 1, 2])
    func oldVersions(_ minor: UInt8) throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive(clientHello(minor: minor, suite: (0xc0, 0x2b)))
        let error = error { _ = try session.handshake() }
        #expect(error?.kind == .protocolVersion)
        #expect(
            error?.description == "The client offered no protocol version that this side speaks (TLS 1.2 or 1.3).")
        #expect(drain(session).first == 21)
    }

    @Test(
        "refuses ciphers without forward secrecy or without AEAD",
        arguments: [
            [0x00, 0x2f], [0x00, 0x9c], [0xc0, 0x09], [0xc0, 0x23], [0x00, 0x05], [0x00, 0x00],
        ] as [[UInt8]])
    func oldCiphers(_ suite: [UInt8]) throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive(clientHello(minor: 3, suite: (suite[0], suite[1])))
        let error = error { _ = try session.handshake() }
        #expect(error?.kind == .noSharedCipher)
        #expect(error?.description == "The client offered no cipher suite that this side uses (ECDHE with an AEAD).")
    }

    /// A ClientHello of TLS 1.2 and before with one cipher suite, the groups X25519 and P-256, and ECDSA with SHA-256.
    private func clientHello(minor: UInt8, suite: (UInt8, UInt8)) -> [UInt8] {
        let extensions: [UInt8] = [0, 10, 0, 6, 0, 4, 0, 29, 0, 23, 0, 13, 0, 4, 0, 2, 4, 3, 0, 11, 0, 2, 1, 0]
        var body: [UInt8] = [3, minor] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, suite.0, suite.1, 1, 0]
        body += [0, UInt8(extensions.count)] + extensions
        let message: [UInt8] = [1, 0, 0, UInt8(body.count)] + body
        return [22, 3, 1, 0, UInt8(message.count)] + message
    }
}

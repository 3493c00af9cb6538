import TLS
import Testing

@Suite("A TLS session")
struct TLSSessionTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    private func connected(_ settings: ClientSettings? = nil, _ context: TLSContext? = nil) throws -> Pair {
        let pair = try Pair(
            context ?? fixtures.serverContext(), TLSContext(client: settings ?? fixtures.clientSettings()))
        try pair.connect()
        return pair
    }

    @Test("speaks TLS 1.2 and 1.3, with AEAD ciphers of 128 bits", arguments: TLSVersion.allCases)
    func versions(_ version: TLSVersion) throws {
        var settings = try fixtures.clientSettings()
        settings.versions = version...version
        let pair = try connected(settings)
        #expect(pair.server.version == version)
        #expect(pair.client.version == version)
        let cipher = version == .v1_3 ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
        #expect(pair.server.cipher == cipher)
        #expect(!pair.server.isResumed)
    }

    @Test("knows nothing of version and cipher before the handshake")
    func nothingNegotiated() throws {
        let session = try TLSSession(fixtures.serverContext())
        #expect(session.version == nil)
        #expect(session.cipher == nil)
        #expect(session.applicationProtocol == nil)
        #expect(session.peerCertificate == nil)
        #expect(try !session.handshake())
        #expect(session.pendingOutput == 0)
    }

    @Test("carries plaintext of every size both ways", arguments: TLSVersion.allCases, [1, 16_384, 16_385, 1 << 20])
    func payloads(_ version: TLSVersion, _ size: Int) throws {
        var settings = try fixtures.clientSettings()
        settings.versions = version...version
        let pair = try connected(settings)
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try pair.client.write(payload)
        let got = try carry(drain(pair.client), to: pair.server, chunk: 4096)
        #expect(got == payload)
        try pair.server.write(got)
        #expect(pair.server.pendingOutput > size)
        #expect(try carry(drain(pair.server), to: pair.client, chunk: 1000) == payload)
        #expect(pair.server.unreadCiphertext == 0)
    }

    /// What `session` decrypts when the bytes arrive in network-sized pieces.
    private func carry(_ bytes: [UInt8], to session: TLSSession, chunk: Int) throws -> [UInt8] {
        var plaintext: [UInt8] = []
        for piece in pieces(bytes, of: 60_000) {
            try session.receive(piece)
            plaintext += try session.readAll(chunk: chunk).bytes
        }
        return plaintext
    }

    private func pieces(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    @Test("doesn't mind how the ClientHello is cut", arguments: [1, 7, 100, 500])
    func segments(_ size: Int) throws {
        let pair = try Pair(fixtures.serverContext(), TLSContext(client: fixtures.clientSettings()))
        #expect(try !pair.client.handshake())
        for piece in pieces(drain(pair.client), of: size) {
            #expect(pair.server.pendingOutput == 0)
            try pair.server.receive(piece)
            #expect(try !pair.server.handshake())
        }
        #expect(pair.server.pendingOutput > 0)
        try pair.client.receive(drain(pair.server))
        try pair.connect()
        #expect(pair.server.isEstablished)
    }

    @Test("waits for the rest of a record")
    func halfRecord() throws {
        let pair = try connected()
        try pair.client.write(Array("hello".utf8))
        let record = drain(pair.client)
        try pair.server.receive(Array(record.dropLast()))
        #expect(try pair.server.readAll().end == .wouldBlock)
        try pair.server.receive([record[record.count - 1]])
        #expect(try pair.server.readAll().bytes == Array("hello".utf8))
    }

    @Test("tells a close_notify from a connection that was cut")
    func closing() throws {
        let pair = try connected()
        try pair.client.write([1, 2, 3])
        pair.client.close()
        pair.client.close()
        try pair.server.receive(drain(pair.client))
        pair.server.receiveEnd()
        let (bytes, end) = try pair.server.readAll()
        #expect(bytes == [1, 2, 3])
        #expect(end == .closed)
        pair.server.close()
        #expect(pair.server.pendingOutput > 0)

        let cut = try connected()
        cut.server.receiveEnd()
        let error = error { _ = try cut.server.readAll() }
        #expect(error?.kind == .truncated)
        #expect(error?.description == "The client closed the connection before the session was closed.")
    }

    @Test("says that a client left in the middle of the handshake", arguments: [0, 1, 5, 40])
    func leaving(_ count: Int) throws {
        let pair = try Pair(fixtures.serverContext(), TLSContext(client: fixtures.clientSettings()))
        _ = try pair.client.handshake()
        try pair.server.receive(Array(drain(pair.client).prefix(count)))
        pair.server.receiveEnd()
        let error = error { _ = try pair.server.handshake() }
        #expect(error?.kind == .truncated)
        #expect(error?.description == "The client closed the connection before the handshake was done.")
    }

    @Test("refuses plaintext before the handshake, and to go on after a failure")
    func misuse() throws {
        let session = try TLSSession(fixtures.serverContext())
        #expect(error { try session.write([1]) }?.kind == .misuse)
        #expect(error { _ = try session.readAll() }?.kind == .misuse)
        session.close()
        #expect(session.pendingOutput == 0)
        try session.receive(Array("garbage".utf8))
        let first = error { _ = try session.handshake() }
        #expect(first?.kind == .notTLS)
        #expect(error { _ = try session.handshake() } == first)
        #expect(error { try session.write([1]) } == first)
    }

    @Test("holds a bounded amount of unread ciphertext")
    func bound() throws {
        let session = try TLSSession(fixtures.serverContext())
        try session.receive([UInt8](repeating: 22, count: TLSSession.ciphertextLimit))
        #expect(session.unreadCiphertext == TLSSession.ciphertextLimit)
        #expect(error { try session.receive([22]) }?.kind == .overflow)
    }

    @Test("notices a record that was tampered with")
    func tampering() throws {
        let pair = try connected()
        try pair.client.write(Array("hello".utf8))
        var record = drain(pair.client)
        record[record.count - 1] ^= 1
        try pair.server.receive(record)
        let error = error { _ = try pair.server.readAll() }
        #expect(error?.kind == .protocolViolation)
        #expect(error?.description == "The client broke the TLS protocol: decryption failed or bad record mac.")
        #expect(pair.server.pendingOutput > 0)
    }

    @Test("sends tickets only when told to", arguments: [0, 2])
    func tickets(_ count: Int) throws {
        let context = try fixtures.serverContext(tickets: count == 0 ? .none : .issued(count))
        let pair = try Pair(context, TLSContext(client: fixtures.clientSettings()))
        _ = try pair.client.handshake()
        try pair.server.receive(drain(pair.client))
        _ = try pair.server.handshake()
        try pair.client.receive(drain(pair.server))
        _ = try pair.client.handshake()
        try pair.server.receive(drain(pair.client))
        #expect(try pair.server.handshake())
        #expect((pair.server.pendingOutput > 0) == (count > 0))
    }
}

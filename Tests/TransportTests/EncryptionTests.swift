import HTTP
import TLS
import Testing

@testable import Transport

@Suite("Encryption")
struct EncryptionTests {
    @Test("A new context is for new connections; open ones go on")
    func replacesContexts() async throws {
        let (old, new) = (try Certificates.server("old"), try Certificates.server("new"))
        try await serving(.tls, tls: old) { serving in
            let first = try serving.connect()
            try await first.send(request("GET /a"))
            _ = try await first.answer()
            await serving.listener.replace(new)
            let second = try serving.connect()
            try await second.send(request("GET /b"))
            #expect(try await second.answer()?.status == 200)
            try await first.send(request("GET /c"))
            #expect(try await first.answer()?.text == "GET /c 0\n")
            #expect(first.serverSubject == "CN=old" && second.serverSubject == "CN=new")
        }
    }

    @Test("Contexts replaced under load fail not one request")
    func replacesUnderLoad() async throws {
        let contexts = [try Certificates.server("a"), try Certificates.server("b")]
        try await serving(.tls) { serving in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            let client = try serving.connect()
                            try await client.send(post("/", bytes: 3000))
                            #expect(try await client.answer()?.status == 200)
                        }
                    }
                }
                for round in 0..<20 {
                    await serving.listener.replace(contexts[round % 2])
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await group.waitForAll()
            }
            #expect(serving.listener.numbers.handshakes == 40 && serving.listener.numbers.handshakeFailures.isEmpty)
        }
    }

    @Test(
        "What is no TLS is closed without a word, and counted",
        arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "SSH-2.0-x\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0"])
    func closesForeignSpeech(text: String) async throws {
        try await serving(.tls) { serving in
            let client = try Client(port: serving.listener.port)
            try await client.send(text)
            #expect(try await client.answer() == nil)
            let numbers = try await serving.numbers { $0.openConnections == 0 }
            #expect(numbers.handshakeFailures == ["not_tls": 1] && numbers.sentBytes == 0)
        }
    }

    @Test("Garbage after the handshake ends the connection, and is counted")
    func closesOnGarbage() async throws {
        try await serving(.tls) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            _ = try await client.answer()
            try await client.sendRaw([0x17, 3, 3, 0, 20] + [UInt8](repeating: 9, count: 20))
            let numbers = try await serving.numbers { !$0.handshakeFailures.isEmpty }
            #expect(numbers.handshakeFailures == ["protocol_violation": 1])
            #expect(try await Client(port: serving.listener.port).isEnded(within: .milliseconds(20)) == false)
        }
    }

    @Test("A client that doesn't trust the server says so, and is counted")
    func countsDistrust() async throws {
        let stranger = try CertificateAuthority(name: "Stranger")
        let client = try TLSContext(client: ClientSettings(authorityPEM: try stranger.certificate.pem))
        try await serving(.tls, client: client) { serving in
            let client = try serving.connect()
            await #expect(throws: TLSError.self) { try await client.shakeHands() }
            client.close()
            let numbers = try await serving.numbers { !$0.handshakeFailures.isEmpty }
            #expect(numbers.handshakes == 0 && numbers.handshakeFailures.values.reduce(0, +) == 1)
        }
    }

    @Test("The subject of a client's certificate is known to the handler")
    func tellsThePeer() async throws {
        try await serving(
            .tls, tls: try Certificates.server(clients: ["kube-apiserver"]),
            client: try Certificates.client(named: "kube-apiserver"),
            handler: { _, context in
                HTTPResponse(.ok, text: "\(context.peer.subject ?? "nobody") \(context.peer.address)")
            }
        ) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.text.hasPrefix("CN=kube-apiserver 127.0.0.1:") == true)
        }
    }

    @Test("A client without the wanted certificate is not served")
    func wantsCertificates() async throws {
        let server = try Certificates.server(clients: ["kube-apiserver"])
        try await serving(.tls, tls: server) { serving in
            let client = try serving.connect()
            _ = await Result { try await client.send(request("GET /")) }
            let answer = await Result { try await client.answer() }
            #expect((try? answer.get()) == nil)
            let numbers = try await serving.numbers { !$0.handshakeFailures.isEmpty }
            #expect(numbers.handshakeFailures == ["certificate_required": 1] && numbers.requests == 0)
        }
    }
}

import Foundation
import Support
import Synchronization
import TLS
import Testing

extension EndToEnd {
    @Suite("Hostile clients")
    struct HostileClientTests {
        /// Something that a client does to the server, again and again.
        enum Misdeed: String, CaseIterable, Sendable {
            case silence = "connecting and saying nothing"
            case halfHandshake = "stopping within the handshake"
            case garbageBefore = "garbage instead of a handshake"
            case garbageAfter = "garbage instead of records"
            case garbageWithin = "garbage instead of HTTP"
            case slowHead = "a head a byte at a time"
            case slowBody = "a body a byte at a time"
            case resets = "resets within a request"
            case hugeHead = "a head without end"
            case hugeBody = "a body over the limit, sent all the same"
            case flood = "pipelined requests without reading the answers"
            case deepNesting = "JSON nested without end"

            /// Does it once, for at most about a second.
            func commit(_ server: Server) throws {
                switch self {
                case .silence: try hold(Wire(port: server.port))
                case .halfHandshake: try stopWithinHandshake(server)
                case .garbageBefore: try Wire(port: server.port).send(garbage(4096))
                case .garbageAfter: try Client(server).wire.send(garbage(4096))
                case .garbageWithin: try Client(server).send(garbage(4096))
                case .slowHead: try trickle(Client(server), Reviews.post(Reviews.allowed))
                case .slowBody: try trickle(Client(server), Reviews.post(Reviews.allowed), after: 260)
                case .resets: try reset(Client(server))
                case .hugeHead:
                    try pour(Client(server), Array("X-Padding: x\r\n".utf8), 4000, first: "POST /validate HTTP/1.1\r\n")
                case .hugeBody: try pourBody(server)
                case .flood: try pour(Client(server), Reviews.post(Reviews.unfit), 2000, first: "")
                case .deepNesting: try nest(Client(server))
                }
            }
        }

        @Test("A well-behaved client gets every answer, and soon, beside", arguments: Misdeed.allCases)
        func beside(misdeed: Misdeed) async throws {
            let server = try await Server()
            let isOver = Flag()
            for _ in 0..<8 {
                Thread { while !isOver.isSet { try? misdeed.commit(server) } }.start()
            }
            let load = try Load(on: server, clients: 1)
            try await Task.sleep(for: .milliseconds(600))
            await load.answers(10)
            let tally = await load.stop()
            isOver.set()
            #expect(tally.failures == [])
            #expect(tally.refused == 0)
            #expect(tally.answered >= 10)
            #expect(tally.slowest < .seconds(5))
            #expect(server.process.isRunning)
        }

        @Test("Hundreds of idle connections don't keep others out")
        func idleCrowd() async throws {
            let server = try await Server()
            try await blocking {
                let crowd = try (0..<300).map { _ in try Wire(port: server.port) }
                let answer = try withExtendedLifetime(crowd) {
                    let client = try Client(server)
                    try client.send(Reviews.post(Reviews.allowed))
                    return try client.answer()
                }
                guard answer?.status == 200 else { throw Server.Trouble(description: "\(String(describing: answer))") }
            }
        }
    }

    @Suite("Requests in the shape of a smuggler")
    struct SmugglingTests {
        /// Heads that two readers might frame differently; each is followed by the body and by a second request.
        static let shapes = [
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 5, 5",
            "Content-Length: +5",
            "Content-Length: 0x5",
            "Content-Length : 5",
            "Content-Length:\r\n 5",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding:\u{B}chunked",
            "X: y\nContent-Length: 5",
            "X: y\r\rContent-Length: 5",
            "Content-Length: 99999999999999999999",
        ]

        @Test("One refusal, and the connection ends: what follows is never taken for a request", arguments: shapes)
        func refused(shape: String) async throws {
            let server = try await Server()
            let bytes = Array("POST /validate HTTP/1.1\r\nHost: localhost\r\n\(shape)\r\n\r\n0\r\n\r\n".utf8)
            let answers = try await blocking {
                let client = try Client(server)
                try client.send(bytes + Reviews.post(Reviews.allowed))
                return try client.allAnswers()
            }
            #expect(answers.count == 1)
            #expect(answers.allSatisfy { (400...599).contains($0.status) && $0.isLast }, "\(answers.map(\.status))")
        }

        @Test("Pipelined requests are answered one by one, in order")
        func pipelined() async throws {
            let server = try await Server()
            let answers = try await blocking {
                let client = try Client(server)
                let pair = Reviews.post(Reviews.allowed) + Reviews.post(Reviews.unfit)
                try client.send((0..<50).flatMap { _ in pair })
                return try (0..<100).compactMap { _ in try client.answer() }
            }
            #expect(answers.map { verdict($0.body) } == (0..<100).map { $0.isMultiple(of: 2) })
        }
    }
}

// MARK: - How it is done

/// Something that happens once, and that others look for.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}

/// Keeps a connection for half a second.
private func hold(_ wire: Wire) {
    withExtendedLifetime(wire) { Thread.sleep(forTimeInterval: 0.5) }
}

private func garbage(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255) }
}

/// Sends the first part of a ClientHello, and no more.
private func stopWithinHandshake(_ server: Server) throws {
    let session = try TLSSession(client: try TLSContext(client: try server.clientSettings), serverName: "localhost")
    _ = try session.handshake()
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes { session.drainOutput(into: $0) }
    let wire = try Wire(port: server.port)
    try wire.send(buffer.prefix(count))
    hold(wire)
}

/// Sends a request with pauses between the bytes, all at once up to a place.
private func trickle(_ client: Client, _ bytes: [UInt8], after start: Int = 0) throws {
    try client.send(bytes.prefix(start))
    for byte in bytes.dropFirst(start).prefix(20) {
        try client.send([byte])
        Thread.sleep(forTimeInterval: 0.025)
    }
}

private func reset(_ client: Client) throws {
    client.wire.resetAtEnd()
    try client.send(Reviews.post(Reviews.allowed).dropLast(100))
}

/// Sends the same piece many times without looking at what comes back.
private func pour(_ client: Client, _ piece: [UInt8], _ count: Int, first: String) throws {
    try client.send(first.utf8)
    for _ in 0..<count { try client.send(piece) }
}

private func pourBody(_ server: Server) throws {
    let head =
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n"
    try pour(Client(server), [UInt8](repeating: 0x20, count: 16 << 10), 500, first: head)
}

private func nest(_ client: Client) throws {
    try client.send(Reviews.post([UInt8](repeating: UInt8(ascii: "["), count: 200_000)))
    _ = try client.answer()
}

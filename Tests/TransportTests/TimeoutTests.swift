import HTTP
import Testing

@testable import Transport

@Suite("Clients that take too long")
struct TimeoutTests {
    @Test("An idle connection is closed without an answer", arguments: Speech.allCases)
    func closesIdle(speech: Speech) async throws {
        try await serving(speech) {
            $0.timeouts.idle = .milliseconds(500)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.closes == false)
            #expect(try await client.answer() == nil && client.hasClosedCleanly == (speech == .tls) && !client.isReset)
            #expect(serving.listener.numbers.idleConnections == 1)
        }
    }

    @Test("A head that trickles in is answered by 408", arguments: Speech.allCases)
    func refusesSlowHeads(speech: Speech) async throws {
        try await serving(speech) {
            $0.timeouts.head = .milliseconds(80)
        } _: { serving in
            let client = try serving.connect()
            let start = ContinuousClock.now
            for byte in "GET / HTTP/1.1\r\nHost:".utf8 where serving.listener.numbers.slowRequests == 0 {
                try await client.send([byte])
                try await Task.sleep(for: .milliseconds(20))
            }
            let answer = try #require(try await client.answer())
            #expect(answer.status == 408 && answer.closes && ContinuousClock.now - start < .seconds(20))
            #expect(try await client.answer() == nil && serving.listener.numbers.slowRequests == 1)
        }
    }

    @Test("A body that stops is answered by 408, and its claim is given back", arguments: Speech.allCases)
    func refusesStoppedBodies(speech: Speech) async throws {
        try await serving(speech) {
            $0.timeouts.bodyProgress = .milliseconds(80)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(request("POST /", "Content-Length: 1000", body: "abc"))
            let answer = try #require(try await client.answer())
            #expect(answer.status == 408 && answer.closes && serving.listener.numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("A body that trickles in is answered by 408 once its time is over")
    func refusesSlowBodies() async throws {
        try await serving {
            $0.timeouts.bodyProgress = .seconds(1)
            $0.timeouts.body = .milliseconds(1200)
        } _: { serving in
            let client = try serving.connect()
            let start = ContinuousClock.now
            try await client.send(request("POST /", "Content-Length: 1000"))
            while serving.listener.numbers.slowRequests == 0, ContinuousClock.now - start < .seconds(20) {
                try await client.send("x")
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await client.answer()?.status == 408)
            #expect(ContinuousClock.now - start > .milliseconds(1190))
        }
    }

    @Test("A TLS handshake that doesn't come to an end is cut off", arguments: [0, 1, 3, 40])
    func closesHalfOpenTLS(bytes: Int) async throws {
        try await serving(.tls) {
            $0.timeouts.handshake = .milliseconds(80)
        } _: { serving in
            let client = try Client(port: serving.listener.port)
            try await client.sendRaw(Array([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3].prefix(bytes)))
            #expect(try await client.isEnded(within: .seconds(20)))
            let failures = serving.listener.numbers.handshakeFailures
            #expect(failures == (bytes == 0 ? [:] : ["timeout": 1]))
        }
    }

    @Test("A client that leaves its answers unread isn't served further, and then cut off", arguments: Speech.allCases)
    func closesStuckReaders(speech: Speech) async throws {
        let megabyte = HTTPResponse(.ok, body: [UInt8](repeating: 65, count: 1 << 20))
        try await serving(speech) {
            $0.timeouts.write = .milliseconds(150)
        } handler: { _, _ in
            megabyte
        } _: { serving in
            let client = try serving.connect()
            client.shrinkReceiveBuffer()
            try await client.send(String(repeating: request("GET /"), count: 200))
            let numbers = try await serving.numbers { $0.stuckConnections == 1 && $0.openConnections == 0 }
            #expect(numbers.stuckConnections == 1 && numbers.requests < 40 && numbers.openConnections == 0)
        }
    }

    @Test("A client that reads slowly gets everything", arguments: Speech.allCases)
    func servesSlowReaders(speech: Speech) async throws {
        let large = HTTPResponse(.ok, body: [UInt8](repeating: 65, count: 300_000))
        try await serving(speech) {
            $0.timeouts.write = .seconds(60)
        } handler: { _, _ in
            large
        } _: { serving in
            let client = try serving.connect()
            try await client.send(String(repeating: request("GET /"), count: 20))
            for _ in 0..<20 {
                #expect(try await client.answer()?.body.count == 300_000)
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test(
        "The deadline is the client's timeout less a margin, at most the server's own",
        arguments: [
            ("?timeout=2s", 1.75), ("?timeout=1m30s", 10), ("?a=b&timeout=300ms", 0.15), ("", 10),
            ("?timeout=soon", 10),
            ("?timeout=0s", 10),
        ])
    func setsDeadlines(query: String, seconds: Double) async throws {
        try await serving(handler: { _, context in
            HTTPResponse(.ok, text: "\((context.deadline - .now) / .milliseconds(1))")
        }) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /\(query)"))
            let text = try #require(try await client.answer()).text.dropLast()
            let left = try #require(Double(text))
            #expect(left <= seconds * 1000 && left > seconds * 1000 - 100)
        }
    }

    @Test(
        "Durations as Go writes them",
        arguments: [
            ("10s", .seconds(10)), ("1m30s", .seconds(90)), ("500ms", .milliseconds(500)), ("1.5h", .seconds(5400)),
            (".5s", .milliseconds(500)), ("1.s", .seconds(1)), ("0", .zero), ("3us", .microseconds(3)),
            ("3µs", .microseconds(3)), ("7ns", .nanoseconds(7)), ("", nil), ("10", nil), ("s", nil), ("-1s", nil),
            ("1x", nil), (".s", nil), ("1s ", nil), ("1e3s", nil), ("99999999999999h", nil),
        ] as [(String, Duration?)])
    func parsesDurations(text: String, duration: Duration?) {
        #expect(GoDuration.parse(Array(text.utf8)[...]) == duration)
    }
}

import HTTP
import NIOCore
import Testing

@testable import Transport

@Suite("One connection, many requests")
struct KeepAliveTests {
    @Test("A connection is kept alive", arguments: Speech.allCases)
    func keepsAlive(speech: Speech) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            for count in [0, 5, 6573, 70_000] {
                try await client.send(post("/a?timeout=10s", bytes: count))
                let answer = try #require(try await client.answer())
                #expect(answer.status == 200 && answer.text == "POST /a \(count)\n" && !answer.closes)
            }
            let numbers = serving.listener.numbers
            #expect(numbers.acceptedConnections == 1 && numbers.openConnections == 1 && numbers.requests == 4)
            #expect(numbers.answers == [200: 4] && numbers.requestsInFlight == 0 && numbers.bodyBytesInFlight == 0)
            #expect(numbers.handshakes == (speech == .tls ? 1 : 0) && numbers.receivedBytes > 76_000)
        }
    }

    @Test("Pipelined requests are answered in order, large ones too", arguments: Speech.allCases)
    func pipelines(speech: Speech) async throws {
        try await serving(speech) {
            $0.offloadThreshold = 1000
            $0.requestsPerTurn = 4
        } _: { serving in
            let client = try serving.connect()
            let sizes = (0..<60).map { $0 % 7 == 3 ? 2000 : $0 }
            try await client.send(sizes.enumerated().map { post("/\($0)", bytes: $1) }.joined())
            for (number, size) in sizes.enumerated() {
                let answer = try #require(try await client.answer())
                #expect(answer.text == "POST /\(number) \(size)\n")
            }
            #expect(serving.listener.numbers.offloadedRequests == sizes.filter { $0 > 1000 }.count)
        }
    }

    @Test("While a request is judged nothing more is read, however much is sent", arguments: Speech.allCases)
    func stopsReading(speech: Speech) async throws {
        let turnstile = Turnstile()
        try await serving(speech) {
            $0.offloadThreshold = 10
        } handler: { request, context in
            turnstile.pass()
            return echo(request, context)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(post("/first", bytes: 100))
            let before = try await serving.numbers { $0.requestsInFlight == 1 }.receivedBytes
            let flood = Array(String(repeating: request("GET /flood"), count: 1000).utf8)
            let isStuck = await Result {
                for _ in 0..<1000 { try await client.sendRaw(flood, timeout: .milliseconds(50)) }
            }
            #expect(throws: Client.Trouble.timeout) { try isStuck.get() }
            #expect(client.sentBytes > 200_000 && serving.listener.numbers.receivedBytes - before < 400_000)
            turnstile.open()
            #expect(try await client.answer()?.text == "POST /first 100\n")
        }
    }

    @Test("HTTP/1.0 is answered and closed, unless it asks to be kept")
    func speaksHTTP10() async throws {
        try await serving { serving in
            let client = try serving.connect()
            try await client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await client.answer()?.has("Connection: keep-alive") == true)
            try await client.send("GET /b HTTP/1.0\r\n\r\n")
            #expect(try await client.answer()?.closes == true)
            #expect(try await client.answer() == nil && !client.isReset)
        }
    }

    @Test("Connection: close is answered in kind, with close_notify under TLS", arguments: Speech.allCases)
    func closesOnRequest(speech: Speech) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /", "Connection: close"))
            #expect(try await client.answer()?.closes == true)
            #expect(try await client.answer() == nil && client.hasClosedCleanly == (speech == .tls))
        }
    }

    @Test("HEAD gets the head alone")
    func answersHead() async throws {
        try await serving { serving in
            let client = try serving.connect()
            try await client.send(request("HEAD /a") + request("GET /b"))
            #expect(try await client.answer(isBodiless: true)?.has("Content-Length: 10") == true)
            #expect(try await client.answer()?.text == "GET /b 0\n")
        }
    }

    @Test("Expect: 100-continue is answered before the body comes", arguments: Speech.allCases)
    func continues(speech: Speech) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            try await client.send(request("POST /a", "Content-Length: 3", "Expect: 100-continue"))
            #expect(try await client.answer()?.status == 100)
            try await client.send("abc")
            #expect(try await client.answer()?.text == "POST /a 3\n")
            try await client.send(request("POST /a", "Content-Length: 99999999", "Expect: 100-continue"))
            #expect(try await client.answer()?.status == 413)
        }
    }

    @Test("At its age a connection ends with the next answer, not before")
    func ages() async throws {
        try await serving {
            $0.connectionAge = .milliseconds(500)
            $0.connectionAgeJitter = 0.1
        } _: { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.closes == false)
            #expect(try await !client.isEnded(within: .milliseconds(600)))
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.closes == true)
            #expect(try await client.answer() == nil && serving.listener.numbers.agedConnections == 1)
        }
    }

    @Test("Answers leave without waiting for more (TCP_NODELAY)")
    func sendsAtOnce() async throws {
        try await serving { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            _ = try await client.answer()
            let state = try #require(serving.listener.loops.first)
            let options = try await state.loop.submit {
                state.connections.compactMap {
                    try? $0.context?.channel.syncOptions?.getOption(.tcpOption(.tcp_nodelay))
                }
            }.get()
            #expect(options == [1])
        }
    }

    @Test("All loops answer on one port")
    func spreadsOverLoops() async throws {
        try await serving {
            $0.loops = 3
        } _: { serving in
            for _ in 0..<30 {
                let client = try serving.connect()
                try await client.send(request("GET /"))
                #expect(try await client.answer()?.status == 200)
            }
            let counts = serving.listener.loops.map { $0.statistics.requests.value }
            #expect(counts.reduce(0, +) == 30 && counts.filter { $0 > 0 }.count > 1)
        }
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

import Glibc
import HTTP
import NIOCore
import Testing

@testable import Transport

@Suite("More than the server takes")
struct OverloadTests {
    @Test(
        "What is no acceptable request is answered by its status, and closed", arguments: Speech.allCases,
        [
            ("BAD\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("BREW / HTTP/1.1\r\n\r\n", 501),
            ("GET / HTTP/3.0\r\n\r\n", 505), ("GET /" + String(repeating: "a", count: 9000), 414),
            ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 17_000), 431),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16777217\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417),
        ])
    func refuses(speech: Speech, asked: (text: String, status: Int)) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /good") + asked.text)
            #expect(try await client.answer()?.status == 200)
            let answer = try #require(try await client.answer())
            #expect(answer.status == asked.status && answer.closes && answer.text.hasSuffix(".\n"))
            #expect(try await client.answer() == nil && !client.isReset)
            #expect(serving.listener.numbers.refusedRequests == 1)
        }
    }

    @Test("What the handler says is sent as it is", arguments: [Status.notFound, .unsupportedMediaType])
    func sendsTheHandlersAnswer(status: Status) async throws {
        try await serving(handler: { _, _ in HTTPResponse(status, text: "No.") }) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            let answer = try #require(try await client.answer())
            #expect(answer.status == status.code && answer.text == "No.\n" && !answer.closes)
        }
    }

    @Test("Who is still sending gets the answer all the same, and no reset", arguments: Speech.allCases)
    func lingers(speech: Speech) async throws {
        try await serving(speech) {
            // Not what this is about: 20 MB through TLS take a debug build over 20 s when the machine is busy.
            $0.timeouts.linger = .seconds(20)
            $0.timeouts.lingerTotal = .seconds(120)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(request("POST /", "Content-Length: 20000000"))
            for _ in 0..<200 { try await client.send([UInt8](repeating: 120, count: 100_000)) }
            #expect(try await client.answer()?.status == 413)
            #expect(try await client.answer() == nil && !client.isReset)
            #expect(serving.listener.numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("Lingering has an end: by time, and by bytes", arguments: [true, false])
    func lingersBriefly(byBytes: Bool) async throws {
        try await serving {
            $0.timeouts.linger = byBytes ? .seconds(60) : .milliseconds(50)
            $0.timeouts.lingerTotal = byBytes ? .seconds(60) : .milliseconds(100)
            $0.lingerBytes = byBytes ? 100_000 : 1 << 30
        } _: { serving in
            let client = try serving.connect()
            try await client.send("BAD\r\n\r\n")
            let end = ContinuousClock.now + .seconds(10)
            while serving.listener.numbers.openConnections > 0, ContinuousClock.now < end {
                _ = await Result { try await client.sendRaw([UInt8](repeating: 0, count: byBytes ? 10_000 : 1)) }
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(serving.listener.numbers.openConnections == 0)
        }
    }

    @Test("Past the budget for bodies: 429 with Retry-After, before anything is stored", arguments: Speech.allCases)
    func shedsBodies(speech: Speech) async throws {
        try await serving(speech) {
            $0.bodyBudget = 3000
        } _: { serving in
            let first = try serving.connect()
            try await first.send(request("POST /a", "Content-Length: 2000", body: "abc"))
            _ = try await serving.numbers { $0.bodyBytesInFlight == 2000 }
            let second = try serving.connect()
            try await second.send(post("/b", bytes: 1001))
            let answer = try #require(try await second.answer())
            #expect(answer.status == 429 && answer.has("Retry-After: 1") && answer.closes)
            try await first.send(String(repeating: "x", count: 1997))
            #expect(try await first.answer()?.text == "POST /a 2000\n")
            try await first.send(post("/c", bytes: 3000))
            #expect(try await first.answer()?.text == "POST /c 3000\n")
            #expect(serving.listener.numbers.shedRequests == 1 && serving.listener.numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("A long body counts as it grows, so that announcements keep nobody out")
    func shedsAnnouncedBodies() async throws {
        try await serving {
            $0.bodyBudget = 4 << 20
            $0.timeouts.body = .seconds(60)
            $0.timeouts.bodyProgress = .seconds(60)
        } _: { serving in
            let slow = try (0..<3).map { _ in try serving.connect() }
            for client in slow { try await client.send(request("POST /slow", "Content-Length: 15000000", body: "x")) }
            _ = try await serving.numbers { $0.bodyBytesInFlight == 3 << 20 }
            let client = try serving.connect()
            try await client.send(post("/a", bytes: 100_000))
            #expect(try await client.answer()?.text == "POST /a 100000\n")
            // What is there of a body counts all the same.
            try await slow[0].send([UInt8](repeating: 120, count: 3 << 20))
            let answer = try #require(try await slow[0].answer())
            #expect(answer.status == 429 && answer.has("Retry-After: 1") && answer.closes)
            _ = try await serving.numbers { $0.bodyBytesInFlight == 2 << 20 }
        }
    }

    @Test("A chunked body counts as it grows")
    func shedsChunkedBodies() async throws {
        try await serving {
            $0.bodyBudget = 100_000
        } _: { serving in
            let client = try serving.connect()
            let chunk = "c350\r\n" + String(repeating: "x", count: 50_000) + "\r\n"
            try await client.send(request("POST /", "Transfer-Encoding: chunked", body: chunk + "0\r\n\r\n"))
            #expect(try await client.answer()?.text == "POST / 50000\n")
            try await client.send(request("POST /", "Transfer-Encoding: chunked", body: chunk + chunk + chunk))
            #expect(try await client.answer()?.status == 429)
            #expect(serving.listener.numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("A large body doesn't keep others waiting", arguments: Speech.allCases)
    func offloads(speech: Speech) async throws {
        let turnstile = Turnstile()
        try await serving(speech) {
            $0.offloadThreshold = 256 << 10
            $0.offloadLimit = 1
        } handler: { request, context in
            if request.body.count > 256 << 10 { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            let (large, small, other) = (try serving.connect(), try serving.connect(), try serving.connect())
            try await large.send(post("/large", bytes: 12_000_000))
            #expect(try await serving.numbers { $0.requestsInFlight == 1 }.bodyBytesInFlight == 12_000_000)
            try await small.send(post("/small", bytes: 100))
            #expect(try await small.answer()?.text == "POST /small 100\n")
            try await other.send(post("/other", bytes: 300_000))
            let shed = try #require(try await other.answer())
            #expect(shed.status == 429 && shed.has("Retry-After: 1") && !shed.closes)
            turnstile.open()
            #expect(try await large.answer()?.text == "POST /large 12000000\n")
            try await other.send(post("/other", bytes: 300_000))
            #expect(try await other.answer()?.text == "POST /other 300000\n")
            #expect(serving.listener.numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("Past the most connections a new one is closed at once")
    func limitsConnections() async throws {
        try await serving {
            $0.maximumConnections = 2
            $0.evictionAge = .seconds(60)
        } _: { serving in
            let clients = [try serving.connect(), try serving.connect()]
            for client in clients {
                try await client.send(request("GET /"))
                #expect(try await client.answer()?.status == 200)
            }
            #expect(try await serving.connect().isEnded(within: .seconds(20)))
            #expect(serving.listener.numbers.refusedConnections == 1)
            clients[0].close()
            _ = try await serving.numbers { $0.openConnections == 1 }
            let next = try serving.connect()
            try await next.send(request("GET /"))
            #expect(try await next.answer()?.status == 200)
        }
    }

    @Test("When all places are taken, who only waits makes room: first who never asked, then who waits the longest")
    func evictsIdleConnections() async throws {
        try await serving {
            $0.maximumConnections = 3
            $0.evictionAge = .milliseconds(50)
        } _: { serving in
            let asking = [try serving.connect(), try serving.connect()]
            for client in asking {
                try await client.send(request("GET /"))
                #expect(try await client.answer()?.status == 200)
            }
            let silent = try serving.connect()
            _ = try await serving.numbers { $0.openConnections == 3 }
            try await Task.sleep(for: .milliseconds(100))
            let next = try serving.connect()
            try await next.send(request("GET /"))
            #expect(try await next.answer()?.status == 200)
            #expect(try await silent.isEnded(within: .seconds(20)))
            try await Task.sleep(for: .milliseconds(100))
            let last = try serving.connect()
            try await last.send(request("GET /"))
            #expect(try await last.answer()?.status == 200)
            #expect(try await asking[0].isEnded(within: .seconds(20)))
            for client in [asking[1], next, last] {
                try await client.send(request("GET /"))
                #expect(try await client.answer()?.status == 200)
            }
            let numbers = try await serving.numbers { $0.openConnections == 3 }
            #expect(numbers.evictedConnections == 2 && numbers.refusedConnections == 0)
        }
    }

    @Test("A connection with a request keeps its place")
    func sparesBusyConnections() async throws {
        try await serving {
            $0.maximumConnections = 1
            $0.evictionAge = .zero
        } _: { serving in
            let client = try serving.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
            _ = try await serving.numbers { $0.receivedBytes > 0 }
            #expect(try await serving.connect().isEnded(within: .seconds(20)))
            try await client.send("cde")
            #expect(try await client.answer()?.text == "POST / 5\n")
            #expect(serving.listener.numbers.evictedConnections == 0)
        }
    }

    @Test("Errors in accepting, as too many open files, don't stop the listener")
    func survivesAcceptErrors() async throws {
        try await serving { serving in
            for server in serving.listener.servers {
                server.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            }
            #expect(try await serving.numbers { $0.acceptErrors == 1 }.acceptErrors == 1)
            let client = try serving.connect()
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.status == 200)
        }
    }

    @Test("A port that is taken is an error with a sentence, whoever holds it", arguments: [1, 2])
    func reportsTakenPorts(loops: Int) async throws {
        try await serving {
            $0.loops = loops
        } _: { serving in
            var settings = TransportSettings(cores: loops)
            settings.host = "127.0.0.1"
            settings.port = serving.listener.port
            let error = await #expect(throws: ListenError.self) { try await Listener.start(settings, handler: echo) }
            let text = try #require(error).description
            #expect(text == "Can't listen on 127.0.0.1:\(settings.port): the address is already in use.")
        }
    }

    @Test(
        "An address that can't be had is an error with a sentence",
        arguments: [
            ("192.0.2.1", "Can't listen on 192.0.2.1:0: this machine has no such address."),
            ("2001:db8::1", "Can't listen on [2001:db8::1]:0: "),
            ("no-such-host.invalid", "Can't listen on no-such-host.invalid:0: no address is known for this host."),
        ])
    func reportsAddresses(host: String, sentence: String) async throws {
        var settings = TransportSettings(cores: 1)
        settings.host = host
        settings.port = 0
        let error = await #expect(throws: ListenError.self) { try await Listener.start(settings, handler: echo) }
        let text = try #require(error).description
        #expect(text.hasPrefix(sentence), "\(text)")
    }
}

import HTTP
import NIOCore
import Testing

@testable import Transport

@Suite("Who leaves, and how")
struct LeavingTests {
    @Test("A client that has closed its side still gets its answers", arguments: Speech.allCases)
    func answersHalfClosed(speech: Speech) async throws {
        try await serving(speech) {
            $0.offloadThreshold = 10
        } _: { serving in
            let client = try serving.connect()
            try await client.send(request("GET /a") + post("/b", bytes: 100))
            if speech == .tls { try await client.closeSession() }
            client.endOutput()
            #expect(try await client.answer()?.text == "GET /a 0\n")
            #expect(try await client.answer()?.text == "POST /b 100\n")
            #expect(try await client.answer() == nil && !client.isReset)
            #expect(serving.listener.numbers.truncatedRequests == 0)
        }
    }

    @Test("All that was sent before the end is answered, with or without close_notify", arguments: Speech.allCases)
    func answersAllBeforeTheEnd(speech: Speech) async throws {
        try await serving(speech) {
            $0.offloadThreshold = 1000
            $0.requestsPerTurn = 3
        } _: { serving in
            let client = try serving.connect()
            try await client.send((0..<30).map { post("/\($0)", bytes: $0 % 8 == 5 ? 2000 : 50) }.joined())
            client.endOutput()
            for number in 0..<30 { #expect(try await client.answer()?.text.hasPrefix("POST /\(number) ") == true) }
            #expect(try await client.answer() == nil && !client.isReset)
            #expect(serving.listener.numbers.handshakeFailures.isEmpty)
        }
    }

    @Test("A request that breaks off is counted, and nothing else", arguments: Speech.allCases)
    func countsTruncated(speech: Speech) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            try await client.send(request("POST /", "Content-Length: 10", body: "abc"))
            client.endOutput()
            #expect(try await client.answer() == nil)
            let numbers = try await serving.numbers { $0.truncatedRequests == 1 && $0.openConnections == 0 }
            #expect(numbers.truncatedRequests == 1 && numbers.requests == 0 && numbers.bodyBytesInFlight == 0)
        }
    }

    @Test("A client that vanishes while its request is judged does no harm", arguments: Speech.allCases)
    func survivesResets(speech: Speech) async throws {
        let turnstile = Turnstile()
        try await serving(speech) {
            $0.offloadThreshold = 10
        } handler: { request, context in
            if request.path == "/wait" { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(post("/wait", bytes: 100) + request("GET /more"))
            _ = try await serving.numbers { $0.requestsInFlight == 1 }
            client.reset()
            _ = try await serving.numbers { $0.openConnections == 0 }
            turnstile.open()
            let numbers = try await serving.numbers { $0.requestsInFlight == 0 }
            #expect(numbers.requestsInFlight == 0 && numbers.bodyBytesInFlight == 0)
            let next = try serving.connect()
            try await next.send(request("GET /"))
            #expect(try await next.answer()?.status == 200)
        }
    }

    @Test("Draining lets idle connections go and accepts none", arguments: Speech.allCases)
    func drainsIdle(speech: Speech) async throws {
        try await serving(speech) { serving in
            let client = try serving.connect()
            try await client.send(request("GET /"))
            #expect(try await client.answer()?.closes == false)
            async let drained: Void = serving.listener.drain(grace: .seconds(20))
            #expect(try await client.answer() == nil && !client.isReset)
            client.close()
            await drained
            #expect(throws: Client.Trouble.self) { try serving.connect() }
        }
    }

    @Test("Draining waits for a request in flight, and its answer says so", arguments: Speech.allCases)
    func drainsBusy(speech: Speech) async throws {
        let turnstile = Turnstile()
        try await serving(speech) {
            $0.offloadThreshold = 10
        } handler: { request, context in
            turnstile.pass()
            return echo(request, context)
        } _: { serving in
            let client = try serving.connect()
            try await client.send(post("/a", bytes: 100))
            _ = try await serving.numbers { $0.requestsInFlight == 1 }
            async let drained: Void = serving.listener.drain(grace: .seconds(20))
            try await serving.waitUntilDraining()
            turnstile.open()
            let answer = try #require(try await client.answer())
            #expect(answer.text == "POST /a 100\n" && answer.closes)
            #expect(try await client.answer() == nil)
            client.close()
            await drained
        }
    }

    @Test("Draining ends with the grace, whatever is in flight")
    func drainsByForce() async throws {
        let turnstile = Turnstile()
        try await serving {
            $0.offloadThreshold = 10
        } handler: { request, context in
            if request.body.count > 10 { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            let (busy, slow) = (try serving.connect(), try serving.connect())
            try await busy.send(post("/a", bytes: 100))
            try await slow.send("GET / HT")
            _ = try await serving.numbers { $0.requestsInFlight == 1 && $0.openConnections == 2 }
            async let drained: Void = serving.listener.drain(grace: .milliseconds(100))
            #expect(try await busy.isEnded(within: .seconds(20)))
            #expect(try await slow.isEnded(within: .seconds(20)))
            turnstile.open()
            await drained
        }
    }

    @Test("Draining under load fails not one request", arguments: Speech.allCases)
    func drainsUnderLoad(speech: Speech) async throws {
        try await serving(speech) {
            $0.timeouts.drainIdle = .seconds(3)
            $0.loops = 2
        } _: { serving in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await Self.ask(try serving.connect()) } }
                _ = try await serving.numbers { $0.requests > 100 }
                await serving.listener.drain(grace: .seconds(20))
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.count == 6 && counts.allSatisfy { $0 > 0 } && counts.reduce(0, +) > 100)
        }
    }

    /// Asks until an answer says that it is the last.
    static func ask(_ client: sending Client) async throws -> Int {
        for count in 1...100_000 {
            try await client.send(post("/load", bytes: 2000))
            let answer = try #require(try await client.answer())
            #expect(answer.text == "POST /load 2000\n")
            if answer.closes { return count }
        }
        return 0
    }
}

extension Serving {
    /// Waits until every loop knows that it is draining.
    func waitUntilDraining() async throws {
        for state in listener.loops {
            while try await !state.loop.submit({ state.isDraining }).get() {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }
}

import Glibc
import HTTP
import NIOCore
import Testing

@testable import Transport

@Suite("Requests that wait for their place")
struct ShedTests {
    @Test("The wait is known from the turns of the loop: the one before, and the place in this one")
    func turns() {
        var turns = Turns()
        func at(_ milliseconds: Int64) -> NIODeadline {
            .uptimeNanoseconds(1_000_000_000) + .milliseconds(milliseconds)
        }
        let begins = [turns.note(at(0)), turns.note(at(1))]
        #expect(begins == [true, false])
        #expect(turns.wait(at(3)) == .milliseconds(3))
        turns.end(at(10))
        #expect(turns.wait(at(10)) == .nanoseconds(0))
        let beginsAgain = turns.note(at(10))
        #expect(beginsAgain)
        #expect(turns.wait(at(15)) == .milliseconds(15))
        turns.end(at(15))
        // The loop had nothing to do, so that nothing was waiting.
        let beginsLater = turns.note(at(50))
        #expect(beginsLater)
        #expect(turns.wait(at(51)) == .milliseconds(1))
    }

    @Test("Who has waited too long is answered 429 with Retry-After, and at once all is well again")
    func sheds() async throws {
        let turnstile = Turnstile()
        try await serving {
            $0.timeouts.patience = .seconds(1)
        } handler: { request, context in
            if request.path == "/first" { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            // The wait of a connection to be accepted is not known: these are there beforehand.
            let clients = try (0..<20).map { _ in try serving.connect() }
            for client in clients {
                try await client.send(request("GET /before"))
                #expect(try await client.answer()?.status == 200)
            }
            let first = try serving.connect()
            try await first.send(request("GET /first"))
            _ = try await serving.numbers { $0.requestsInFlight == 1 }
            for client in clients { try await client.send(request("GET /later?timeout=30s")) }
            try await Task.sleep(for: .milliseconds(1500))
            turnstile.open()
            #expect(try await first.answer()?.status == 200)
            for client in clients {
                let answer = try #require(try await client.answer())
                #expect(answer.status == 429 && answer.has("Retry-After: 1") && !answer.closes)
            }
            for client in clients {
                try await client.send(request("GET /later?timeout=30s"))
                #expect(try await client.answer()?.status == 200)
            }
            #expect(serving.listener.numbers.shedRequests == 20)
        }
    }

    @Test("A wait of a quarter of the time that the client grants is too long, too")
    func shedsByTimeout() async throws {
        let turnstile = Turnstile()
        try await serving { _ in
        } handler: { request, context in
            if request.path == "/first" { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            let (first, hasty, patient) = (try serving.connect(), try serving.connect(), try serving.connect())
            for client in [hasty, patient] {
                try await client.send(request("GET /before"))
                #expect(try await client.answer()?.status == 200)
            }
            try await first.send(request("GET /first"))
            _ = try await serving.numbers { $0.requestsInFlight == 1 }
            try await hasty.send(request("GET /hasty?timeout=1s"))
            try await patient.send(request("GET /patient?timeout=300s"))
            try await Task.sleep(for: .milliseconds(500))
            turnstile.open()
            #expect(try await first.answer()?.status == 200)
            #expect(try await hasty.answer()?.status == 429)
            #expect(try await patient.answer()?.status == 200)
        }
    }

    @Test("A large body that waited too long for a thread is answered 429")
    func shedsOffloads() async throws {
        let turnstile = Turnstile()
        try await serving {
            $0.offloadThreshold = 1000
            $0.timeouts.patience = .milliseconds(50)
        } handler: { request, context in
            if request.path == "/first" { turnstile.pass() }
            return echo(request, context)
        } _: { serving in
            let (first, second) = (try serving.connect(), try serving.connect())
            try await first.send(post("/first", bytes: 2000))
            _ = try await serving.numbers { $0.requestsInFlight == 1 }
            try await second.send(post("/second", bytes: 2000))
            _ = try await serving.numbers { $0.requestsInFlight == 2 }
            try await Task.sleep(for: .milliseconds(200))
            turnstile.open()
            #expect(try await first.answer()?.status == 200)
            let answer = try #require(try await second.answer())
            #expect(answer.status == 429 && answer.has("Retry-After: 1") && !answer.closes)
            #expect(serving.listener.numbers.shedRequests == 1)
        }
    }
}

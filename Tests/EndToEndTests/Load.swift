import Foundation
import Synchronization
import TLS

/// Clients that send reviews without a pause, as an API server does, each on a thread of its own, until they are stopped.
///
/// A request fails when it was sent on a connection that the server had accepted and didn't get the answer it should.
final class Load: Sendable {
    /// How the requests came out.
    struct Tally: Sendable {
        var answered = 0
        var slowest = Duration.zero
        var failures: [String] = []
        /// Connections that didn't come about.
        var refused = 0
    }

    private let tally = Mutex(Tally())
    private let isStopped = Atomic<Bool>(false)
    private let running: Atomic<Int>
    private let server: Server
    private let requestsPerConnection: Int

    /// Begins.
    ///
    /// - Parameters:
    ///   - clients: how many, each with a connection at a time.
    ///   - requestsPerConnection: after so many requests a client connects anew.
    ///   - trust: whom the clients trust; the server's authority unless given.
    ///   - request: the bytes that are sent again and again; an answer of 200 is expected.
    init(
        on server: Server, clients: Int = 3, requestsPerConnection: Int = 50, trust: ClientSettings? = nil,
        request: [UInt8] = Reviews.post(Reviews.allowed)
    ) throws {
        (self.server, self.requestsPerConnection) = (server, requestsPerConnection)
        running = Atomic(clients)
        // A test that fails half-way doesn't stop its load.
        let end = ContinuousClock.now + .seconds(60)
        let context = try TLSContext(client: try trust ?? server.clientSettings)
        for _ in 0..<clients {
            Thread { [self] in
                while !isStopped.load(ordering: .relaxed), .now < end { visit(context, request) }
                running.subtract(1, ordering: .relaxed)
            }.start()
        }
    }

    /// What has come out so far.
    var soFar: Tally { tally.withLock { $0 } }

    /// Waits until so many more requests are answered, or for 20 seconds.
    func answers(_ count: Int) async {
        let goal = soFar.answered + count
        let deadline = ContinuousClock.now + .seconds(20)
        while soFar.answered < goal, .now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// Has the clients finish the request at hand, and says how all came out.
    func stop() async -> Tally {
        isStopped.store(true, ordering: .relaxed)
        let deadline = ContinuousClock.now + .seconds(20)
        while running.load(ordering: .relaxed) > 0, .now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        return soFar
    }

    /// One connection's life.
    private func visit(_ context: TLSContext, _ request: [UInt8]) {
        guard let client = try? Client(port: server.port, context) else {
            tally.withLock { $0.refused += 1 }
            return Thread.sleep(forTimeInterval: 0.01)
        }
        for _ in 0..<requestsPerConnection where !isStopped.load(ordering: .relaxed) {
            // A connection that the server has closed while it was idle is not used again; Go's client looks, too.
            guard !client.wire.isReadable, ask(client, request) else { return }
        }
    }

    /// - Returns: whether the connection can be used again.
    private func ask(_ client: Client, _ request: [UInt8]) -> Bool {
        let start = ContinuousClock.now
        do {
            try client.send(request)
            let answer = try client.answer()
            note(answer, took: .now - start)
            return answer?.isLast == false
        } catch {
            tally.withLock { $0.failures.append("\(error)") }
            return false
        }
    }

    private func note(_ answer: Answer?, took time: Duration) {
        tally.withLock { tally in
            tally.slowest = max(tally.slowest, time)
            switch answer?.status {
            case 200: tally.answered += 1
            case let status?: tally.failures.append("status \(status): \(answer?.text ?? "")")
            case nil: tally.failures.append("The connection ended without an answer.")
            }
        }
    }
}

package import HTTP
import NIOCore
import NIOPosix
import Synchronization
package import TLS

/// A port on which requests are answered: one event loop a core, each with a listening socket of its own.
///
/// Runs until it is drained; one that is never drained keeps its threads.
package final class Listener: Sendable {
    /// Judges a request. It runs on an event loop, unless the body is large, so it must not wait for anything.
    package typealias Handler = @Sendable (HTTPRequest, RequestContext) -> HTTPResponse

    /// The port that is listened on.
    package let port: Int
    let loops: [LoopState]
    let servers: [any Channel]
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let backpressure: Backpressure
    private let hasDrained = Atomic<Bool>(false)

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - settings: where, and all limits.
    ///   - tls: what connections speak; nil for plain HTTP.
    ///   - handler: makes the answers.
    /// - Throws: a sentence, when the address can't be had.
    package static func start(
        _ settings: TransportSettings, tls: TLSContext? = nil, handler: @escaping Handler
    ) async throws(ListenError) -> Listener {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(settings.loops, 1))
        let pool = NIOThreadPool(numberOfThreads: max(settings.offloadThreads, 1))
        pool.start()
        let backpressure = Backpressure(settings)
        let loops = group.makeIterator().map { loop in
            LoopState(
                loop: loop, settings: settings, backpressure: backpressure, pool: pool, tls: tls, handler: handler)
        }
        do {
            let servers = try await bind(loops, settings)
            for state in loops { state.loop.execute { state.start() } }
            return Listener(servers, loops, group, pool, backpressure)
        } catch {
            try? await pool.shutdownGracefully()
            try? await group.shutdownGracefully()
            throw ListenError(host: settings.host, port: settings.port, error)
        }
    }

    private init(
        _ servers: [any Channel], _ loops: [LoopState], _ group: MultiThreadedEventLoopGroup, _ pool: NIOThreadPool,
        _ backpressure: Backpressure
    ) {
        self.servers = servers
        self.loops = loops
        self.group = group
        self.pool = pool
        self.backpressure = backpressure
        port = servers.first?.localAddress?.port ?? 0
    }

    /// What was counted so far.
    package var numbers: TransportNumbers {
        var numbers = TransportNumbers()
        for state in loops { state.statistics.add(to: &numbers) }
        numbers.bodyBytesInFlight = backpressure.bodyBytes.amount
        return numbers
    }

    /// Lets connections that are made from now on speak by another context; those that are open keep theirs.
    package func replace(_ tls: TLSContext) async {
        for state in loops {
            try? await state.loop.submit { if state.tls != nil { state.tls = tls } }.get()
        }
    }

    /// Stops. No connection is accepted any more; requests that are here or arrive on open connections are answered, with
    /// `Connection: close`; connections without a request end after `Timeouts.drainIdle`. Returns when all is closed; a second
    /// call returns at once.
    ///
    /// - Parameter grace: after this time connections are closed even with a request in flight.
    package func drain(grace: Duration) async {
        guard !hasDrained.exchange(true, ordering: .relaxed) else { return }
        for server in servers { try? await server.close().get() }
        let ends = loops.map { state in
            state.loop.flatSubmit { state.drain(grace: TimeAmount(grace)) }
        }
        for end in ends { try? await end.get() }
        try? await pool.shutdownGracefully()
        try? await group.shutdownGracefully()
    }
}

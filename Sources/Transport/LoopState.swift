import HTTP
import NIOCore
import NIOPosix
import TLS

/// What the connections of one event loop share.
///
/// Safe to share: everything that changes is touched only on `loop`, where the connections live as well; other threads hand
/// over through `loop.execute`.
final class LoopState: @unchecked Sendable {
    let loop: any EventLoop
    let settings: TransportSettings
    let allowances: Allowances
    let backpressure: Backpressure
    let pool: NIOThreadPool
    let handler: Listener.Handler
    let statistics = LoopStatistics()

    /// What new connections speak: TLS by this context, or plain HTTP.
    var tls: TLSContext?
    /// Whether the listener takes its leave: every answer ends its connection.
    private(set) var isDraining = false
    /// One writer and one buffer do for all connections, since an answer is written in one go.
    var writer = ResponseWriter()
    var output = ByteBuffer()
    private(set) var connections: [ConnectionHandler] = []
    /// How long requests wait for their place.
    private(set) var turns = Turns()
    private var emptied: EventLoopPromise<Void>?
    private var ticks: RepeatedTask?

    init(
        loop: any EventLoop, settings: TransportSettings, backpressure: Backpressure, pool: NIOThreadPool,
        tls: TLSContext?, handler: @escaping Listener.Handler
    ) {
        self.loop = loop
        self.settings = settings
        self.backpressure = backpressure
        self.pool = pool
        self.tls = tls
        self.handler = handler
        allowances = Allowances(settings)
    }

    /// Begins to look after the timeouts of connections.
    func start() {
        ticks = loop.scheduleRepeatedTask(initialDelay: allowances.tick, delay: allowances.tick) { [self] _ in
            expireConnections()
        }
    }

    /// Takes note that a connection is handled. Tasks run after all connections that were ready, and so end the turn.
    func noteTurn(_ now: NIODeadline) {
        if turns.note(now) { loop.execute { [self] in turns.end(.now()) } }
    }

    private func expireConnections() {
        let now = NIODeadline.now()
        // Backwards, since a connection that ends leaves its place to the last one.
        for index in connections.indices.reversed() where index < connections.count {
            connections[index].expire(at: now)
        }
    }

    func add(_ connection: ConnectionHandler) {
        connection.slot = connections.count
        connections.append(connection)
        statistics.openConnections.add()
    }

    func remove(_ connection: ConnectionHandler) {
        guard let slot = connection.slot, let last = connections.popLast() else { return }
        if last !== connection {
            connections[slot] = last
            last.slot = slot
        }
        connection.slot = nil
        statistics.openConnections.add(-1)
        if connections.isEmpty { emptied?.succeed() }
    }

    /// Lets no connection live longer than its current request, or than a short while when it has none.
    ///
    /// - Parameter grace: after this time connections are closed whatever they do.
    /// - Returns: a future of the moment when no connection is left.
    func drain(grace: TimeAmount) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        isDraining = true
        emptied = promise
        let now = NIODeadline.now()
        for connection in connections { connection.beginDraining(at: now) }
        if connections.isEmpty { promise.succeed() }
        expireConnections()
        loop.scheduleTask(in: allowances.drainIdle) { [self] in expireConnections() }
        let limit = loop.scheduleTask(in: grace) { [self] in
            for connection in connections { connection.close() }
        }
        promise.futureResult.whenComplete { [self] _ in
            limit.cancel()
            ticks?.cancel()
        }
        return promise.futureResult
    }

    /// How long a request may wait that may take so long in all.
    func patience(within allowed: Duration) -> TimeAmount {
        min(allowances.patience, .nanoseconds(TimeAmount(allowed).nanoseconds / 4))
    }

    /// A buffer with nothing in it. The last one's memory is used again when it was sent and isn't large.
    func emptyOutput() {
        if output.capacity > 64 << 10 { output = ByteBuffer() } else { output.clear() }
    }
}

/// The settings' durations as the event loop counts them.
struct Allowances: Sendable {
    let handshake: TimeAmount
    let idle: TimeAmount
    let head: TimeAmount
    let bodyProgress: TimeAmount
    let body: TimeAmount
    let write: TimeAmount
    let linger: TimeAmount
    let lingerTotal: TimeAmount
    let patience: TimeAmount
    let drainIdle: TimeAmount
    let eviction: TimeAmount
    /// How often timeouts are looked after.
    let tick: TimeAmount

    init(_ settings: TransportSettings) {
        let timeouts = settings.timeouts
        handshake = TimeAmount(timeouts.handshake)
        idle = TimeAmount(timeouts.idle)
        head = TimeAmount(timeouts.head)
        bodyProgress = TimeAmount(timeouts.bodyProgress)
        body = TimeAmount(timeouts.body)
        write = TimeAmount(timeouts.write)
        linger = TimeAmount(timeouts.linger)
        lingerTotal = TimeAmount(timeouts.lingerTotal)
        patience = TimeAmount(timeouts.patience)
        drainIdle = TimeAmount(timeouts.drainIdle)
        eviction = TimeAmount(settings.evictionAge)
        let shortest = [handshake, idle, head, bodyProgress, body, write, linger].min() ?? .seconds(1)
        tick = min(max(.nanoseconds(shortest.nanoseconds / 4), .milliseconds(5)), .milliseconds(250))
    }
}

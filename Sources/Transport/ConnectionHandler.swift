import HTTP
import NIOCore
import TLS

/// One connection, from its socket's bytes to requests and from answers to bytes again.
///
/// TLS and HTTP are one handler, so that bytes are decrypted straight into the reader's buffer and an answer is encrypted
/// once and written once.
///
///     handshaking → reading → answering → reading → … → lingering → closed
///
/// Safe to share: everything is touched only on the loop of its `LoopState`; a thread that judges a large body holds it only
/// to hand the answer over to that loop.
final class ConnectionHandler: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// The TLS handshake isn't done.
        case handshaking
        /// Waiting for a request, or within one.
        case reading
        /// A request is judged on another thread; nothing is read meanwhile.
        case answering
        /// The last answer is on its way; input is thrown away until the client closes.
        case lingering
        case closed
    }

    /// What the connection waits for, and `expiry` sets a limit to.
    enum Awaited {
        case handshake
        case request
        case head
        case body
        case answer
        case writability
        case end
    }

    let state: LoopState
    /// Nil for plain HTTP.
    var session: TLSSession?
    /// Bytes of plain HTTP that the reader hasn't taken.
    var input = ByteBuffer()
    var reader: RequestReader
    var context: ChannelHandlerContext?
    var peer = Peer(address: "")
    /// The place in the loop's list.
    var slot: Int?

    var phase = Phase.reading
    var awaited = Awaited.answer
    var expiry = NIODeadline.distantFuture
    /// The time of the event that is being handled.
    var now = NIODeadline.now()
    /// From then on an answer ends the connection.
    var oldAge = NIODeadline.distantFuture
    /// When the current request's head was complete.
    var headArrival = NIODeadline.now()
    /// When the current request's body must be here.
    var bodyEnd = NIODeadline.distantFuture
    /// How much of the body was here when the timeout was last set.
    var bodySeen = 0
    /// Bytes claimed of the body budget.
    var claimed = 0
    /// The announced length of the body that is coming in; nil for a chunked one.
    var announced: Int?
    var lingerBytes = 0
    /// When the last answer's wait for the client ends at the latest; nil before that answer is out.
    var lingerEnd: NIODeadline?

    var isWritable = true
    var hasUnflushedOutput = false
    /// Whether the other connections have their turn.
    var isYielding = false
    /// Whether NIO has asked for a read that is held back.
    var isReadHeld = false
    /// Whether the session may have plaintext that wasn't read.
    var mayHavePlaintext = false
    /// Whether any byte has come.
    var hasReceived = false
    /// Whether the client has closed its side.
    var hasInputEnded = false
    /// Whether a request has come whole.
    var hasServed = false
    /// Whether it counts among the connections; one that made room for another doesn't.
    var holdsPlace = true

    init(state: LoopState) throws(TLSError) {
        self.state = state
        reader = RequestReader(limits: state.settings.limits)
        if let tls = state.tls {
            session = try TLSSession(tls)
            phase = .handshaking
        }
    }
}

// MARK: - What NIO reports

extension ConnectionHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        state.add(self)
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        now = .now()
        peer = Peer(address: context.remoteAddress.map(Self.text) ?? "")
        oldAge = now + jittered(state.settings.connectionAge)
        state.statistics.acceptedConnections.add()
        if session == nil {
            rearm()
        } else {
            awaited = .handshake
            expiry = now + state.allowances.handshake
        }
    }

    private func jittered(_ age: Duration) -> TimeAmount {
        let jitter = min(max(state.settings.connectionAgeJitter, 0), 1)
        return TimeAmount(age * (1 + Double.random(in: -jitter...jitter)))
    }

    private static func text(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress else { return "" }
        return "\(host.contains(":") ? "[\(host)]" : host):\(address.port ?? 0)"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        now = .now()
        state.noteTurn(now)
        state.statistics.receivedBytes.add(bytes.readableBytes)
        switch phase {
        case .handshaking, .reading, .answering:
            if receive(bytes) { advance() }
        case .lingering:
            discard(bytes.readableBytes)
        case .closed:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
    }

    /// NIO asks before each read; the answer waits while the client is to wait.
    func read(context: ChannelHandlerContext) {
        if isReadingPaused {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        now = .now()
        isWritable = context.channel.isWritable
        if isWritable {
            resume()
        } else if phase == .reading {
            rearm()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { inputEnded() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The socket's own errors, mostly resets: there is nobody left to answer.
        close()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        if phase != .closed, phase != .lingering, reader.stage == .body || reader.stage == .head {
            state.statistics.truncatedRequests.add()
        }
        phase = .closed
        releaseClaim()
        session = nil
        self.context = nil
        state.remove(self)
        if holdsPlace { state.backpressure.connections.release(1) }
    }
}

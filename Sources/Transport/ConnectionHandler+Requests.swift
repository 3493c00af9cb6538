import Glibc
import HTTP
import NIOCore
import NIOPosix
import TLS

// From requests to answers.
extension ConnectionHandler {
    /// What an answer needs to know of its request.
    struct Asked: Sendable {
        var method: Method
        var minorVersion: Int
        var keepsAlive: Bool

        init(_ request: HTTPRequest) {
            method = request.method
            minorVersion = request.minorVersion
            keepsAlive = request.keepsAlive
        }
    }

    /// Step by which the claim of a chunked body grows.
    private static var claimStep: Int { 64 << 10 }

    /// Step by which the claim of a body of announced length grows: an announcement costs nothing, and must not keep
    /// others out.
    private static var announcedClaimStep: Int { 1 << 20 }

    /// Claims room for a body, or for the first part of a long one, before any of it is stored, and lets the client send it.
    func accept(_ head: RequestReader.Head) {
        headArrival = now - state.turns.wait(now)
        bodyEnd = now + state.allowances.body
        bodySeen = 0
        announced = head.bodyLength
        guard claim(min(head.bodyLength ?? 0, Self.announcedClaimStep)) else { return }
        guard head.awaitsContinue else { return }
        state.writer.removeAll()
        state.writer.writeContinue()
        send()
    }

    /// Claims what a body has grown by.
    ///
    /// - Returns: whether there was room.
    func claimGrowth() -> Bool {
        let missing = reader.bodyBytes - claimed
        guard missing > 0 else { return true }
        guard let announced else { return claim(max(missing, Self.claimStep)) }
        return claim(max(missing, min(Self.announcedClaimStep, announced - claimed)))
    }

    private func claim(_ bytes: Int) -> Bool {
        guard bytes > 0 else { return true }
        guard state.backpressure.bodyBytes.claim(bytes) else {
            state.statistics.shedRequests.add()
            refuse(Self.overloaded)
            return false
        }
        claimed += bytes
        return true
    }

    func releaseClaim() {
        guard claimed > 0 else { return }
        state.backpressure.bodyBytes.release(claimed)
        claimed = 0
    }

    /// The API server tries again after an integer `Retry-After`, within its own deadline.
    private static let overloaded: HTTPResponse = {
        var response = HTTPResponse(.tooManyRequests, text: "The server has too much at hand; try again in a second.")
        response.fields.append("Retry-After", "1")
        return response
    }()

    /// Has a request judged, here or on a thread of its own.
    func serve(_ request: HTTPRequest) {
        hasServed = true
        state.statistics.requests.add()
        let allowed = allowedTime(for: request)
        guard state.turns.wait(now) <= state.patience(within: allowed) else { return shed(Asked(request)) }
        let context = context(allowed)
        guard request.body.count <= state.settings.offloadThreshold else { return offload(request, context) }
        state.statistics.requestsInFlight.add()
        let response = state.handler(request, context)
        state.statistics.requestsInFlight.add(-1)
        releaseClaim()
        answer(response, to: Asked(request))
    }

    /// Has a request come back later. Its connection stays, since another handshake would cost more than this answer.
    private func shed(_ asked: Asked) {
        releaseClaim()
        state.statistics.shedRequests.add()
        answer(Self.overloaded, to: asked)
    }

    private func context(_ allowed: Duration) -> RequestContext {
        let arrival = ContinuousClock.now - .nanoseconds((NIODeadline.now() - headArrival).nanoseconds)
        return RequestContext(deadline: arrival + allowed, arrival: arrival, peer: peer)
    }

    /// How long a request may take: the client's own timeout less a margin, or the server's limit.
    private func allowedTime(for request: HTTPRequest) -> Duration {
        let timeouts = state.settings.timeouts
        var allowed = timeouts.request
        if let text = request.rawParameter("timeout"), let timeout = GoDuration.parse(text), timeout > .zero {
            allowed = min(allowed, max(timeout - timeouts.margin, timeout / 2))
        }
        return allowed
    }

    private func offload(_ request: HTTPRequest, _ context: RequestContext) {
        let asked = Asked(request)
        guard state.backpressure.offloads.claim(1) else { return shed(asked) }
        phase = .answering
        awaited = .answer
        expiry = .distantFuture
        state.statistics.requestsInFlight.add()
        state.statistics.offloadedRequests.add()
        let claim = claimed
        claimed = 0
        let latest = ContinuousClock.now + .nanoseconds(state.patience(within: context.deadline - .now).nanoseconds)
        state.pool.submit { [self, handler = state.handler] work in
            let response: HTTPResponse? =
                switch work {
                case .active: ContinuousClock.now > latest ? nil : handler(request, context)
                case .cancelled: HTTPResponse(.serviceUnavailable, text: "The server is stopping.")
                }
            state.loop.execute { [self] in complete(asked, response, claim: claim) }
        }
    }

    /// Takes an answer over from the thread that made it, or nothing when the request had waited too long for it.
    private func complete(_ asked: Asked, _ response: HTTPResponse?, claim: Int) {
        state.statistics.requestsInFlight.add(-1)
        state.backpressure.offloads.release(1)
        state.backpressure.bodyBytes.release(claim)
        guard phase == .answering else { return }
        now = .now()
        phase = .reading
        if let response { answer(response, to: asked) } else { shed(asked) }
        resume()
    }

    private func answer(_ response: HTTPResponse, to asked: Asked) {
        let isOld = now >= oldAge
        let closes = !asked.keepsAlive || isOld || state.isDraining
        if isOld { state.statistics.agedConnections.add() }
        let stays: ResponseWriter.Connection = asked.minorVersion == 0 ? .keepsAliveInHTTP10 : .keepsAlive
        write(response, isBodyOmitted: asked.method == .head, closes ? .closes : stays)
        awaited = .answer
        if closes { finish() }
    }

    /// Answers something that is no request, or a request that isn't read to its end, and ends the connection.
    func refuse(_ response: HTTPResponse) {
        write(response, isBodyOmitted: false, .closes)
        finish()
    }

    private func write(_ response: HTTPResponse, isBodyOmitted: Bool, _ connection: ResponseWriter.Connection) {
        state.statistics.countAnswer(response.status.code)
        state.writer.removeAll()
        state.writer.write(response, isBodyOmitted: isBodyOmitted, connection: connection, time: time(nil))
        send()
    }
}

// MARK: - Output

extension ConnectionHandler {
    /// Sends what the loop's writer holds; it is out after the next `flush`.
    private func send() {
        guard let session else {
            state.emptyOutput()
            state.output.writeBytes(state.writer.bytes)
            return writeOutput()
        }
        do {
            try state.writer.bytes.withUnsafeBytes { try session.write($0) }
        } catch {
            return fail(error as? TLSError)
        }
        writeOutput(of: session)
    }

    /// Sends what a session has for the client: answers, and TLS's own messages.
    func writeOutput(of session: TLSSession) {
        let count = session.pendingOutput
        guard count > 0 else { return }
        state.emptyOutput()
        state.output.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { session.drainOutput(into: $0) }
        writeOutput()
    }

    private func writeOutput() {
        state.statistics.sentBytes.add(state.output.readableBytes)
        hasUnflushedOutput = true
        context?.write(wrapOutboundOut(state.output), promise: nil)
    }

    func flush() {
        guard hasUnflushedOutput else { return }
        hasUnflushedOutput = false
        context?.flush()
    }
}

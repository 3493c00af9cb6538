import HTTP
import NIOCore
import TLS

// Timeouts, and how a connection ends.
extension ConnectionHandler {
    /// Sets the time limit that fits where the reader stands. A limit that is running goes on, so that a client can't put it
    /// off by sending little; a body's begins again with every piece, up to the limit for all of it.
    func rearm() {
        guard isWritable else {
            if awaited != .writability { expect(.writability, within: state.allowances.write) }
            return
        }
        switch reader.stage {
        case .idle:
            let allowed = state.isDraining ? state.allowances.drainIdle : state.allowances.idle
            if awaited != .request { expect(.request, within: allowed) }
        case .head:
            if awaited != .head { expect(.head, within: state.allowances.head) }
        case .body:
            guard awaited != .body || reader.bodyBytes != bodySeen else { return }
            bodySeen = reader.bodyBytes
            expect(.body, within: min(state.allowances.bodyProgress, bodyEnd - now))
        case .ended:
            break
        }
    }

    private func expect(_ awaited: Awaited, within allowed: TimeAmount) {
        self.awaited = awaited
        expiry = now + allowed
    }

    /// Looks whether time is over.
    func expire(at now: NIODeadline) {
        guard now >= expiry else { return }
        self.now = now
        expiry = .distantFuture
        switch awaited {
        case .handshake:
            if hasReceived { state.statistics.countFailure("timeout") }
            close()
        case .request:
            state.statistics.idleConnections.add()
            finish()
        case .head, .body:
            state.statistics.slowRequests.add()
            refuse(HTTPResponse(.requestTimeout, text: "The request came too slowly."))
        case .writability:
            state.statistics.stuckConnections.add()
            close()
        case .answer:
            break
        case .end:
            close()
        }
    }

    /// Leaves an idle connection only a short while. It isn't closed at once, since a request may be under way, and a POST that
    /// meets a closing connection isn't sent again.
    func beginDraining(at now: NIODeadline) {
        guard phase == .reading, awaited == .request else { return }
        let idleSince = expiry - state.allowances.idle
        expiry = min(expiry, max(now, idleSince + state.allowances.drainIdle))
    }

    /// Ends the connection after its last answer: close_notify, the end of our side, then input is thrown away until the
    /// client closes too. Closing at once would make the system reset the connection when input is unread, and the client
    /// might lose the answer (RFC 9112, section 9.6).
    func finish() {
        guard phase != .lingering, phase != .closed, let context else { return }
        phase = .lingering
        releaseClaim()
        lingerBytes = state.settings.lingerBytes
        expect(.end, within: state.allowances.write)
        input = ByteBuffer()
        if let session {
            session.close()
            writeOutput(of: session)
        }
        hasUnflushedOutput = false
        let promise = state.loop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { [self] _ in lastAnswerIsOut() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    private func lastAnswerIsOut() {
        guard phase == .lingering, let context else { return }
        guard !hasInputEnded else { return close() }
        now = .now()
        lingerEnd = now + state.allowances.lingerTotal
        expect(.end, within: state.allowances.linger)
        context.close(mode: .output, promise: nil)
    }

    /// Throws input away that comes after the last answer, up to a limit of bytes and one of time.
    func discard(_ bytes: Int) {
        lingerBytes -= bytes
        guard lingerBytes >= 0 else { return close() }
        // Before the answer is out, the limit is the one for writing.
        guard let lingerEnd else { return }
        expect(.end, within: min(state.allowances.linger, lingerEnd - now))
    }

    /// The client has closed its side of the socket. What it had sent before is still answered.
    func inputEnded() {
        now = .now()
        hasInputEnded = true
        session?.receiveEnd()
        mayHavePlaintext = session != nil
        switch phase {
        case .handshaking, .reading:
            advance()
            flush()
        case .answering, .closed:
            break
        case .lingering:
            close()
        }
    }

    /// Ends the connection once all is answered that came before the end of input.
    func endAfterInput() {
        guard !isYielding, isWritable else { return rearm() }
        if reader.stage == .idle { finish() } else { close() }
    }

    /// Ends the connection because TLS has failed. The client is told by an alert, unless it doesn't speak TLS at all.
    func fail(_ error: TLSError?) {
        let kind = error?.kind ?? .other
        let isPlainEnd = kind == .truncated && (session?.isEstablished == true || !hasReceived)
        if !isPlainEnd { state.statistics.countFailure(kind.label) }
        switch kind {
        case .notTLS: close()
        case .truncated where session?.isEstablished != true || reader.stage != .idle: close()
        default: finish()
        }
    }

    /// Closes the socket now.
    func close() {
        guard phase != .closed else { return }
        if phase == .reading, reader.stage == .head || reader.stage == .body {
            state.statistics.truncatedRequests.add()
        }
        phase = .closed
        releaseClaim()
        context?.close(promise: nil)
    }
}

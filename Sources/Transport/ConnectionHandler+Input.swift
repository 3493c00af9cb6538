import HTTP
import NIOCore
import TLS

// From bytes to requests.
extension ConnectionHandler {
    /// The most that a connection holds of plain bytes that it can't look at yet.
    private static var heldBytes: Int { 1 << 20 }

    var isReadingPaused: Bool {
        switch phase {
        case .handshaking, .lingering, .closed: false
        case .reading: isYielding || !isWritable
        case .answering: true
        }
    }

    /// Takes bytes of the socket in, without looking at them.
    ///
    /// - Returns: whether the connection lives on.
    func receive(_ bytes: ByteBuffer) -> Bool {
        hasReceived = true
        guard let session else { return receivePlain(bytes) }
        do {
            try bytes.withUnsafeReadableBytes { try session.receive($0) }
            mayHavePlaintext = true
            return true
        } catch {
            fail(error as? TLSError)
            return false
        }
    }

    private func receivePlain(_ bytes: ByteBuffer) -> Bool {
        if input.readableBytes == 0 {
            input = bytes
            return true
        }
        guard input.readableBytes + bytes.readableBytes <= Self.heldBytes else {
            close()
            return false
        }
        input.writeImmutableBuffer(bytes)
        return true
    }

    /// Goes as far as the bytes that are here allow.
    func advance() {
        if phase == .handshaking { shakeHands() }
        if phase == .reading, !isYielding { takeRequests() }
        if let session, session.pendingOutput > 0 { writeOutput(of: session) }
        if phase == .reading { hasInputEnded ? endAfterInput() : rearm() }
    }

    /// Goes on after a pause: with what is here first, then with what the socket has.
    func resume() {
        advance()
        flush()
        guard isReadHeld, !isReadingPaused else { return }
        isReadHeld = false
        context?.read()
    }

    private func shakeHands() {
        guard let session else { return }
        do throws(TLSError) {
            guard try session.handshake() else { return }
        } catch {
            fail(error)
            return
        }
        state.statistics.handshakes.add()
        if let certificate = session.peerCertificate {
            peer = Peer(address: peer.address, subject: certificate.subject)
        }
        phase = .reading
    }

    private func takeRequests() {
        var turns = max(state.settings.requestsPerTurn, 1)
        do throws(ReadError) {
            while phase == .reading, isWritable, try takeEvent(&turns) {}
        } catch {
            state.statistics.refusedRequests.add()
            refuse(HTTPResponse(refusing: error))
        }
    }

    /// - Returns: whether there may be more.
    private func takeEvent(_ turns: inout Int) throws(ReadError) -> Bool {
        switch try reader.next() {
        case .needMore:
            return claimGrowth() && fill()
        case .head(let head):
            accept(head)
            return true
        case .request(let request):
            serve(request)
            turns -= 1
            if turns == 0 { yield() }
            return turns > 0
        }
    }

    /// Lets the other connections of the loop have their turn.
    private func yield() {
        isYielding = true
        state.loop.execute { [self] in
            isYielding = false
            now = .now()
            resume()
        }
    }

    /// Moves bytes into the reader.
    ///
    /// - Returns: whether there were any.
    private func fill() -> Bool {
        guard let session else { return fillPlain() }
        guard mayHavePlaintext else { return false }
        var result = TLSSession.ReadResult.wouldBlock
        var space = 0
        do throws(TLSError) {
            let count = try reader.withSpace { buffer throws(TLSError) in
                space = buffer.count
                result = try session.read(into: buffer)
                if case .bytes(let count) = result { return count }
                return 0
            }
            // A record that didn't fill the space is used up, so that with no other at hand there is nothing to read.
            if count < space, session.unreadCiphertext == 0 { mayHavePlaintext = false }
        } catch {
            fail(error)
            return false
        }
        switch result {
        case .bytes(let count): return count > 0
        case .wouldBlock: return false
        case .closed:
            hasInputEnded = true
            return false
        }
    }

    private func fillPlain() -> Bool {
        guard input.readableBytes > 0 else { return false }
        let count = reader.withSpace { space in
            input.readWithUnsafeReadableBytes { bytes in
                let count = min(bytes.count, space.count)
                space.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                return count
            }
        }
        if input.readableBytes == 0 { input = ByteBuffer() }
        return count > 0
    }
}

/// Turns the bytes of one connection into requests, one after the other (RFC 9112).
///
/// Strict where leniency would let two readers disagree: exactly one framing, CRLF only, no folded lines, no whitespace
/// before a colon, exactly one `Host`, no character that the grammar doesn't have. How the bytes are cut into pieces makes no
/// difference. The bytes are put where `withSpace` says; a body of known length goes straight to its own array.
///
///     loop: read into withSpace → next() → .needMore: read again
///                                          .head: claim, refuse, or send 100 Continue → next()
///                                          .request: answer it → next()
package struct RequestReader: Sendable {
    /// What `next()` came to.
    package enum Event: Sendable {
        /// Nothing new without more bytes.
        case needMore
        /// A head is complete and acceptable; its body comes next.
        case head(Head)
        /// A request is complete.
        case request(HTTPRequest)
    }

    /// What a head says about the request to come.
    package struct Head: Sendable, Equatable {
        package let method: Method
        /// Bytes of body that are announced: within the limit; nil when the body is chunked.
        package let bodyLength: Int?
        /// Whether the client may wait for `100 Continue` before it sends the body.
        package let awaitsContinue: Bool
    }

    /// Where the reader stands.
    package enum Stage: Sendable, Equatable {
        /// Between two requests, and no byte of the next is here.
        case idle
        /// Within a head, or with bytes that `next()` hasn't looked at.
        case head
        /// Within a body.
        case body
        /// After a request that ends the connection, or after an error: no more requests come.
        case ended
    }

    private enum Phase {
        case head
        case sized(Int)
        case chunked
        case ended
        case failed(ReadError)
    }

    private static let smallestBuffer = 8 << 10
    private static let bodyStep = 16 << 10

    /// What the reader was made with.
    package let limits: Limits
    private var phase = Phase.head
    /// Bytes not yet understood are `buffer[start..<end]`; the rest is space.
    private var buffer: [UInt8] = []
    private var start = 0
    private var end = 0
    private var parser = HeadParser()
    private var chunks = ChunkedBody()
    private var headBytes: [UInt8] = []
    private var requestLine: RequestLine?
    private var keepsAlive = false
    /// The body so far is `body[..<filled]`; what follows is room for the bytes that come next.
    private var body: [UInt8] = []
    private var filled = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package var stage: Stage {
        switch phase {
        case .head: start == end ? .idle : .head
        case .sized, .chunked: .body
        case .ended, .failed: .ended
        }
    }

    /// Bytes of the current body that are here.
    package var bodyBytes: Int { filled }

    /// Lets `fill` write bytes of the connection into free memory, and takes in as many as it returns.
    ///
    /// There is always room after `next()` returned `needMore`. At other times there may be none, and `fill` gets an empty buffer.
    package mutating func withSpace<Failure: Error>(
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        if start == end, case .sized(let length) = phase { return try fillBody(length, fill) }
        makeSpace()
        let count = try Self.fill(&buffer, from: end, fill)
        end += count
        return count
    }

    /// The next event. An error is final: every later call throws it again.
    package mutating func next() throws(ReadError) -> Event {
        do throws(ReadError) {
            switch phase {
            case .head: return try nextHead()
            case .sized(let length): return takeSized(length)
            case .chunked: return try takeChunks()
            case .ended: return .needMore
            case .failed(let error): throw error
            }
        } catch {
            phase = .failed(error)
            body = []
            filled = 0
            throw error
        }
    }
}

// MARK: - Space

extension RequestReader {
    /// Room is made by moving what is left to the front, then by growing up to the size of the longest head.
    private mutating func makeSpace() {
        if start == end {
            start = 0
            end = 0
        }
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.smallestBuffer) }
        if start > 0, buffer.count - end < Self.smallestBuffer / 8 { moveToFront() }
        guard end == buffer.count, buffer.count < limits.head else { return }
        let size = min(buffer.count * 2, limits.head)
        buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
    }

    private mutating func moveToFront() {
        let count = end - start
        let from = start
        buffer.withUnsafeMutableBytes { bytes in
            guard count > 0, let base = bytes.baseAddress else { return }
            base.copyMemory(from: base + from, byteCount: count)
        }
        start = 0
        end = count
    }

    /// Memory for the announced length is reserved but touched only as bytes arrive.
    private mutating func fillBody<Failure: Error>(
        _ length: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        if filled == body.count, filled < length {
            body.append(contentsOf: repeatElement(0, count: min(length - filled, Self.bodyStep)))
        }
        let count = try Self.fill(&body, from: filled, fill)
        filled += count
        return count
    }

    private static func fill<Failure: Error>(
        _ bytes: inout [UInt8], from index: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        try bytes.withUnsafeMutableBufferPointer { bytes throws(Failure) in
            let space = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[index...]))
            return min(max(try fill(space), 0), space.count)
        }
    }
}

// MARK: - Head and body

extension RequestReader {
    private mutating func nextHead() throws(ReadError) -> Event {
        guard start < end else { return .needMore }
        let isComplete = try parser.advance(over: buffer, start..<end, limits: limits)
        guard isComplete, let line = parser.requestLine else { return .needMore }
        headBytes.removeAll(keepingCapacity: true)
        headBytes.append(contentsOf: buffer[start..<(start + parser.length)])
        start += parser.length
        requestLine = line
        keepsAlive = parser.framing.keepsAlive(minorVersion: line.minorVersion)
        return .head(beginBody(line.method))
    }

    private mutating func beginBody(_ method: Method) -> Head {
        let framing = parser.framing
        let length = framing.isChunked ? nil : framing.contentLength ?? 0
        if let length {
            phase = .sized(length)
            body.reserveCapacity(length)
        } else {
            phase = .chunked
            chunks = ChunkedBody()
        }
        let hasBody = length.map { $0 > 0 } ?? true
        return Head(method: method, bodyLength: length, awaitsContinue: framing.awaitsContinue && hasBody)
    }

    private mutating func takeSized(_ length: Int) -> Event {
        let count = min(end - start, length - filled)
        if count > 0 {
            // Room that was made and not filled comes only after an empty buffer, so nothing is lost here.
            body.removeLast(body.count - filled)
            body.append(contentsOf: buffer[start..<(start + count)])
            start += count
            filled += count
        }
        return filled < length ? .needMore : finish()
    }

    private mutating func takeChunks() throws(ReadError) -> Event {
        let (consumed, isComplete) = try chunks.advance(buffer, start..<end, into: &body, limits: limits)
        start += consumed
        filled = body.count
        return isComplete ? finish() : .needMore
    }

    private mutating func finish() -> Event {
        guard let requestLine else { return .needMore }
        let request = HTTPRequest(
            line: requestLine, fields: Fields(bytes: headBytes, lines: parser.lines), body: body,
            keepsAlive: keepsAlive)
        body = []
        filled = 0
        parser.reset()
        phase = keepsAlive ? .head : .ended
        return .request(request)
    }
}

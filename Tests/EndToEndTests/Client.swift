import TLS

/// A TLS client on one connection, which waits for what it asks.
final class Client {
    let wire: Wire
    let session: TLSSession
    private var received: [UInt8] = []

    /// Connects and does the handshake.
    init(port: Int, _ context: TLSContext, serverName: String? = "localhost") throws {
        wire = try Wire(port: port)
        session = try TLSSession(client: context, serverName: serverName)
        try shakeHands()
    }

    /// A client of this server that trusts its authority.
    convenience init(_ server: Server) throws {
        try self.init(port: server.port, try TLSContext(client: try server.clientSettings))
    }

    private func shakeHands() throws {
        while try !session.handshake() {
            try flush()
            let bytes = try wire.receive()
            if bytes.isEmpty { session.receiveEnd() }
            try bytes.withUnsafeBytes { try session.receive($0) }
        }
        try flush()
    }

    /// Sends plaintext.
    func send(_ bytes: some Sequence<UInt8>) throws {
        try Array(bytes).withUnsafeBytes { try session.write($0) }
        try flush()
    }

    /// The next answer, or nil when the server ends the connection before it.
    func answer() throws -> Answer? {
        while true {
            if let answer = Answer.take(from: &received) { return answer }
            guard try receiveMore() else { return nil }
        }
    }

    /// Every answer until the server ends the connection.
    func allAnswers() throws -> [Answer] {
        var answers: [Answer] = []
        while let answer = try answer() { answers.append(answer) }
        return answers
    }

    /// Takes in what comes next.
    ///
    /// - Returns: false at the end of the connection.
    private func receiveMore() throws -> Bool {
        let bytes = try wire.receive()
        if bytes.isEmpty { return false }
        try bytes.withUnsafeBytes { try session.receive($0) }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            switch try buffer.withUnsafeMutableBytes({ try session.read(into: $0) }) {
            case .bytes(let count): received += buffer.prefix(count)
            case .wouldBlock: return true
            case .closed: return !received.isEmpty
            }
        }
    }

    private func flush() throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = buffer.withUnsafeMutableBytes({ session.drainOutput(into: $0) }), count > 0 {
            try wire.send(buffer.prefix(count))
        }
    }
}

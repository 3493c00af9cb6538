import TLS

/// Takes all pending output of a session.
func drain(_ session: TLSSession) -> [UInt8] {
    var taken: [UInt8] = []
    while session.pendingOutput > 0 {
        taken += [UInt8](unsafeUninitializedCapacity: min(session.pendingOutput, 4096)) { buffer, count in
            count = session.drainOutput(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
    return taken
}

extension TLSSession {
    /// Receives bytes that lie in an array.
    func receive(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try receive($0) }
    }

    /// Writes plaintext that lies in an array.
    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Reads until there is nothing more, and says how that ended.
    func readAll(chunk: Int = 4096) throws -> (bytes: [UInt8], end: ReadResult) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 1)
        defer { buffer.deallocate() }
        var all: [UInt8] = []
        while true {
            switch try read(into: buffer) {
            case .bytes(let count): all += buffer.prefix(count)
            case let end: return (all, end)
            }
        }
    }
}

/// A client and a server session whose bytes are carried by hand.
struct Pair {
    let client: TLSSession
    let server: TLSSession

    init(_ server: TLSContext, _ client: TLSContext, serverName: String? = "sekisho.gate.svc") throws {
        self.client = try TLSSession(client: client, serverName: serverName)
        self.server = try TLSSession(server)
    }

    /// Carries on until both have finished the handshake; the client is the first to throw.
    func connect() throws {
        for _ in 0..<8 {
            let isClientDone = try client.handshake()
            try server.receive(drain(client))
            let isServerDone = try server.handshake()
            try client.receive(drain(server))
            if isClientDone, isServerDone { return }
        }
    }

    /// The error that the server ends the handshake with, and the one that the client then sees.
    func refusal() throws -> (server: TLSError?, client: TLSError?) {
        for _ in 0..<4 {
            _ = try client.handshake()
            try server.receive(drain(client))
            do { _ = try server.handshake() } catch { return (error, clientError()) }
            try client.receive(drain(server))
        }
        return (nil, nil)
    }

    /// What the client makes of the server's last bytes. In TLS 1.3 its handshake is over by then, so it reads.
    private func clientError() -> TLSError? {
        error {
            try client.receive(drain(server))
            guard try client.handshake() else { return }
            _ = try client.readAll()
        }
    }
}

/// What `action` throws, or nil.
func error(_ action: () throws -> Void) -> TLSError? {
    do {
        try action()
        return nil
    } catch { return error as? TLSError }
}

import Glibc
import TLS

/// An HTTP client that does what it is told, byte by byte: for tests of what a server does with clients of all kinds.
final class Client {
    /// One answer, taken apart.
    struct Answer: Equatable {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var closes: Bool { head.lowercased().contains("\r\nconnection: close") }

        func has(_ line: String) -> Bool { head.contains("\r\n\(line)") }
    }

    enum Trouble: Error, Equatable {
        case system(String, Int32)
        case timeout
        case malformed(String)
    }

    private let descriptor: Int32
    private let session: TLSSession?
    private var received: [UInt8] = []
    /// Whether the server has closed its side.
    private(set) var hasEnded = false
    /// Whether the server has said close_notify.
    private(set) var hasClosedCleanly = false
    /// Whether the connection was reset.
    private(set) var isReset = false
    private(set) var sentBytes = 0
    private var isOpen = true

    /// Connects to a port of this machine, without a handshake.
    init(port: Int, tls: TLSContext? = nil) throws {
        let session = try tls.map { context throws(TLSError) in try TLSSession(client: context) }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Trouble.system("socket", errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            Glibc.close(descriptor)
            throw Trouble.system("connect", number)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        self.descriptor = descriptor
        self.session = session
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Closes so that the server sees a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Makes the system hold little of what the server sends.
    func shrinkReceiveBuffer() {
        var size: Int32 = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Ends the sending side.
    func endOutput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Says close_notify.
    func closeSession() async throws {
        session?.close()
        try await sendOutput()
    }

    var serverSubject: String? { session?.peerCertificate?.subject }
}

// MARK: - Sending

extension Client {
    /// Sends a text, after the TLS handshake.
    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        guard let session else { return try await sendRaw(bytes) }
        try await shakeHands()
        try bytes.withUnsafeBytes { try session.write($0) }
        try await sendOutput()
    }

    /// Sends bytes as they are, whatever the connection speaks.
    func sendRaw(_ bytes: [UInt8], timeout: Duration = .seconds(20)) async throws {
        var rest = bytes[...]
        let end = ContinuousClock.now + timeout
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                rest = rest.dropFirst(count)
                sentBytes += count
                continue
            }
            guard errno == EAGAIN else { throw Trouble.system("send", errno) }
            guard ContinuousClock.now < end else { throw Trouble.timeout }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    func shakeHands() async throws {
        guard let session, !session.isEstablished else { return }
        while true {
            let isDone = try session.handshake()
            try await sendOutput()
            guard !isDone else { return }
            guard try await receiveRaw(timeout: .seconds(20)) else { throw Trouble.system("handshake", 0) }
        }
    }

    private func sendOutput() async throws {
        guard let session, session.pendingOutput > 0 else { return }
        let output = [UInt8](unsafeUninitializedCapacity: session.pendingOutput) { buffer, count in
            count = session.drainOutput(into: UnsafeMutableRawBufferPointer(buffer))
        }
        try await sendRaw(output)
    }
}

// MARK: - Receiving

extension Client {
    /// Waits for bytes of the socket.
    ///
    /// - Returns: false when the server has closed its side, or reset the connection.
    private func receiveRaw(timeout: Duration) async throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let end = ContinuousClock.now + timeout
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                if let session {
                    try buffer[..<count].withUnsafeBytes { try session.receive($0) }
                } else {
                    received += buffer[..<count]
                }
                return true
            }
            if count == 0 || errno == ECONNRESET {
                isReset = count != 0
                hasEnded = true
                return false
            }
            guard errno == EAGAIN else { throw Trouble.system("recv", errno) }
            guard ContinuousClock.now < end else { throw Trouble.timeout }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Waits for plaintext; false at the end.
    private func receiveMore(timeout: Duration) async throws -> Bool {
        guard !hasEnded else { return false }
        try await shakeHands()
        guard let session else { return try await receiveRaw(timeout: timeout) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !hasClosedCleanly {
            let result = try buffer.withUnsafeMutableBytes { try session.read(into: $0) }
            switch result {
            case .bytes(let count):
                received += buffer[..<count]
                return true
            case .closed: hasClosedCleanly = true
            case .wouldBlock: guard try await receiveRaw(timeout: timeout) else { return false }
            }
        }
        return false
    }

    /// The next answer, or nil when the server closes instead.
    func answer(timeout: Duration = .seconds(20), isBodiless: Bool = false) async throws -> Answer? {
        while true {
            if let answer = try takeAnswer(isBodiless) { return answer }
            guard try await receiveMore(timeout: timeout) else {
                guard received.isEmpty else { throw Trouble.malformed(String(decoding: received, as: UTF8.self)) }
                return nil
            }
        }
    }

    private func takeAnswer(_ isBodiless: Bool) throws -> Answer? {
        guard let end = Self.endOfHead(received) else { return nil }
        let head = String(decoding: received[..<end], as: UTF8.self)
        let words = head.split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Trouble.malformed(head) }
        let length =
            head.split(separator: "\r\n").compactMap { line in
                line.hasPrefix("Content-Length: ") ? Int(line.dropFirst(16)) : nil
            }.first ?? 0
        let count = isBodiless ? 0 : length
        guard received.count >= end + count else { return nil }
        let body = Array(received[end..<(end + count)])
        received.removeFirst(end + count)
        return Answer(status: status, head: head, body: body)
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual([13, 10, 13, 10]) }
    }

    /// Whether the server ends the connection within the time, with or without a last answer. What it sends is dropped.
    func isEnded(within timeout: Duration) async throws -> Bool {
        do {
            while try await receiveMore(timeout: timeout) { received = [] }
            return true
        } catch Trouble.timeout {
            return false
        }
    }
}

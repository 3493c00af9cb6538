import Foundation
import Glibc
import Synchronization
import TLS

/// A server on a Unix socket that answers every connection's first bytes with a fixed HTTP response, one connection at
/// a time, so that foreign TLS clients can be tried on a session.
final class SocketServer: Sendable {
    /// What became of one connection.
    struct Visit: Sendable {
        var request: [UInt8] = []
        var version: TLSVersion?
        var applicationProtocol: String?
        var error: TLSError?
    }

    private let listener: Int32
    private let context: TLSContext
    private let visits = Mutex<[Visit]>([])

    /// Listens at `path` until this object goes.
    init(_ context: TLSContext, path: String) throws {
        self.context = context
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(listener, 8) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        let descriptor = listener
        Thread { [weak self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                self?.serve(connection)
                close(connection)
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The first connection's fate, once it is over.
    func firstVisit() async throws -> Visit {
        for _ in 0..<1000 {
            if let visit = visits.withLock({ $0.first }) { return visit }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw POSIXError(.ETIMEDOUT)
    }

    private func serve(_ connection: Int32) {
        var visit = Visit()
        do {
            try converse(connection, TLSSession(context), &visit)
        } catch { visit.error = error as? TLSError }
        visits.withLock { $0.append(visit) }
    }

    private func converse(_ connection: Int32, _ session: TLSSession, _ visit: inout Visit) throws {
        defer { send(connection, session) }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(connection, &buffer, buffer.count)
            if count > 0 { try session.receive(Array(buffer.prefix(count))) } else { session.receiveEnd() }
            if try session.handshake() {
                (visit.version, visit.applicationProtocol) = (session.version, session.applicationProtocol)
                let (bytes, end) = try session.readAll()
                if visit.request.isEmpty, !bytes.isEmpty {
                    try session.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8))
                }
                visit.request += bytes
                if end == .closed { return session.close() }
            }
            send(connection, session)
        }
    }

    private func send(_ connection: Int32, _ session: TLSSession) {
        let bytes = drain(session)
        _ = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}

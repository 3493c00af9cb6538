import Foundation
import Glibc

/// A TCP connection to the loopback address that waits for what it asks: a client that can also misbehave.
final class Wire: Sendable {
    /// Why a connection came to its end, as the system says it.
    struct Broken: Error, CustomStringConvertible {
        let description: String

        init(_ action: String) {
            description = "\(action): \(String(cString: strerror(errno)))"
        }
    }

    private let descriptor: Int32

    /// Connects.
    ///
    /// - Parameter timeout: how long each later call waits, in seconds.
    init(port: Int, timeout: Int = 20) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let result = Self.withAddress(port) { connect(descriptor, $0, $1) }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw Broken("connect")
        }
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Sends all bytes.
    func send(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Broken("send") }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes next; empty once the server has closed.
    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Broken("receive") }
        return Array(buffer.prefix(count))
    }

    /// Whether there is something to read, or the server has closed; doesn't wait.
    var isReadable: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) > 0
    }

    /// Has the connection end with a reset as soon as it goes.
    func resetAtEnd() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    /// The answer to a GET in clear, on a connection of its own.
    static func get(_ path: String, port: Int) throws -> Answer {
        let wire = try Wire(port: port)
        try wire.send(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        var bytes: [UInt8] = []
        while case let more = try wire.receive(), !more.isEmpty { bytes += more }
        guard let answer = Answer.take(from: &bytes) else { throw Server.Trouble(description: "There was no answer.") }
        return answer
    }

    /// A socket that listens on a free port.
    static func listener() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard withAddress(0, { bind(descriptor, $0, $1) }) == 0 else { throw Broken("bind") }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func withAddress(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

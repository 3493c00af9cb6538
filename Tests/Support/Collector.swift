import Foundation
import Glibc
import Synchronization

/// Gathers what comes out of a pipe.
final class Collector: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isAtEnd = false
    }

    private let state = Mutex(State())

    /// Reads from now on, on a thread of its own.
    func collect(_ handle: FileHandle) {
        let reader = Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            // FileHandle's own reading waits until as much is there as was asked for.
            while case let count = read(handle.fileDescriptor, &buffer, buffer.count), count > 0 || errno == EINTR {
                state.withLock { $0.bytes += buffer.prefix(max(count, 0)) }
            }
            state.withLock { $0.isAtEnd = true }
        }
        reader.start()
    }

    /// What has come so far.
    var bytes: [UInt8] { state.withLock { $0.bytes } }

    /// All that came, once the pipe is closed. A grandchild that keeps the pipe open is waited for two seconds only.
    func everything() async -> [UInt8] {
        let deadline = ContinuousClock.now + .seconds(2)
        while !state.withLock({ $0.isAtEnd }), .now < deadline { try? await Task.sleep(for: .milliseconds(2)) }
        return bytes
    }
}

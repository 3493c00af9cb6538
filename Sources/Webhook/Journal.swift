import Glibc
package import Telemetry

/// Where the server's log lines go: one descriptor, a whole line a write.
package struct Journal: Sendable {
    private let descriptor: Int32

    /// Lines go to the descriptor; standard error unless given.
    package init(descriptor: Int32 = 2) { self.descriptor = descriptor }

    /// Writes one line; what can't be written is lost, since the server must not wait for its log.
    package func write(_ level: LogLine.Level, _ message: String, _ facts: KeyValuePairs<String, String> = [:]) {
        var line = LogLine(level, message, time: Int64(time(nil)))
        for (key, value) in facts { line.add(key, value) }
        let bytes = line.finished()
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

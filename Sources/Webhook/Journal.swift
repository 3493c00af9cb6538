import Glibc
package import Telemetry

/// Where the server's log lines go: one descriptor, a whole line a write.
package struct Journal: Sendable {
    /// How lines look.
    package let format: LogLine.Format
    private let descriptor: Int32

    /// Lines go to the descriptor; standard error unless given.
    package init(descriptor: Int32 = 2, format: LogLine.Format = .json) {
        self.descriptor = descriptor
        self.format = format
    }

    /// Writes one line; what can't be written is lost, since the server must not wait for its log.
    package func write(_ level: LogLine.Level, _ message: String, _ facts: KeyValuePairs<String, String> = [:]) {
        var line = LogLine(level, message)
        for (key, value) in facts { line.add(key, value) }
        let bytes = line.finished(format)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Tells of what has become of a log of lines.
    func report(_ event: LineLog.Event, of name: String) {
        switch event {
        case .failing(let reason):
            write(.error, "\(name) can't be written; lines are lost and counted", ["reason": reason])
        case .recovered(let lost): write(.warning, "\(name) is written again", ["linesLost": "\(lost)"])
        case .abandoned(let count): write(.error, "\(name) ended with lines not written", ["lines": "\(count)"])
        }
    }
}

import Glibc

/// Why output could not be written.
enum OutputError: Error, Equatable, CustomStringConvertible {
    /// The reader has gone.
    case closed
    /// The system's words.
    case failed(String)

    var description: String {
        switch self {
        case .closed: "The output has been closed."
        case .failed(let reason): "The output can't be written: \(reason)."
        }
    }
}

/// Where the program writes to; nothing stays in a buffer.
struct Output: Sendable {
    /// For results.
    static let standard = Output(descriptor: STDOUT_FILENO)
    /// For complaints.
    static let errors = Output(descriptor: STDERR_FILENO)

    /// The open file.
    let descriptor: Int32

    /// A terminal shows it.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes a text.
    func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

    /// Writes bytes.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw errno == EPIPE ? .closed : .failed(String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes a line; where even that fails there is nobody left to tell.
    func say(_ line: String) { try? write(line + "\n") }
}

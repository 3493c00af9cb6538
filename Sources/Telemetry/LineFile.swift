import Glibc

/// A file, or an open descriptor, that lines are written to. What the system doesn't take is kept for the next try.
struct LineFile: ~Copyable {
    /// Why a file can't be opened, as a sentence.
    struct OpenError: Error {
        let sentence: String
    }

    /// What came of a try to write.
    enum Progress: Equatable {
        case done
        /// The system can't take more just now.
        case later
        /// With the system's reason.
        case failed(String)
    }

    /// Nil for a descriptor that somebody else opened, and will close.
    let path: String?
    private var descriptor: Int32
    private var rest: ArraySlice<UInt8> = []
    /// The last byte in the file is within a line.
    private var isWithinLine = false

    /// Opens a file to append to; it is made if it isn't there, readable for owner and group.
    init(path: String) throws(OpenError) {
        self.path = path
        descriptor = try Self.open(path)
    }

    init(descriptor: Int32) {
        path = nil
        self.descriptor = descriptor
    }

    deinit { if path != nil { close(descriptor) } }

    /// Something is left to be written.
    var hasRest: Bool { !rest.isEmpty }

    /// How many lines, whole or begun, are left.
    var restLines: Int { rest.count { $0 == UInt8(ascii: "\n") } }

    private static func open(_ path: String) throws(OpenError) -> Int32 {
        // A pipe that nobody reads would keep the server from its start, and a full one from its end.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        let descriptor = Glibc.open(path, flags, 0o640)
        guard descriptor >= 0 else {
            if errno == ENXIO { throw OpenError(sentence: "\(path) is a pipe that nobody reads, or no file at all.") }
            throw OpenError(sentence: "\(path) can't be opened for writing: \(String(cString: strerror(errno))).")
        }
        return descriptor
    }

    /// The path leads to another file now, or to none: the log was rotated.
    var isReplaced: Bool {
        guard let path else { return false }
        var (here, there) = (stat(), stat())
        guard fstat(descriptor, &here) == 0, stat(path, &there) == 0 else { return true }
        return here.st_ino != there.st_ino || here.st_dev != there.st_dev
    }

    /// Goes on with the file that the path leads to now. When it can't be opened, the old one stays in use.
    ///
    /// - Returns: lines that are lost, since their beginning is in the old file: 0 or 1.
    mutating func reopen() throws(OpenError) -> Int {
        guard let path else { return 0 }
        let fresh = try Self.open(path)
        close(descriptor)
        descriptor = fresh
        guard isWithinLine, let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return 0 }
        isWithinLine = false
        rest = rest[(end + 1)...]
        return 1
    }

    /// Writes what is left; call it until it is `done` before more is put in.
    ///
    /// - Parameter written: grows by the lines whose end was written.
    mutating func flush(_ written: inout Int) -> Progress {
        while !rest.isEmpty {
            let piece = rest.prefix(path == nil ? Self.atomicWrite : rest.count)
            let count = piece.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                switch errno {
                case EINTR: continue
                case EAGAIN: return .later
                default: return .failed(String(cString: strerror(errno)))
                }
            }
            let taken = piece.prefix(count)
            written += taken.count { $0 == UInt8(ascii: "\n") }
            isWithinLine = taken.last != UInt8(ascii: "\n")
            rest = rest.dropFirst(count)
        }
        rest = []
        return .done
    }

    /// Lines to be written by the next `flush`.
    mutating func put(_ lines: some Sequence<[UInt8]>) {
        rest += lines.joined()
    }

    /// Others may write to the same pipe; the system keeps pieces of this length in one (PIPE_BUF).
    private static var atomicWrite: Int { 4096 }
}

import Glibc

/// What tells files apart, whatever their names.
struct Inode: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
}

extension FileError {
    /// Why a directory can't be listed.
    package static func access(_ path: String) -> FileError {
        Glibc.access(path, R_OK | X_OK) == 0
            ? FileError("Its names can't be listed; wanted is a directory that can be.") : last
    }
}

/// What the system says of a file, links followed.
struct FileStatus: Sendable {
    /// The file itself.
    let inode: Inode
    /// Bytes.
    let size: Int
    private let mode: UInt32
    private let times: [Int]

    init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        inode = Inode(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        size = Int(status.st_size)
        mode = UInt32(status.st_mode)
        times = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }

    var isDirectory: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
    var isFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }

    /// What the file is like now, under one of its names.
    func stamp(_ path: String) -> Fingerprint.Stamp {
        Fingerprint.Stamp(path: path, inode: inode.number, size: size, times: times)
    }
}

/// Reads a whole file that is no larger than `limit` bytes.
func readFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    // A pipe under a policy's name must not hold up the server.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    guard FileStatus(status).isFile else { throw FileError("It is neither a file nor a directory; wanted is a file.") }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw .last }
        guard count > 0 else { return bytes }
        bytes += buffer.prefix(count)
        guard bytes.count <= limit else { throw FileError("It has more than \(limit) bytes; split it.") }
    }
}

package import Configuration
import FoundationEssentials
import Glibc

/// Bytes from outside.
package enum FileText {
    /// Bytes that a file may have: more than any file of manifests, less than would fill the memory.
    package static let limit = 256 << 20

    /// The whole content of a file.
    ///
    /// - Parameter isNamed: somebody has named it, who may name a pipe or a device; what is only found in a directory
    ///   must be a file, since to open a pipe waits for somebody to write.
    package static func read(_ path: String, isNamed: Bool = true) throws(FileError) -> [UInt8] {
        guard isNamed || !isSpecial(path) else {
            throw FileError("It is a pipe, a socket or a device; wanted is a file, or to be named itself.")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        return try read(descriptor: descriptor)
    }

    /// Why a file could not be read, without reading it; nil where nothing is in the way.
    package static func fault(of path: String) -> FileError? {
        if isDirectory(path) { return FileError(number: EISDIR) }
        return access(path, R_OK) == 0 ? nil : .last
    }

    /// The files of a directory, not those of its subdirectories, that have one of the endings, by their names; nil where
    /// the path is no directory.
    package static func files(in path: String, ending endings: [String]) throws(FileError) -> [String]? {
        guard isDirectory(path) else { return nil }
        return try ManifestFiles.names(in: path).filter { name in
            !name.hasPrefix(".") && endings.contains(where: name.hasSuffix)
        }
        .map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
    }

    /// The path leads to a directory.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// All that an open file has to give.
    package static func read(descriptor: Int32) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else {
                throw FileError("It is larger than \(limit >> 20) MiB; split it.")
            }
            bytes += chunk[..<count]
        }
    }
}

/// Files that may hold manifests.
enum ManifestFiles {
    /// The endings that kubectl looks for in directories.
    static let endings = [".yaml", ".yml", ".json"]

    /// The path itself when it is no directory; otherwise the files in it, in the order of their names.
    static func all(below path: String) throws(FileError) -> [String] {
        guard FileText.isDirectory(path) else { return [path] }
        var files: [String] = []
        try collect(path, &files)
        return files
    }

    private static func collect(_ directory: String, _ files: inout [String]) throws(FileError) {
        for name in try names(in: directory) where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
            if FileText.isDirectory(path) {
                if !isSymbolicLink(path) { try collect(path, &files) }
            } else if endings.contains(where: name.hasSuffix) {
                files.append(path)
            }
        }
    }

    static func names(in directory: String) throws(FileError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        } catch {
            throw .access(directory)
        }
    }

    private static func isSymbolicLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

import FoundationEssentials
import Glibc

/// Files of certificates and keys, all of which come into one directory.
struct CertificateDirectory {
    /// A file to write.
    struct File {
        let name: String
        let bytes: [UInt8]
        /// Only its owner may read it.
        let isSecret: Bool

        /// A certificate, for everybody.
        static func certificate(_ name: String, _ pem: [UInt8]) -> File {
            File(name: name, bytes: pem, isSecret: false)
        }

        /// A private key.
        static func key(_ name: String, _ pem: [UInt8]) -> File { File(name: name, bytes: pem, isSecret: true) }
    }

    /// Why files were not written, a sentence.
    struct WriteError: Error, CustomStringConvertible {
        let description: String

        static func last(_ path: String) -> WriteError {
            WriteError(description: "\(path) can't be written: \(String(cString: strerror(errno))).")
        }
    }

    /// Where the files come to.
    let path: String

    /// Those of the names that are there already.
    func present(_ names: [String]) -> [String] { names.filter { access("\(path)/\($0)", F_OK) == 0 } }

    /// Writes the files, unless one of them is there already.
    func writeNew(_ files: [File], overwrites: Bool) throws(WriteError) {
        let present = overwrites ? [] : present(files.map(\.name))
        guard present.isEmpty else {
            let verb = present.count == 1 ? "is" : "are"
            throw WriteError(
                description: "\(present.joined(separator: ", ")) \(verb) in \(path) already. Add --force to overwrite.")
        }
        try write(files)
    }

    /// Writes all files over what is there. Each appears complete under its name, keys with mode 0600, so that a server
    /// that watches them never meets half of one.
    func write(_ files: [File]) throws(WriteError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .last(path)
        }
        for file in files { try write(file, to: "\(path)/\(file.name)") }
    }

    private func write(_ file: File, to path: String) throws(WriteError) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw .last(path) }
        do throws(OutputError) {
            defer { close(descriptor) }
            try Output(descriptor: descriptor).write(file.bytes)
        } catch {
            unlink(draft)
            throw WriteError(description: "\(path): \(error)")
        }
        guard rename(draft, path) == 0 else { throw .last(path) }
    }
}

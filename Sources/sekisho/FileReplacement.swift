import FoundationEssentials
import Glibc

/// A file whose content is replaced as a whole: at no moment is there half of it, and its mode stays.
enum FileReplacement {
    /// Writes the content; where the path is a link, to what it leads to.
    static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
        guard let real = realpath(path, nil) else { throw last }
        defer { free(real) }
        let target = String(cString: real)
        var status = stat()
        guard stat(target, &status) == 0 else { throw last }
        let draft = "\(target).\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw last }
        do throws(OutputError) {
            defer { close(descriptor) }
            guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw last }
            try Output(descriptor: descriptor).write(bytes)
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, target) == 0 else { throw last }
    }

    private static var last: OutputError { .failed(String(cString: strerror(errno))) }
}

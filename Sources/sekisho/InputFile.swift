import Configuration
import Glibc
import Rehearsal

/// A file that an option or an argument names, or standard input.
enum InputFile {
    /// As complaints call it.
    static func title(_ path: String) -> String {
        path == ManifestReader.standardInput ? ManifestReader.standardInputName : path
    }

    /// The whole content; `-` is standard input.
    static func read(_ path: String) throws(LoadError) -> [UInt8] {
        do throws(FileError) {
            let isInput = path == ManifestReader.standardInput
            return isInput ? try FileText.read(descriptor: STDIN_FILENO) : try FileText.read(path)
        } catch {
            throw LoadError([Complaint(error, of: title(path))])
        }
    }

    /// Complains of all that can't be read, at once.
    static func expectReadable(_ paths: [String]) throws(LoadError) {
        let complaints = paths.compactMap { path in FileText.fault(of: path).map { Complaint($0, of: path) } }
        guard complaints.isEmpty else { throw LoadError(complaints) }
    }
}

extension Output {
    /// Writes what is wrong; complaints of files say by themselves that they are errors.
    func say(_ error: any Error) { say(error is LoadError ? "\(error)" : "error: \(error)") }
}

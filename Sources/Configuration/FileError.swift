package import Documents
import Glibc

/// Why a file or a directory can't be read: what is wrong, and what is wanted.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence.
    package let description: String

    package init(_ description: String) { self.description = description }

    /// The failure of the system's call that was made last.
    package static var last: FileError { FileError(number: errno) }

    /// The failure that an `errno` stands for.
    package init(number: Int32) {
        description =
            switch number {
            case ENOENT: "There is no such file or directory; wanted is the path of one that is there."
            case EACCES, EPERM: "It may not be read by this user; wanted are permissions to read it."
            case EISDIR: "It is a directory; wanted is a file."
            case ENOTDIR: "A part of the path is a file; wanted is a directory there."
            case ELOOP: "It is a link that leads back to itself; wanted is a file."
            default: "It can't be read: \(String(cString: strerror(number))); wanted is a file that can be."
            }
    }
}

extension Complaint {
    /// Complains of a file or directory that can't be read.
    package init(_ error: FileError, of path: String) { self.init(file: path, error.description) }

    /// Complains of a text that is no YAML, or no JSON.
    ///
    /// - Parameter hint: what the text may be instead, starting with a space.
    package init(_ error: YAMLError, in source: SourceText, hint: String = "") {
        self.init(source, at: error.location, error.reason.complaint + hint)
    }
}

extension YAMLError.Reason {
    fileprivate var complaint: String {
        switch self {
        case .badUTF8: "The bytes are not UTF-8; wanted is a text that is saved as UTF-8."
        case .syntax: "This is not valid YAML: \(sentence)"
        case .json: "This is not valid JSON: \(sentence)"
        default: sentence.prefix(1).uppercased() + sentence.dropFirst()
        }
    }
}

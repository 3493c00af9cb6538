/// Why a text names no image.
package struct ImageReferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Error, Hashable, Sendable {
        case empty
        case identifier
        case noRepository
        case emptySegment
        case upperCase(String)
        case badSegment(String)
        case tooLong(Int)
        case badRegistry(String)
        case badTag(String)
        case badDigest(String)
    }

    /// The reference as it was found.
    package let text: String
    /// What is wrong.
    package let reason: Reason

    init(_ text: String, _ reason: Reason) {
        self.text = text
        self.reason = reason
    }

    /// A sentence: the reference, and what is wrong with it.
    package var description: String {
        text.isEmpty ? "The image reference is empty." : "\"\(text)\" is no image reference: \(reason.clause)."
    }
}

extension ImageReferenceError.Reason {
    fileprivate var clause: String {
        switch self {
        case .empty: "it is empty"
        case .identifier: "64 hexadecimal digits are an image identifier, which no registry serves"
        case .noRepository: "the repository is missing"
        case .emptySegment: "the repository has an empty segment"
        case .upperCase(let segment): "the repository must be lower case, but has \"\(segment)\""
        case .badSegment(let segment):
            "\"\(segment)\" is no segment of a repository, which is lower-case letters and digits with single `.`, "
                + "`_`, `__` or dashes between them"
        case .tooLong(let length): "the repository has \(length) bytes, and at most 255 are allowed"
        case .badRegistry(let registry): "\"\(registry)\" is no registry, which is a host name and perhaps a port"
        case .badTag(let tag):
            "\"\(tag)\" is no tag, which is at most 128 letters, digits, `_`, `.` and `-`, and starts with neither "
                + "`.` nor `-`"
        case .badDigest(let digest):
            "\"\(digest)\" is no digest, which is sha256, sha384 or sha512, a colon and all its digits in lower case"
        }
    }
}

extension ImageReference {
    /// One segment of a repository: lower-case letters and digits, and between them single dots, one or two
    /// underscores, or any number of dashes.
    static func checkSegment(_ segment: Substring) throws(ImageReferenceError.Reason) {
        guard !segment.isEmpty else { throw .emptySegment }
        if segment.utf8.contains(where: { (0x41...0x5A).contains($0) }) { throw .upperCase(String(segment)) }
        var separators = 0
        var last: UInt8 = 0
        var position = 0
        for byte in segment.utf8 {
            if byte.isLowerAlphanumeric {
                separators = 0
            } else {
                let isAllowed =
                    position > 0
                    && (separators == 0 || (byte == last && byte != UInt8(ascii: ".")))
                    && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "."))
                separators += 1
                if !isAllowed || (byte == UInt8(ascii: "_") && separators > 2) { throw .badSegment(String(segment)) }
            }
            last = byte
            position += 1
        }
        if separators > 0 { throw .badSegment(String(segment)) }
    }

    /// `host[:port]`: DNS labels, or an IPv6 address in brackets.
    static func checkRegistry(_ registry: String) throws(ImageReferenceError.Reason) {
        let (host, port) = splitPort(registry[...])
        if let port, port.isEmpty || !port.utf8.allSatisfy(\.isDigit) { throw .badRegistry(registry) }
        if host.utf8.first == UInt8(ascii: "[") {
            let address = host.utf8.dropFirst().dropLast()
            let isAddress =
                host.utf8.last == UInt8(ascii: "]") && !address.isEmpty
                && address.allSatisfy { $0.isHexadecimal || $0 == UInt8(ascii: ":") }
            guard isAddress else { throw .badRegistry(registry) }
            return
        }
        for label in host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let first = label.first, let last = label.last, first.isAlphanumeric, last.isAlphanumeric,
                label.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "-") })
            else { throw .badRegistry(registry) }
        }
    }

    /// Host and port of a registry; the colons of an IPv6 address stand inside brackets.
    static func splitPort(_ registry: Substring) -> (host: Substring, port: Substring?) {
        guard let colon = registry.utf8.lastIndex(of: UInt8(ascii: ":")),
            !registry.utf8[colon...].contains(UInt8(ascii: "]"))
        else { return (registry, nil) }
        return (registry[..<colon], registry[registry.utf8.index(after: colon)...])
    }
}

extension Substring {
    /// What stands before and after the first such byte, which is ASCII; nil after it when there is none.
    func splitOnce(at byte: UInt8) -> (Substring, Substring?) {
        guard let position = utf8.firstIndex(of: byte) else { return (self, nil) }
        return (self[..<position], self[utf8.index(after: position)...])
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLowerAlphanumeric: Bool { isDigit || (0x61...0x7A).contains(self) }
    var isAlphanumeric: Bool { isLowerAlphanumeric || (0x41...0x5A).contains(self) }
    var isLowerHexadecimal: Bool { isDigit || (0x61...0x66).contains(self) }
    var isHexadecimal: Bool { isLowerHexadecimal || (0x41...0x46).contains(self) }
    /// The lower-case letter of an ASCII capital, and every other byte as it is.
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

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

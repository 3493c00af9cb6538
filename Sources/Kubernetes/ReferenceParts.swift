/// Where the parts of an image reference stand in its text, each checked against the grammar of distribution/reference.
struct ReferenceParts {
    /// Host and port, if the reference has them.
    let registry: Range<Int>?
    /// The repository as it is written.
    let path: Range<Int>
    /// What follows the colon.
    let tag: Range<Int>?
    /// What follows the at sign.
    let digest: Range<Int>?
    /// The repository's segments.
    private(set) var segments = 0

    /// Finds and checks the parts.
    init(_ text: borrowing Span<UInt8>) throws(ImageReferenceError.Reason) {
        registry = Self.registry(of: text)
        let start = registry.map { $0.upperBound + 1 } ?? 0
        let at = text.firstIndex(of: UInt8(ascii: "@"), in: start..<text.count)
        let colon = text.firstIndex(of: UInt8(ascii: ":"), in: start..<(at ?? text.count))
        path = start..<(colon ?? at ?? text.count)
        tag = colon.map { $0 + 1..<(at ?? text.count) }
        digest = at.map { $0 + 1..<text.count }
        try check(text)
    }

    private mutating func check(_ text: borrowing Span<UInt8>) throws(ImageReferenceError.Reason) {
        if let registry, !text.extracting(registry).isRegistry { throw .badRegistry(text.string(registry)) }
        if path.isEmpty { throw .noRepository }
        var start = path.lowerBound
        while start <= path.upperBound {
            let end = text.firstIndex(of: UInt8(ascii: "/"), in: start..<path.upperBound) ?? path.upperBound
            try Self.checkSegment(text.extracting(start..<end))
            segments += 1
            start = end + 1
        }
        if let tag, !text.extracting(tag).isTag { throw .badTag(text.string(tag)) }
        if let digest, !text.extracting(digest).isDigest { throw .badDigest(text.string(digest)) }
    }

    private static func registry(of text: borrowing Span<UInt8>) -> Range<Int>? {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/"), in: 0..<text.count),
            text.extracting(0..<slash).namesRegistry
        else { return nil }
        return 0..<slash
    }

    /// Lower-case letters and digits, and between them single dots, one or two underscores, or any number of dashes.
    private static func checkSegment(_ segment: borrowing Span<UInt8>) throws(ImageReferenceError.Reason) {
        if segment.isEmpty { throw .emptySegment }
        var separators = 1
        var last: UInt8 = 0
        for position in 0..<segment.count {
            let byte = segment[position]
            if byte.isLowerAlphanumeric {
                separators = 0
            } else {
                let continues =
                    byte == last && (byte == UInt8(ascii: "-") || (byte == UInt8(ascii: "_") && separators == 1))
                guard byte.isSeparator, separators == 0 || (position > 0 && continues) else {
                    throw byte.isUpper ? .upperCase(segment.string()) : .badSegment(segment.string())
                }
                separators += 1
            }
            last = byte
        }
        if separators > 0 { throw .badSegment(segment.string()) }
    }
}

extension Span<UInt8> {
    /// The first segment of a reference is its registry: it has a dot, a colon or a capital, or is `localhost`.
    var namesRegistry: Bool {
        for position in 0..<count {
            let byte = self[position]
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte.isUpper { return true }
        }
        return count == 9 && has("localhost", at: 0)
    }

    /// `host[:port]`: DNS labels, or an IPv6 address in brackets.
    var isRegistry: Bool {
        let port = portStart
        if port == count - 1 { return false }
        let host = extracting(0..<port)
        return host.count > 0 && host[0] == UInt8(ascii: "[") ? host.isBracketedAddress : host.isHostName
    }

    /// Where the port's colon stands, with nothing but digits after it, or the end.
    var portStart: Int {
        var position = count
        while position > 0 {
            position -= 1
            if self[position] == UInt8(ascii: ":") { return position }
            if !self[position].isDigit { return count }
        }
        return count
    }

    private var isHostName: Bool {
        var isInLabel = false
        for position in 0..<count {
            let byte = self[position]
            let isLast = position == count - 1 || self[position + 1] == UInt8(ascii: ".")
            if byte == UInt8(ascii: "."), isInLabel {
                isInLabel = false
            } else if byte.isAlphanumeric || (byte == UInt8(ascii: "-") && isInLabel && !isLast) {
                isInLabel = true
            } else {
                return false
            }
        }
        return isInLabel
    }

    private var isBracketedAddress: Bool {
        guard count > 2, self[count - 1] == UInt8(ascii: "]") else { return false }
        for position in 1..<count - 1 where !self[position].isHexadecimal && self[position] != UInt8(ascii: ":") {
            return false
        }
        return true
    }

    /// At most 128 letters, digits, `_`, `.` and `-`, of which the last two never come first.
    fileprivate var isTag: Bool {
        guard count > 0, count <= 128, self[0].isAlphanumeric || self[0] == UInt8(ascii: "_") else { return false }
        for position in 1..<count where !self[position].isAlphanumeric && !self[position].isSeparator { return false }
        return true
    }

    /// The algorithms that runtimes know, and as many lower-case digits as each makes (opencontainers/go-digest).
    fileprivate var isDigest: Bool {
        let isKnown =
            (count == 71 && has("sha256:", at: 0)) || (count == 103 && has("sha384:", at: 0))
            || (count == 135 && has("sha512:", at: 0))
        guard isKnown else { return false }
        for position in 7..<count where !self[position].isLowerHexadecimal { return false }
        return true
    }

    /// An image's identifier, which has no registry: 64 hexadecimal digits.
    var isIdentifier: Bool {
        guard count == 64 else { return false }
        for position in 0..<count where !self[position].isLowerHexadecimal { return false }
        return true
    }

    /// These bytes stand at an offset.
    func has(_ text: String, at offset: Int) -> Bool {
        let bytes = text.utf8.span
        guard bytes.count <= count - offset else { return false }
        for position in 0..<bytes.count where self[offset + position] != bytes[position] { return false }
        return true
    }

    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        for position in range where self[position] == byte { return position }
        return nil
    }

    /// The bytes as text, for errors.
    func string(_ range: Range<Int>? = nil) -> String {
        var bytes: [UInt8] = []
        for position in range ?? 0..<count { bytes.append(self[position]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isUpper: Bool { self &- 0x41 < 26 }
    var isLowerAlphanumeric: Bool { isDigit || self &- 0x61 < 26 }
    var isAlphanumeric: Bool { isDigit || (self | 0x20) &- 0x61 < 26 }
    var isLowerHexadecimal: Bool { isDigit || self &- 0x61 < 6 }
    var isHexadecimal: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    /// What may stand between the letters of a name.
    var isSeparator: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".") }
    /// The lower-case letter of an ASCII capital, and every other byte as it is.
    var lowercased: UInt8 { isUpper ? self | 0x20 : self }
}

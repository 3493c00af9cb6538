extension RequestLine {
    /// Reads `METHOD SP target SP HTTP/1.x` (RFC 9112, section 3), with single spaces and nothing after the version.
    ///
    /// - Parameters:
    ///   - bytes: the head so far, from its first byte.
    ///   - line: the request line without its CRLF.
    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ReadError) {
        let methodEnd = bytes.end(of: .token, in: line)
        guard methodEnd > line.lowerBound, methodEnd < line.upperBound, bytes[methodEnd] == Octet.space else {
            throw .malformedRequestLine
        }
        let rest = (methodEnd + 1)..<line.upperBound
        let targetEnd = bytes.firstIndex(of: Octet.space, in: rest) ?? rest.upperBound
        guard targetEnd > rest.lowerBound, targetEnd < rest.upperBound else { throw .malformedRequestLine }
        minorVersion = try Self.minorVersion(bytes, (targetEnd + 1)..<rest.upperBound)
        method = try Self.method(bytes, line.lowerBound..<methodEnd)
        target = rest.lowerBound..<targetEnd
        path = target
        query = nil
        try readTarget(bytes)
    }

    private static func minorVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReadError) -> Int {
        guard range.count == 8, bytes.equals(range.lowerBound..<(range.lowerBound + 5), "HTTP/"),
            let major = Octet.decimal(bytes[range.lowerBound + 5]), bytes[range.lowerBound + 6] == 0x2E,
            let minor = Octet.decimal(bytes[range.lowerBound + 7])
        else { throw .malformedRequestLine }
        guard major == 1, minor <= 1 else { throw .unsupportedVersion("HTTP/\(major).\(minor)") }
        return Int(minor)
    }

    private static func method(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReadError) -> Method {
        for method in Method.allCases where bytes.equals(range, method.rawValue) { return method }
        throw .unknownMethod(bytes.excerpt(range))
    }

    /// Finds path and query in the target's form: origin, absolute, or asterisk (RFC 9112, section 3.2).
    private mutating func readTarget(_ bytes: Span<UInt8>) throws(ReadError) {
        switch bytes[target.lowerBound] {
        case Octet.slash:
            try readPath(bytes, from: target.lowerBound)
        case Octet.asterisk:
            guard method == .options, target.count == 1 else { throw .malformedTarget }
        default:
            let authority = try Self.authority(bytes, target)
            let pathStart = bytes.end(of: .host, in: authority)
            guard pathStart > authority.lowerBound else { throw .malformedTarget }
            try readPath(bytes, from: pathStart)
        }
    }

    /// What follows the scheme of an absolute target, `http://` or `https://`.
    private static func authority(_ bytes: Span<UInt8>, _ target: Range<Int>) throws(ReadError) -> Range<Int> {
        for scheme in ["http://", "https://"] as [String] where target.count > scheme.utf8.count {
            let start = target.lowerBound + scheme.utf8.count
            if bytes.matches(target.lowerBound..<start, scheme) { return start..<target.upperBound }
        }
        throw .malformedTarget
    }

    private mutating func readPath(_ bytes: Span<UInt8>, from start: Int) throws(ReadError) {
        let end = try bytes.endOfEscaped(.path, in: start..<target.upperBound)
        guard end == start || bytes[start] == Octet.slash else { throw .malformedTarget }
        path = start..<end
        guard end < target.upperBound else { return }
        guard bytes[end] == Octet.question else { throw .malformedTarget }
        let rest = (end + 1)..<target.upperBound
        guard try bytes.endOfEscaped(.query, in: rest) == rest.upperBound else { throw .malformedTarget }
        query = rest
    }
}

extension Span where Element == UInt8 {
    /// The first index in the range whose byte isn't in the set, or the range's end.
    @inline(__always)
    func end(of set: OctetSet, in range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, set.contains(self[index]) { index += 1 }
        return index
    }

    /// As `end(of:in:)`, and each percent sign must be followed by two hexadecimal digits (RFC 3986, section 2.1).
    @inline(__always)
    func endOfEscaped(_ set: OctetSet, in range: Range<Int>) throws(ReadError) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, set.contains(self[index]) {
            if self[index] == Octet.percent {
                guard index + 2 < range.upperBound, Octet.hexadecimal(self[index + 1]) != nil,
                    Octet.hexadecimal(self[index + 2]) != nil
                else { throw .malformedTarget }
            }
            index += 1
        }
        return index
    }

    /// The first index in the range that holds the byte.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether the bytes of a range equal the text.
    @inline(__always)
    func equals(_ range: Range<Int>, _ text: String) -> Bool {
        guard range.count == text.utf8.count else { return false }
        var index = range.lowerBound
        for byte in text.utf8 {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// At most 32 bytes of a range, fit for a sentence: what isn't visible ASCII becomes `?`.
    func excerpt(_ range: Range<Int>) -> String {
        var text = ""
        for index in range.prefix(32) {
            let isVisible = self[index] > Octet.space && self[index] < Octet.delete
            text.unicodeScalars.append(Unicode.Scalar(isVisible ? self[index] : Octet.question))
        }
        return range.count > 32 ? text + "…" : text
    }
}

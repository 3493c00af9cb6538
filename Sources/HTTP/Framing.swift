/// What the fields of a head say about the message's end, the connection and the host.
struct Framing: Sendable, Equatable {
    /// The value of `Content-Length`.
    private(set) var contentLength: Int?
    /// Whether `Transfer-Encoding: chunked` was seen.
    private(set) var isChunked = false
    /// Whether the client waits for `100 Continue` before it sends the body.
    private(set) var awaitsContinue = false
    private var hasHost = false
    private var hasClose = false
    private var hasKeepAlive = false

    /// Takes one field into account; names of no concern cost one comparison of lengths.
    mutating func read(
        _ bytes: Span<UInt8>, name: Range<Int>, value: Range<Int>, minorVersion: Int
    ) throws(ReadError) {
        switch name.count {
        case 4 where bytes.matches(name, "host"):
            try readHost(bytes, value)
        case 6 where bytes.matches(name, "expect") && minorVersion > 0:
            guard bytes.matches(value, "100-continue") else { throw .unknownExpectation(bytes.excerpt(value)) }
            awaitsContinue = true
        case 10 where bytes.matches(name, "connection"):
            readConnection(bytes, value)
        case 14 where bytes.matches(name, "content-length"):
            guard contentLength == nil else { throw .malformedContentLength }
            contentLength = try Self.number(bytes, value)
        case 17 where bytes.matches(name, "transfer-encoding"):
            try readTransferEncoding(bytes, value)
        default:
            break
        }
    }

    /// Judges the fields together, once the head is complete.
    func validate(minorVersion: Int, bodyLimit: Int) throws(ReadError) {
        guard hasHost || minorVersion == 0 else { throw .malformedHost(.missing) }
        if isChunked {
            guard minorVersion > 0 else { throw .malformedTransferEncoding }
            guard contentLength == nil else { throw .twoFramings }
        }
        if let contentLength, contentLength > bodyLimit || contentLength == .max {
            throw .bodyTooLong(limit: bodyLimit)
        }
    }

    /// RFC 9112, section 9.3.
    func keepsAlive(minorVersion: Int) -> Bool {
        !hasClose && (minorVersion > 0 || hasKeepAlive)
    }

    private mutating func readHost(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ReadError) {
        guard !hasHost else { throw .malformedHost(.repeated) }
        guard bytes.end(of: .host, in: value) == value.upperBound else { throw .malformedHost(.invalid) }
        hasHost = true
    }

    private mutating func readTransferEncoding(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ReadError) {
        guard !isChunked, !value.isEmpty, !Self.isFollowedByTab(bytes, value) else { throw .malformedTransferEncoding }
        guard bytes.matches(value, "chunked") else { throw .unsupportedTransferEncoding(bytes.excerpt(value)) }
        isChunked = true
    }

    /// A list of tokens, of which two are known.
    private mutating func readConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var start = value.lowerBound
        while start < value.upperBound {
            let end = bytes.firstIndex(of: Octet.comma, in: start..<value.upperBound) ?? value.upperBound
            let token = bytes.trimmed(start..<end)
            if bytes.matches(token, "close") { hasClose = true }
            if bytes.matches(token, "keep-alive") { hasKeepAlive = true }
            start = end + 1
        }
    }

    /// One decimal number of any length; what doesn't fit is `Int.max`, longer than every limit.
    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReadError) -> Int {
        guard !range.isEmpty, !isFollowedByTab(bytes, range) else { throw .malformedContentLength }
        var number = 0
        for index in range {
            guard let digit = Octet.decimal(bytes[index]) else { throw .malformedContentLength }
            let (product, isTooBig) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = product.addingReportingOverflow(Int(digit))
            number = isTooBig || overflows || number == .max ? .max : sum
        }
        return number
    }

    /// Whether a tab is in the whitespace after a value. It is optional whitespace as well as a space is, but other readers
    /// take none after a framing, so it is refused there.
    private static func isFollowedByTab(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
        var index = value.upperBound
        while index < bytes.count, bytes[index] == Octet.space { index += 1 }
        return index < bytes.count && bytes[index] == Octet.tab
    }
}

extension Span where Element == UInt8 {
    /// The range without spaces and tabs at its two ends.
    @inline(__always)
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, Octet.isBlank(self[start]) { start += 1 }
        while end > start, Octet.isBlank(self[end - 1]) { end -= 1 }
        return start..<end
    }
}

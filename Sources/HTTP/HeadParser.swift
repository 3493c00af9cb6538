/// Reads a head line by line as its bytes arrive; no byte is looked at again in a later call.
///
/// All offsets count from the head's first byte, so that the bytes may move between calls.
struct HeadParser {
    /// The field lines so far.
    private(set) var lines: [Fields.Line] = []
    /// The first line, once it is complete.
    private(set) var requestLine: RequestLine?
    /// What the fields so far say.
    private(set) var framing = Framing()
    /// Bytes of all complete lines; after `advance` returned true, of the head.
    private(set) var length = 0
    private var scanned = 0
    private var hasSkippedLine = false

    /// Forgets everything and keeps the storage.
    mutating func reset() {
        lines.removeAll(keepingCapacity: true)
        requestLine = nil
        framing = Framing()
        length = 0
        scanned = 0
        hasSkippedLine = false
    }

    /// Reads the lines that are complete in `buffer[range]`, which begins at the head's first byte.
    ///
    /// One empty line before the request line is skipped (RFC 9112, section 2.2).
    ///
    /// - Returns: whether the empty line that ends the head was reached.
    mutating func advance(over buffer: [UInt8], _ range: Range<Int>, limits: Limits) throws(ReadError) -> Bool {
        let bytes = buffer.span.extracting(range)
        try checkFirstByte(bytes)
        while let lineFeed = bytes.firstIndex(of: Octet.lineFeed, in: scanned..<bytes.count) {
            try checkLine(endingAt: lineFeed, bytes, limits)
            let line = length..<(lineFeed - 1)
            length = lineFeed + 1
            scanned = length
            if try readLine(bytes, line, limits) { return true }
            try checkFirstByte(bytes)
        }
        scanned = bytes.count
        try checkUnfinishedLine(bytes.count, limits)
        return false
    }

    /// Bytes that can't become a request are refused at once, not when a line's end arrives.
    private func checkFirstByte(_ bytes: Span<UInt8>) throws(ReadError) {
        guard requestLine == nil, length < bytes.count else { return }
        let byte = bytes[length]
        guard OctetSet.token.contains(byte) || (byte == Octet.carriageReturn && !hasSkippedLine) else {
            throw .malformedRequestLine
        }
    }

    private func checkLine(endingAt lineFeed: Int, _ bytes: Span<UInt8>, _ limits: Limits) throws(ReadError) {
        if requestLine == nil, lineFeed - length - 1 > limits.requestLine {
            throw .requestLineTooLong(limit: limits.requestLine)
        }
        guard lineFeed < limits.head else { throw .headTooLong(limit: limits.head) }
        guard lineFeed > length, bytes[lineFeed - 1] == Octet.carriageReturn else { throw .bareLineFeed }
    }

    private func checkUnfinishedLine(_ count: Int, _ limits: Limits) throws(ReadError) {
        if requestLine == nil, count - length - 1 > limits.requestLine {
            throw .requestLineTooLong(limit: limits.requestLine)
        }
        guard count < limits.head else { throw .headTooLong(limit: limits.head) }
    }

    /// - Returns: whether the line ends the head.
    private mutating func readLine(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ limits: Limits
    ) throws(ReadError) -> Bool {
        guard let requestLine else {
            if line.isEmpty, !hasSkippedLine {
                hasSkippedLine = true
            } else {
                requestLine = try RequestLine(bytes, line)
            }
            return false
        }
        guard !line.isEmpty else {
            try framing.validate(minorVersion: requestLine.minorVersion, bodyLimit: limits.body)
            return true
        }
        guard lines.count < limits.fields else { throw .tooManyFields(limit: limits.fields) }
        let field = try Fields.Line(bytes, line)
        lines.append(field)
        try framing.read(bytes, name: field.name, value: field.value, minorVersion: requestLine.minorVersion)
        return false
    }
}

extension Fields.Line {
    /// Reads `name ":" OWS value OWS` (RFC 9112, section 5).
    ///
    /// - Parameter line: the line without its CRLF; not empty, and within the first 4 GiB.
    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ReadError) {
        let nameEnd = bytes.end(of: .token, in: line)
        guard nameEnd < line.upperBound else { throw .malformedFieldName }
        guard bytes[nameEnd] == Octet.colon, nameEnd > line.lowerBound else {
            guard Octet.isBlank(bytes[nameEnd]) else { throw .malformedFieldName }
            throw nameEnd == line.lowerBound ? .foldedField : .blankBeforeColon
        }
        let value = bytes.trimmed((nameEnd + 1)..<line.upperBound)
        for index in value where !Octet.isFieldContent(bytes[index]) {
            throw .malformedFieldValue(bytes.excerpt(line.lowerBound..<nameEnd))
        }
        nameStart = UInt32(truncatingIfNeeded: line.lowerBound)
        self.nameEnd = UInt32(truncatingIfNeeded: nameEnd)
        valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
        valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
    }
}

/// Takes a chunked body apart as its bytes arrive (RFC 9112, section 7.1).
///
/// Extensions and trailers are checked, counted and dropped.
struct ChunkedBody {
    private enum Place {
        /// Before or within the line that opens a chunk.
        case size
        /// That many bytes of data to come.
        case data(Int)
        /// Before the CRLF that follows the data.
        case dataEnd
        /// After the last chunk, before the empty line.
        case trailers
    }

    private var place = Place.size
    private var extensionBytes = 0
    private var trailerBytes = 0

    /// Takes in what is complete of `bytes[range]` and appends the data to `body`.
    ///
    /// - Returns: how many bytes were used up, and whether the body has ended.
    mutating func advance(
        _ bytes: [UInt8], _ range: Range<Int>, into body: inout [UInt8], limits: Limits
    ) throws(ReadError) -> (consumed: Int, isComplete: Bool) {
        var rest = range
        while !rest.isEmpty {
            let before = rest
            switch place {
            case .size:
                try readSize(bytes, &rest, bodyBytes: body.count, limits)
            case .data(let count):
                let part = rest.prefix(count)
                body.append(contentsOf: bytes[part])
                rest = part.upperBound..<rest.upperBound
                place = count == part.count ? .dataEnd : .data(count - part.count)
            case .dataEnd:
                try readDataEnd(bytes, &rest)
            case .trailers:
                if try readTrailer(bytes, &rest, limits) { return (rest.lowerBound - range.lowerBound, true) }
            }
            if rest == before { break }
        }
        return (rest.lowerBound - range.lowerBound, false)
    }

    private mutating func readSize(
        _ bytes: [UInt8], _ rest: inout Range<Int>, bodyBytes: Int, _ limits: Limits
    ) throws(ReadError) {
        guard let line = try Self.line(bytes, rest, limit: limits.chunkLine, tooLong: .malformedChunk) else { return }
        let (size, sizeEnd) = try Self.size(bytes, line, limit: limits.body)
        try Self.checkExtensions(bytes, sizeEnd..<line.upperBound)
        extensionBytes += line.upperBound - sizeEnd
        guard extensionBytes <= limits.chunkOverhead else {
            throw .chunkExtensionsTooLong(limit: limits.chunkOverhead)
        }
        guard size <= limits.body - bodyBytes else { throw .bodyTooLong(limit: limits.body) }
        place = size == 0 ? .trailers : .data(size)
        rest = (line.upperBound + 2)..<rest.upperBound
    }

    private mutating func readDataEnd(_ bytes: [UInt8], _ rest: inout Range<Int>) throws(ReadError) {
        guard bytes[rest.lowerBound] == Octet.carriageReturn else { throw .malformedChunk }
        guard rest.count > 1 else { return }
        guard bytes[rest.lowerBound + 1] == Octet.lineFeed else { throw .malformedChunk }
        place = .size
        rest = (rest.lowerBound + 2)..<rest.upperBound
    }

    /// - Returns: whether the line was the empty one that ends the body.
    private mutating func readTrailer(
        _ bytes: [UInt8], _ rest: inout Range<Int>, _ limits: Limits
    ) throws(ReadError) -> Bool {
        let tooLong = ReadError.trailersTooLong(limit: limits.chunkOverhead)
        let limit = limits.chunkOverhead - trailerBytes
        guard let line = try Self.line(bytes, rest, limit: limit, tooLong: tooLong) else { return false }
        rest = (line.upperBound + 2)..<rest.upperBound
        guard !line.isEmpty else { return true }
        trailerBytes += line.count
        try Self.checkTrailer(bytes.span, line)
        return false
    }

    private static func checkTrailer(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ReadError) {
        let field = try Fields.Line(bytes, line)
        for name in ["content-length", "transfer-encoding", "host"] as [String] where bytes.matches(field.name, name) {
            throw .forbiddenTrailer(name)
        }
    }

    /// The line at the start of the range without its CRLF, or nil when its end hasn't come.
    private static func line(
        _ bytes: [UInt8], _ range: Range<Int>, limit: Int, tooLong: ReadError
    ) throws(ReadError) -> Range<Int>? {
        let looked = range.prefix(limit + 2)
        guard let lineFeed = bytes.span.firstIndex(of: Octet.lineFeed, in: looked) else {
            guard looked.count < limit + 2 else { throw tooLong }
            return nil
        }
        guard lineFeed > range.lowerBound, bytes[lineFeed - 1] == Octet.carriageReturn else { throw .bareLineFeed }
        return range.lowerBound..<(lineFeed - 1)
    }

    /// The hexadecimal number at the start of the line, and where it ends. A number over the limit is refused before it can
    /// overflow.
    private static func size(
        _ bytes: [UInt8], _ line: Range<Int>, limit: Int
    ) throws(ReadError) -> (size: Int, end: Int) {
        var size = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = Octet.hexadecimal(bytes[index]) {
            guard size < 1 << 56 else { throw .bodyTooLong(limit: limit) }
            size = size << 4 | Int(digit)
            index += 1
        }
        guard index > line.lowerBound else { throw .malformedChunk }
        return (size, index)
    }

    /// `*( ";" token [ "=" ( token / quoted-string ) ] )`; the whitespace that RFC 9112 calls bad isn't accepted.
    private static func checkExtensions(_ bytes: [UInt8], _ range: Range<Int>) throws(ReadError) {
        let bytes = bytes.span
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == Octet.semicolon else { throw .malformedChunk }
            let nameEnd = bytes.end(of: .token, in: (index + 1)..<range.upperBound)
            guard nameEnd > index + 1 else { throw .malformedChunk }
            index = nameEnd
            guard index < range.upperBound, bytes[index] == Octet.equals else { continue }
            index = try valueEnd(bytes, (index + 1)..<range.upperBound)
        }
    }

    /// Where the token or the quoted string at the start of the range ends.
    private static func valueEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ReadError) -> Int {
        guard range.lowerBound < range.upperBound, bytes[range.lowerBound] == Octet.quote else {
            let end = bytes.end(of: .token, in: range)
            guard end > range.lowerBound else { throw .malformedChunk }
            return end
        }
        var index = range.lowerBound + 1
        while index < range.upperBound, bytes[index] != Octet.quote {
            if bytes[index] == Octet.backslash { index += 1 }
            guard index < range.upperBound, Octet.isFieldContent(bytes[index]) else { throw .malformedChunk }
            index += 1
        }
        guard index < range.upperBound else { throw .malformedChunk }
        return index + 1
    }
}

/// Why bytes are no acceptable request. Every one of them ends the connection, since what follows can't be framed.
package enum ReadError: Error, Equatable, Sendable {
    /// A line that ends in LF without CR (RFC 9112, section 2.2).
    case bareLineFeed
    /// The first line is not method, space, target, space, version.
    case malformedRequestLine
    /// A valid name of a method that the server doesn't know, or `CONNECT`.
    case unknownMethod(String)
    /// The target is in none of the four forms, or has a byte that a target can't have (RFC 9112, section 3.2).
    case malformedTarget
    /// Neither HTTP/1.0 nor HTTP/1.1.
    case unsupportedVersion(String)
    /// The request line is longer than the limit, in bytes.
    case requestLineTooLong(limit: Int)
    /// The head is longer than the limit, in bytes.
    case headTooLong(limit: Int)
    /// There are more field lines than the limit.
    case tooManyFields(limit: Int)
    /// A field line without a colon, without a name, or with a byte in its name that a name can't have.
    case malformedFieldName
    /// Whitespace between name and colon (RFC 9112, section 5.1).
    case blankBeforeColon
    /// A field line that begins with whitespace: obs-fold (RFC 9112, section 5.2).
    case foldedField
    /// A control character in a value; the name is the field's.
    case malformedFieldValue(String)
    /// HTTP/1.1 without `Host`, or `Host` twice, or one that is no host and port (RFC 9112, section 3.2).
    case malformedHost(HostTrouble)
    /// `Content-Length` that isn't one decimal number (RFC 9112, section 6.3), or that comes twice.
    case malformedContentLength
    /// `Content-Length` beside `Transfer-Encoding` (RFC 9112, section 6.1).
    case twoFramings
    /// `Transfer-Encoding` in HTTP/1.0, or `chunked` applied twice (RFC 9112, section 6.1).
    case malformedTransferEncoding
    /// A transfer coding other than `chunked`.
    case unsupportedTransferEncoding(String)
    /// `Expect` other than `100-continue`.
    case unknownExpectation(String)
    /// The body is, or says it is, longer than the limit, in bytes.
    case bodyTooLong(limit: Int)
    /// A chunk's size line, its extensions or its end are not as RFC 9112, section 7.1, has them.
    case malformedChunk
    /// Extensions of chunks are longer than the limit, in bytes.
    case chunkExtensionsTooLong(limit: Int)
    /// Trailers are longer than the limit, in bytes.
    case trailersTooLong(limit: Int)
    /// A trailer that would change framing or routing (RFC 9110, section 6.5.1).
    case forbiddenTrailer(String)

    /// What is wrong with `Host`.
    package enum HostTrouble: String, Sendable {
        case missing = "has none"
        case repeated = "has several"
        case invalid = "has one that is no host and port"
    }
}

extension ReadError {
    /// The status of the answer.
    package var status: Status {
        switch self {
        case .unknownMethod, .unsupportedTransferEncoding: .notImplemented
        case .unsupportedVersion: .versionNotSupported
        case .requestLineTooLong: .targetTooLong
        case .headTooLong, .tooManyFields, .trailersTooLong: .fieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .bodyTooLong: .contentTooLarge
        case .bareLineFeed, .malformedRequestLine, .malformedTarget, .malformedFieldName, .blankBeforeColon,
            .foldedField, .malformedFieldValue, .malformedHost, .malformedContentLength, .twoFramings,
            .malformedTransferEncoding, .malformedChunk, .chunkExtensionsTooLong, .forbiddenTrailer:
            .badRequest
        }
    }
}

extension ReadError: CustomStringConvertible {
    /// A sentence: what was found, and what was wanted.
    package var description: String {
        switch self {
        case .bareLineFeed: "A line ends in LF alone; lines end in CRLF."
        case .malformedRequestLine: "The first line is no request line; wanted METHOD /path HTTP/1.1."
        case .unknownMethod(let name): "The method \(name) is not implemented."
        case .malformedTarget: "The request target is no path, or has a character that must be percent-encoded."
        case .unsupportedVersion(let found): "The version is \(found); HTTP/1.1 and HTTP/1.0 are spoken here."
        case .requestLineTooLong(let limit): "The request line is longer than \(limit) bytes."
        case .headTooLong(let limit): "The head of the request is longer than \(limit) bytes."
        case .tooManyFields(let limit): "The request has more than \(limit) header fields."
        case .malformedFieldName: "A header line has no valid name before its colon."
        case .blankBeforeColon: "A header line has whitespace between the name and the colon."
        case .foldedField: "A header line begins with whitespace; folded lines are obsolete and not accepted."
        case .malformedFieldValue(let name): "The value of \(name) has a control character."
        case .malformedHost(let trouble): "A request needs exactly one Host field; this one \(trouble.rawValue)."
        case .malformedContentLength: "Content-Length must be there once, as one decimal number."
        case .twoFramings: "Content-Length and Transfer-Encoding exclude each other."
        case .malformedTransferEncoding: "Transfer-Encoding must be chunked, once, in HTTP/1.1."
        case .unsupportedTransferEncoding(let found): "The transfer coding \(found) is not implemented; chunked is."
        case .unknownExpectation(let found): "The expectation \(found) can't be met; 100-continue can."
        case .bodyTooLong(let limit): "The body is longer than \(limit) bytes."
        case .malformedChunk: "A chunk of the body is malformed."
        case .chunkExtensionsTooLong(let limit): "The chunk extensions are longer than \(limit) bytes."
        case .trailersTooLong(let limit): "The trailers are longer than \(limit) bytes."
        case .forbiddenTrailer(let name): "The field \(name) can't be a trailer."
        }
    }
}

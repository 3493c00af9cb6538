import Testing

@testable import HTTP

@Suite("Requests that are refused")
struct RefusalTests {
    static let heads: [(String, ReadError)] = [
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        ("\u{16}\u{3}\u{1}", .malformedRequestLine),
        (" GET / HTTP/1.1\r\n", .malformedRequestLine),
        ("GET  / HTTP/1.1\r\n", .malformedRequestLine),
        ("GET / HTTP/1.1 \r\n", .malformedRequestLine),
        ("GET /\r\n", .malformedRequestLine),
        ("GET / HTTP/1.10\r\n", .malformedRequestLine),
        ("GET / http/1.1\r\n", .malformedRequestLine),
        ("GET\t/\tHTTP/1.1\r\n", .malformedRequestLine),
        ("GET / HTTP/2.0\r\n", .unsupportedVersion("HTTP/2.0")),
        ("GET / HTTP/0.9\r\n", .unsupportedVersion("HTTP/0.9")),
        ("GET / HTTP/1.2\r\n", .unsupportedVersion("HTTP/1.2")),
        ("PRI * HTTP/2.0\r\n", .unsupportedVersion("HTTP/2.0")),
        ("BREW / HTTP/1.1\r\n", .unknownMethod("BREW")),
        ("get / HTTP/1.1\r\n", .unknownMethod("get")),
        ("CONNECT a:1 HTTP/1.1\r\n", .unknownMethod("CONNECT")),
        ("GET * HTTP/1.1\r\n", .malformedTarget),
        ("GET a HTTP/1.1\r\n", .malformedTarget),
        ("GET /a#b HTTP/1.1\r\n", .malformedTarget),
        ("GET /a\\b HTTP/1.1\r\n", .malformedTarget),
        ("GET /a?b<c HTTP/1.1\r\n", .malformedTarget),
        ("GET /% HTTP/1.1\r\n", .malformedTarget),
        ("GET /%4 HTTP/1.1\r\n", .malformedTarget),
        ("GET /%g0 HTTP/1.1\r\n", .malformedTarget),
        ("GET /\u{e9} HTTP/1.1\r\n", .malformedTarget),
        ("GET ftp://h/ HTTP/1.1\r\n", .malformedTarget),
        ("GET http:/// HTTP/1.1\r\n", .malformedTarget),
        ("GET http://u@h/ HTTP/1.1\r\n", .malformedTarget),
        ("GET / HTTP/1.1\r\nHost : a\r\n", .blankBeforeColon),
        ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n", .foldedField),
        ("GET / HTTP/1.1\r\n Host: a\r\n", .foldedField),
        ("GET / HTTP/1.1\r\nHost\r\n", .malformedFieldName),
        ("GET / HTTP/1.1\r\n: a\r\n", .malformedFieldName),
        ("GET / HTTP/1.1\r\nHo(st: a\r\n", .malformedFieldName),
        ("GET / HTTP/1.1\r\nH\u{e9}: a\r\n", .malformedFieldName),
        ("GET / HTTP/1.1\r\nX: a\u{0}b\r\n", .malformedFieldValue("X")),
        ("GET / HTTP/1.1\r\nX: a\rb\r\n", .malformedFieldValue("X")),
        ("GET / HTTP/1.1\r\nX: \u{7f}\r\n", .malformedFieldValue("X")),
        ("GET / HTTP/1.1\r\n\r\n", .malformedHost(.missing)),
        ("GET http://h/ HTTP/1.1\r\n\r\n", .malformedHost(.missing)),
        ("GET / HTTP/1.1\r\nHost: a\r\nHOST: a\r\n", .malformedHost(.repeated)),
        ("GET / HTTP/1.1\r\nHost: a b\r\n", .malformedHost(.invalid)),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n", .malformedHost(.invalid)),
        ("GET / HTTP/1.1\r\nHost: a@b\r\n", .malformedHost(.invalid)),
        ("POST / HTTP/1.1\r\nExpect: tea\r\n", .unknownExpectation("tea")),
    ]

    static let framings: [(String, ReadError)] = [
        ("Content-Length: 3\r\nContent-Length: 3", .malformedContentLength),
        ("Content-Length: 3, 3", .malformedContentLength),
        ("Content-Length: +3", .malformedContentLength),
        ("Content-Length: -1", .malformedContentLength),
        ("Content-Length: 0x3", .malformedContentLength),
        ("Content-Length: 3 4", .malformedContentLength),
        ("Content-Length: 3\t", .malformedContentLength),
        ("Content-Length:", .malformedContentLength),
        ("Content-Length: 16777217", .bodyTooLong(limit: 16 << 20)),
        ("Content-Length: 9223372036854775807", .bodyTooLong(limit: 16 << 20)),
        ("Content-Length: 99999999999999999999999999", .bodyTooLong(limit: 16 << 20)),
        ("Content-Length: 3\r\nTransfer-Encoding: chunked", .twoFramings),
        ("Transfer-Encoding: chunked\r\nContent-Length: 3", .twoFramings),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
        ("Transfer-Encoding: chunked \t", .malformedTransferEncoding),
        ("Transfer-Encoding:", .malformedTransferEncoding),
        ("Transfer-Encoding: gzip", .unsupportedTransferEncoding("gzip")),
        ("Transfer-Encoding: gzip, chunked", .unsupportedTransferEncoding("gzip,?chunked")),
        ("Transfer-Encoding: chunked, chunked", .unsupportedTransferEncoding("chunked,?chunked")),
        ("Transfer-Encoding: \u{b}chunked", .malformedFieldValue("Transfer-Encoding")),
        ("Transfer-Encoding: identity", .unsupportedTransferEncoding("identity")),
        ("Transfer-Encoding: xchunked", .unsupportedTransferEncoding("xchunked")),
    ]

    static let chunks: [(String, ReadError)] = [
        ("\r\n", .malformedChunk), ("x\r\n", .malformedChunk), ("-1\r\n", .malformedChunk),
        ("0x1\r\n", .malformedChunk),
        (" 1\r\n", .malformedChunk), ("1 \r\n", .malformedChunk), ("1\n", .bareLineFeed), ("1;\r\n", .malformedChunk),
        ("1;a=\r\n", .malformedChunk), ("1;a=\"b\r\n", .malformedChunk), ("1;a=\"b\\\r\n", .malformedChunk),
        ("1; a\r\n", .malformedChunk), ("1;a b\r\n", .malformedChunk), ("1\r\nab", .malformedChunk),
        ("1\r\na\n", .malformedChunk), ("1\r\na\r\r", .malformedChunk), ("0\r\nX\r\n", .malformedFieldName),
        ("0\r\n X: 1\r\n", .foldedField), ("0\r\n\n", .bareLineFeed),
        ("0\r\nContent-Length: 3\r\n", .forbiddenTrailer("content-length")),
        ("1000001\r\n", .bodyTooLong(limit: 16 << 20)), ("ffffffffffffffffffff\r\n", .bodyTooLong(limit: 16 << 20)),
        ("1\r\na\r\n1000000\r\n", .bodyTooLong(limit: 16 << 20)),
        ("1;" + String(repeating: "a", count: 300) + "\r\n", .malformedChunk),
        ("0\r\n" + String(repeating: "X: y\r\n", count: 3000), .trailersTooLong(limit: 8 << 10)),
        (String(repeating: "1;aaaaaaaaaaaaaaa\r\nb\r\n", count: 600), .chunkExtensionsTooLong(limit: 8 << 10)),
    ]

    @Test("A head that isn't one", arguments: heads)
    func refusesHeads(text: String, error: ReadError) {
        #expect(Reading(text).error == error)
        #expect(Reading(text.utf8.map { [$0] }).error == error)
    }

    @Test("A framing that two readers could take two ways", arguments: framings)
    func refusesFramings(lines: String, error: ReadError) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n"
        #expect(Reading(text).error == error)
        #expect(Reading(text).heads.isEmpty)
    }

    @Test("A chunked body that isn't one", arguments: chunks)
    func refusesChunks(body: String, error: ReadError) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
        #expect(Reading(text).error == error)
        #expect(Reading(text.utf8.map { [$0] }).error == error)
    }

    @Test("HTTP/1.0 knows no transfer codings")
    func refusesChunksInHTTP10() {
        let reading = Reading("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(reading.error == .malformedTransferEncoding)
    }

    @Test("An error is final")
    func staysFailed() {
        var reader = RequestReader()
        _ = reader.withSpace { space in
            space.copyBytes(from: Array("\n".utf8))
            return 1
        }
        #expect(throws: ReadError.malformedRequestLine) { try reader.next() }
        #expect(throws: ReadError.malformedRequestLine) { try reader.next() }
        #expect(reader.stage == .ended)
    }

    static let tight = Limits(requestLine: 30, head: 128, fields: 2, body: 10)

    @Test(
        "One byte over a limit is refused, the limit itself is not",
        arguments: [
            ("GET /" + String(repeating: "a", count: 16), "Host: a", nil as ReadError?),
            ("GET /" + String(repeating: "a", count: 17), "Host: a", .requestLineTooLong(limit: 30)),
            ("GET /", "Host: a\r\nX: " + String(repeating: "y", count: 96), nil),
            ("GET /", "Host: a\r\nX: " + String(repeating: "y", count: 97), .headTooLong(limit: 128)),
            ("GET /", "Host: a\r\nX: 1", nil),
            ("GET /", "Host: a\r\nX: 1\r\nY: 1", .tooManyFields(limit: 2)),
            ("GET /", "Host: a\r\nContent-Length: 10", nil),
            ("GET /", "Host: a\r\nContent-Length: 11", .bodyTooLong(limit: 10)),
        ])
    func keepsLimits(start: String, lines: String, error: ReadError?) {
        let body = lines.contains("Content-Length") ? "0123456789" : ""
        let text = "\(start) HTTP/1.1\r\n\(lines)\r\n\r\n\(body)"
        let whole = Reading(text, limits: Self.tight)
        #expect(whole.error == error)
        #expect(whole.requests.count == (error == nil ? 1 : 0))
        #expect(Reading(text.utf8.map { [$0] }, limits: Self.tight).requests == whole.requests)
    }

    @Test("An endless line is refused before it ends")
    func refusesEndlessLines() {
        #expect(Reading("GET /" + String(repeating: "a", count: 9000)).error?.status == .targetTooLong)
        let head = "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 17000)
        #expect(Reading(head).error?.status == .fieldsTooLarge)
    }

    @Test("Each error has its status and a sentence for the answer")
    func answersErrors() {
        for (_, error) in Self.heads + Self.framings + Self.chunks {
            let response = HTTPResponse(refusing: error)
            let text = String(decoding: response.body, as: UTF8.self)
            #expect((400...599).contains(response.status.code))
            #expect(text.hasSuffix(".\n") && text.count > 20 && text.utf8.allSatisfy { $0 >= 32 || $0 == 10 })
        }
        #expect(ReadError.unknownMethod("BREW").status == .notImplemented)
        #expect(ReadError.unsupportedTransferEncoding("gzip").status == .notImplemented)
        #expect(ReadError.unsupportedVersion("HTTP/2.0").status == .versionNotSupported)
        #expect(ReadError.bodyTooLong(limit: 1).status == .contentTooLarge)
    }
}

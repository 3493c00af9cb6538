import Testing

@testable import HTTP

@Suite("Requests that are read")
struct RequestReaderTests {
    @Test("The head that an API server sends, and its body")
    func readsAnAPIServersRequest() throws {
        let body = String(repeating: "x", count: 6573)
        let reading = Reading(
            """
            POST /validate/pods?timeout=10s HTTP/1.1\r
            Host: gate.sekisho.svc:443\r
            User-Agent: kube-apiserver-admission\r
            Content-Length: 6573\r
            Accept: application/json, */*\r
            Content-Type: application/json\r
            Accept-Encoding: gzip\r
            \r
            \(body)
            """)
        let request = try #require(reading.requests.first)
        #expect(reading.error == nil && reading.requests.count == 1 && reading.stage == .idle)
        #expect(request.method == .post && request.target == "/validate/pods?timeout=10s" && request.keepsAlive)
        #expect(request.fields["content-type"] == "application/json" && request.fields.count == 6)
        #expect(request.body == Array(body.utf8))
        #expect(reading.heads == [RequestReader.Head(method: .post, bodyLength: 6573, awaitsContinue: false)])
    }

    @Test("Requests in one piece come out in order, and the rest waits for more")
    func readsPipelinedRequests() {
        let one = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
        let two = "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        let reading = Reading(one + two + one + "GET /4 HT")
        #expect(reading.requests.map(\.target) == ["/1", "/2", "/1"])
        #expect(reading.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["", "abc", ""])
        #expect(reading.stage == .head && reading.error == nil)
    }

    @Test("Chunks are put together; extensions and trailers are dropped")
    func readsChunks() throws {
        let reading = Reading(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "5;n=v;q=\"a;\\\"b\"\r\nhello\r\n00a\r\n, chunked!\r\n0\r\nX-Sum: 1\r\n\r\n")
        let request = try #require(reading.requests.first)
        #expect(String(decoding: request.body, as: UTF8.self) == "hello, chunked!")
        #expect(!request.fields.has("x-sum") && reading.stage == .idle)
        #expect(reading.heads.first?.bodyLength == nil)
    }

    @Test(
        "Whether the connection stays open",
        arguments: [
            ("1.1", "X: y", true), ("1.1", "Connection: close", false), ("1.1", "connection: Keep-Alive", true),
            ("1.1", "Connection: foo ,\tCLOSE", false), ("1.1", "Connection: closed", true), ("1.0", "X: y", false),
            ("1.0", "Connection: keep-alive", true), ("1.0", "Connection: keep-alive, close", false),
        ])
    func tellsKeepAlive(version: String, line: String, keepsAlive: Bool) {
        let reading = Reading("GET / HTTP/\(version)\r\nHost: a\r\n\(line)\r\n\r\n")
        #expect(reading.requests.first?.keepsAlive == keepsAlive)
        #expect(reading.stage == (keepsAlive ? .idle : .ended))
    }

    @Test("Nothing is read after a request that ends the connection")
    func endsAfterClose() {
        let last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let reading = Reading(last + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(reading.requests.count == 1 && reading.error == nil)
    }

    @Test(
        "Expect: 100-continue asks for an answer only where a body comes",
        arguments: [("Content-Length: 3", true), ("Transfer-Encoding: chunked", true), ("Content-Length: 0", false)])
    func tellsContinue(line: String, awaits: Bool) {
        let reading = Reading("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\(line)\r\n\r\n")
        #expect(reading.heads.first?.awaitsContinue == awaits)
        let old = Reading("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        #expect(old.heads.first?.awaitsContinue == false)
    }

    @Test(
        "Targets in all their forms",
        arguments: [
            ("GET", "/a?b", "/a", "b"), ("GET", "/a?", "/a", ""), ("GET", "//a/../b", "//a/../b", nil),
            ("GET", "http://h", "/", nil), ("GET", "HTTPS://h:1/p?q?r", "/p", "q?r"), ("GET", "http://h?q", "/", "q"),
            ("OPTIONS", "*", "*", nil), ("GET", "/%41%7a", "/%41%7a", nil),
        ])
    func readsTargets(method: String, target: String, path: String, query: String?) throws {
        var reader = RequestReader()
        let bytes = Array("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        _ = reader.withSpace { space in
            space.copyBytes(from: bytes)
            return bytes.count
        }
        _ = try reader.next()
        guard case .request(let request) = try reader.next() else {
            Issue.record("no request")
            return
        }
        #expect(request.target == target && request.path == path && request.query == query)
    }

    @Test("One empty line before a request is skipped")
    func skipsAnEmptyLine() {
        let request = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(Reading(request + request).requests.count == 2)
    }

    @Test("The announced length reserves no more than what arrives")
    func growsWithTheBody() {
        var reader = RequestReader()
        let head = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16777216\r\n\r\n".utf8)
        _ = reader.withSpace { space in
            space.copyBytes(from: head)
            return head.count
        }
        guard case .head(let announced)? = try? reader.next(), case .needMore? = try? reader.next() else {
            Issue.record("no head")
            return
        }
        #expect(announced.bodyLength == 16 << 20)
        let space = reader.withSpace { space in min(space.count, 1 << 20) }
        #expect(space <= 64 << 10 && reader.bodyBytes == space && reader.stage == .body)
    }

    @Test("A body of many pieces comes out whole", arguments: [1, 7, 8191, 8192, 16384, 100_000])
    func readsLongBodies(piece: Int) {
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let head = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n".utf8)
        let stream = head + body + Array("GET /n HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let pieces = stride(from: 0, to: stream.count, by: piece).map { stream[$0..<min($0 + piece, stream.count)] }
        let reading = Reading(pieces)
        #expect(reading.requests.first?.body == body)
        #expect(reading.requests.last?.target == "/n" && reading.requests.count == 2)
    }
}

import HTTP

extension Target {
    /// The HTTP reader: how a stream is cut makes no difference, no limit is passed, and what is read can be written and read
    /// again.
    static let http = Target(
        name: "http",
        corpus: [
            "POST /validate?timeout=10s HTTP/1.1\r\nHost: a.b.svc:8443\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            "POST /mutate/guide HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c=\"d\\\"e\"\r\n{}\r\n0\r\nX-Sum: 1\r\n\r\n",
            "GET /readyz HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nHEAD http://h:1/x%20y?q HTTP/1.1\r\nHost: h:1\r\nConnection: Foo, close\r\n\r\n",
            "PUT /a?timeout=1m30s&b=%7B HTTP/1.1\r\nhOST:a\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\nabc",
        ],
        tokens: [
            "\r\n", "\r", "\n", "\r\n\r\n", " ", "\t", ":", ",", ";", "\"", "%", "\u{0}", "\u{7F}", "Host: a\r\n",
            "Content-Length: 3\r\n", "Content-Length: 18446744073709551616\r\n", "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n", "Expect: 100-continue\r\n", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "POST / ",
            "ffffffffffffffff\r\n", "0\r\n\r\n", "+1", "0x1", "?timeout=", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        ],
        check: checkHTTP)
}

private let limits = Limits(requestLine: 256, head: 1024, fields: 8, body: 64, chunkLine: 32, chunkOverhead: 64)

@Sendable
private func checkHTTP(_ input: [UInt8]) throws(Violation) -> Bool {
    let whole = Reading(input, pieces: Int.max)
    for pieces in [1, 7] {
        let cut = Reading(input, pieces: pieces)
        try require(cut == whole, "in pieces of \(pieces) bytes it is \(cut), and as a whole \(whole)")
    }
    for request in whole.requests { try checkRequest(request) }
    return !whole.requests.isEmpty
}

private func checkRequest(_ request: HTTPRequest) throws(Violation) {
    try require(request.body.count <= limits.body, "the body has \(request.body.count) bytes")
    try require(request.fields.count <= limits.fields, "there are \(request.fields.count) fields")
    _ = (request.path, request.query, request.parameter("timeout"), request.rawParameter("timeout"))
    _ = request.fields.hasMediaType("application/json")
    guard request.minorVersion == 1 else { return }
    let line = "\(request.method.rawValue) \(request.target) HTTP/1.1"
    let head = "\(line)\r\nHost: a\r\nContent-Length: \(request.body.count)\r\n\r\n"
    let again = Reading(Array(head.utf8) + request.body, pieces: Int.max)
    try require(again.requests.first?.body == request.body, "the request does not read again: \(head)")
}

/// What a reader makes of a stream.
private struct Reading: Equatable, CustomStringConvertible {
    var requests: [HTTPRequest] = []
    var heads = 0
    var error: ReadError?

    /// Feeds the stream in pieces of so many bytes.
    init(_ input: [UInt8], pieces: Int) {
        var reader = RequestReader(limits: limits)
        var rest = input[...]
        do throws(ReadError) {
            try take(&reader)
            while !rest.isEmpty, reader.stage != .ended {
                rest = rest.dropFirst(Self.feed(rest.prefix(pieces), to: &reader))
                try take(&reader)
            }
        } catch {
            self.error = error
        }
    }

    /// - Returns: how many bytes were taken.
    private static func feed(_ piece: ArraySlice<UInt8>, to reader: inout RequestReader) -> Int {
        reader.withSpace { space in
            let part = piece.prefix(space.count)
            space.copyBytes(from: part)
            return part.count
        }
    }

    private mutating func take(_ reader: inout RequestReader) throws(ReadError) {
        while true {
            switch try reader.next() {
            case .needMore: return
            case .head: heads += 1
            case .request(let request): requests.append(request)
            }
        }
    }

    static func == (left: Reading, right: Reading) -> Bool {
        left.error == right.error && left.heads == right.heads
            && left.requests.elementsEqual(right.requests, by: areEqual)
    }

    private static func areEqual(_ one: HTTPRequest, _ other: HTTPRequest) -> Bool {
        guard one.method == other.method, one.target == other.target, one.keepsAlive == other.keepsAlive else {
            return false
        }
        return one.fields == other.fields && one.body == other.body
    }

    var description: String {
        let lines = requests.map { "\($0.method.rawValue) \($0.target) \($0.body.count)" }
        return "\(lines), \(heads) heads, \(error.map { "\($0)" } ?? "no error")"
    }
}

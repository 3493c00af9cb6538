@testable import HTTP

/// What a reader made of a stream of bytes, comparable.
struct Reading: Equatable, CustomStringConvertible {
    /// One request, in the parts that matter for comparing.
    struct Request: Equatable {
        var method: Method
        var target: String
        var minorVersion: Int
        var fields: Fields
        var body: [UInt8]
        var keepsAlive: Bool

        init(_ request: HTTPRequest) {
            method = request.method
            target = request.target
            minorVersion = request.minorVersion
            fields = request.fields
            body = request.body
            keepsAlive = request.keepsAlive
        }
    }

    var heads: [RequestReader.Head] = []
    var requests: [Request] = []
    var error: ReadError?
    var stage = RequestReader.Stage.idle

    /// Feeds the pieces one after the other, and reads all events after each.
    init(_ pieces: some Sequence<some Collection<UInt8>>, limits: Limits = Limits()) {
        var reader = RequestReader(limits: limits)
        do throws(ReadError) {
            for piece in pieces { try feed(Array(piece), to: &reader) }
        } catch {
            self.error = error
        }
        stage = reader.stage
    }

    /// Feeds a text in one piece.
    init(_ text: String, limits: Limits = Limits()) {
        self.init([Array(text.utf8)], limits: limits)
    }

    private mutating func feed(_ piece: [UInt8], to reader: inout RequestReader) throws(ReadError) {
        var rest = piece[...]
        repeat {
            let count = reader.withSpace { space in
                let part = rest.prefix(space.count)
                space.copyBytes(from: part)
                return part.count
            }
            rest = rest.dropFirst(count)
            try readEvents(&reader)
        } while !rest.isEmpty && reader.stage != .ended
    }

    private mutating func readEvents(_ reader: inout RequestReader) throws(ReadError) {
        while true {
            switch try reader.next() {
            case .needMore: return
            case .head(let head): heads.append(head)
            case .request(let request): requests.append(Request(request))
            }
        }
    }

    var description: String {
        let targets = requests.map { "\($0.method) \($0.target) \($0.body.count)" }
        return "\(targets) \(error.map(String.init(describing:)) ?? "no error") \(stage)"
    }
}

/// A small generator of repeatable random numbers (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes streams of requests: valid ones, and valid ones with a few bytes changed.
struct RequestGenerator {
    private var random: SplitMix

    init(seed: Int) { random = SplitMix(seed: seed) }

    private static let lines = [
        "User-Agent: kube-apiserver-admission", "Accept: application/json, */*", "Content-Type: application/json",
        "Accept-Encoding: gzip", "X-Empty:", "x-odd!#$: \t spaced\tvalue \t", "Connection: keep-alive",
        "connection: Foo, close", "Expect: 100-continue", "X-Obs: \u{e9}",
    ]
    private static let targets = [
        "/", "/validate?timeout=10s", "/a/b%20c;d=1?x=%7B&y=/?", "http://h:1/x", "https://h?q", "/~!$&'()*+,;=:@-._",
    ]

    /// One to four requests in a row, of which only the last may end the connection.
    mutating func stream() -> [UInt8] {
        let count = Int.random(in: 1...4, using: &random)
        return (1...count).flatMap { request(isLast: $0 == count) }
    }

    /// A valid request.
    mutating func request(isLast: Bool) -> [UInt8] {
        let body = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        var lines = Self.lines.filter {
            Int.random(in: 0..<5, using: &random) == 0 && (isLast || !$0.contains("close"))
        }
        lines.append(Bool.random(using: &random) ? "Host: localhost:8443" : "hOST:[::1]")
        let isChunked = Int.random(in: 0..<3, using: &random) == 0
        lines.append(isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.count)")
        lines.shuffle(using: &random)
        let method = Method.allCases.randomElement(using: &random) ?? .post
        let target = Self.targets.randomElement(using: &random) ?? "/"
        let head = (["\(method.rawValue) \(target) HTTP/1.1"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
        return Array(head.utf8) + (isChunked ? chunked(body) : body)
    }

    private mutating func chunked(_ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            let part = rest.prefix(Int.random(in: 1...20, using: &random))
            let tail = Int.random(in: 0..<3, using: &random) == 0 ? ";a=b;c;d=\"e f\\\"\"" : ""
            bytes += Array((String(part.count, radix: 16) + tail + "\r\n").utf8) + part + Array("\r\n".utf8)
            rest = rest.dropFirst(part.count)
        }
        let trailer = Int.random(in: 0..<3, using: &random) == 0 ? "X-Sum: 1\r\nX-More: 2\r\n" : ""
        return bytes + Array("0\r\n\(trailer)\r\n".utf8)
    }

    /// A stream in which one to three bytes, pieces or lines were changed.
    mutating func mutatedStream() -> [UInt8] {
        var bytes = stream()
        for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes) }
        return bytes
    }

    private static let shards = [
        "\r", "\n", "\r\n", " ", "\t", ":", "\0", ",", "chunked", "Content-Length: 3\r\n", "Host: a\r\n", "0", "+",
        "-1",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "\u{7f}", "\u{b5}", "%", "#", "\"", "HTTP/1.0",
        " HTTP/1.1", "0\r\n\r\n", ";", "=", "x", "_", "HTTP/2.0", "Upgrade: h2c\r\n", "Connection: upgrade\r\n", "@",
        "//",
    ]

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place..<min(place + 7, bytes.count))
        case 3: bytes.insert(contentsOf: bytes[place..<min(place + 12, bytes.count)], at: place)
        default: bytes.insert(contentsOf: Array((Self.shards.randomElement(using: &random) ?? "").utf8), at: place)
        }
    }

    /// The bytes cut at random places.
    mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces.append(rest.prefix(Int.random(in: 1...40, using: &random)))
            rest = rest.dropFirst(pieces.last?.count ?? 1)
        }
        return pieces
    }
}

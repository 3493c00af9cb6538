/// One request, complete.
///
/// The head is the bytes that came, with offsets into them; `body` is an array of its own, so that a reader of the body
/// may keep it without a copy.
package struct HTTPRequest: Sendable {
    /// The fields of the head; trailers of a chunked body are read and dropped.
    package let fields: Fields
    /// The content, with the chunks of a chunked body put together.
    package let body: [UInt8]
    /// Whether the client asks for the connection to stay open after the answer (RFC 9112, section 9.3).
    package let keepsAlive: Bool
    let line: RequestLine

    init(line: RequestLine, fields: Fields, body: [UInt8], keepsAlive: Bool) {
        self.line = line
        self.fields = fields
        self.body = body
        self.keepsAlive = keepsAlive
    }

    /// A request made by hand, HTTP/1.1 and kept alive. `target` is in origin form, `/validate?timeout=10s`, and isn't checked.
    package init(_ method: Method, _ target: String, fields: Fields = [:], body: [UInt8] = []) {
        let start = fields.bytes.count
        let path = target.utf8.prefix { $0 != Octet.question }.count
        let end = start + target.utf8.count
        self.fields = Fields(bytes: fields.bytes + Array(target.utf8), lines: fields.lines)
        self.body = body
        keepsAlive = true
        line = RequestLine(
            method: method, minorVersion: 1, target: start..<end, path: start..<(start + path),
            query: path < target.utf8.count ? (start + path + 1)..<end : nil)
    }

    /// What is to be done.
    package var method: Method { line.method }

    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    package var minorVersion: Int { line.minorVersion }

    /// The target as it stood in the request line.
    package var target: String { text(line.target) }

    /// The path, as it came: percent signs aren't decoded and dot segments aren't resolved. `*` for the whole server,
    /// `/` when an absolute target has none.
    package var path: String { line.path.isEmpty ? "/" : text(line.path) }

    /// What follows the first `?`, as it came, or nil without one.
    package var query: String? { line.query.map(text) }

    /// The value of the first query parameter of that name, percent signs and pluses decoded
    /// (`application/x-www-form-urlencoded`); an empty text when it has no `=`, nil when it is missing.
    ///
    /// A parameter's name is compared as it came.
    package func parameter(_ name: String) -> String? {
        rawParameter(name).map(Self.decoded)
    }

    /// The bytes of that parameter's value as they came, without a `String` being made; empty when it has no `=`, nil when
    /// the parameter is missing.
    package func rawParameter(_ name: String) -> ArraySlice<UInt8>? {
        guard let query = line.query else { return nil }
        let bytes = fields.bytes.span
        var start = query.lowerBound
        while start < query.upperBound {
            let end = bytes.firstIndex(of: Octet.ampersand, in: start..<query.upperBound) ?? query.upperBound
            let key = bytes.firstIndex(of: Octet.equals, in: start..<end) ?? end
            if bytes.equals(start..<key, name) { return fields.bytes[min(key + 1, end)..<end] }
            start = end + 1
        }
        return nil
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: fields.bytes[range], as: UTF8.self)
    }

    private static func decoded(_ value: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count)
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == Octet.percent, index + 2 < value.endIndex,
                let high = Octet.hexadecimal(value[index + 1]), let low = Octet.hexadecimal(value[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(value[index] == Octet.plus ? Octet.space : value[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The first line of a head, as offsets from the head's first byte.
struct RequestLine: Sendable, Equatable {
    var method: Method
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    var minorVersion: Int
    var target: Range<Int>
    /// Empty when an absolute target has no path.
    var path: Range<Int>
    /// Without its question mark.
    var query: Range<Int>?
}

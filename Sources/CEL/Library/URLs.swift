extension Library {
    /// URLs (`library.URLs`), read as Go's `url.ParseRequestURI` reads them.
    static let urls = Library(
        "url", types: [URLValue.typeName: .opaque(URLValue.typeName)],
        [
            Function(
                "A URL of its text: one with a scheme, or a path.",
                examples: ["url('https://a.io:80/b').getHost() == 'a.io:80'"],
                [
                    Overload(
                        "url(string) -> URL", cost: .traversal(),
                        .of { (text: String) in
                            URLValue(text).map { .opaque($0) }
                                ?? .failure("URL parse error during conversion from string: '\(text)'")
                        })
                ]),
            Function(
                "The text is a URL.", examples: ["isURL('https://a.io')", "!isURL('../b')"],
                [
                    Overload(
                        "isURL(string) -> bool", cost: .traversal(),
                        .of { (text: String) in .bool(URLValue(text) != nil) })
                ]),
            part("getScheme", "The scheme; empty for a path.", "url('https://a.io').getScheme() == 'https'") {
                $0.scheme
            },
            part(
                "getHost", "The host with its port, and an IPv6 address in brackets.",
                "url('https://[::1]:80/').getHost() == '[::1]:80'"
            ) { $0.host },
            part("getHostname", "The host alone.", "url('https://[::1]:80/').getHostname() == '::1'") { $0.hostname },
            part("getPort", "The port; empty when there is none.", "url('https://a.io:80').getPort() == '80'") {
                $0.port
            },
            part("getEscapedPath", "The path with its escapes.", "url('https://a.io/a b').getEscapedPath() == '/a%20b'")
            { $0.escapedPath },
            Function(
                "The query's values by name.", examples: ["url('/a?k=1&k=2').getQuery() == {'k': ['1', '2']}"],
                [
                    Overload(
                        "URL.getQuery() -> map(string, list(string))",
                        .of { (url: URLValue) in
                            MapValue(
                                keys: url.query.map { .string($0.0) },
                                values: url.query.map { .list($0.1.map { .string($0) }) }
                            )
                            .map { .map($0) } ?? .failure("the query has a name twice")
                        })
                ]),
        ])

    private static func part(
        _ name: String, _ documentation: String, _ example: String, _ read: @escaping @Sendable (URLValue) -> String
    ) -> Function {
        Function(
            documentation, examples: [example],
            [
                Overload("URL.\(name)() -> string", .of { (url: URLValue) in .string(read(url)) })
            ])
    }
}

/// A URL, taken apart.
final class URLValue: OpaqueValue, Argument {
    private let whole: String
    let scheme: String
    let host: String
    private let path: String
    private let queryText: String

    static var typeName: String { "kubernetes.URL" }
    var source: String? { whole }

    /// Nil when the text is neither a URL with a scheme nor a path that starts with a slash.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        whole = text
        guard let (scheme, tail) = Self.scheme(text) else { return nil }
        var rest = tail
        var query = ""
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        guard rest.hasPrefix("/") || !scheme.isEmpty || rest == "*" else { return nil }
        var host = ""
        if !scheme.isEmpty, rest.hasPrefix("//"), !rest.hasPrefix("///") {
            let authority = rest.dropFirst(2).prefix { $0 != "/" }
            rest = rest.dropFirst(2 + authority.count)
            guard let found = Self.host(authority) else { return nil }
            host = found
        } else if rest.hasPrefix("///"), !scheme.isEmpty {
            rest = rest.dropFirst(2)
        }
        guard Self.unescaped(String(rest)) != nil else { return nil }
        self.scheme = scheme.lowercased()
        self.host = host
        path = !scheme.isEmpty && !rest.hasPrefix("/") ? "" : String(rest)
        queryText = query
    }

    /// The scheme and what comes after its colon; nil when a colon stands where none may.
    private static func scheme(_ text: String) -> (String, Substring)? {
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A: continue
            case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if position == 0 { return ("", text[...]) }
            case UInt8(ascii: ":"):
                return position == 0 ? nil : (String(text.prefix(position)), text.dropFirst(position + 1))
            default: return ("", text[...])
            }
        }
        return ("", text[...])
    }

    /// The host and port of an authority, without the user; nil when it is malformed.
    private static func host(_ authority: Substring) -> String? {
        var host = authority
        if let mark = authority.lastIndex(of: "@") {
            guard authority[..<mark].utf8.allSatisfy({ isUser($0) }) else { return nil }
            host = authority[authority.index(after: mark)...]
        }
        if host.hasPrefix("[") {
            guard let close = host.lastIndex(of: "]"), isPort(host[host.index(after: close)...]) else { return nil }
        } else if let colon = host.lastIndex(of: ":"), !isPort(host[colon...]) {
            return nil
        }
        let allowed = "-._~!$&'()*+,;=:[]<>\"%".utf8
        guard host.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 >= 0x80 || allowed.contains($0) }) else {
            return nil
        }
        guard host.contains("%") else { return String(host) }
        return unescaped(String(host))
    }

    private static func isUser(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-._:~!$&'()*+,;=%@".utf8.contains(byte)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy(isDigit)
    }

    /// The host without its port and brackets.
    var hostname: String {
        if host.hasPrefix("["), let close = host.lastIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<close])
        }
        return host.lastIndex(of: ":").map { String(host[..<$0]) } ?? host
    }

    /// The port; empty when there is none.
    var port: String {
        guard let colon = host.lastIndex(of: ":"), Self.isPort(host[colon...]) else { return "" }
        return String(host[host.index(after: colon)...])
    }

    /// The path as it is, when it is well escaped, and with the escapes that it needs otherwise.
    var escapedPath: String {
        let allowed = "-._~!$&'()*+,;=:@[]/%".utf8
        if path.utf8.allSatisfy({ isLetter($0) || isDigit($0) || allowed.contains($0) }) { return path }
        let plain = "-_.~$&+,/:;=@".utf8
        return (Self.unescaped(path) ?? path).utf8.map { byte in
            isLetter(byte) || isDigit(byte) || plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// The query's names in order, each with its values.
    var query: [(String, [String])] {
        var result: [(String, [String])] = []
        for pair in queryText.split(separator: "&") where !pair.contains(";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.unescaped(Self.spaced(parts[0])),
                let value = Self.unescaped(parts.count > 1 ? Self.spaced(parts[1]) : "")
            else { continue }
            if let known = result.firstIndex(where: { sameText($0.0, name) }) {
                result[known].1.append(value)
            } else {
                result.append((name, [value]))
            }
        }
        return result
    }

    private static func spaced(_ text: Substring) -> String {
        String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }, as: UTF8.self)
    }

    /// The text with its `%41`s resolved; nil when one is malformed.
    private static func unescaped(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "%") else {
                result.append(bytes[position])
                position += 1
                continue
            }
            guard position + 2 < bytes.count, let high = hexadecimalDigit(bytes[position + 1]),
                let low = hexadecimalDigit(bytes[position + 2])
            else { return nil }
            result.append(UInt8(high << 4 | low))
            position += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    func isEqual(to other: any OpaqueValue) -> Bool { (other as? URLValue).map { sameText($0.whole, whole) } ?? false }
}

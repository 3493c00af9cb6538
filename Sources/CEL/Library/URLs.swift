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
                                ?? .failure(URLValue.fault(text))
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
    var extent: Int { whole.utf8.count }

    /// Nil when the text is neither a URL with a scheme nor a path that starts with a slash.
    ///
    /// Bytes are looked at and not characters: a mark that joins a slash must not hide it.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        whole = text
        guard let (scheme, tail) = Self.scheme(text[...].utf8) else { return nil }
        let mark = tail.firstIndex(of: UInt8(ascii: "?"))
        var rest = mark.map { tail[..<$0] } ?? tail
        let slashes = rest.prefix { $0 == UInt8(ascii: "/") }.count
        guard slashes > 0 || !scheme.isEmpty || rest.elementsEqual("*".utf8) else { return nil }
        var host = ""
        if !scheme.isEmpty, slashes == 2 {
            let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            rest = rest.dropFirst(2 + authority.count)
            guard let found = Self.host(authority) else { return nil }
            host = found
        } else if !scheme.isEmpty, slashes > 2 {
            rest = rest.dropFirst(2)
        }
        guard Self.unescaped(rest) != nil else { return nil }
        self.scheme = String(Substring(scheme)).lowercased()
        self.host = host
        path = !scheme.isEmpty && rest.first != UInt8(ascii: "/") ? "" : String(Substring(rest))
        queryText = mark.map { String(Substring(tail[tail.index(after: $0)...])) } ?? ""
    }

    /// Why a text is no URL, in the words of Go's `url.ParseRequestURI`.
    static func fault(_ text: String) -> String {
        let start = "URL parse error during conversion from string: parse \(Library.quoted(text).escaped): "
        if text.isEmpty { return start + "empty url" }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return start + "net/url: invalid control character in URL"
        }
        guard let (scheme, tail) = Self.scheme(text[...].utf8) else { return start + "missing protocol scheme" }
        let authority = tail.dropFirst(2).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        if !scheme.isEmpty, tail.starts(with: "//".utf8), Self.host(authority) == nil,
            let colon = authority.lastIndex(of: UInt8(ascii: ":"))
        {
            return start + "invalid port \(Library.quoted(String(Substring(authority[colon...]))).escaped) after host"
        }
        return start + "invalid URI for request"
    }

    private typealias Bytes = Substring.UTF8View

    /// The scheme and what comes after its colon; nil when a colon stands where none may.
    private static func scheme(_ text: Bytes) -> (Bytes, Bytes)? {
        let none = (text.prefix(0), text)
        for position in text.indices {
            switch text[position] {
            case 0x41...0x5A, 0x61...0x7A: continue
            case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if position == text.startIndex { return none }
            case UInt8(ascii: ":"):
                return position == text.startIndex ? nil : (text[..<position], text[text.index(after: position)...])
            default: return none
            }
        }
        return none
    }

    /// The host and port of an authority, without the user; nil when it is malformed.
    private static func host(_ authority: Bytes) -> String? {
        var host = authority
        if let mark = authority.lastIndex(of: UInt8(ascii: "@")) {
            guard authority[..<mark].allSatisfy({ isUser($0) }) else { return nil }
            host = authority[authority.index(after: mark)...]
        }
        if host.first == UInt8(ascii: "[") {
            guard let close = host.lastIndex(of: UInt8(ascii: "]")), isPort(host[host.index(after: close)...]) else {
                return nil
            }
        } else if let colon = host.lastIndex(of: UInt8(ascii: ":")), !isPort(host[colon...]) {
            return nil
        }
        let allowed = "-._~!$&'()*+,;=:[]<>\"%".utf8
        guard host.allSatisfy({ isLetter($0) || isDigit($0) || $0 >= 0x80 || allowed.contains($0) }) else { return nil }
        return host.contains(UInt8(ascii: "%")) ? unescaped(host) : String(Substring(host))
    }

    private static func isUser(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-._:~!$&'()*+,;=%@".utf8.contains(byte)
    }

    private static func isPort(_ text: Bytes) -> Bool {
        text.isEmpty || text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(isDigit)
    }

    /// The host without its port and brackets.
    var hostname: String {
        let bytes = host[...].utf8
        if bytes.first == UInt8(ascii: "["), let close = bytes.lastIndex(of: UInt8(ascii: "]")) {
            return String(Substring(bytes[..<close].dropFirst()))
        }
        return bytes.lastIndex(of: UInt8(ascii: ":")).map { String(Substring(bytes[..<$0])) } ?? host
    }

    /// The port; empty when there is none.
    var port: String {
        let bytes = host[...].utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), Self.isPort(bytes[colon...]) else { return "" }
        return String(Substring(bytes[colon...].dropFirst()))
    }

    /// The path as it is, when it is well escaped, and with the escapes that it needs otherwise.
    var escapedPath: String {
        let allowed = "-._~!$&'()*+,;=:@[]/%".utf8
        if path.utf8.allSatisfy({ isLetter($0) || isDigit($0) || allowed.contains($0) }) { return path }
        let plain = "-_.~$&+,/:;=@".utf8
        return (Self.unescaped(path[...].utf8) ?? path).utf8.map { byte in
            isLetter(byte) || isDigit(byte) || plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// The query's names in order, each with its values.
    var query: [(String, [String])] {
        var result: [(String, [String])] = []
        var places: [ExactText: Int] = [:]
        for pair in queryText.utf8.split(separator: UInt8(ascii: "&")) where !pair.contains(UInt8(ascii: ";")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.unescaped(Self.spaced(parts[0])),
                let value = Self.unescaped(parts.count > 1 ? Self.spaced(parts[1]) : [])
            else { continue }
            if let known = places.updateValue(places[ExactText(name)] ?? result.count, forKey: ExactText(name)) {
                result[known].1.append(value)
            } else {
                result.append((name, [value]))
            }
        }
        return result
    }

    private static func spaced(_ text: Bytes) -> [UInt8] {
        text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
    }

    /// The text with its `%41`s resolved; nil when one is malformed.
    private static func unescaped(_ text: some Collection<UInt8>) -> String? {
        let bytes = Array(text)
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

/// An HTTP answer as it came.
struct Answer: Sendable {
    let status: Int
    /// Names in lower case.
    let fields: [String: String]
    let body: [UInt8]

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// Whether the server ends the connection after it.
    var isLast: Bool { fields["connection"]?.lowercased() == "close" }

    /// Takes the first answer off what has come, or nothing as long as it isn't whole.
    static func take(from bytes: inout [UInt8]) -> Answer? {
        guard let end = bytes.endOfHead else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmed)
        }
        let fields = Dictionary(pairs) { "\($0), \($1)" }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        guard bytes.count >= end + length else { return nil }
        let answer = Answer(status: status, fields: fields, body: Array(bytes[end..<(end + length)]))
        bytes.removeFirst(end + length)
        return answer
    }
}

extension [UInt8] {
    /// The place after the first empty line.
    fileprivate var endOfHead: Int? {
        guard count >= 4 else { return nil }
        return indices.dropLast(3).first { self[$0...].starts(with: "\r\n\r\n".utf8) }.map { $0 + 4 }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
    }
}

extension Library {
    /// Strings (cel-go `ext.Strings`, version 2): positions count code points.
    static let strings = Library(
        "strings",
        [
            Function(
                "The character at a position; none at the end.",
                examples: ["'tea'.charAt(1) == 'e'", "'tea'.charAt(3) == ''"],
                [
                    Overload("string.charAt(int) -> string", .of(charAt))
                ]),
            Function(
                "The position of the first occurrence of a text, perhaps at or after a position; -1 when there is none.",
                examples: ["'tacocat'.indexOf('ac') == 1", "'tacocat'.indexOf('a', 3) == 5", "'a'.indexOf('x') == -1"],
                [
                    Overload("string.indexOf(string) -> int", cost: .elements, .of { indexOf($0, $1, 0) }),
                    Overload("string.indexOf(string, int) -> int", cost: .elements, .of { indexOf($0, $1, $2) }),
                ]),
            Function(
                "The position of the last occurrence of a text, perhaps at or before a position; -1 when there is none.",
                examples: ["'tacocat'.lastIndexOf('at') == 5", "'tacocat'.lastIndexOf('a', 3) == 1"],
                [
                    Overload("string.lastIndexOf(string) -> int", cost: .elements, .of { lastIndexOf($0, $1, nil) }),
                    Overload(
                        "string.lastIndexOf(string, int) -> int", cost: .elements, .of { lastIndexOf($0, $1, $2) }),
                ]),
            Function(
                "The strings of a list one after the other, perhaps with another between them.",
                examples: ["['a', 'b'].join() == 'ab'", "['a', 'b'].join('-') == 'a-b'"],
                [
                    Overload("list(string).join() -> string", cost: .result(times: 2), .metered { join($0, "", $1) }),
                    Overload(
                        "list(string).join(string) -> string", cost: .result(times: 2), .metered { join($0, $1, $2) }),
                ]),
            Function(
                "The text with all occurrences of another replaced, or the first few.",
                examples: ["'aba'.replace('a', 'x') == 'xbx'", "'aba'.replace('a', 'x', 1) == 'xba'"],
                [
                    Overload("string.replace(string, string) -> string", cost: .traversal(times: 2), .many(replace)),
                    Overload(
                        "string.replace(string, string, int) -> string", cost: .traversal(times: 2), .many(replace)),
                ]),
            Function(
                "The parts between the occurrences of a separator, of which the last may hold all the rest.",
                examples: ["'a b c'.split(' ') == ['a', 'b', 'c']", "'a b c'.split(' ', 2) == ['a', 'b c']"],
                [
                    Overload(
                        "string.split(string) -> list(string)", cost: .traversal(times: 2),
                        .metered { split($0, $1, -1, $2) }),
                    Overload(
                        "string.split(string, int) -> list(string)", cost: .traversal(times: 2),
                        .many { values, evaluation in
                            guard values.count == 3, let text = values[0].text, let separator = values[1].text,
                                let limit = Int64.read(values[2])
                            else { return .noOverload("split", values) }
                            return split(text, separator, limit, evaluation)
                        }),
                ]),
            Function(
                "The text from a position on, perhaps to before another.",
                examples: ["'tacocat'.substring(4) == 'cat'", "'tacocat'.substring(0, 4) == 'taco'"],
                [
                    Overload("string.substring(int) -> string", cost: .traversal(), .of { substring($0, $1, nil) }),
                    Overload("string.substring(int, int) -> string", cost: .traversal(), .of { substring($0, $1, $2) }),
                ]),
            Function(
                "The text without the white space around it.", examples: ["' tea\\n'.trim() == 'tea'"],
                [
                    Overload("string.trim() -> string", cost: .traversal(), .of(trim))
                ]),
            Function(
                "The text with the letters A to Z in lower case.", examples: ["'TacoÆ'.lowerAscii() == 'tacoÆ'"],
                [
                    Overload(
                        "string.lowerAscii() -> string", cost: .traversal(), .of { recased($0, 0x41...0x5A, 0x20) })
                ]),
            Function(
                "The text with the letters a to z in upper case.", examples: ["'tacoæ'.upperAscii() == 'TACOæ'"],
                [
                    Overload("string.upperAscii() -> string", cost: .traversal(), .of { recased($0, 0x61...0x7A, 0) })
                ]),
        ])

    /// `strings.quote` (version 1).
    static let stringQuoting = Library(
        "strings 1",
        [
            Function(
                "A string literal of the text.", examples: ["strings.quote('a\"b') == '\"a\\\\\"b\"'"],
                [
                    Overload("strings.quote(string) -> string", .of { (text: String) in .string(quoted(text)) })
                ])
        ])

    /// `reverse` of strings (version 3), which Kubernetes does not turn on.
    static let stringReversal = Library(
        "strings 3",
        [
            Function(
                "The text's characters in opposite order.", examples: ["'tea'.reverse() == 'aet'"],
                [
                    Overload(
                        "string.reverse() -> string", cost: .traversal(),
                        .of { (text: String) in .string(String(scalars: text.unicodeScalars.reversed())) })
                ])
        ])

    private static func outOfRange(_ position: Int64) -> Value { .failure("index out of range: \(position)") }

    @Sendable private static func charAt(_ text: String, _ position: Int64) -> Value {
        let scalars = Array(text.unicodeScalars)
        guard position >= 0, position <= scalars.count else { return outOfRange(position) }
        return .string(position == scalars.count ? "" : String(scalars[Int(position)]))
    }

    private static func indexOf(_ text: String, _ part: String, _ start: Int64) -> Value {
        guard start >= 0 else { return outOfRange(start) }
        if part.isEmpty { return .int(min(start, Int64(text.unicodeScalars.count))) }
        return occurrence(of: part, in: text) { $0 >= start }
    }

    private static func lastIndexOf(_ text: String, _ part: String, _ start: Int64?) -> Value {
        let count = Int64(text.unicodeScalars.count)
        if let start, start < 0 { return outOfRange(start) }
        if part.isEmpty { return .int(min(start ?? count, count)) }
        if let start, start >= count { return .int(-1) }
        return occurrence(of: part, in: text, isLast: true) { $0 <= start ?? count }
    }

    /// The position in code points of the first or last occurrence whose position is wanted; -1 when there is none.
    private static func occurrence(
        of part: String, in text: String, isLast: Bool = false, where isWanted: (Int64) -> Bool
    ) -> Value {
        var (text, part) = (text, part)
        var found: Int64 = -1
        text.withUTF8 { text in
            part.withUTF8 { part in
                var (place, count) = (0, 0 as Int64)
                TextSearch(part).occurrences(in: text, from: 0) { position in
                    while place < position {
                        if text[place] & 0xC0 != 0x80 { count += 1 }
                        place += 1
                    }
                    if isWanted(count) { found = count }
                    return isLast || found < 0
                }
            }
        }
        return .int(found)
    }

    private static func join(_ list: Elements, _ separator: String, _ evaluation: Evaluation) -> Value {
        var result = ""
        for (position, element) in list.values.enumerated() {
            guard let text = element.text else { return .noOverload("join", element) }
            guard evaluation.work(text.utf8.count + separator.utf8.count) else { return evaluation.exhausted }
            if position > 0 { result += separator }
            result += text
        }
        return .string(result)
    }

    @Sendable private static func replace(_ arguments: [Value], _ evaluation: Evaluation) -> Value {
        guard arguments.count >= 3, let text = arguments[0].text, let old = arguments[1].text,
            let new = arguments[2].text
        else { return .noOverload("replace", arguments) }
        var limit = Int.max
        if arguments.count == 4, case .int(let count) = arguments[3], count >= 0 { limit = Int(count) }
        let parts = old.isEmpty ? cut(text, limit) : cut(text, at: old, limit)
        guard evaluation.work(text.utf8.count + parts.count * (new.utf8.count + 8)) else { return evaluation.exhausted }
        return .string(parts.joined(separator: new))
    }

    /// The parts between occurrences of a separator, of which there are at most `limit`.
    private static func cut(_ text: String, at separator: String, _ limit: Int) -> [String] {
        var (text, separator) = (text, separator)
        return text.withUTF8 { text in
            separator.withUTF8 { separator in
                let search = TextSearch(separator)
                var parts: [String] = []
                var start = 0
                while parts.count < limit, let position = search.first(in: text, from: start) {
                    parts.append(String(decoding: text[start..<position], as: UTF8.self))
                    start = position + separator.count
                }
                return parts + [String(decoding: text[start...], as: UTF8.self)]
            }
        }
    }

    /// The parts of a replacement of nothing: before, between and after all characters.
    private static func cut(_ text: String, _ limit: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let count = min(limit, scalars.count + 1)
        guard count > 0 else { return [text] }
        let single = scalars.prefix(count - 1).map { String($0) }
        return [""] + single + [String(scalars: scalars.dropFirst(count - 1))]
    }

    private static func split(_ text: String, _ separator: String, _ limit: Int64, _ evaluation: Evaluation) -> Value {
        if limit == 0 { return .list([]) }
        let limit = limit < 0 ? Int.max : Int(limit)
        let parts = separator.isEmpty ? characters(of: text, limit) : cut(text, at: separator, limit - 1)
        return evaluation.work(8 * parts.count) ? .list(parts.map { .string($0) }) : evaluation.exhausted
    }

    /// The characters of a text, of which the last may hold all the rest.
    private static func characters(of text: String, _ limit: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > limit else { return scalars.map { String($0) } }
        return scalars.prefix(limit - 1).map { String($0) } + [String(scalars: scalars.dropFirst(limit - 1))]
    }

    private static func substring(_ text: String, _ start: Int64, _ end: Int64?) -> Value {
        let scalars = Array(text.unicodeScalars)
        let end = end ?? Int64(scalars.count)
        if start < 0 || start > scalars.count { return outOfRange(start) }
        guard start <= end else { return .failure("invalid substring range. start: \(start), end: \(end)") }
        guard end <= scalars.count else { return outOfRange(end) }
        return .string(String(scalars: scalars[Int(start)..<Int(end)]))
    }

    @Sendable private static func trim(_ text: String) -> Value {
        let tail = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let end = tail.lastIndex { !$0.properties.isWhitespace }
        return .string(end.map { String(String.UnicodeScalarView(tail[...$0])) } ?? "")
    }

    private static func recased(_ text: String, _ letters: ClosedRange<UInt8>, _ bit: UInt8) -> Value {
        .string(String(decoding: text.utf8.map { letters.contains($0) ? $0 & ~0x20 | bit : $0 }, as: UTF8.self))
    }

    /// The text between double quotes, with escapes of CEL.
    static func quoted(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        result.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            if let letter = escapeLetter(byte) { result += [UInt8(ascii: "\\"), letter] } else { result.append(byte) }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    /// What stands for a byte after a backslash; nil when it stands for itself.
    private static func escapeLetter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x07: UInt8(ascii: "a")
        case 0x08: UInt8(ascii: "b")
        case 0x0C: UInt8(ascii: "f")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        case 0x09: UInt8(ascii: "t")
        case 0x0B: UInt8(ascii: "v")
        case 0x22, 0x5C: byte
        default: nil
        }
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}

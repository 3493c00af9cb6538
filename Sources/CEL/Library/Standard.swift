extension Library {
    /// The standard functions (langdef, "Standard Definitions"), but for conversions and times.
    static let standard = Library(
        "standard",
        [
            Function(
                "The size: code points of a string, bytes, elements of a list, entries of a map.",
                examples: ["size('four') == 4", "'πέντε'.size() == 5", "[1, 2].size() == 2", "size({'a': 1}) == 1"],
                ["string", "bytes", "list(A)", "map(A, B)"].flatMap { type in
                    [
                        Overload("size(\(type)) -> int", .unary(size)),
                        Overload("\(type).size() -> int", .unary(size)),
                    ]
                }),
            Function(
                "The type of a value.", examples: ["type(1) == int", "type([]) == list"],
                [Overload("type(A) -> type(A)", .unary { value, _ in .type(value.typeName) })]),
            Function(
                "The value, whose type is looked at only at run time.", examples: ["dyn(1) == 1u"],
                [Overload("dyn(A) -> dyn", .unary { value, _ in value })]),
            Function(
                "The string has another in it.", examples: ["'tea'.contains('ea')", "!'tea'.contains('x')"],
                [Overload("string.contains(string) -> bool", cost: .contains, .binary(contains))]),
            Function(
                "The string starts with another.", examples: ["'tea'.startsWith('te')", "!'tea'.startsWith('ea')"],
                [
                    Overload(
                        "string.startsWith(string) -> bool", cost: .traversal(),
                        .binary { text, start, _ in compare(text, start) { $0.starts(with: $1) } })
                ]),
            Function(
                "The string ends with another.", examples: ["'tea'.endsWith('ea')", "!'tea'.endsWith('te')"],
                [
                    Overload(
                        "string.endsWith(string) -> bool", cost: .traversal(),
                        .binary { text, end, _ in
                            compare(text, end) { $0.count >= $1.count && $0.suffix($1.count).elementsEqual($1) }
                        })
                ]),
            Function(
                "A part of the string matches a regular expression of RE2.",
                examples: ["'hubba'.matches('^h.b+a$')", "!matches('hubba', '^b')"],
                [
                    Overload("matches(string, string) -> bool", cost: .regex, .metered(matches)),
                    Overload("string.matches(string) -> bool", cost: .regex, .metered(matches)),
                ]),
        ])

    @Sendable private static func size(_ value: Value, _ evaluation: Evaluation) -> Value {
        value.size.map { .int(Int64($0)) } ?? value.without("size")
    }

    private static func compare(
        _ text: Value, _ other: Value, _ test: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Value {
        let result = text.withUTF8 { text in other.withUTF8 { test(text, $0) } } ?? nil
        return result.map { .bool($0) } ?? .noOverload
    }

    @Sendable private static func contains(_ text: Value, _ part: Value, _ evaluation: Evaluation) -> Value {
        return compare(text, part) { text, part in TextSearch(part).first(in: text, from: 0) != nil }
    }

    @Sendable private static func matches(_ text: String, _ pattern: String, _ evaluation: Evaluation) -> Value {
        switch evaluation.expression(pattern) {
        case .failure(let failure): return .error(failure)
        case .success(let expression):
            guard evaluation.work(expression.work(text.utf8.count)) else { return evaluation.exhausted }
            var text = text
            return .bool(text.withUTF8 { expression.matches($0) })
        }
    }
}

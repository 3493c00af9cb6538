extension Library {
    /// Parts of texts by regular expressions of RE2 (`library.Regex`).
    static let regex = Library(
        "regex",
        [
            Function(
                "The first part that matches; empty when none does.",
                examples: ["'abc 123'.find('[0-9]+') == '123'", "'abc'.find('[0-9]+') == ''"],
                [
                    Overload(
                        "string.find(string) -> string", cost: .regex,
                        .metered { (text: String, pattern: String, evaluation) in
                            switch all(text, pattern, 1, evaluation) {
                            case .list(let found): found.first ?? .string("")
                            case let other: other
                            }
                        })
                ]),
            Function(
                "All parts that match, or the first few.",
                examples: [
                    "'123 abc 456'.findAll('[0-9]+') == ['123', '456']", "'1 2 3'.findAll('[0-9]', 2) == ['1', '2']",
                ],
                [
                    Overload("string.findAll(string) -> list(string)", cost: .regex, .metered { all($0, $1, -1, $2) }),
                    Overload(
                        "string.findAll(string, int) -> list(string)", cost: .regex,
                        .many { values, evaluation in
                            guard values.count == 3, let text = values[0].text, let pattern = values[1].text,
                                let limit = Int64.read(values[2])
                            else { return .noOverload("findAll", values) }
                            return all(text, pattern, limit, evaluation)
                        }),
                ]),
        ])

    private static func all(_ text: String, _ pattern: String, _ limit: Int64, _ evaluation: Evaluation) -> Value {
        switch evaluation.expression(pattern) {
        case .failure(let failure): return .error(failure)
        case .success(let expression):
            var text = text
            let limit = limit < 0 ? Int.max : Int(limit)
            let found = text.withUTF8 { matches(of: expression, in: $0, limit, evaluation) }
            return evaluation.isExhausted ? evaluation.exhausted : .list(found)
        }
    }

    /// Matches one after the other; an empty one right after a match does not count (Go's `FindAllString`).
    private static func matches(
        of expression: RegularExpression, in text: UnsafeBufferPointer<UInt8>, _ limit: Int, _ evaluation: Evaluation
    ) -> [Value] {
        var found: [Value] = []
        var start = 0
        var lastEnd = -1
        // A match may be found only after a look at the end, so every one counts for the rest of the text.
        while found.count < limit, start <= text.count,
            evaluation.work(8 + expression.work(text.count - start) / (found.isEmpty ? 1 : 16)),
            let match = expression.find(in: text, from: start)
        {
            if !match.isEmpty || match.lowerBound != lastEnd {
                found.append(.string(String(decoding: text[match], as: UTF8.self)))
            }
            lastEnd = match.upperBound
            start = match.upperBound
            if match.isEmpty {
                start += 1
                while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }
            }
        }
        return found
    }
}

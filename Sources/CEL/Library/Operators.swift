extension Library {
    /// The operators, whose forms the checker looks at; the planner has steps of its own for most of them.
    static let operators = Library(
        "operators",
        [
            Function("Both hold.", [Overload("_&&_(bool, bool) -> bool", planned)]),
            Function("At least one holds.", [Overload("_||_(bool, bool) -> bool", planned)]),
            Function("The opposite.", [Overload("!_(bool) -> bool", planned)]),
            Function("The first or the second value by a condition.", [Overload("_?_:_(bool, A, A) -> A", planned)]),
            Function("The values are the same; numbers by value.", [Overload("_==_(A, A) -> bool", planned)]),
            Function("The values differ.", [Overload("_!=_(A, A) -> bool", planned)]),
            order("_<_", "The first comes before the second."),
            order("_<=_", "The first comes before the second or is the same."),
            order("_>_", "The first comes after the second."),
            order("_>=_", "The first comes after the second or is the same."),
            arithmetic(
                "_+_", "The sum, or one after the other.",
                [
                    "(string, string) -> string", "(bytes, bytes) -> bytes", "(list(A), list(A)) -> list(A)",
                    "(timestamp, duration) -> timestamp", "(duration, timestamp) -> timestamp",
                    "(duration, duration) -> duration",
                ]),
            arithmetic(
                "_-_", "The difference.",
                [
                    "(timestamp, timestamp) -> duration", "(timestamp, duration) -> timestamp",
                    "(duration, duration) -> duration",
                ]),
            arithmetic("_*_", "The product.", []),
            arithmetic("_/_", "The quotient, of whole numbers rounded towards zero.", []),
            Function(
                "The remainder, with the sign of the first number.",
                [
                    Overload("_%_(int, int) -> int", planned), Overload("_%_(uint, uint) -> uint", planned),
                ]),
            Function(
                "The number with the other sign.",
                [
                    Overload("-_(int) -> int", planned), Overload("-_(double) -> double", planned),
                ]),
            Function(
                "The element of a list, or the value of a map's key.",
                [
                    Overload("_[_](list(A), int) -> A", planned), Overload("_[_](map(A, B), A) -> B", planned),
                    Overload("_[_](optional(list(A)), int) -> optional(A)", planned),
                    Overload("_[_](optional(map(A, B)), A) -> optional(B)", planned),
                ]),
            Function(
                "The same as an optional.",
                [
                    Overload("_[?_](list(A), int) -> optional(A)", planned),
                    Overload("_[?_](map(A, B), A) -> optional(B)", planned),
                    Overload("_[?_](optional(list(A)), int) -> optional(A)", planned),
                    Overload("_[?_](optional(map(A, B)), A) -> optional(B)", planned),
                ]),
            Function(
                "The value is an element of the list, or a key of the map.",
                [
                    Overload("@in(A, list(A)) -> bool", cost: .membership, .binary(isElement)),
                    Overload("@in(A, map(A, B)) -> bool", .binary(isKey)),
                ]),
        ])

    /// The planner has a step for it.
    private static let planned = Overload.Body.nullary { .failure("no such overload") }

    private static let ordered = ["bool", "string", "bytes", "timestamp", "duration"]
    private static let numbers = ["int", "uint", "double"]

    private static func order(_ name: String, _ documentation: String) -> Function {
        let pairs = ordered.map { ($0, $0) } + numbers.flatMap { left in numbers.map { (left, $0) } }
        return Function(documentation, pairs.map { Overload("\(name)(\($0.0), \($0.1)) -> bool", planned) })
    }

    private static func arithmetic(_ name: String, _ documentation: String, _ others: [String]) -> Function {
        let forms = numbers.map { "(\($0), \($0)) -> \($0)" } + others
        return Function(documentation, forms.map { Overload(name + $0, planned) })
    }

    @Sendable private static func isElement(_ value: Value, _ list: Value, _ evaluation: Evaluation) -> Value {
        guard let elements = list.elements else { return .noOverload }
        return .bool(elements.contains { $0.isEqual(to: value, evaluation) })
    }

    @Sendable private static func isKey(_ value: Value, _ map: Value, _ evaluation: Evaluation) -> Value {
        guard evaluation.work(map.lookUpWork) else { return evaluation.exhausted }
        return map.isMap ? .bool(map.entry(value) != nil) : .noOverload
    }
}

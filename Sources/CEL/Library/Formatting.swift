extension Library {
    /// `format` as newer versions of the strings library have it: what is inside of lists and maps looks as it does alone.
    static let formatting = Library(
        "format of strings",
        [
            format("'%s'.format([['a', 1.5]]) == '[a, 1.5]'", isLiteral: false)
        ])

    /// `format` of version 2, which Kubernetes turns on: lists and maps look as expressions do.
    static let literalFormatting = Library(
        "format of strings",
        [
            format("'%s'.format([['a', 'b']]) == '[\"a\", \"b\"]'", isLiteral: true)
        ])

    private static func format(_ example: String, isLiteral: Bool) -> Function {
        Function(
            "The text with its clauses `%s`, `%d`, `%f`, `%e`, `%b`, `%o`, `%x`, `%X` filled in from a list.",
            examples: ["'%s is %d'.format(['a', 1]) == 'a is 1'", "'%.2f'.format([1.255]) == '1.25'", example],
            [
                Overload(
                    "string.format(list(dyn)) -> string", cost: .traversal(),
                    .metered { (text: String, values: Elements, evaluation) in
                        var formatter = Formatter(values.values, evaluation, isLiteral: isLiteral)
                        return formatter.format(text)
                    })
            ])
    }
}

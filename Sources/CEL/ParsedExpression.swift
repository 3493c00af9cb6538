/// An expression's syntax, to be checked in several environments without being read anew.
package struct ParsedExpression: Sendable {
    /// The expression's text.
    package let source: String
    private let expression: Expression

    /// Parses with the limits and words of an environment's grammar.
    package init(_ source: String, in environment: Environment) throws(CheckFailure) {
        var parser = Parser(source, grammar: environment.grammar)
        guard let expression = parser.parse() else { throw CheckFailure(source, parser.problems) }
        self.source = source
        self.expression = expression
    }

    /// The expression written anew: on one line, with no more brackets than it needs.
    package var text: String { expression.text }

    /// The type that it comes to in an environment of the same grammar.
    package func type(in environment: Environment) throws(CheckFailure) -> CELType {
        var checker = Checker(environment)
        let type = checker.check(expression)
        guard checker.problems.isEmpty else { throw CheckFailure(source, checker.problems) }
        return type
    }
}

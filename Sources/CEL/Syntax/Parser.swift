/// Reads tokens as an expression (langdef, "Syntax"), macros expanded, and collects all that is wrong.
///
/// Operators are read by precedence, so that nested brackets take few frames of the stack.
struct Parser {
    var lexed: [Token]
    var position = 0
    var nextID = 0
    var nesting = 0
    var problems: [SourceProblem]
    let grammar: Grammar

    init(_ text: String, grammar: Grammar) {
        self.grammar = grammar
        var lexer = Lexer(Array(text.utf8.prefix(grammar.size)))
        lexed = lexer.tokens()
        problems = lexer.problems
        if text.utf8.count > grammar.size {
            problems.append(SourceProblem("the expression is longer than \(grammar.size) bytes", offset: grammar.size))
        }
    }

    /// The expression; nil when there is none to make sense of.
    mutating func parse() -> Expression? {
        let expression = self.expression()
        if expression != nil, token.kind != .end { complain("\(token.name) was not expected here") }
        return problems.isEmpty ? expression : nil
    }

    var token: Token { lexed[min(position, lexed.count - 1)] }

    mutating func advance() { if position < lexed.count - 1 { position += 1 } }

    func isSymbol(_ text: String) -> Bool { token.kind == .symbol(text) }

    mutating func accept(_ text: String) -> Bool {
        guard isSymbol(text) else { return false }
        advance()
        return true
    }

    mutating func expect(_ text: String) -> Bool {
        if accept(text) { return true }
        complain("\(token.name) was found where '\(text)' is wanted")
        return false
    }

    /// Adds a complaint, unless there is one about the same place.
    mutating func complain(_ message: String, at offset: Int? = nil) {
        let offset = offset ?? token.offset
        if problems.count < SourceProblem.limit, !problems.contains(where: { $0.offset == offset }) {
            problems.append(SourceProblem(message, offset: offset))
        }
    }

    mutating func node(_ kind: Expression.Kind, _ offset: Int, over children: [Expression] = []) -> Expression {
        let depth = (children.lazy.map { $0.depth }.max() ?? 0) + 1
        guard depth <= grammar.depth else {
            complain("the expression is nested deeper than \(grammar.depth) levels", at: offset)
            // Nothing deeper is built, since even to take it down would need the stack.
            position = lexed.count - 1
            return Expression(id: nextID, offset: offset, depth: 1, kind: .literal(.null))
        }
        nextID += 1
        return Expression(id: nextID - 1, offset: offset, depth: depth, kind: kind)
    }

    mutating func call(_ function: String, _ offset: Int, _ arguments: [Expression]) -> Expression {
        node(.call(target: nil, function: function, arguments: arguments), offset, over: arguments)
    }

    /// `condition ? a : b` and everything that binds tighter.
    mutating func expression() -> Expression? {
        guard nesting < grammar.nesting else {
            complain("brackets are nested deeper than \(grammar.nesting) levels")
            position = lexed.count - 1
            return nil
        }
        nesting += 1
        defer { nesting -= 1 }
        guard let condition = binary(minimum: 1) else { return nil }
        let offset = token.offset
        guard accept("?") else { return condition }
        guard let first = binary(minimum: 1), expect(":"), let second = expression() else { return nil }
        return call("_?_:_", offset, [condition, first, second])
    }

    private static let precedences = [
        "||": 1, "&&": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "==": 3, "!=": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
    ]

    private var operation: (name: String, precedence: Int)? {
        switch token.kind {
        case .identifier("in"): ("in", 3)
        case .symbol(let text): Self.precedences[text].map { (text, $0) }
        default: nil
        }
    }

    private mutating func binary(minimum: Int) -> Expression? {
        guard var left = unary() else { return nil }
        while let (name, precedence) = operation, precedence >= minimum {
            let offset = token.offset
            if precedence <= 2 {
                guard let chain = chain(name, precedence, startingWith: left) else { return nil }
                left = chain
                continue
            }
            advance()
            guard let right = binary(minimum: precedence + 1) else { return nil }
            left = call(name == "in" ? "@in" : "_\(name)_", offset, [left, right])
        }
        return left
    }

    /// A chain of `&&` or `||` as a balanced tree, so that a long one is not deep.
    private mutating func chain(_ name: String, _ precedence: Int, startingWith first: Expression) -> Expression? {
        var terms = [first]
        var offsets: [Int] = []
        while isSymbol(name) {
            offsets.append(token.offset)
            advance()
            guard let term = binary(minimum: precedence + 1) else { return nil }
            terms.append(term)
        }
        return balanced("_\(name)_", terms[...], offsets[...])
    }

    private mutating func balanced(
        _ name: String, _ terms: ArraySlice<Expression>, _ offsets: ArraySlice<Int>
    ) -> Expression? {
        guard terms.count > 1 else { return terms.first }
        let middle = (offsets.startIndex + offsets.endIndex) / 2
        let split = terms.startIndex + (middle - offsets.startIndex) + 1
        guard let left = balanced(name, terms[..<split], offsets[..<middle]),
            let right = balanced(name, terms[split...], offsets[(middle + 1)...])
        else { return nil }
        return call(name, offsets[middle], [left, right])
    }

    /// Any number of `!` or of `-`, and what they stand before. A single `-` belongs to the number after it, of several
    /// none does.
    private mutating func unary() -> Expression? {
        let start = token.offset
        var count = 0
        let sign = isSymbol("!") ? "!" : "-"
        while isSymbol(sign) {
            if count == 0, sign == "-", case .integer = lexed[min(position + 1, lexed.count - 1)].kind { break }
            if count == 0, sign == "-", case .double = lexed[min(position + 1, lexed.count - 1)].kind { break }
            count += 1
            advance()
        }
        guard let operand = member() else { return nil }
        return count % 2 == 0 ? operand : call(sign == "!" ? "!_" : "-_", start, [operand])
    }
}

/// A function or an operator: what it is called, what it takes, and what it does.
package struct Function: Sendable {
    /// The name; `strings.quote` and the like with their namespace.
    package let name: String
    /// One sentence or two for the reference.
    package let documentation: String
    /// Expressions and what they come to, as CEL writes it; each is `left == right` for a test.
    package let examples: [String]
    /// The forms it has; none for a macro.
    package let overloads: [Overload]
    /// Its forms as the reference writes them: `string.charAt(int) -> string`, `int + int -> int`.
    package let forms: [String]

    init(_ documentation: String, examples: [String] = [], _ overloads: [Overload]) {
        name = overloads.first?.signature.name ?? ""
        self.documentation = documentation
        self.examples = examples
        self.overloads = overloads
        forms = overloads.map { $0.signature.isOperator ? $0.signature.operatorText : $0.text }
    }

    /// A macro, which has no overloads: the parser knows it.
    init(macro name: String, _ documentation: String, examples: [String], _ forms: [String]) {
        self.name = name
        self.documentation = documentation
        self.examples = examples
        self.forms = forms
        overloads = []
    }
}

/// One form of a function.
package final class Overload: Sendable {
    /// What it does with arguments of the right types, none of which is an error.
    enum Body: Sendable {
        case nullary(@Sendable () -> Value)
        case unary(@Sendable (Value, Evaluation) -> Value)
        case binary(@Sendable (Value, Value, Evaluation) -> Value)
        case many(@Sendable ([Value], Evaluation) -> Value)
    }

    /// As the reference writes it, such as `string.charAt(int) -> string`.
    package let text: String
    let signature: Signature
    private let kinds: [ParameterKind]
    /// What a call costs, once it has its result.
    let cost: Cost
    let body: Body

    init(_ text: String, cost: Cost = .one, _ body: Body) {
        self.text = text
        signature = Signature(text)
        kinds = signature.parameters.map { ParameterKind($0) }
        self.cost = cost
        self.body = body
    }

    func admits(_ arguments: [Value]) -> Bool {
        kinds.count == arguments.count && zip(kinds, arguments).allSatisfy { $0.admits($1) }
    }

    func admits(_ argument: Value) -> Bool { kinds.count == 1 && kinds[0].admits(argument) }

    func admits(_ first: Value, _ second: Value) -> Bool {
        kinds.count == 2 && kinds[0].admits(first) && kinds[1].admits(second)
    }

    func call(_ argument: Value, _ evaluation: Evaluation) -> Value {
        if case .unary(let body) = body { body(argument, evaluation) } else { call([argument], evaluation) }
    }

    func call(_ first: Value, _ second: Value, _ evaluation: Evaluation) -> Value {
        if case .binary(let body) = body { body(first, second, evaluation) } else { call([first, second], evaluation) }
    }

    func call(_ arguments: [Value], _ evaluation: Evaluation) -> Value {
        switch body {
        case .nullary(let body): body()
        case .unary(let body): arguments.count == 1 ? body(arguments[0], evaluation) : .noOverload(text, arguments)
        case .binary(let body):
            arguments.count == 2 ? body(arguments[0], arguments[1], evaluation) : .noOverload(text, arguments)
        case .many(let body): body(arguments, evaluation)
        }
    }
}

import Documents

/// An expression, parsed, checked and planned once: immutable, and evaluated any number of times on any thread.
///
///     let program = try Program("object.spec.replicas <= 5", in: environment)
///     var bindings = Bindings(environment)
///     bindings["object"] = Value(json)
///     let outcome = program.evaluate(bindings)
package struct Program: Sendable {
    /// The expression's text.
    package let source: String
    /// What the checker makes of it; `dyn` for what only an evaluation shows.
    package let type: CELType
    /// What it may cost, as far as it can be told without values. Nothing is refused for it.
    package let estimate: CostEstimate
    private let plan: any Plan
    private let variableCount: Int
    private let localCount: Int
    /// Levels of the expression's tree.
    let depth: Int

    /// The budget of one expression (`celconfig.PerCallLimit`).
    package static let costLimit = 1_000_000
    /// The budget of all expressions of one policy binding (`celconfig.RuntimeCELCostBudget`).
    package static let bindingCostLimit = 10_000_000
    /// The budget of all match conditions of one object (`celconfig.RuntimeCELCostBudgetMatchConditions`).
    package static let matchCostLimit = 2_500_000

    /// Parses, checks and plans. With `expecting`, the expression must be known to come to that type.
    /// A traced program records what its parts come to, and is slower.
    package init(
        _ source: String, in environment: Environment, expecting: CELType? = nil, isTraced: Bool = false
    ) throws(CheckFailure) {
        var parser = Parser(source, grammar: environment.grammar)
        guard let expression = parser.parse() else { throw CheckFailure(source, parser.problems) }
        var checker = Checker(environment)
        let type = checker.check(expression)
        if checker.problems.isEmpty, let expecting, type != expecting {
            checker.complain(expecting.wish(insteadOf: type), expression)
        }
        guard checker.problems.isEmpty else { throw CheckFailure(source, checker.problems) }
        var planner = Planner(environment, checker.checked, isTraced: isTraced)
        let plan = planner.plan(expression)
        guard planner.problems.isEmpty else { throw CheckFailure(source, planner.problems) }
        self.source = source
        self.type = type
        depth = expression.depth
        var estimator = Estimator(environment, checker.checked)
        estimate = estimator.estimate(expression).cost
        self.plan = plan
        variableCount = environment.variables.count
        localCount = checker.checked.slotCount - variableCount
    }

    /// Evaluates with the variables' values. A budget of `limit` that is exceeded ends it with an error.
    package func evaluate(
        _ bindings: Bindings, limit: Int = Program.costLimit, authority: (any Authority)? = nil
    ) -> Outcome {
        finish(evaluation(bindings.values, limit: limit, bindings.deferred, authority))
    }

    /// Evaluates, and keeps the values of deferred variables that were needed: the next program finds them.
    ///
    /// - Parameter pool: what the deferred variables may cost together; each has the limit of one expression then, and none
    ///   counts against `limit`, as the API server has it. Nil makes them count against `limit`.
    package func evaluate(
        keepingValuesIn bindings: inout Bindings, limit: Int = Program.costLimit, pool: Int? = nil,
        authority: (any Authority)? = nil
    ) -> Outcome {
        let evaluation = evaluation(bindings.values, limit: limit, bindings.deferred, authority, pool: pool)
        let outcome = finish(evaluation)
        for slot in bindings.deferred.keys where slot < variableCount { bindings[slot: slot] = evaluation.slots[slot] }
        return outcome
    }

    /// Evaluates for another program, which goes on with the values of variables that were evaluated.
    func evaluate(
        _ values: [Value], limit: Int, _ deferred: [Int: DeferredProgram], _ authority: (any Authority)?, room: Int,
        pool: Int?
    ) -> (outcome: Outcome, values: [Value]) {
        let evaluation = evaluation(values, limit: limit, deferred, authority, room: room, pool: pool)
        let outcome = finish(evaluation)
        return (outcome, evaluation.slots)
    }

    private func evaluation(
        _ values: [Value], limit: Int, _ deferred: [Int: DeferredProgram], _ authority: (any Authority)?,
        room: Int = Evaluation.levels, pool: Int? = nil
    ) -> Evaluation {
        Evaluation(
            slots: values, localCount: localCount, limit: limit, deferred: deferred, authority: authority, room: room,
            pool: pool)
    }

    private func finish(_ evaluation: Evaluation) -> Outcome {
        let value = plan.evaluate(evaluation)
        return Outcome(
            value: evaluation.isExhausted ? evaluation.exhausted : value,
            cost: evaluation.cost + evaluation.deferredCost, ownCost: evaluation.cost,
            trace: evaluation.trace.values)
    }

    /// A complaint about this expression at the place of a failure: a sentence, and the line with a caret.
    package func explain(_ failure: Failure) -> String {
        guard let offset = failure.offset else { return failure.message }
        return CheckFailure(source, [SourceProblem(failure.message, offset: offset)]).description
    }
}

/// What an evaluation came to.
package struct Outcome: Sendable {
    /// The value; `.error` when there is none.
    package let value: Value
    /// What it cost, as Kubernetes counts it.
    package let cost: Int
    /// What of that counted against the limit of the expression itself, and not against the pool of deferred variables.
    package let ownCost: Int
    /// What the parts of a traced program have come to, each after the part that it belongs to; the first thousand.
    package let trace: [TracedValue]

    /// The bool that a condition comes to; nil for anything else.
    package var bool: Bool? {
        if case .bool(let value) = value { value } else { nil }
    }

    /// Why there is no value; nil when there is one.
    package var failure: Failure? {
        if case .error(let failure) = value { failure } else { nil }
    }
}

/// Values for the variables of an environment.
package struct Bindings: Sendable {
    private(set) var values: [Value]
    /// Programs of variables that are evaluated when they are needed, by slot.
    private(set) var deferred: [Int: DeferredProgram] = [:]
    /// The slots by name; not all of the environment, since bindings are copied for every evaluation.
    private let slots: [String: Int]

    /// No variable has a value yet; those without one come to an error where they are used.
    package init(_ environment: Environment) {
        slots = environment.slots
        values = environment.variables.map { .failure("no such attribute(s): \($0.name)") }
    }

    /// The value of a variable by name; setting one that is not declared does nothing.
    package subscript(_ name: String) -> Value? {
        get { slots[name].map { values[$0] } }
        set {
            guard let slot = slots[name] else { return }
            values[slot] = newValue ?? .failure("no such attribute(s): \(name)")
        }
    }

    /// Gives a variable the value of a program, evaluated when it is first needed. The program must be of the same
    /// environment; its cost is counted with the expression that needs it.
    package mutating func bind(_ name: String, to program: Program) {
        guard let slot = slots[name] else { return }
        values[slot] = .error(Evaluation.deferral)
        deferred[slot] = DeferredProgram(name: name, program: program)
    }

    /// The value of a variable by its slot, for callers that look the slot up once.
    package subscript(slot slot: Int) -> Value {
        get { values.indices.contains(slot) ? values[slot] : .null }
        set { if values.indices.contains(slot) { values[slot] = newValue } }
    }
}

/// A variable's program, evaluated when the variable is needed.
struct DeferredProgram: Sendable {
    let name: String
    let program: Program

    /// What the program has come to, for those who need the variable. An error says whose it is where the name is one of
    /// several in a room of their own, as in `variables.x` (apiserver, plugin/cel/composition.go), as long as there are not
    /// too many in one another.
    func settled(_ value: Value) -> Value {
        guard case .error(let failure) = value, let point = name.utf8.lastIndex(of: UInt8(ascii: ".")),
            failure.message.utf8.count <= Self.longestMessage
        else { return value }
        let last = name[name.utf8.index(after: point)...]
        return .failure("composited variable \"\(last)\" fails to evaluate: \(failure.message)")
    }

    private static let longestMessage = 4096
}

/// All that is wrong with an expression.
package struct CheckFailure: Error, Sendable, CustomStringConvertible {
    /// The expression.
    package let source: String
    /// What is wrong, in the order of the text.
    package let problems: [SourceProblem]

    init(_ source: String, _ problems: [SourceProblem]) {
        self.source = source
        self.problems = problems.sorted { $0.offset < $1.offset }
    }

    /// A line for each problem, with the expression's line and a caret under it.
    package var description: String {
        let text = SourceText(name: "", bytes: Array(source.utf8))
        return problems.map { problem in
            let location = text.location(ofByte: problem.offset)
            return "\(location): \(problem.message)\n\(text.excerpt(at: location))"
        }.joined(separator: "\n")
    }

    /// The first problem on one line, for messages that have no room for more.
    package var summary: String {
        guard let problem = problems.first else { return "the expression is empty" }
        let text = SourceText(name: "", bytes: Array(source.utf8))
        return "\(text.location(ofByte: problem.offset)): \(problem.message)"
    }
}

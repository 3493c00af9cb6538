/// Makes a program of a checked expression. The order of steps is that of the expression.
struct Planner {
    let environment: Environment
    let checked: Checked
    /// Wrong constants, such as malformed regular expressions.
    var problems: [SourceProblem] = []

    /// Every step records what it comes to.
    private let isTraced: Bool

    init(_ environment: Environment, _ checked: Checked, isTraced: Bool) {
        self.environment = environment
        self.checked = checked
        self.isTraced = isTraced
    }

    mutating func plan(_ expression: Expression) -> any Plan {
        let plan = step(expression)
        return isTraced && !(plan is ConstantPlan) ? TracePlan(plan, of: expression) : plan
    }

    private mutating func step(_ expression: Expression) -> any Plan {
        switch checked.references[expression.id] {
        case .variable(let slot): return VariablePlan(slot: slot)
        case .type(let name): return ConstantPlan(.type(name))
        default: break
        }
        switch expression.kind {
        case .literal(let value): return ConstantPlan(value)
        case .identifier(let name, _): return ConstantPlan(.failure("undeclared reference to '\(name)'"))
        case .select(let operand, let field, let kind): return selection(expression, operand, field, kind)
        case .call(let target, let function, let arguments): return call(expression, target, function, arguments)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(expression, entries)
        case .message(_, let fields): return message(expression, fields)
        case .macro(let macro): return self.macro(expression, macro)
        }
    }

    private mutating func selection(
        _ expression: Expression, _ operand: Expression, _ field: String, _ kind: Expression.SelectKind
    ) -> any Plan {
        if kind == .plain, let (slot, fields) = path(expression) {
            return PathPlan(slot: slot, fields: fields, offset: expression.offset)
        }
        let cost = kind == .test ? environment.presenceCost : checked.accessCost(operand)
        if kind != .plain, case .identifier(let name, _) = operand.kind,
            let slot = environment.slot(of: "\(name).\(field)")
        {
            return QualifiedPlan(slot: slot, isTest: kind == .test, cost: cost, offset: expression.offset)
        }
        return SelectPlan(plan(operand), field, kind, cost: cost, offset: expression.offset)
    }

    /// The variable and the fields of a chain of points.
    private func path(_ expression: Expression) -> (slot: Int, fields: [String])? {
        if case .variable(let slot) = checked.references[expression.id] { return (slot, []) }
        guard case .select(let operand, let field, .plain) = expression.kind,
            let (slot, fields) = path(operand), checked.type(operand).isPlain
        else { return nil }
        return (slot, fields + [field])
    }

    private mutating func call(
        _ expression: Expression, _ target: Expression?, _ function: String, _ arguments: [Expression]
    ) -> any Plan {
        let isNamespace = checked.namespaceCalls.contains(expression.id)
        let all = (isNamespace ? [] : target.map { [$0] } ?? []) + arguments
        if target == nil, let plan = operation(expression, function, all) { return plan }
        guard case .overloads(let overloads) = checked.references[expression.id] else {
            return ConstantPlan(.failure("there is no function '\(function)'"))
        }
        if function == "matches", all.count == 2, let plan = match(expression, all[0], all[1]) { return plan }
        let plans = all.map { plan($0) }
        if plans.count == 2, let alternative = AlternativePlan.Kind(rawValue: function) {
            return AlternativePlan(plans[0], plans[1], alternative)
        }
        checkLiteral(function, all, overloads)
        if overloads.count == 1, zip(overloads[0].signature.parameters, all).allSatisfy({ isCertain($0, $1) }) {
            return direct(overloads[0], plans, expression.offset)
                ?? CallPlan(function, plans, overloads, offset: expression.offset)
        }
        return CallPlan(function, plans, overloads, offset: expression.offset)
    }

    /// Complains about a text that is no time or span of time, where such texts are refused at load.
    private mutating func checkLiteral(_ function: String, _ arguments: [Expression], _ overloads: [Overload]) {
        guard environment.checksLiterals, ["duration", "timestamp"].contains(function), arguments.count == 1,
            case .literal(.string(let text)) = arguments[0].kind, let overload = overloads.first
        else { return }
        let evaluation = Evaluation(slots: [], localCount: 0, limit: Self.constantLimit)
        if case .error(let failure) = overload.call(.string(text), evaluation) {
            let wanted = function == "duration" ? "one such as 1h30m" : "one of RFC 3339, such as 2025-01-31T12:00:00Z"
            problems.append(SourceProblem("\(failure.message); wanted is \(wanted)", offset: arguments[0].offset))
        }
    }

    /// The checker has seen that the argument is of the parameter's type.
    private func isCertain(_ parameter: CELType, _ argument: Expression) -> Bool {
        switch parameter {
        case .dyn, .parameter: return true
        default: return checked.type(argument).runtimeName == parameter.runtimeName
        }
    }

    private func direct(_ overload: Overload, _ plans: [any Plan], _ offset: Int) -> (any Plan)? {
        switch overload.body {
        case .unary(let body) where plans.count == 1:
            constantCall(overload, plans[0], body) ?? UnaryCallPlan(plans[0], body, overload.cost, offset: offset)
        case .binary(let body) where plans.count == 2:
            BinaryCallPlan(plans[0], plans[1], body, overload.cost, offset: offset)
        default: nil
        }
    }

    /// The call of a constant; nil when there is none, or when it comes to an error, which belongs to run time.
    private func constantCall(
        _ overload: Overload, _ argument: any Plan, _ body: @Sendable (Value, Evaluation) -> Value
    ) -> (any Plan)? {
        guard let constant = argument as? ConstantPlan else { return nil }
        let evaluation = Evaluation(slots: [], localCount: 0, limit: Self.constantLimit)
        let value = body(constant.value, evaluation)
        guard !value.isError, !evaluation.isExhausted else { return nil }
        let isFree = environment.foldsConstants && Self.conversions.contains(overload.signature.name)
        return ConstantCallPlan(value, cost: isFree ? 0 : overload.cost.amount(constant.value, value))
    }

    /// The functions whose calls of constants the API server makes at load.
    static let conversions: Set<String> = ["bool", "bytes", "double", "duration", "int", "string", "timestamp", "uint"]

    /// The budget of a call at load.
    private static let constantLimit = 1000

    private mutating func operation(_ expression: Expression, _ function: String, _ all: [Expression]) -> (any Plan)? {
        let offset = expression.offset
        switch (function, all.count) {
        case ("_&&_", 2): return LogicPlan(plan(all[0]), plan(all[1]), deciding: false, offset: offset)
        case ("_||_", 2): return LogicPlan(plan(all[0]), plan(all[1]), deciding: true, offset: offset)
        case ("!_", 1): return NotPlan(plan(all[0]), offset: offset)
        case ("-_", 1): return NegationPlan(plan(all[0]), offset: offset)
        case ("_?_:_", 3):
            return ConditionalPlan(plan(all[0]), branch(all[1]), branch(all[2]), offset: offset)
        case ("_==_", 2), ("_!=_", 2): return EqualityPlan(plan(all[0]), plan(all[1]), isNegated: function == "_!=_")
        case ("_[_]", 2), ("_[?_]", 2):
            let isOptional = function == "_[?_]"
            return IndexPlan(
                plan(all[0]), plan(all[1]), isOptional: isOptional,
                isIndexFree: !isOptional && checked.isAttribute(all[1]), cost: checked.accessCost(all[0]),
                offset: offset)
        case ("@in", 2): return membership(all[0], all[1])
        default: break
        }
        guard all.count == 2 else { return nil }
        if let relation = OrderPlan.Relation(rawValue: function) {
            return OrderPlan(plan(all[0]), plan(all[1]), relation, offset: offset)
        }
        return Arithmetic(rawValue: function).map { ArithmeticPlan(plan(all[0]), plan(all[1]), $0, offset: offset) }
    }

    /// A branch of a condition, whose cost does not count when it is an attribute.
    private mutating func branch(_ expression: Expression) -> ConditionalPlan.Branch {
        ConditionalPlan.Branch(plan: plan(expression), isFree: checked.isAttribute(expression))
    }

    /// `x in [constants]` by a table, where the environment folds constants.
    private mutating func membership(_ element: Expression, _ list: Expression) -> (any Plan)? {
        guard environment.foldsConstants, let values = constant(list)?.elements else { return nil }
        return values.allSatisfy { MapKey($0) != nil } ? MembershipPlan(plan(element), values) : nil
    }

    private mutating func match(_ expression: Expression, _ text: Expression, _ pattern: Expression) -> (any Plan)? {
        guard case .literal(let value) = pattern.kind, let pattern = value.text else { return nil }
        switch RegularExpression.compile(pattern) {
        case .success(let compiled): return MatchPlan(plan(text), compiled, offset: expression.offset)
        case .failure(let failure):
            problems.append(SourceProblem(failure.message, offset: expression.offset))
            return nil
        }
    }
}

extension CELType {
    /// Fields of it are fields of a map or object, and no optional comes in between.
    fileprivate var isPlain: Bool {
        if case .optional = self { false } else { true }
    }
}

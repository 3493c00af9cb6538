/// What the checker found out of an expression's nodes, by their numbers.
struct Checked: Sendable {
    /// What a name or a call stands for.
    enum Reference: Sendable {
        /// A variable of the environment or of a macro, by its slot.
        case variable(slot: Int)
        case type(String)
        /// The forms that fit; more than one when arguments show their types only at run time.
        case overloads([Overload])
        /// The slots of a macro's variables.
        case macro(slots: [Int])
        /// The full name of a message.
        case message(String)
    }

    var types: [Int: CELType] = [:]
    var references: [Int: Reference] = [:]
    /// Slots that an evaluation needs.
    var slotCount = 0
    /// Calls whose target is a namespace and no value.
    var namespaceCalls: Set<Int> = []

    func type(_ expression: Expression) -> CELType { types[expression.id] ?? .dyn }

    /// A variable, or fields and elements of one: what cel-go calls an attribute, and counts as a whole.
    func isAttribute(_ expression: Expression) -> Bool {
        if case .variable = references[expression.id] { return true }
        switch expression.kind {
        case .select(let operand, _, .plain): return isAttribute(operand)
        case .call(nil, "_[_]", let arguments) where arguments.count == 2:
            return isAttribute(arguments[0]) && (arguments[1].isLiteral || isAttribute(arguments[1]))
        default: return false
        }
    }

    /// The cost of a field or an element: one more where what it is looked up in is no variable, field or element.
    func accessCost(_ operand: Expression) -> Int {
        if case .variable = references[operand.id] { return 1 }
        switch operand.kind {
        case .select: return 1
        case .call(_, "_[_]", _), .call(_, "_[?_]", _): return 1
        default: return 2
        }
    }
}

/// Finds the type of every node and what its names and calls stand for (langdef, "Gradual Type Checking"), and collects
/// all that does not fit.
struct Checker {
    let environment: Environment
    var checked = Checked()
    var inference = Inference()
    var problems: [SourceProblem] = []
    /// Variables of the macros around, innermost last.
    var locals: [(name: String, type: CELType, slot: Int)] = []

    /// Calls around whose arguments may mix types, such as those of `format`.
    var exemptions = 0

    init(_ environment: Environment) {
        self.environment = environment
        checked.slotCount = environment.variables.count
    }

    /// The expression's type; with what was found out in `checked` and what is wrong in `problems`.
    mutating func check(_ expression: Expression) -> CELType {
        let type = self.type(of: expression)
        for (id, type) in checked.types { checked.types[id] = inference.resolve(type, isFinal: true) }
        return inference.resolve(type, isFinal: true)
    }

    mutating func complain(_ message: String, _ expression: Expression) { complain(message, at: expression.offset) }

    mutating func complain(_ message: String, at offset: Int) {
        if problems.count < SourceProblem.limit { problems.append(SourceProblem(message, offset: offset)) }
    }

    mutating func type(of expression: Expression) -> CELType {
        let type =
            switch expression.kind {
            case .literal(let value): literalType(value)
            case .identifier(let name, let isAbsolute): identifierType(expression, name, isAbsolute)
            case .select(let operand, let field, let kind): selectType(expression, operand, field, kind)
            case .call(let target, let function, let arguments): callType(expression, target, function, arguments)
            case .list(let elements): listType(elements)
            case .map(let entries): mapType(entries)
            case .message(let name, let fields): messageType(expression, name, fields)
            case .macro(let macro): macroType(expression, macro)
            }
        checked.types[expression.id] = type
        return type
    }

    private func literalType(_ value: Value) -> CELType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .bytes: .bytes
        default: .string
        }
    }

    /// The names that a name may stand for, from the innermost namespace outwards.
    func candidates(_ name: String, isAbsolute: Bool = false) -> [String] {
        if isAbsolute || environment.container.isEmpty { return [name] }
        var parts = environment.container.split(separator: ".")
        var names: [String] = []
        while !parts.isEmpty {
            names.append(parts.joined(separator: ".") + "." + name)
            parts.removeLast()
        }
        return names + [name]
    }

    private mutating func identifierType(_ expression: Expression, _ name: String, _ isAbsolute: Bool) -> CELType {
        if let type = resolve(expression, name, isAbsolute) { return type }
        complain("undeclared reference to '\(name)'" + similar(name), expression)
        return .dyn
    }

    private func similar(_ name: String) -> String {
        let names = environment.variables.map { $0.name }.filter { !$0.hasPrefix("\u{0}") } + locals.map { $0.name }
        return names.isEmpty || names.count > 12 ? "" : "; there are \(names.sorted().joined(separator: ", "))"
    }

    /// The type of what a name, perhaps one with points, stands for; nil when it stands for nothing.
    private mutating func resolve(_ expression: Expression, _ name: String, _ isAbsolute: Bool) -> CELType? {
        if !isAbsolute, let local = locals.last(where: { $0.name == name }) {
            checked.references[expression.id] = .variable(slot: local.slot)
            return local.type
        }
        for candidate in candidates(name, isAbsolute: isAbsolute) {
            if let slot = environment.slots[candidate] {
                checked.references[expression.id] = .variable(slot: slot)
                return environment.variables[slot].type
            }
            if let type = environment.types[candidate] {
                checked.references[expression.id] = .type(type.runtimeName)
                return .type(type)
            }
        }
        return nil
    }

    /// `a.b.c` when it is a chain of plain names, and whether it starts with a point.
    func qualifiedName(_ expression: Expression) -> (name: String, isAbsolute: Bool)? {
        switch expression.kind {
        case .identifier(let name, let isAbsolute):
            return (name, isAbsolute)
        case .select(let operand, let field, .plain):
            return qualifiedName(operand).map { ($0.name + "." + field, $0.isAbsolute) }
        default: return nil
        }
    }

    private mutating func selectType(
        _ expression: Expression, _ operand: Expression, _ field: String, _ kind: Expression.SelectKind
    ) -> CELType {
        if kind == .plain, let type = qualifiedType(expression) { return type }
        let type = inference.resolve(type(of: operand))
        let field = fieldType(expression, type, field)
        switch kind {
        case .test: return .bool
        case .optional:
            if case .optional = field { return field }
            return .optional(field)
        case .plain: return field
        }
    }

    /// The type of a variable or type whose name has points.
    private mutating func qualifiedType(_ expression: Expression) -> CELType? {
        guard environment.hasQualifiedNames, let (name, isAbsolute) = qualifiedName(expression) else { return nil }
        let root = name.prefix { $0 != "." }
        if !isAbsolute, locals.contains(where: { $0.name == root }) { return nil }
        return resolve(expression, name, isAbsolute)
    }

    private mutating func fieldType(_ expression: Expression, _ type: CELType, _ field: String) -> CELType {
        switch type {
        case .map(_, let value): return value
        case .optional(let inner): return .optional(fieldType(expression, inference.resolve(inner), field))
        case .dyn, .variable, .parameter: return .dyn
        case .object(let name):
            guard let fields = environment.objects[name]?.fields else { return .dyn }
            if let type = fields[field] { return type }
            complain("'\(name)' has no field '\(field)'", expression)
            return .dyn
        default:
            complain("a value of type '\(type)' has no fields, such as '\(field)'", expression)
            return .dyn
        }
    }
}

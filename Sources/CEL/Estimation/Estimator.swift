/// Estimates what an expression costs before there are values (cel-go `checker/cost.go`, the API server's
/// `library/cost.go`).
///
/// Two things differ from these, so that the upper bound holds: fields of values of unknown type count, and functions that
/// go along their receiver are estimated by it.
struct Estimator {
    let environment: Environment
    let checked: Checked
    /// What is known of the macros' variables, by slot.
    var locals: [Int: Estimate] = [:]

    /// What is known of a part of an expression.
    struct Estimate {
        var cost = CostEstimate.zero
        /// Nil when nothing is known.
        var size: SizeEstimate?
        /// The sizes of a list's elements or a map's values; nil when nothing is known.
        var elements: SizeEstimate?
        /// The sizes of a map's keys; nil when nothing is known.
        var keys: SizeEstimate?
        /// The variable and the fields that lead to the value, such as `object.spec.containers.@items.name`.
        var path: String?

        func costing(_ cost: CostEstimate) -> Estimate {
            var estimate = self
            estimate.cost = cost
            return estimate
        }
    }

    init(_ environment: Environment, _ checked: Checked) {
        self.environment = environment
        self.checked = checked
    }

    /// The estimate of an expression and all that is in it.
    mutating func estimate(_ expression: Expression) -> Estimate {
        var estimate = ownEstimate(expression)
        if estimate.size == nil { estimate.size = estimate.path.flatMap { environment.sizes[$0] } }
        if estimate.size == nil { estimate.size = checked.type(expression).ownSize }
        return estimate
    }

    private mutating func ownEstimate(_ expression: Expression) -> Estimate {
        switch checked.references[expression.id] {
        case .variable(let slot): return variable(slot)
        case .type: return Estimate(cost: .one)
        default: break
        }
        switch expression.kind {
        case .literal(let value): return Estimate(size: SizeEstimate(value.size ?? 1))
        case .identifier: return Estimate(cost: .one)
        case .select(let operand, let field, let kind): return selection(operand, field, kind)
        case .call(let target, _, let arguments):
            let isNamespace = checked.namespaceCalls.contains(expression.id)
            return call(expression, (isNamespace ? [] : target.map { [$0] } ?? []) + arguments)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(expression, entries)
        case .message(_, let fields):
            return Estimate(cost: fields.reduce(CostEstimate(40)) { $0 + estimate($1.value).cost })
        case .macro(let macro): return self.macro(expression, macro)
        }
    }

    private func variable(_ slot: Int) -> Estimate {
        if let local = locals[slot] { return local.costing(.one) }
        guard environment.variables.indices.contains(slot) else { return Estimate(cost: .one) }
        return Estimate(cost: .one, path: environment.variables[slot].name)
    }

    private mutating func selection(_ operand: Expression, _ field: String, _ kind: Expression.SelectKind) -> Estimate {
        let base = estimate(operand)
        let access = CostEstimate(UInt64(clamping: checked.accessCost(operand)))
        if kind == .test {
            return Estimate(cost: base.cost + CostEstimate(UInt64(clamping: environment.presenceCost)), size: .scalar)
        }
        return Estimate(cost: base.cost + access, size: base.elements, path: base.path.map { "\($0).\(field)" })
    }

    private mutating func list(_ elements: [Expression.Element]) -> Estimate {
        let estimates = elements.map { estimate($0.value) }
        let isFolded = environment.foldsConstants && elements.allSatisfy { !$0.isOptional && $0.value.isConstant }
        let cost = isFolded ? .zero : estimates.reduce(CostEstimate(10)) { $0 + $1.cost }
        let required = elements.count { !$0.isOptional }
        return Estimate(
            cost: cost, size: SizeEstimate(min: UInt64(required), max: UInt64(elements.count)),
            elements: Self.union(estimates))
    }

    private mutating func map(_ expression: Expression, _ entries: [Expression.Entry]) -> Estimate {
        let keys = entries.map { estimate($0.key) }
        let values = entries.map { estimate($0.value) }
        let isFolded = environment.foldsConstants && expression.isConstant
        let cost = isFolded ? .zero : (keys + values).reduce(CostEstimate(30)) { $0 + $1.cost }
        let required = entries.count { !$0.isOptional }
        return Estimate(
            cost: cost, size: SizeEstimate(min: UInt64(required), max: UInt64(entries.count)),
            elements: Self.union(values), keys: Self.union(keys))
    }

    private static func union(_ estimates: [Estimate]) -> SizeEstimate? {
        guard let first = estimates.first?.size ?? (estimates.isEmpty ? SizeEstimate(0) : nil) else { return nil }
        return estimates.dropFirst().reduce(first) { $0.union($1.size ?? .unknown) }
    }
}

extension Expression {
    /// A literal.
    var isLiteral: Bool {
        if case .literal = kind { true } else { false }
    }

    /// A literal, or a list or map of such.
    var isConstant: Bool {
        switch kind {
        case .literal: true
        case .list(let elements): elements.allSatisfy { !$0.isOptional && $0.value.isConstant }
        case .map(let entries):
            entries.allSatisfy { !$0.isOptional && $0.key.isConstant && $0.value.isConstant }
        default: false
        }
    }
}

extension CELType {
    /// The size of all values of the type; nil where they differ.
    var ownSize: SizeEstimate? {
        switch self {
        case .bool, .int, .uint, .double, .timestamp, .duration: .scalar
        case .optional: .scalar
        case .opaque(let name):
            [AddressBlock.typeName, IPAddress.typeName].contains(name) ? SizeEstimate(max: 16) : .scalar
        default: nil
        }
    }
}

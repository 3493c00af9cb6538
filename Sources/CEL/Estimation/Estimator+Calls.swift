extension Estimator {
    /// The estimate of an operator or a function with its arguments, the receiver first.
    mutating func call(_ expression: Expression, _ operands: [Expression]) -> Estimate {
        guard case .call(_, let function, _) = expression.kind else { return Estimate() }
        let arguments = operands.map { estimate($0) }
        let sum = arguments.reduce(CostEstimate.zero) { $0 + $1.cost }
        guard case .overloads(let overloads) = checked.references[expression.id] else { return Estimate(cost: sum) }
        if arguments.count >= 2, let estimate = operation(function, operands, arguments, sum) { return estimate }
        if OrderPlan.Relation(rawValue: function) != nil { return Estimate(cost: sum + order(overloads, arguments)) }
        if function == "dyn", let argument = arguments.first { return argument.costing(sum + .one) }
        let sizes = arguments.map { $0.size ?? .unknown }
        let result = resultSize(function, sizes, operands)
        if environment.foldsConstants, operands.count == 1, operands[0].isLiteral,
            Planner.conversions.contains(function)
        {
            return Estimate(size: result)
        }
        let type = operands.first.map { checked.type($0) } ?? .dyn
        let costs = overloads.map { cost($0, sizes, type, arguments.first, result) }
        guard let first = costs.first else { return Estimate(cost: sum + .one) }
        let own = costs.dropFirst().reduce(first) { $0.union($1) }
        let elements = ["split", "findAll"].contains(function) ? sizes.first.map { SizeEstimate(max: $0.max) } : nil
        return Estimate(cost: sum + own, size: result, elements: elements)
    }

    /// The estimate of what the planner has a step of its own for; nil for everything else.
    private func operation(
        _ function: String, _ operands: [Expression], _ arguments: [Estimate], _ sum: CostEstimate
    ) -> Estimate? {
        let (left, right) = (arguments[0], arguments[1])
        let (first, second) = (left.size ?? .unknown, right.size ?? .unknown)
        switch function {
        case "_&&_", "_||_": return Estimate(cost: CostEstimate(min: left.cost.min, max: sum.max))
        case "_?_:_": return arguments.count == 3 ? conditional(arguments) : nil
        case "_==_", "_!=_": return Estimate(cost: sum + Self.comparison(first, second))
        case "_[_]", "_[?_]":
            let access = CostEstimate(UInt64(clamping: checked.accessCost(operands[0])))
            return Estimate(cost: sum + access, size: left.elements, path: left.path.map { $0 + ".@items" })
        case "@in" where environment.foldsConstants && operands[1].isConstant: return Estimate(cost: sum)
        case "_+_": return addition(operands, left, right, sum)
        default: return nil
        }
    }

    private func conditional(_ arguments: [Estimate]) -> Estimate {
        let (first, second) = (arguments[1], arguments[2])
        var result = Estimate(cost: arguments[0].cost + first.cost.union(second.cost))
        if let one = first.size, let other = second.size { result.size = one.union(other) }
        if let one = first.elements, let other = second.elements { result.elements = one.union(other) }
        return result
    }

    /// The cost of a comparison: a tenth of the smaller value, at least one unless a value is empty for certain.
    private static func comparison(_ first: SizeEstimate, _ second: SizeEstimate) -> CostEstimate {
        let most = min(first.max, second.max)
        return SizeEstimate(min: min(first.min, second.min) > 0 ? 1 : 0, max: most).traversal
    }

    /// One for numbers and times; a comparison of texts where they may be such.
    private func order(_ overloads: [Overload], _ arguments: [Estimate]) -> CostEstimate {
        let isText = overloads.map { [.string, .bytes].contains($0.signature.parameters.first) }
        guard isText.contains(true) else { return .one }
        let sizes = arguments.map { $0.size ?? .unknown }
        let comparison = sizes.count == 2 ? Self.comparison(sizes[0], sizes[1]) : .one
        return isText.contains(false) ? comparison.union(.one) : comparison
    }

    private func addition(
        _ operands: [Expression], _ left: Estimate, _ right: Estimate, _ sum: CostEstimate
    ) -> Estimate {
        let size = (left.size ?? .unknown) + (right.size ?? .unknown)
        switch (checked.type(operands[0]), checked.type(operands[1])) {
        case (.string, .string), (.bytes, .bytes): return Estimate(cost: sum + size.traversal, size: size)
        case (.list, .list):
            let elements = left.elements.flatMap { one in right.elements.map { one.union($0) } }
            return Estimate(cost: sum + .one, size: size, elements: elements)
        case (.int, _), (.uint, _), (.double, _), (.timestamp, _), (.duration, _): return Estimate(cost: sum + .one)
        default: return Estimate(cost: sum + size.traversal.union(.one))
        }
    }

    /// The size of what a function gives; nil when nothing is known.
    private func resultSize(_ function: String, _ sizes: [SizeEstimate], _ operands: [Expression]) -> SizeEstimate? {
        guard let size = sizes.first else { return nil }
        switch function {
        case "lowerAscii", "upperAscii", "reverse", "sort": return size
        case "trim", "substring", "slice", "distinct", "find", "findAll", "split": return SizeEstimate(max: size.max)
        case "charAt": return SizeEstimate(max: 1)
        case "bytes": return size + size * SizeEstimate(min: 0, max: 3)
        case "strings.quote": return size + SizeEstimate(2) + SizeEstimate(max: size.max)
        case "join" where sizes.count == 2: return nil
        case "lists.range":
            guard case .literal(.int(let count)) = operands[0].kind, count >= 0 else { return nil }
            return SizeEstimate(Int(clamping: count))
        default: return nil
        }
    }

    /// The cost of one form of a function.
    private func cost(
        _ overload: Overload, _ sizes: [SizeEstimate], _ type: CELType, _ first: Estimate?, _ result: SizeEstimate?
    ) -> CostEstimate {
        let size = sizes.first ?? .scalar
        let other = sizes.count > 1 ? sizes[1] : .scalar
        switch overload.cost {
        case .one: return .one
        case .fixed(let cost): return CostEstimate(UInt64(clamping: cost))
        case .traversal(let factor): return size.cost(factor * 0.1)
        case .result(let factor): return (result ?? .unknown).cost(factor * 0.1)
        case .elements: return elements(type, size, first?.elements)
        case .regex: return (size + .scalar).traversal * other.cost(0.25)
        case .contains: return size.traversal * other.traversal
        case .membership: return other.cost(1)
        case .newList: return (result ?? .unknown).cost(1) + CostEstimate(11)
        case .selfCompare: return (size * size).cost(2).union((size * size).cost(2.1)) + CostEstimate(11)
        case .flatten: return size.cost(1) + CostEstimate(11)
        case .product(let factor): return (size * other).cost(Double(factor)) + .one
        case .selector: return CostEstimate(10) + other.cost(0.5) * CostEstimate(50) + other.traversal
        case .format: return (other + .scalar).traversal * CostEstimate(min: 8, max: 250)
        case .network(let parsesText, let isRange):
            let own = SizeEstimate(min: 0, max: 16)
            let range = isRange ? own.traversal + .one : .zero
            return (own + own).traversal + range + (parsesText ? other.traversal : .zero)
        }
    }

    /// One an element, or a tenth of each text.
    private func elements(_ type: CELType, _ size: SizeEstimate, _ element: SizeEstimate?) -> CostEstimate {
        switch type {
        case .list(let type) where type.ownSize != nil: return size.cost(1)
        case .list:
            let element = element ?? .unknown
            return size.cost(1) * CostEstimate(min: element.min / 10, max: (.one + element.traversal).max)
        // A text has as many bytes as code points at least, and four times as many at most.
        case .string: return CostEstimate(min: size.min / 10, max: size.cost(0.4).max)
        default: return CostEstimate(min: 0, max: .max)
        }
    }
}

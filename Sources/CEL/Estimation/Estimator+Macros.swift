extension Estimator {
    /// The estimate of a macro: its range, and for each element what the loop that it stands for does.
    mutating func macro(_ expression: Expression, _ macro: Macro) -> Estimate {
        let range = estimate(macro.range)
        guard case .macro(let slots) = checked.references[expression.id] else { return range }
        if macro.kind == .optMap || macro.kind == .optFlatMap { return optional(macro, range, slots) }
        declare(slots, range, isMap: checked.type(macro.range).isMapType)
        let filter = macro.filter.map { estimate($0).cost } ?? .zero
        let body = estimate(macro.body)
        let size = range.size ?? .unknown
        let rounds = CostEstimate(min: size.min, max: size.max)
        let (around, each) = loop(macro, body.cost, filter)
        let cost = range.cost + around + rounds * each
        switch macro.kind {
        case .all, .exists, .existsOne: return Estimate(cost: cost, size: .scalar)
        case .filter:
            let elements = checked.type(macro.range).isMapType ? range.keys : range.elements
            return Estimate(cost: cost, size: SizeEstimate(max: size.max), elements: elements)
        case .sortBy: return sorted(macro, range, cost)
        default:
            let isWhole = macro.filter == nil && macro.kind != .transformMapEntry
            let result = isWhole ? size : SizeEstimate(max: macro.kind == .transformMapEntry ? .max : size.max)
            return Estimate(cost: cost, size: result, elements: body.size, keys: range.keys)
        }
    }

    /// What a macro's variables stand for.
    private mutating func declare(_ slots: [Int], _ range: Estimate, isMap: Bool) {
        let item = Estimate(size: range.elements, path: range.path.map { $0 + (isMap ? ".@values" : ".@items") })
        let key = Estimate(size: isMap ? range.keys : .scalar, path: isMap ? range.path.map { $0 + ".@keys" } : nil)
        for (position, slot) in slots.enumerated() {
            locals[slot] = slots.count == 2 ? (position == 0 ? key : item) : isMap ? key : item
        }
    }

    /// The cost around the loop and of each round, by what the macro is expanded to: the condition of the loop, the step,
    /// and the result.
    private func loop(
        _ macro: Macro, _ body: CostEstimate, _ filter: CostEstimate
    ) -> (around: CostEstimate, each: CostEstimate) {
        let skipped = CostEstimate.one
        let list: CostEstimate = environment.foldsConstants ? .zero : CostEstimate(10)
        let map: CostEstimate = environment.foldsConstants ? .zero : CostEstimate(30)
        switch macro.kind {
        // The step looks at what it has before it looks at the element, which it need not do.
        case .all: return (.one, CostEstimate(2) + CostEstimate(min: 1, max: (body + .one).max))
        case .exists: return (.one, CostEstimate(3) + CostEstimate(min: 1, max: (body + .one).max))
        case .existsOne: return (CostEstimate(2), body + CostEstimate(min: 1, max: 2))
        case .filter: return (list + .one, body + CostEstimate(13).union(skipped))
        case .transformMap: return (map + .one, step(macro, CostEstimate(3) + body, filter))
        case .transformMapEntry: return (map + .one, step(macro, CostEstimate(2) + body, filter))
        case .map, .transformList, .sortBy: return (list + .one, step(macro, CostEstimate(12) + body, filter))
        case .optMap, .optFlatMap: return (.zero, .zero)
        }
    }

    private func step(_ macro: Macro, _ step: CostEstimate, _ filter: CostEstimate) -> CostEstimate {
        macro.filter == nil ? step : filter + step.union(.one)
    }

    /// `sortBy` compares every key with every other.
    private func sorted(_ macro: Macro, _ range: Estimate, _ cost: CostEstimate) -> Estimate {
        let size = range.size ?? .unknown
        return Estimate(
            cost: cost + CostEstimate(22) + (size * size).cost(2.1).union((size * size).cost(2)), size: size,
            elements: range.elements)
    }

    /// The macro stands for an expression that has its target twice where it holds something.
    private mutating func optional(_ macro: Macro, _ range: Estimate, _ slots: [Int]) -> Estimate {
        for slot in slots { locals[slot] = Estimate() }
        let body = estimate(macro.body)
        let most = range.cost + range.cost + CostEstimate(14) + body.cost
        return Estimate(cost: CostEstimate(min: range.cost.min, max: most.max))
    }
}

extension CELType {
    fileprivate var isMapType: Bool {
        if case .map = self { true } else { false }
    }
}

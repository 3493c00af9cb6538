extension Planner {
    /// The value of a literal, or of a list or map of such; nil for everything else.
    func constant(_ expression: Expression) -> Value? {
        switch expression.kind {
        case .literal(let value): return value
        case .list(let elements):
            var values: [Value] = []
            for element in elements {
                guard !element.isOptional, let value = constant(element.value) else { return nil }
                values.append(value)
            }
            return .list(values)
        case .map(let entries):
            var keys: [Value] = []
            var values: [Value] = []
            for entry in entries {
                guard !entry.isOptional, let key = constant(entry.key), let value = constant(entry.value) else {
                    return nil
                }
                keys.append(key)
                values.append(value)
            }
            return MapValue(keys: keys, values: values).map { .map($0) }
        default: return nil
        }
    }

    mutating func list(_ elements: [Expression.Element]) -> any Plan {
        if environment.foldsConstants {
            let values = elements.compactMap { $0.isOptional ? nil : constant($0.value) }
            if values.count == elements.count { return ConstantPlan(.list(values)) }
        }
        return ListPlan(elements.map { (plan: plan($0.value), isOptional: $0.isOptional) })
    }

    mutating func map(_ expression: Expression, _ entries: [Expression.Entry]) -> any Plan {
        if environment.foldsConstants, let value = constant(expression) { return ConstantPlan(value) }
        let entries = entries.map {
            MapPlan.Entry(key: plan($0.key), value: plan($0.value), isOptional: $0.isOptional)
        }
        return MapPlan(entries, offset: expression.offset)
    }

    mutating func message(_ expression: Expression, _ fields: [Expression.Field]) -> any Plan {
        guard case .message(let name) = checked.references[expression.id] else {
            return ConstantPlan(.failure("the message is of an unknown type"))
        }
        let entries = fields.map {
            MapPlan.Entry(key: ConstantPlan(.string($0.name)), value: plan($0.value), isOptional: $0.isOptional)
        }
        return MapPlan(entries, typeName: name, offset: expression.offset)
    }

    mutating func macro(_ expression: Expression, _ macro: Macro) -> any Plan {
        guard case .macro(let slots) = checked.references[expression.id] else {
            return ConstantPlan(.failure("the macro has no variables"))
        }
        let body = plan(macro.body)
        let filter = macro.kind == .filter ? body : macro.filter.map { plan($0) }
        let loop = Loop(
            range: plan(macro.range), slots: slots, filter: filter, body: body,
            listCost: environment.foldsConstants ? 0 : 10, mapCost: environment.foldsConstants ? 0 : 30,
            offset: expression.offset)
        switch macro.kind {
        case .all: return QuantifierPlan(loop, deciding: false)
        case .exists: return QuantifierPlan(loop, deciding: true)
        case .existsOne: return ExistsOnePlan(loop)
        case .map, .transformList: return ListMacroPlan(loop, isFilter: false)
        case .filter: return ListMacroPlan(loop, isFilter: true)
        case .transformMap: return MapMacroPlan(loop, isEntry: false)
        case .transformMapEntry: return MapMacroPlan(loop, isEntry: true)
        case .sortBy: return SortByPlan(loop)
        case .optMap: return OptionalMacroPlan(loop, isFlat: false)
        case .optFlatMap: return OptionalMacroPlan(loop, isFlat: true)
        }
    }
}

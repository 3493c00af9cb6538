extension Checker {
    mutating func macroType(_ expression: Expression, _ macro: Macro) -> CELType {
        let range = inference.resolve(type(of: macro.range))
        let types = variableTypes(macro, range)
        let first = checked.slotCount
        checked.slotCount += types.count
        checked.references[expression.id] = .macro(slots: Array(first..<first + types.count))
        for (position, name) in macro.variables.enumerated() where position < types.count {
            locals.append((name, types[position], first + position))
        }
        defer { locals.removeLast(macro.variables.count) }
        if let filter = macro.filter { expectBool(filter) }
        return resultType(macro, range)
    }

    /// The types of a macro's variables.
    private mutating func variableTypes(_ macro: Macro, _ range: CELType) -> [CELType] {
        let isPair = macro.variables.count == 2
        if macro.kind == .optMap || macro.kind == .optFlatMap {
            if case .optional(let inner) = range { return [inner] }
            if range.isConcrete { complain("\(macro.kind.rawValue) wants an optional, not '\(range)'", macro.range) }
            return [.dyn]
        }
        switch range {
        case .list(let element):
            if macro.kind == .sortBy || !isPair { return [element] }
            return [.int, element]
        case .map(let key, let value) where macro.kind != .sortBy: return isPair ? [key, value] : [key]
        case .dyn, .variable: return isPair ? [.dyn, .dyn] : [.dyn]
        default:
            complain(
                "a value of type '\(range)' cannot be the range of a macro; wanted is a list or a map", macro.range)
            return isPair ? [.dyn, .dyn] : [.dyn]
        }
    }

    private mutating func expectBool(_ expression: Expression) {
        let type = inference.resolve(type(of: expression))
        if !inference.assign([type], to: [.bool]) {
            complain("a condition must be a bool, and this is '\(type)'", expression)
        }
    }

    private mutating func resultType(_ macro: Macro, _ range: CELType) -> CELType {
        switch macro.kind {
        case .all, .exists, .existsOne:
            expectBool(macro.body)
            return .bool
        case .filter:
            expectBool(macro.body)
            if case .list = range { return range }
            if case .map(let key, _) = range { return .list(key) }
            return .list(.dyn)
        case .map, .transformList: return .list(type(of: macro.body))
        case .sortBy:
            _ = type(of: macro.body)
            return range
        case .optMap: return .optional(type(of: macro.body))
        case .optFlatMap: return optionalType(macro)
        case .transformMap: return .map(keyType(range), type(of: macro.body))
        case .transformMapEntry:
            let entry = inference.resolve(type(of: macro.body))
            if case .map = entry { return entry }
            if entry.isConcrete { complain("transformMapEntry wants a map, and this is '\(entry)'", macro.body) }
            return .map(.dyn, .dyn)
        }
    }

    private mutating func optionalType(_ macro: Macro) -> CELType {
        let type = inference.resolve(type(of: macro.body))
        if case .optional = type { return type }
        if type.isConcrete { complain("optFlatMap wants an optional, and this is '\(type)'", macro.body) }
        return .optional(.dyn)
    }

    private func keyType(_ range: CELType) -> CELType {
        switch range {
        case .list: .int
        case .map(let key, _): key
        default: .dyn
        }
    }
}

extension Parser {
    /// A call after a point as the macro that it is; nil when it is an ordinary one.
    mutating func memberMacro(
        _ name: String, _ range: Expression, _ arguments: [Expression], _ offset: Int
    ) -> Expression? {
        guard grammar.hasMacros, let form = form(of: name, arguments.count) else { return nil }
        var names: [String] = []
        for argument in arguments.prefix(form.variables) {
            guard let name = variableName(argument) else { continue }
            if names.contains(name) { complain("the variables of a macro need different names", at: argument.offset) }
            names.append(name)
        }
        let filter = arguments.count > form.variables + 1 ? arguments[form.variables] : nil
        guard names.count == form.variables, let body = arguments.last else { return nil }
        let macro = Macro(kind: form.kind, range: range, variables: names, filter: filter, body: body)
        return node(.macro(macro), offset, over: [range] + arguments.dropFirst(form.variables))
    }

    private mutating func variableName(_ argument: Expression) -> String? {
        guard case .identifier(let name, isAbsolute: false) = argument.kind else {
            complain("the argument must be a simple name", at: argument.offset)
            return nil
        }
        if name == "__result__" || name == "@result" {
            complain("the iteration variable overwrites the accumulator variable", at: argument.offset)
        }
        return name
    }

    /// The macro of a name and a number of arguments, and how many of these are variables.
    private func form(of name: String, _ count: Int) -> (kind: Macro.Kind, variables: Int)? {
        switch (name, count) {
        case ("all", 2): (.all, 1)
        case ("exists", 2): (.exists, 1)
        case ("exists_one", 2), ("existsOne", 2): (.existsOne, 1)
        case ("map", 2), ("map", 3): (.map, 1)
        case ("filter", 2): (.filter, 1)
        case ("sortBy", 2) where grammar.hasSortBy: (.sortBy, 1)
        case ("optMap", 2) where grammar.hasOptionals: (.optMap, 1)
        case ("optFlatMap", 2) where grammar.hasOptionals: (.optFlatMap, 1)
        default: grammar.hasTwoVariables ? formOfTwo(name, count) : nil
        }
    }

    private func formOfTwo(_ name: String, _ count: Int) -> (kind: Macro.Kind, variables: Int)? {
        switch (name, count) {
        case ("all", 3): (.all, 2)
        case ("exists", 3): (.exists, 2)
        case ("existsOne", 3), ("exists_one", 3): (.existsOne, 2)
        case ("transformList", 3), ("transformList", 4): (.transformList, 2)
        case ("transformMap", 3), ("transformMap", 4): (.transformMap, 2)
        case ("transformMapEntry", 3), ("transformMapEntry", 4): (.transformMapEntry, 2)
        default: nil
        }
    }
}

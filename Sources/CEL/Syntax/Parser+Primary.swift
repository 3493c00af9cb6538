extension Parser {
    /// A primary and its points, indices and calls.
    mutating func member() -> Expression? {
        guard var operand = primary() else { return nil }
        while true {
            let offset = token.offset
            if accept(".") {
                guard let next = selection(of: operand, offset) else { return nil }
                operand = next
            } else if accept("[") {
                let isOptional = acceptOptional()
                guard let index = expression(), expect("]") else { return nil }
                operand = call(isOptional ? "_[?_]" : "_[_]", offset, [operand, index])
            } else {
                return operand
            }
        }
    }

    /// A `?` of the optional syntax.
    private mutating func acceptOptional() -> Bool {
        guard isSymbol("?") else { return false }
        if !grammar.hasOptionals { complain("the optional syntax is not part of this environment") }
        advance()
        return true
    }

    private mutating func selection(of operand: Expression, _ offset: Int) -> Expression? {
        let isOptional = acceptOptional()
        let start = token.offset
        guard let name = fieldName() else { return nil }
        if !isOptional, isSymbol("(") {
            let bracket = token.offset
            guard let arguments = arguments() else { return nil }
            if let macro = memberMacro(name, operand, arguments, start) { return macro }
            return node(
                .call(target: operand, function: name, arguments: arguments), bracket, over: [operand] + arguments)
        }
        return node(.select(operand, field: name, isOptional ? .optional : .plain), offset, over: [operand])
    }

    /// A name after a point, which may be a reserved word or stand between backquotes.
    private mutating func fieldName() -> String? {
        switch token.kind {
        case .identifier(let name) where !["in", "true", "false", "null"].contains(name):
            advance()
            return name
        case .quotedIdentifier(let name):
            advance()
            return name
        default:
            complain("\(token.name) was found where a name is wanted")
            return nil
        }
    }

    /// The arguments of a call, brackets and all.
    private mutating func arguments() -> [Expression]? {
        guard expect("(") else { return nil }
        var arguments: [Expression] = []
        if accept(")") { return arguments }
        repeat {
            guard let argument = expression() else { return nil }
            arguments.append(argument)
        } while accept(",")
        return expect(")") ? arguments : nil
    }

    private mutating func primary() -> Expression? {
        let start = token.offset
        switch token.kind {
        case .integer, .double, .string, .bytes: return literal(isNegative: false)
        case .symbol("-"):
            advance()
            return literal(isNegative: true)
        case .symbol("("):
            advance()
            guard let expression = expression(), expect(")") else { return nil }
            return expression
        case .symbol("["):
            advance()
            return list(start)
        case .symbol("{"):
            advance()
            return map(start)
        case .symbol("."), .identifier: return name()
        default:
            complain("\(token.name) was found where a value is wanted")
            return nil
        }
    }

    private mutating func literal(isNegative: Bool) -> Expression? {
        let start = token.offset
        let kind = token.kind
        advance()
        switch kind {
        case .string(let text): return node(.literal(.string(text)), start)
        case .bytes(let bytes): return node(.literal(.bytes(bytes)), start)
        case .double(let value):
            if !value.isFinite { complain("this number is out of range", at: start) }
            return node(.literal(.double(isNegative ? -value : value)), start)
        case .integer(let digits, let radix, let isUnsigned):
            guard let value = integer((isNegative ? "-" : "") + digits, radix, isUnsigned) else {
                complain("this integer is out of range", at: start)
                return nil
            }
            return node(.literal(value), start)
        default:
            complain("'-' must stand before a number or a value of its own", at: start)
            return nil
        }
    }

    private func integer(_ digits: String, _ radix: Int, _ isUnsigned: Bool) -> Value? {
        isUnsigned ? UInt64(digits, radix: radix).map { .uint($0) } : Int64(digits, radix: radix).map { .int($0) }
    }

    /// A name, a call of a function, a message, or one of `true`, `false` and `null`.
    private mutating func name() -> Expression? {
        let isAbsolute = accept(".")
        let start = token.offset
        guard case .identifier(let name) = token.kind else {
            complain("\(token.name) was found where a name is wanted")
            return nil
        }
        advance()
        if !isAbsolute, let constant = ["true": Value.bool(true), "false": .bool(false), "null": .null][name] {
            return node(.literal(constant), start)
        }
        if reservedWords.contains(name) { complain("'\(name)' is a reserved word and no name", at: start) }
        if isSymbol("(") { return functionCall(name, isAbsolute, start) }
        if let type = messageName(startingWith: name) { return message((isAbsolute ? "." : "") + type, start) }
        return node(.identifier(name, isAbsolute: isAbsolute), start)
    }

    private mutating func functionCall(_ name: String, _ isAbsolute: Bool, _ start: Int) -> Expression? {
        let bracket = token.offset
        guard let arguments = arguments() else { return nil }
        if name == "has", grammar.hasMacros { return presence(arguments, start) }
        let function = isAbsolute ? "." + name : name
        return node(.call(target: nil, function: function, arguments: arguments), bracket, over: arguments)
    }

    /// `has(a.b)`.
    private mutating func presence(_ arguments: [Expression], _ start: Int) -> Expression? {
        guard arguments.count == 1, case .select(let operand, let field, let kind) = arguments[0].kind, kind == .plain
        else {
            complain("has() wants one field, such as has(object.spec)", at: start)
            return nil
        }
        return node(.select(operand, field: field, .test), arguments[0].offset, over: [operand])
    }

    /// The qualified name of a message when what comes next is the rest of one and its opening brace.
    private mutating func messageName(startingWith first: String) -> String? {
        var name = first
        var ahead = position
        while ahead + 1 < lexed.count, lexed[ahead].kind == .symbol("."),
            case .identifier(let part) = lexed[ahead + 1].kind
        {
            name += "." + part
            ahead += 2
        }
        guard lexed[ahead].kind == .symbol("{") else { return nil }
        position = ahead
        return name
    }

    private mutating func message(_ name: String, _ start: Int) -> Expression? {
        advance()
        var fields: [Expression.Field] = []
        while !isSymbol("}") {
            let isOptional = acceptOptional()
            let offset = token.offset
            guard let field = fieldName(), expect(":"), let value = expression() else { return nil }
            fields.append(Expression.Field(name: field, offset: offset, value: value, isOptional: isOptional))
            if !accept(",") { break }
        }
        guard expect("}") else { return nil }
        return node(.message(name: name, fields: fields), start, over: fields.map { $0.value })
    }

    private mutating func list(_ start: Int) -> Expression? {
        var elements: [Expression.Element] = []
        while !isSymbol("]") {
            let isOptional = acceptOptional()
            guard let value = expression() else { return nil }
            elements.append(Expression.Element(value: value, isOptional: isOptional))
            if !accept(",") { break }
        }
        guard expect("]") else { return nil }
        return node(.list(elements), start, over: elements.map { $0.value })
    }

    private mutating func map(_ start: Int) -> Expression? {
        var entries: [Expression.Entry] = []
        while !isSymbol("}") {
            let isOptional = acceptOptional()
            guard let key = expression(), expect(":"), let value = expression() else { return nil }
            entries.append(Expression.Entry(key: key, value: value, isOptional: isOptional))
            if !accept(",") { break }
        }
        guard expect("}") else { return nil }
        return node(.map(entries), start, over: entries.flatMap { [$0.key, $0.value] })
    }
}

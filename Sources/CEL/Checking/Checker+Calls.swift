extension Checker {
    mutating func callType(
        _ expression: Expression, _ target: Expression?, _ function: String, _ arguments: [Expression]
    ) -> CELType {
        if let target, let name = namespaceFunction(target, function) {
            checked.namespaceCalls.insert(expression.id)
            return resolveCall(expression, name, arguments, isMember: false)
        }
        let isAbsolute = function.hasPrefix(".")
        let plain = isAbsolute ? String(function.dropFirst()) : function
        if let target { return resolveCall(expression, plain, [target] + arguments, isMember: true) }
        let name = candidates(plain, isAbsolute: isAbsolute).first { environment.functions[$0] != nil }
        return resolveCall(expression, name ?? plain, arguments, isMember: false)
    }

    /// The full name of a function when what stands before its point is a namespace.
    private func namespaceFunction(_ target: Expression, _ function: String) -> String? {
        guard let (name, isAbsolute) = qualifiedName(target) else { return nil }
        let root = name.prefix { $0 != "." }
        if !isAbsolute, locals.contains(where: { $0.name == root }) { return nil }
        return candidates(name + "." + function, isAbsolute: isAbsolute).first { environment.functions[$0] != nil }
    }

    private mutating func resolveCall(
        _ expression: Expression, _ name: String, _ arguments: [Expression], isMember: Bool
    ) -> CELType {
        if name == "format" { exemptions += 1 }
        let types = arguments.map { type(of: $0) }
        if name == "format" { exemptions -= 1 }
        guard let overloads = environment.functions[name] else {
            complain("there is no function '\(name.displayName)'", expression)
            return .dyn
        }
        var fitting: [Overload] = []
        var result: CELType?
        for overload in overloads {
            let signature = overload.signature
            guard signature.isMember == isMember, signature.parameters.count == types.count else { continue }
            var names: [String: CELType] = [:]
            let parameters = signature.parameters.map { inference.instantiate($0, &names) }
            guard inference.assign(types, to: parameters) else { continue }
            let type = inference.resolve(inference.instantiate(signature.result, &names))
            result = fitting.isEmpty || result == type ? type : .dyn
            fitting.append(overload)
        }
        guard let result else {
            complain(noOverload(name, types, overloads, isMember: isMember), expression)
            return .dyn
        }
        checked.references[expression.id] = .overloads(fitting)
        return result
    }

    private func noOverload(_ name: String, _ types: [CELType], _ overloads: [Overload], isMember: Bool) -> String {
        let found = types.map { "\(inference.resolve($0, isFinal: true))" }
        let call =
            isMember
            ? "\(found[0]).\(name)(\(found.dropFirst().joined(separator: ", ")))"
            : "\(name.displayName)(\(found.joined(separator: ", ")))"
        let forms = overloads.filter { !$0.text.hasPrefix("_") && !$0.text.hasPrefix("@") }.map { $0.text }
        let wanted = forms.isEmpty || forms.count > 6 ? "" : "; wanted is \(forms.joined(separator: " or "))"
        return "no such overload: \(call)\(wanted)"
    }

    mutating func listType(_ elements: [Expression.Element]) -> CELType {
        var type: CELType?
        for element in elements {
            type = join(type, elementType(element.value, element.isOptional), element.value)
        }
        return .list(type ?? inference.fresh())
    }

    mutating func mapType(_ entries: [Expression.Entry]) -> CELType {
        var key: CELType?
        var value: CELType?
        for entry in entries {
            var keyType = inference.resolve(type(of: entry.key))
            if !keyType.canBeKey {
                complain(
                    "a value of type '\(keyType)' can be no key; wanted is a string, a number or a bool", entry.key)
                keyType = .dyn
            }
            key = join(key, keyType, entry.key)
            value = join(value, elementType(entry.value, entry.isOptional), entry.value)
        }
        return .map(key ?? inference.fresh(), value ?? inference.fresh())
    }

    /// The type of an element; an optional one is opened.
    private mutating func elementType(_ expression: Expression, _ isOptional: Bool) -> CELType {
        let type = inference.resolve(type(of: expression))
        guard isOptional else { return type }
        switch type {
        case .optional(let inner): return inner
        case .dyn, .variable: return .dyn
        default:
            complain("an optional is wanted after '?', and this is '\(type)'", expression)
            return .dyn
        }
    }

    private mutating func join(_ type: CELType?, _ other: CELType, _ expression: Expression) -> CELType {
        guard let type else { return other }
        if let joined = inference.join(type, other) { return joined }
        if environment.isHomogeneous, exemptions == 0 {
            complain(
                "expected type '\(inference.resolve(type, isFinal: true))' as for the elements before it, but found "
                    + "'\(inference.resolve(other, isFinal: true))'", expression)
        }
        return .dyn
    }

    mutating func messageType(_ expression: Expression, _ name: String, _ fields: [Expression.Field]) -> CELType {
        let isAbsolute = name.hasPrefix(".")
        let plain = isAbsolute ? String(name.dropFirst()) : name
        let found = candidates(plain, isAbsolute: isAbsolute).first { environment.object(named: $0) != nil }
        guard let found, let type = environment.object(named: found) else {
            complain("there is no type '\(plain)'", expression)
            for field in fields { _ = self.type(of: field.value) }
            return .dyn
        }
        checked.references[expression.id] = .message(found)
        for field in fields {
            let found = elementType(field.value, field.isOptional)
            guard let wanted = type.fields.map({ $0[field.name] }) ?? .dyn else {
                complain("'\(plain)' has no field '\(field.name)'", at: field.offset)
                continue
            }
            if !inference.assign([found], to: [wanted]) {
                complain("the field '\(field.name)' is of type '\(wanted)', and this is '\(found)'", field.value)
            }
        }
        return .object(found)
    }
}

extension CELType {
    fileprivate var canBeKey: Bool {
        switch self {
        case .bool, .int, .uint, .string, .dyn, .variable, .parameter, .double: true
        default: false
        }
    }
}

extension String {
    /// An operator as it is written.
    var displayName: String {
        switch self {
        case "@in": "in"
        case "_?_:_": "? :"
        case "_[_]": "[ ]"
        case "_[?_]": "[?]"
        default: hasPrefix("_") || hasSuffix("_") ? filter { $0 != "_" } : self
        }
    }
}

/// What is known of types that are still to be found out, and which types fit which (the unification of cel-go's
/// checker).
struct Inference {
    private var solutions: [Int: CELType] = [:]
    private var next = 0
    /// What the last attempt has changed, so that it can be taken back.
    private var changes: [(number: Int, before: CELType?)] = []

    /// A type that is still to be found out.
    mutating func fresh() -> CELType {
        next += 1
        return .variable(next - 1)
    }

    /// Gives the type parameters of a declaration variables of their own, the same for the same name.
    mutating func instantiate(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
        if case .parameter(let name) = type {
            if let known = names[name] { return known }
            let variable = fresh()
            names[name] = variable
            return variable
        }
        guard !type.parameters.isEmpty || type.isTypeOfType else { return type }
        var inner: [CELType] = []
        _ = type.replacing { part in
            inner.append(part)
            return part
        }
        var parts: [CELType] = []
        for part in inner { parts.append(instantiate(part, &names)) }
        var position = 0
        return type.replacing { _ in
            defer { position += 1 }
            return parts[position]
        }
    }

    /// The types as far as they are found out; `dyn` for what can be anything when `isFinal`.
    func resolve(_ type: CELType, isFinal: Bool = false, depth: Int = 0) -> CELType {
        guard depth < 64 else { return .dyn }
        if case .variable(let number) = type {
            guard let solution = solutions[number] else { return isFinal ? .dyn : type }
            return resolve(solution, isFinal: isFinal, depth: depth + 1)
        }
        return type.replacing { resolve($0, isFinal: isFinal, depth: depth + 1) }
    }

    /// Arguments fit parameters; what that says of variables is kept when they do.
    mutating func assign(_ arguments: [CELType], to parameters: [CELType]) -> Bool {
        changes.removeAll(keepingCapacity: true)
        for (argument, parameter) in zip(arguments, parameters) where !fits(parameter, argument, 0) {
            for (number, before) in changes.reversed() { solutions[number] = before }
            return false
        }
        return true
    }

    private mutating func solve(_ number: Int, _ type: CELType) {
        changes.append((number, solutions.updateValue(type, forKey: number)))
    }

    /// An element of a list whose elements so far are of `type`: the type of both; nil when they don't go together.
    mutating func join(_ type: CELType, _ other: CELType) -> CELType? {
        assign([other], to: [type]) ? moreGeneral(resolve(type), resolve(other)) : nil
    }

    private mutating func fits(_ left: CELType, _ right: CELType, _ depth: Int) -> Bool {
        guard depth < 64 else { return true }
        if case .variable(let number) = right {
            if left == right { return true }
            let isSolved = solutions[number] != nil
            if substitute(left, for: number, depth) { return true }
            if isSolved { return false }
        }
        if case .variable(let number) = left { return substitute(right, for: number, depth) }
        switch (left, right) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, let other), (let other, .null): return other.takesNull
        case (.type, .type): return true
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            return fits(left, right, depth + 1)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return fits(leftKey, rightKey, depth + 1) && fits(leftValue, rightValue, depth + 1)
        default: return left == right
        }
    }

    private mutating func substitute(_ type: CELType, for number: Int, _ depth: Int) -> Bool {
        if case .variable(number) = type { return true }
        if let solution = solutions[number] {
            guard fits(type, solution, depth + 1) else { return false }
            let general = moreGeneral(type, solution)
            if !mentions(number, general) { solve(number, general) }
            return true
        }
        guard !mentions(number, type) else { return false }
        solve(number, type)
        return true
    }

    private func mentions(_ number: Int, _ type: CELType) -> Bool {
        switch type {
        case .variable(let other): other == number || solutions[other].map { mentions(number, $0) } ?? false
        default: type.parameters.contains { mentions(number, $0) }
        }
    }

    private func moreGeneral(_ left: CELType, _ right: CELType) -> CELType {
        isAsGeneral(left, right) ? left : right
    }

    private func isAsGeneral(_ left: CELType, _ right: CELType) -> Bool {
        switch (left, right) {
        case (.dyn, _): return true
        case (.variable, _): return right != .dyn
        case (_, .dyn), (_, .variable): return false
        case (.null, .null): return true
        case (.null, _): return false
        case (_, .null): return true
        default:
            return left.runtimeName == right.runtimeName
                && zip(left.parameters, right.parameters).allSatisfy { isAsGeneral($0, $1) }
        }
    }
}

extension CELType {
    fileprivate var isTypeOfType: Bool {
        if case .type = self { true } else { false }
    }

    /// `null` may stand for a value of this type.
    fileprivate var takesNull: Bool {
        switch self {
        case .null, .object, .opaque, .timestamp, .duration: true
        default: false
        }
    }
}

extension Expression {
    /// The expression as CEL writes it, on one line, with no more brackets than it needs.
    package var text: String { written.text }

    /// How tightly a text's outermost operator binds: from `? :` to what needs no brackets anywhere.
    private enum Binding: Int {
        case conditional, or, and, relation, sum, product, unary, member
    }

    private static let infixes: [String: (symbol: String, binding: Binding)] = [
        "_||_": ("||", .or), "_&&_": ("&&", .and), "_<_": ("<", .relation), "_<=_": ("<=", .relation),
        "_>_": (">", .relation), "_>=_": (">=", .relation), "_==_": ("==", .relation), "_!=_": ("!=", .relation),
        "@in": ("in", .relation), "_+_": ("+", .sum), "_-_": ("-", .sum), "_*_": ("*", .product),
        "_/_": ("/", .product), "_%_": ("%", .product),
    ]

    private func text(in binding: Binding) -> String {
        let (text, own) = written
        return own.rawValue < binding.rawValue ? "(\(text))" : text
    }

    private var written: (text: String, binding: Binding) {
        switch kind {
        case .literal(let value): return (ValueText.of(value), value.isNegative ? .unary : .member)
        case .identifier(let name, let isAbsolute): return ((isAbsolute ? "." : "") + name, .member)
        case .select(let operand, let field, let kind): return (selection(operand, field, kind), .member)
        case .call(let target, let function, let arguments): return call(target, function, arguments)
        case .list(let elements):
            let texts = elements.map { ($0.isOptional ? "?" : "") + $0.value.text }
            return ("[\(texts.joined(separator: ", "))]", .member)
        case .map(let entries):
            let texts = entries.map { ($0.isOptional ? "?" : "") + $0.key.text + ": " + $0.value.text }
            return ("{\(texts.joined(separator: ", "))}", .member)
        case .message(let name, let fields):
            let texts = fields.map { ($0.isOptional ? "?" : "") + $0.name + ": " + $0.value.text }
            return ("\(name){\(texts.joined(separator: ", "))}", .member)
        case .macro(let macro):
            let arguments = macro.variables + [macro.body.text]
            let all = macro.kind == .filter ? arguments : macro.filter.map { withFilter(macro, $0) } ?? arguments
            return (macro.range.text(in: .member) + ".\(macro.kind.rawValue)(\(all.joined(separator: ", ")))", .member)
        }
    }

    private func withFilter(_ macro: Macro, _ filter: Expression) -> [String] {
        macro.variables + [filter.text, macro.body.text]
    }

    private func selection(_ operand: Expression, _ field: String, _ kind: SelectKind) -> String {
        let isPlain = field.utf8.allSatisfy { isLetter($0) || isDigit($0) }
        let name = operand.text(in: .member) + (kind == .optional ? ".?" : ".") + (isPlain ? field : "`\(field)`")
        return kind == .test ? "has(\(name))" : name
    }

    private func call(_ target: Expression?, _ function: String, _ arguments: [Expression]) -> (String, Binding) {
        if target == nil, let (symbol, binding) = Self.infixes[function], arguments.count == 2 {
            // Operators of the same rank group to the left; relations to neither side.
            let next = Binding(rawValue: binding.rawValue + 1) ?? .member
            let isChain = binding == .or || binding == .and
            let (left, right) = (arguments[0].text(in: binding), arguments[1].text(in: isChain ? binding : next))
            return ("\(left) \(symbol) \(right)", binding)
        }
        switch (function, arguments.count) {
        case ("!_", 1), ("-_", 1): return (String(function.prefix(1)) + arguments[0].text(in: .member), .unary)
        case ("_?_:_", 3):
            let parts = arguments[..<2].map { $0.text(in: .or) } + [arguments[2].text]
            return ("\(parts[0]) ? \(parts[1]) : \(parts[2])", .conditional)
        case ("_[_]", 2), ("_[?_]", 2):
            let mark = function == "_[?_]" ? "?" : ""
            return ("\(arguments[0].text(in: .member))[\(mark)\(arguments[1].text)]", .member)
        default:
            let texts = arguments.map { $0.text }.joined(separator: ", ")
            return ((target.map { $0.text(in: .member) + "." } ?? "") + "\(function)(\(texts))", .member)
        }
    }
}

extension Value {
    /// A number with a minus sign before it.
    fileprivate var isNegative: Bool {
        switch self {
        case .int(let value): value < 0
        case .double(let value): value < 0
        default: false
        }
    }
}

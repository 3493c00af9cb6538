import Documents

/// What a call costs at run time, as cel-go's `CostTracker` and the API server's `CostEstimator` count it.
enum Cost: Sendable {
    /// The nominal cost of what takes constant time.
    case one
    case fixed(Int)
    /// A traversal of the first argument: a tenth a code point, rounded up, times a factor.
    case traversal(times: Double = 1)
    /// A tenth of the size of the result.
    case result(times: Double)
    /// One for all that is in the first argument, and for each string a tenth of its bytes, rounded down.
    case elements
    /// A regular expression over a text.
    case regex
    /// A text in a text.
    case contains
    /// One an element of the list that is searched.
    case membership
    /// A new list as large as the result.
    case newList
    /// Every element with every other, and a new list.
    case selfCompare
    /// A new list of the first argument, as often as there are levels.
    case flatten
    /// Every element of two lists with each other, times a factor.
    case product(times: Int)
    /// A selector in the second argument, which is parsed.
    case selector
    /// A format's regular expression over the second argument.
    case format
    /// What `containsIP` and `containsCIDR` cost.
    case network(parsesText: Bool, isRange: Bool)

    /// The cost of a call with one argument and this result.
    func amount(_ argument: Value, _ result: Value) -> Int { amount(argument, nil, result) }

    /// The cost of a call with these arguments and result.
    func amount(_ first: Value, _ second: Value?, _ result: Value) -> Int {
        switch self {
        case .one: 1
        case .fixed(let cost): cost
        case .traversal(let factor): tenth(size(first), times: factor)
        case .result(let factor): tenth(result.size ?? 1, times: factor)
        case .elements: Self.traversal(of: first).cost
        case .regex: tenth(size(first) + 1) * Int((Double(size(second)) * 0.25).rounded(.up))
        case .contains: tenth(size(first)) * tenth(size(second))
        case .membership: size(second)
        case .newList: (result.size ?? 1) + 11
        case .selfCompare: selfCompare(first)
        case .flatten: size(first).saturatingTimes(second?.count ?? 1) + 11
        case .product(let factor): (size(first).saturatingTimes(size(second))).saturatingTimes(factor) + 1
        case .selector: 10 + (size(second) + 1) / 2 * 50 + tenth(size(second))
        case .format: tenth(size(second) + 1) * ((NamedFormat.read(first)?.patternSize ?? 0) + 3) / 4
        case .network(let parsesText, let isRange): network(first, second, parsesText, isRange)
        }
    }

    private func size(_ value: Value?) -> Int { value?.size ?? 1 }

    private func tenth(_ size: Int, times factor: Double = 1) -> Int { Int((Double(size) * factor * 0.1).rounded(.up)) }

    private func selfCompare(_ list: Value) -> Int {
        let elements = list.elements ?? []
        guard let first = elements.first else { return 11 }
        let factor = first.typeName == "string" || first.typeName == "bytes" ? 2.1 : 2
        return Int(min(Double(elements.count) * Double(elements.count) * factor, 1e15)) + 11
    }

    private func network(_ first: Value, _ second: Value?, _ parsesText: Bool, _ isRange: Bool) -> Int {
        let own = size(first)
        return tenth(own * 2) + (isRange ? tenth(own) + 1 : 0) + (parsesText ? tenth(size(second)) : 0)
    }

    /// What stands for a cost that no budget has room for.
    static let boundless = 1_000_000_000_000_000

    /// The cost of looking at everything in a value once, and the values that are looked at.
    ///
    /// Lists that share their elements may have more of them than there is time for: past a million it gives up.
    static func traversal(of value: Value) -> (cost: Int, visits: Int) {
        var visits = 0
        let cost = traversalCost(value, &visits)
        return (visits < visitLimit ? cost : boundless, visits)
    }

    private static let visitLimit = 1_000_000

    private static func traversalCost(_ value: Value, _ visits: inout Int) -> Int {
        visits += 1
        guard visits < visitLimit else { return 0 }
        switch value {
        case .bytes(let bytes): return bytes.count / 10
        case .string(let text): return text.utf8.count / 10
        case .json(let json) where json.kind == .string: return json.withUTF8 { $0.count / 10 } ?? 0
        case .json(let json) where json.kind == .array:
            return json.elements.reduce(0) { $0 + traversalCost(Value($1), &visits) }
        case .json(let json) where json.kind == .object:
            return json.members.reduce(0) {
                $0 + traversalCost(.json($1.key), &visits) + traversalCost(Value($1.value), &visits)
            }
        default: break
        }
        if let elements = value.elements { return elements.reduce(0) { $0 + traversalCost($1, &visits) } }
        guard let entries = value.entries else { return 1 }
        return entries.reduce(0) { $0 + traversalCost($1.key, &visits) + traversalCost($1.value, &visits) }
    }
}

extension Value {
    /// A number of levels, held at bounds.
    fileprivate var count: Int {
        if case .int(let value) = self { Int(max(0, min(value, 1_000_000))) } else { 1 }
    }
}

extension Int {
    fileprivate func saturatingTimes(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow || product > Cost.boundless ? Cost.boundless : product
    }
}

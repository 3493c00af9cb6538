/// What a call costs at run time, as cel-go's `CostTracker` and the API server's `CostEstimator` count it.
enum Cost: Sendable {
    /// The nominal cost of what takes constant time.
    case one
    case fixed(Int)
    /// A traversal of the first argument: a tenth a code point, rounded up, times a factor.
    case traversal(times: Double = 1)
    /// A tenth of the size of the result.
    case result(times: Double)
    /// One an element, and for lists of strings a tenth of their sizes.
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
        case .elements: Self.traversalCost(first)
        case .regex: tenth(size(first) + 1) * Int((Double(size(second)) * 0.25).rounded(.up))
        case .contains: tenth(size(first)) * tenth(size(second))
        case .membership: size(second)
        case .newList: (result.size ?? 1) + 11
        case .selfCompare: selfCompare(first)
        case .flatten: size(first).saturatingTimes(second?.count ?? 1) + 11
        case .product(let factor): (size(first).saturatingTimes(size(second))).saturatingTimes(factor) + 1
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

    /// The cost of looking at everything in a value once.
    private static func traversalCost(_ value: Value) -> Int {
        switch value {
        case .string, .bytes: return Int((Double(value.size ?? 1) * 0.1).rounded(.up))
        default:
            guard let elements = value.elements else {
                return value.text == nil ? 1 : Int((Double(value.size ?? 1) * 0.1).rounded(.up))
            }
            return elements.reduce(0) { $0 + traversalCost($1) }
        }
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
        return overflow || product > 1_000_000_000_000_000 ? 1_000_000_000_000_000 : product
    }
}

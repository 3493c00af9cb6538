/// What a call costs at run time, as cel-go's `CostTracker` and the API server's `CostEstimator` count it.
enum Cost: Sendable {
    /// The nominal cost of what takes constant time.
    case one
    case fixed(Int)
    /// A traversal of an argument: a tenth a code point, rounded up, times a factor.
    case traversal(argument: Int = 0, times: Double = 1)
    /// A tenth of the size of the result.
    case result(times: Double)
    /// One an element, and for lists of strings a tenth of their sizes.
    case elements
    /// The smaller argument.
    case smaller
    /// Both arguments.
    case both
    /// A regular expression over a text.
    case regex
    /// A text in a text.
    case contains
    /// One an element of the list that is searched.
    case membership
    /// A new list as large as the result.
    case newList
    /// Every element with every other, and a new list; of an argument.
    case selfCompare(argument: Int)
    /// A new list of the first argument, as often as there are levels.
    case flatten
    /// Every element of two lists with each other, times a factor.
    case product(times: Int)
    /// What `containsIP` and `containsCIDR` cost.
    case network(parsesText: Bool, isRange: Bool)

    /// The cost of a call with these arguments and result.
    func amount(_ arguments: [Value], _ result: Value) -> Int {
        switch self {
        case .one: 1
        case .fixed(let cost): cost
        case .traversal(let argument, let factor): tenth(size(arguments, argument), times: factor)
        case .result(let factor): tenth(result.size ?? 1, times: factor)
        case .elements: arguments.first.map(Self.traversalCost) ?? 0
        case .smaller: tenth(min(size(arguments, 0), size(arguments, 1)))
        case .both: tenth(size(arguments, 0) + size(arguments, 1))
        case .regex: tenth(size(arguments, 0) + 1) * Int((Double(size(arguments, 1)) * 0.25).rounded(.up))
        case .contains: tenth(size(arguments, 0)) * tenth(size(arguments, 1))
        case .membership: size(arguments, 1)
        case .newList: (result.size ?? 1) + 11
        case .selfCompare(let argument): selfCompare(arguments.count > argument ? arguments[argument] : .null)
        case .flatten: size(arguments, 0).saturatingTimes(arguments.count > 1 ? arguments[1].count : 1) + 11
        case .product(let factor): (size(arguments, 0).saturatingTimes(size(arguments, 1))).saturatingTimes(factor) + 1
        case .network(let parsesText, let isRange): network(arguments, parsesText, isRange)
        }
    }

    private func size(_ arguments: [Value], _ position: Int) -> Int {
        position < arguments.count ? arguments[position].size ?? 1 : 1
    }

    private func tenth(_ size: Int, times factor: Double = 1) -> Int { Int((Double(size) * factor * 0.1).rounded(.up)) }

    private func selfCompare(_ list: Value) -> Int {
        let elements = list.elements ?? []
        guard let first = elements.first else { return 11 }
        let factor = first.typeName == "string" || first.typeName == "bytes" ? 2.1 : 2
        return Int(min(Double(elements.count) * Double(elements.count) * factor, 1e15)) + 11
    }

    private func network(_ arguments: [Value], _ parsesText: Bool, _ isRange: Bool) -> Int {
        let own = size(arguments, 0)
        return tenth(own * 2) + (isRange ? tenth(own) + 1 : 0) + (parsesText ? tenth(size(arguments, 1)) : 0)
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

import Admission
import Documents
import Kubernetes

/// What containers may ask for of one resource, and what they get where they don't ask.
struct ResourceRule: ParameterObject, ParameterValue {
    @Parameter("A request must be set. A limit is one, too: Kubernetes takes it for the request where there is none.")
    var requireRequest = false

    @Parameter("A limit must be set. One of 0 is none.")
    var requireLimit = false

    @Parameter("The lowest request, where one is set.")
    var minimum: Quantity? = nil

    @Parameter("The highest request and limit, where they are set.")
    var maximum: Quantity? = nil

    @Parameter("How many times the request the limit may be, where both are set.")
    var maximumRatio: Quantity? = nil

    @Parameter("The limit must be equal to the request, if there is either.")
    var requestEqualsLimit = false

    @Parameter("The request that is filled in where there is neither a request nor a limit.")
    var defaultRequest: Quantity? = nil

    @Parameter("The limit that is filled in where there is none; the request, where that is higher.")
    var defaultLimit: Quantity? = nil

    /// From the defaults.
    init() {}

    /// A rule that only asks for requests and limits.
    init(requireRequest: Bool, requireLimit: Bool) {
        self.requireRequest = requireRequest
        self.requireLimit = requireLimit
    }
}

/// What is wrong with a request and a limit.
enum ResourceFault {
    case requestMissing, limitMissing
    case requestZero, limitZero
    case requestNegative, limitNegative
    case requestTooLow(minimum: Quantity)
    case requestTooHigh(maximum: Quantity)
    case limitTooHigh(maximum: Quantity)
    case requestAboveLimit(Quantity)
    case limitAboveRatio(Quantity, request: Quantity)
    case requestNotLimit(Quantity)
    case limitNotThere(request: Quantity)
}

extension ResourceRule {
    /// Judges a request and a limit, a few comparisons when all is well.
    ///
    /// - Parameters:
    ///   - request: what counts as the request.
    ///   - limit: what counts as the limit.
    ///   - isLimit: the request is none of its own, but the limit.
    ///   - areOfOneLevel: both are the container's, or both are the pod's, so that they can be compared.
    func faults(
        request: Quantity?, limit: Quantity?, isLimit: Bool = false, areOfOneLevel: Bool = true
    ) -> [ResourceFault] {
        var faults: [ResourceFault] = []
        if let limit, limit.isNegative { faults.append(.limitNegative) }
        if let request, request.isNegative, !isLimit { faults.append(.requestNegative) }
        guard faults.isEmpty else { return faults }
        if let fault = limitFault(limit) { faults.append(fault) }
        // A limit that stands for the request, too, is blamed once.
        if isLimit, !faults.isEmpty { return faults }
        if let fault = requestFault(request, isLimit: isLimit) { faults.append(fault) }
        if areOfOneLevel, let fault = pairFault(request, limit) { faults.append(fault) }
        return faults
    }

    private func requestFault(_ request: Quantity?, isLimit: Bool) -> ResourceFault? {
        guard let request else { return requireRequest ? .requestMissing : nil }
        if requireRequest, request.isZero { return .requestZero }
        if let minimum, request < minimum { return .requestTooLow(minimum: minimum) }
        if let maximum, request > maximum, !isLimit { return .requestTooHigh(maximum: maximum) }
        return nil
    }

    private func limitFault(_ limit: Quantity?) -> ResourceFault? {
        guard let limit else { return requireLimit ? .limitMissing : nil }
        if requireLimit, limit.isZero { return .limitZero }
        if let maximum, limit > maximum { return .limitTooHigh(maximum: maximum) }
        return nil
    }

    private func pairFault(_ request: Quantity?, _ limit: Quantity?) -> ResourceFault? {
        guard let request else { return nil }
        guard let limit else { return requestEqualsLimit ? .limitNotThere(request: request) : nil }
        if request > limit { return .requestAboveLimit(limit) }
        if requestEqualsLimit, request != limit { return .requestNotLimit(limit) }
        if let maximumRatio, !limit.isAtMost(maximumRatio, times: request) {
            return .limitAboveRatio(maximumRatio, request: request)
        }
        return nil
    }
}

extension ResourceRule {
    /// The request and limit with what is missing filled in, if that makes them whole; nil when nothing is to be
    /// filled in, or what came out would be denied.
    func completed(request: Quantity?, limit: Quantity?) -> (request: Quantity?, limit: Quantity?)? {
        let pair: (request: Quantity?, limit: Quantity?)
        switch (request, limit) {
        case (_, .some): return nil
        case (.some(let request), nil):
            guard let limit = defaultLimit(above: request) else { return nil }
            pair = (request, limit)
        case (nil, nil):
            guard defaultRequest != nil || defaultLimit != nil else { return nil }
            pair = (defaultRequest, defaultLimit ?? (requestEqualsLimit ? defaultRequest : nil))
        }
        let isLimit = pair.request == nil
        let areWell = faults(request: pair.request ?? pair.limit, limit: pair.limit, isLimit: isLimit).isEmpty
        return areWell ? pair : nil
    }

    /// The limit for a request that stands: never below it, and as near to the default as the ratio allows.
    private func defaultLimit(above request: Quantity) -> Quantity? {
        if requestEqualsLimit { return request.isZero ? nil : request }
        guard let defaultLimit else { return nil }
        let limit = max(defaultLimit, request)
        guard let maximumRatio, !limit.isAtMost(maximumRatio, times: request) else { return limit }
        return request * Int(min(maximumRatio.double, 1e9))
    }
}

extension ResourceRule {
    var problems: [ParameterProblem] {
        let amounts = [
            ("minimum", minimum), ("maximum", maximum), ("defaultRequest", defaultRequest),
            ("defaultLimit", defaultLimit),
        ]
        let negative = amounts.filter { $0.1?.isNegative ?? false }
        guard negative.isEmpty else {
            return negative.map { ParameterProblem($0.0, "A negative amount; wanted is one of 0 or more.") }
        }
        return orderProblems + defaultProblems
    }

    private var orderProblems: [ParameterProblem] {
        let pairs = [
            ("maximum", maximum, "minimum", minimum), ("defaultRequest", defaultRequest, "minimum", minimum),
            ("defaultLimit", defaultLimit, "minimum", minimum), ("maximum", maximum, "defaultRequest", defaultRequest),
            ("maximum", maximum, "defaultLimit", defaultLimit),
            ("defaultLimit", defaultLimit, "defaultRequest", defaultRequest),
        ]
        return pairs.compactMap { highName, high, lowName, low in
            guard let high, let low, high < low else { return nil }
            return ParameterProblem(highName, "\(high) is below \(lowName), \(low).")
        }
    }

    private var defaultProblems: [ParameterProblem] {
        if let maximumRatio, maximumRatio < Quantity(1) {
            return [ParameterProblem("maximumRatio", "\(maximumRatio) allows no limit at all; wanted is 1 or more.")]
        }
        guard let defaultRequest, let defaultLimit, defaultRequest <= defaultLimit else { return [] }
        if requestEqualsLimit, defaultRequest != defaultLimit {
            return [ParameterProblem("defaultLimit", "\(defaultLimit) is not defaultRequest, \(defaultRequest).")]
        }
        guard let maximumRatio, !defaultLimit.isAtMost(maximumRatio, times: defaultRequest) else { return [] }
        return [
            ParameterProblem(
                "defaultLimit", "\(defaultLimit) is more than \(maximumRatio) times defaultRequest, \(defaultRequest).")
        ]
    }
}

/// Rules by the names of resources, in the order of the names.
struct ResourceRules: ParameterValue {
    /// What containers may ask for of one resource.
    struct Entry {
        /// `cpu`, `memory`, `nvidia.com/gpu`.
        let name: String
        /// The rule.
        let rule: ResourceRule
    }

    /// In the order of the names.
    let entries: [Entry]

    init(_ rules: [String: ResourceRule]) {
        entries = rules.sorted { $0.key < $1.key }.map(Entry.init(name:rule:))
    }

    static var shape: ParameterShape { [String: ResourceRule].shape }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ResourceRules? {
        [String: ResourceRule].read(json, reader).map(ResourceRules.init)
    }

    var json: JSONValue { .object(entries.map { .init($0.name, $0.rule.json) }) }
}

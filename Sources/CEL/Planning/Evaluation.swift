/// One evaluation of a program: the variables' values and the budget.
final class Evaluation {
    /// The variables of the environment.
    private(set) var slots: [Value]
    /// The variables of macros.
    private var locals: [Value]
    /// Cost so far, as Kubernetes counts it.
    private(set) var cost = 0
    private let limit: Int
    /// Levels of deferred expressions in one another that are left.
    private let room: Int
    /// What deferred variables have cost that counts against the limit.
    private var variableCost = 0
    /// What deferred variables have cost that did not count against the limit.
    private(set) var deferredCost = 0
    /// What they may cost together; nil where they count against the limit.
    private let pool: Int?
    /// Programs of variables that are evaluated when they are needed.
    private let deferred: [Int: DeferredProgram]
    /// Work that the cost does not see: bytes copied, values compared.
    private var remainingWork: Int
    /// The budget is spent: every result from here on is void.
    private(set) var isExhausted = false
    /// Answers what the authorizer asks.
    let authority: (any Authority)?

    private var caches: Caches?
    /// What the parts of a traced program have come to.
    private(set) var trace = Trace()

    private static let workPerZone = 2000
    private static let workPerCompilation = 50_000
    /// Units of work for each unit of cost.
    private static let workPerCost = 16
    /// Work that every evaluation may do, however small its budget.
    private static let leastWork = 65536

    init(
        slots: [Value], localCount: Int, limit: Int, deferred: [Int: DeferredProgram] = [:],
        authority: (any Authority)? = nil, room: Int = Evaluation.levels, pool: Int? = nil
    ) {
        self.pool = pool
        self.room = room
        self.slots = slots
        locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
        self.deferred = deferred
        self.limit = limit
        self.authority = authority
        let (work, overflow) = limit.multipliedReportingOverflow(by: Self.workPerCost)
        remainingWork = max(overflow ? .max : work, Self.leastWork)
    }

    /// Notes that a part of a traced program begins; the result is for `close`.
    func open(_ text: String, _ offset: Int) -> Int { trace.open(text, offset) }

    /// Notes what a part has come to.
    func close(_ position: Int, _ value: Value) { trace.close(position, value) }

    /// Adds to the cost.
    @inline(__always)
    func charge(_ amount: Int) {
        guard !isExhausted else { return }
        cost &+= amount
        if cost > limit { isExhausted = true }
    }

    /// Evaluates a step whose cost does not count; that of variables which are evaluated for it does.
    @inline(__always)
    func free(_ plan: any Plan) -> Value {
        let (before, variables) = (cost, variableCost)
        defer { cost = before + variableCost - variables }
        return plan.evaluate(self)
    }

    /// Adds the cost of a call with these arguments and result.
    @inline(__always)
    func charge(_ cost: Cost, _ first: Value, _ second: Value?, _ result: Value) {
        switch cost {
        case .one: charge(1)
        case .elements:
            let (amount, visits) = Cost.traversal(of: first)
            if work(visits) { charge(amount) }
        default: charge(cost.amount(first, second, result))
        }
    }

    /// The value of a variable by its slot: those of macros come after those of the environment.
    @inline(__always)
    func value(_ slot: Int) -> Value {
        guard slot < slots.count else { return locals[slot &- slots.count] }
        let value = slots[slot]
        return value.isDeferred ? deferredValue(slot) : value
    }

    /// Gives a variable of a macro a value.
    @inline(__always)
    func set(_ slot: Int, _ value: Value) { locals[slot &- slots.count] = value }

    /// The value of what is deferred, evaluated now, once.
    private func deferredValue(_ slot: Int) -> Value {
        guard let wanted = deferred[slot] else { return .error(Self.deferral) }
        // While it is evaluated it has no value, so that it can't need itself.
        slots[slot] = .failure("a variable needs its own value")
        let room = room - wanted.program.depth
        guard room > 0 else {
            slots[slot] = .failure("variables need one another through too many levels")
            return slots[slot]
        }
        let left = pool.map { max(0, $0 - deferredCost) }
        let limit = left.map { min(Program.costLimit, $0) } ?? remaining
        let (outcome, others) = wanted.program.evaluate(
            slots, limit: limit, deferred, authority, room: room, pool: left)
        chargeDeferred(outcome.cost)
        // What it needed in turn need not be evaluated again.
        for other in deferred.keys where other != slot && other < others.count && other < slots.count {
            slots[other] = others[other]
        }
        slots[slot] = wanted.settled(outcome.value)
        return slots[slot]
    }

    /// Counts what a deferred variable has cost.
    private func chargeDeferred(_ amount: Int) {
        guard let pool else {
            variableCost += amount
            return charge(amount)
        }
        deferredCost += amount
        if deferredCost > pool { isExhausted = true }
    }

    /// Levels of expressions in one another that there is stack for.
    static let levels = 2000

    /// The value that a slot has as long as its program has not been asked for.
    static let deferral = Failure("the variable has not been evaluated")

    /// Room for so much work; false when the budget is spent.
    @inline(__always)
    func work(_ amount: Int) -> Bool {
        guard !isExhausted else { return false }
        remainingWork -= amount
        if remainingWork < 0 { isExhausted = true }
        return !isExhausted
    }

    /// What may still be charged.
    var remaining: Int { max(0, limit - cost) }

    /// A regular expression that is known only now. Compiling counts as work, since the cost doesn't see it.
    func expression(_ pattern: String) -> Result<RegularExpression, Failure> {
        if let known = caches?.expressions[pattern] { return .success(known) }
        guard work(Self.workPerCompilation + pattern.utf8.count * 64) else { return .failure(Self.exhaustion) }
        let result = RegularExpression.compile(pattern)
        if case .success(let expression) = result { keep { $0.expressions[pattern] = expression } }
        return result
    }

    /// A time zone by name, read once an evaluation; nil when there is none of that name.
    func zone(_ name: String) -> Zone? {
        if let known = caches?.zones[name] { return known }
        guard work(Self.workPerZone), let zone = Zone(name) else { return nil }
        keep { $0.zones[name] = zone }
        return zone
    }

    private func keep(_ change: (inout Caches) -> Void) {
        var caches = caches ?? Caches()
        if caches.expressions.count + caches.zones.count < Self.cacheLimit { change(&caches) }
        self.caches = caches
    }

    /// What is made at run time and may be needed again.
    private struct Caches {
        var expressions: [String: RegularExpression] = [:]
        var zones: [String: Zone] = [:]
    }

    private static let cacheLimit = 64

    /// The error of a spent budget.
    var exhausted: Value { .error(Self.exhaustion) }

    private static let exhaustion = Failure("the expression exceeds its cost budget")
}

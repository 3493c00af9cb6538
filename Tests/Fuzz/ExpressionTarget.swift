import CEL
import Documents
import Glibc

extension Target {
    /// CEL: what is refused is refused with a place inside the text; what is accepted is written anew as it was read,
    /// comes to the same twice, costs no more than it was estimated at, and keeps to its budget in time and memory.
    static let expression = Target(
        name: "expression",
        corpus: [
            "object.spec.replicas <= 5 && has(object.metadata.labels)",
            "object.spec.containers.all(c, c.image.startsWith('a/') || c.image.matches('^[a-z]+$'))",
            "[1, 2.0, 3u].map(x, x * 2).filter(x, x > 2).exists_one(x, x == 4) ? 'a' : r'\\n' + '''b'''",
            "{'a': [1], ?'b': optional.of(2)}.?a[?0].orValue(0) + size({}) - -3 % 2",
            "{'a': 1}.transformMapEntry(k, v, {v: k}).all(k, v, v.size() > 0) && sets.contains([1], [1])",
            "'%s %d %.2f %x'.format(['a', 1, 2.5, b'\\xff']).split(' ', 2).join('-').replace('', 'x').substring(1, 3)",
            "timestamp('2024-02-29T12:00:00.5+01:00').getHours('Europe/Berlin') + duration('1h30m').getMinutes()",
            "quantity('1.5Gi').add(20).isGreaterThan(quantity('1e37')) || cidr('10.0.0.0/8').containsIP('::1')",
            "Object{spec: Object.spec{a: 1}}.spec.a == int(url('http://a:80/b?c=d').getPort())",
            "semver('v1.2', true).compareTo(semver('1.2.0-rc.1')) == [3, 1, 2].sortBy(x, -x).flatten(1).distinct().sum()",
            "lists.range(9).slice(1, 3).reverse() + [[1]].flatten() == 'abc'.findAll('[a-z]', 2).map(s, s.charAt(0).size())",
            "object.list.map(x, [x, x]).map(x, [x, x]).filter(x, x == x).indexOf(object.list) + object.text.lastIndexOf('a')",
            "object.all(k, object[k] != params) || [object.text, params.text].sort().min() in object.list",
            "params.list.exists(x, type(x) == string && x.contains(object.text)) ? object.a.b : params[?'a'].optMap(x, x.b)",
            "object.map(k, object[k]).transformMap(i, v, string(i) + object.text).size() < double(params.number)",
        ],
        tokens: [
            "object", "params", ".a", ".list", ".text", ".number", "[0]", "(", ")", "[", "]", "{", "}", "?", ":", ",",
            "&&",
            "||", "!", "-", "+", "*", "/", "%", "==", "<", " in ", "'a'", "b'\\x00'", "1", "0u", "1.5",
            "9223372036854775807", "null", "true", ".map(x, x)", ".map(x, [x, x])", ".all(x, true)",
            ".exists(i, v, v == i)", ".transformList(i, v, v)", ".sortBy(x, x)", ".optMap(x, x)", ".?b", "[?0]",
            "optional.none()", "dyn(", "type(", "string(", "size(", ".format([", ".split('')", ".matches('.*')",
            ".findAll('.')", ".replace('', 'ab')", ".join()", ".distinct()", ".sort()", ".flatten()", ".reverse()",
            "lists.range(99)", "duration('1s')", "timestamp(0)", "quantity('1')", "ip('::1')", "\n", "`a-b`", "Object{",
        ],
        check: checkExpression)
}

@Sendable
private func checkExpression(_ input: [UInt8]) throws(Violation) -> Bool {
    let seed = input.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var random = SeededGenerator(seed: seed)
    var environment = Bool.random(using: &random) ? Environment.everything : .kubernetes(minor: 34)
    environment.declareAdmission()
    let text = String(decoding: input, as: UTF8.self)
    let program: Program
    do throws(CheckFailure) {
        program = try Program(text, in: environment, isTraced: Int.random(in: 0..<8, using: &random) == 0)
    } catch {
        try checkComplaints(error, text)
        return false
    }
    try checkText(text, environment)
    var bindings = Bindings(environment)
    for name in ["object", "params"] { bindings[name] = randomDocument(&random).map { Value($0) } ?? .null }
    let outcome = try evaluate(
        program, bindings, limit: Int.random(in: 0..<64, using: &random) == 0 ? 1_000_000 : 10_000)
    try checkOutcome(program, outcome)
    // What is mostly a comment or does nothing is not worth to go on from: all of its mutations are accepted.
    return outcome.cost > 2 && !text.contains("//")
}

private func checkComplaints(_ failure: CheckFailure, _ text: String) throws(Violation) {
    try require(!failure.problems.isEmpty, "the expression is refused without a reason")
    try require(
        failure.problems.allSatisfy { $0.offset >= 0 && $0.offset <= text.utf8.count },
        "a complaint is about a place outside of the text")
}

/// An expression that is written anew reads as the same.
private func checkText(_ text: String, _ environment: Environment) throws(Violation) {
    do throws(CheckFailure) {
        let written = try ParsedExpression(text, in: environment).text
        try requireSame(written, try ParsedExpression(written, in: environment).text)
    } catch {
        // Escapes make a text longer; one at the limit of its size may then be too long.
        try require(text.utf8.count > 10_000, "the expression can't be read again: \(error)")
    }
}

private func requireSame(_ first: String, _ second: String) throws(CheckFailure) {
    if first != second { _ = try Program("the text reads as something else", in: .everything) }
}

/// Evaluates twice, with the budget's worth of time and memory.
private func evaluate(_ program: Program, _ bindings: Bindings, limit: Int) throws(Violation) -> CEL.Outcome {
    let (start, memory) = (threadSeconds(), residentBytes())
    let first = program.evaluate(bindings, limit: limit)
    let time = threadSeconds() - start
    // A budget of a million is worth a tenth of a second in the API server; tools that check memory are slow.
    try require(time < 0.5 + 5 * Double(limit) / 1_000_000, "the evaluation takes \(time) s, far more than its budget")
    try require(residentBytes() - memory < 512 << 20, "the evaluation takes \(residentBytes() - memory) bytes")
    let second = program.evaluate(bindings, limit: limit)
    try require(first.cost == second.cost, "the expression costs something else the second time")
    try require(
        first.value.typeName == second.value.typeName, "the expression comes to something else the second time")
    return first
}

private func checkOutcome(_ program: Program, _ outcome: CEL.Outcome) throws(Violation) {
    if let failure = outcome.failure {
        try require(!program.explain(failure).isEmpty, "a failure has no explanation")
    } else {
        try require(
            UInt64(outcome.cost) <= program.estimate.max,
            "the expression costs \(outcome.cost), and was estimated at \(program.estimate)")
    }
    try require(ValueText.of(outcome.value, limit: 1000).utf8.count < 8000, "a value's text is longer than it may be")
    guard let json = json(of: outcome.value) else {
        let isEndless = outcome.failure != nil || outcome.value.isLarger(than: 1000)
        return try require(isEndless, "a small value can't be written as JSON")
    }
    try require((try? JSON(parsing: json, limits: limits)) != nil, "a value's JSON can't be read")
}

/// Maps of an expression may have keys that are the same as text: `{1: 'a', '1': 'b'}`.
private let limits = JSON.Limits(depth: 2048, refusesDuplicateKeys: false)

/// The value as JSON; nil when it has none.
private func json(of value: Value) -> [UInt8]? {
    var writer = JSONWriter()
    do throws(ValueJSONError) {
        try writer.value(value, limit: 1 << 20)
        return writer.bytes
    } catch {
        return nil
    }
}

/// Seconds that this thread has worked.
private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

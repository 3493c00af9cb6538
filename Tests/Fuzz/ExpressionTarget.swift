import CEL
import Documents

extension Target {
    /// CEL: what is refused is refused with a place inside the text, and what is accepted comes to the same twice, within
    /// its budget.
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
        ],
        tokens: [
            "object", ".a", "[0]", "(", ")", "[", "]", "{", "}", "?", ":", ",", "&&", "||", "!", "-", "+", "*", "/",
            "%",
            "==", "<", " in ", "'a'", "b'\\x00'", "1", "0u", "1.5", "9223372036854775807", "null", "true", ".map(x, x)",
            ".all(x, true)", ".exists(i, v, v == i)", ".transformList(i, v, v)", ".sortBy(x, x)", ".optMap(x, x)",
            ".?b",
            "[?0]", "optional.none()", "dyn(", "type(", "string(", "size(", ".format([", ".split('')", ".matches('.*')",
            "duration('1s')", "timestamp(0)", "quantity('1')", "ip('::1')", "\n", "`a-b`", "Object{",
        ],
        check: checkExpression)
}

/// A small object, in which corpus expressions find something.
private let object =
    #"{"metadata":{"labels":{"a":"b"}},"spec":{"replicas":3,"containers":[{"image":"a/b"},{"image":"x"}]}}"#

@Sendable
private func checkExpression(_ input: [UInt8]) throws(Violation) -> Bool {
    var environment = Environment.everything
    environment.declareAdmission()
    var bindings = Bindings(environment)
    if let json = try? JSON(parsing: object) { bindings["object"] = Value(json) }
    let text = String(decoding: input, as: UTF8.self)
    let program: Program
    do throws(CheckFailure) {
        program = try Program(text, in: environment)
    } catch {
        try require(!error.problems.isEmpty, "the expression is refused without a reason")
        try require(
            error.problems.allSatisfy { $0.offset >= 0 && $0.offset <= text.utf8.count },
            "a complaint is about a place outside of the text")
        return false
    }
    let clock = ContinuousClock()
    let start = clock.now
    let first = program.evaluate(bindings, limit: 10_000)
    let second = program.evaluate(bindings, limit: 10_000)
    try require(clock.now - start < .seconds(5), "the expression takes longer than its budget")
    try require("\(first.cost)" == "\(second.cost)", "the expression costs something else the second time")
    try require(
        first.value.typeName == second.value.typeName, "the expression comes to something else the second time")
    try require(first.failure.map { !program.explain($0).isEmpty } ?? true, "a failure has no explanation")
    // What is mostly a comment or does nothing is not worth to go on from: all of its mutations are accepted.
    return first.cost > 2 && !text.contains("//")
}

import CEL
import Testing

/// Costs and budgets.
struct CostTests {
    @Test(
        "an expression costs what cel-go counts",
        arguments: [
            ("[1, 2, 3, 4].all(i, v, i < 5 && v > 0)", 39), ("{1: 1, 2: 2, 3: 3}.all(i, v, i < 5 && v > 0)", 52),
            ("[].transformList(i, v, v) == []", 31), ("[].transformMap(k, v, v + 1) == {}", 71),
            ("{1: 2}.transformMapEntry(k, v, {v: k}) == {2: 1}", 126), ("[[1], 2, 3].flatten() == [1, 2, 3]", 45),
            ("[1, 2, 3].slice(1, 3) == [2, 3]", 34), ("sets.contains([[1], [2, 3]], [[2, 3.0]])", 53),
            ("!sets.equivalent([2, 1], [1])", 26), ("1 + 2 == 3", 2), ("'abc'.contains('b')", 1),
            ("true ? 1 : 2", 0),
        ])
    func cost(_ text: String, _ cost: Int) throws {
        #expect(try evaluate(text).cost == cost)
    }

    @Test(
        "lists of constants and searches in them cost nothing where they are folded",
        arguments: [("1 in [1, 2, 3]", 0), ("[1, 2, 3].all(x, x > 0)", 16), ("quantity('1Gi').sign() == 1", 3)])
    func folding(_ text: String, _ cost: Int) throws {
        #expect(try evaluate(text, in: .kubernetes(minor: 34)).cost == cost)
    }

    @Test("a budget that is exceeded ends the evaluation with an error that nothing absorbs")
    func budget() throws {
        let text = "true || lists.range(1000).all(x, x >= 0)"
        #expect(try evaluate(text, limit: 100).bool == true)
        for text in ["lists.range(1000).all(x, x >= 0) || true", "lists.range(50).exists(x, x == 49) ? 1 : 2"] {
            let outcome = try evaluate(text, limit: 100)
            #expect(outcome.failure?.message == "the expression exceeds its cost budget")
        }
    }

    /// Expressions that want more time or memory than there is.
    static let hostileExpressions: [String] = [
        "L" + String(repeating: ".map(a, L", count: 6) + String(repeating: ")", count: 6),
        "L" + String(repeating: ".map(x, x)", count: 200), "L.all(a, L.all(b, L.all(c, L.all(d, L.all(e, e >= 0)))))",
        "[S]" + String(repeating: ".map(s, s + s)", count: 60),
        "[S]" + String(repeating: ".map(s, s.replace('', s))", count: 8),
        "[S]" + String(repeating: ".map(s, [s, s, s, s].join(s))", count: 30),
        "[L]" + String(repeating: ".map(l, l + l)", count: 60),
        "[L]" + String(repeating: ".map(l, [l, l])", count: 60) + ".all(x, '%s'.format([x]) == '')",
        "[[L]" + String(repeating: ".map(l, [l, l])", count: 60) + "].all(x, x == x)",
        "L.all(a, L.all(b, L.all(c, 'aaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a{0,30}){0,30}$' + string(a * b * c)))))",
        "L.all(a, S.matches('(.*)*(.*)*(.*)*x'))",
        "L.map(a, L).flatten().map(a, L).flatten().map(a, L).flatten().distinct() == []",
        "lists.range(10000000).size() > 0", "L.sortBy(x, L.map(y, L.map(z, z)).size())",
        "L.all(a, S.split('').size() > 0 && L.all(b, S.split('').size() < 0))",
        "L.transformMap(k, v, L.transformMap(k, v, L.transformMap(k, v, S)))",
        "[S]" + String(repeating: ".map(s, bytes(string(bytes(s + s))))", count: 40),
        "L.all(a, L.all(b, '%s%s%s'.format([S, S, S]) != '' && S.contains('aaaaaaaab')))",
        "L.all(a, L.all(b, quantity('1e3999').add(quantity('1')).sign() == 1))",
    ]

    @Test(
        "no expression takes more time or memory than its budget", .timeLimit(.minutes(3)),
        arguments: hostileExpressions)
    func hostile(_ text: String) throws {
        let list = "[" + (0..<100).map { "\($0)" }.joined(separator: ",") + "]"
        let string = "\"" + String(repeating: "a", count: 5000) + "\""
        let start = workedSeconds()
        do {
            let outcome = try evaluate(text, ["L": list, "S": string])
            #expect(outcome.cost <= 2 * Program.costLimit || outcome.failure != nil)
        } catch let failure as CheckFailure {
            #expect(!failure.problems.isEmpty)
        }
        #expect(workedSeconds() - start < 30)
    }
}

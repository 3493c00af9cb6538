import CEL
import Documents
import Testing

/// Inputs made to trap, to hang or to fill the memory.
struct BoundsTests {
    @Test(
        "an argument at the edge of its range is an error and no trap",
        arguments: [
            "quantity('1e9223372036854775807')", "quantity('1e99999999999999999999')", "uint('+5')", "uint('-0')",
            "double('1e400')", "double('0x10')", "double('nan(1)')", "timestamp('2009-02-13t23:31:30Z')",
            "timestamp('2009-02-13T23:31:30z')", "0.0 / 0.0 < 1.0", "1 >= 0.0 / 0.0", "'a'.indexOf('a', -1)",
            "'a'.lastIndexOf('a', -1)", "'%.1001f'.format([1.0])", "[1].slice(0, 9223372036854775807)",
            "'a'.substring(0, 9223372036854775807)", "-9223372036854775808 / -1", "[][9223372036854775807]",
            "duration('2562047h47m16.854775808s')", "timestamp(9223372036854775807)",
        ])
    func edges(_ text: String) throws {
        #expect(try evaluate(text).failure != nil)
    }

    @Test(
        "an argument at the edge of its range has its value",
        arguments: [
            "double('+Inf') > 1e308", "double('0x1p4') == 16.0", "'a'.indexOf('', 9223372036854775807) == 1",
            "'a'.lastIndexOf('a', 9223372036854775807) == -1", "'a b'.split(' ', 9223372036854775807).size() == 2",
            "'aa'.replace('a', 'b', 9223372036854775807) == 'bb'", "quantity('1e-9223372036854775808').sign() == 1",
            "duration('0.000000003s') == duration('3ns')", "duration('1.1s') == duration('1100ms')",
            "duration('-2562047h47m16.854775808s') < duration('0s')", "'a'.findAll('a', 9223372036854775807) == ['a']",
            "-9223372036854775808 % -1 == 0 || true", "'𝔘a𝔘'.indexOf('𝔘', 1) == 2", "'𝔘a𝔘'.lastIndexOf('𝔘') == 2",
            "'𝔘a𝔘'.lastIndexOf('𝔘', 1) == 0", "'abababab'.lastIndexOf('abab') == 4",
            "'abababab'.indexOf('abab', 1) == 2",
            "'aaaaaaaaaaaaaaaaab'.indexOf('aaaaaaaaaab') == 7", "'abcabcabcabd'.contains('abcabcabd')",
            "'aaaaaaaaaaaaaaaaa'.lastIndexOf('aaaaaaaaa', 3) == 3", "'aXbXXc'.split('XX') == ['aXb', 'c']",
        ])
    func values(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test("a long list of things whose type is unknown is checked in time", arguments: ["[]", "{}", "optional.none()"])
    func unknownTypes(_ element: String) throws {
        let text = "[" + Array(repeating: element, count: 5000).joined(separator: ",") + "].size() == 5000"
        let start = workedSeconds()
        #expect(try holds(text))
        #expect(workedSeconds() - start < 20)
    }

    @Test("a text of nothing but mistakes is refused with the first of them")
    func mistakes() {
        for text in [String(repeating: "$", count: 50_000), "[" + String(repeating: "x,", count: 20_000) + "]"] {
            let start = workedSeconds()
            do throws(CheckFailure) {
                _ = try Program(text, in: .everything)
                Issue.record("The text was accepted.")
            } catch {
                #expect(!error.problems.isEmpty && error.problems.count <= 100)
                #expect(!error.description.isEmpty)
            }
            #expect(workedSeconds() - start < 10)
        }
    }

    @Test("variables that need one another are evaluated once each")
    func variables() throws {
        var environment = Environment.kubernetes(minor: 34)
        let names = (0..<60).map { "v\($0)" }
        for name in names { environment.declare(name) }
        var bindings = Bindings(environment)
        bindings.bind("v0", to: try Program("1", in: environment))
        bindings.bind("v1", to: try Program("1", in: environment))
        for index in 2..<names.count {
            bindings.bind(names[index], to: try Program("v\(index - 1) - v\(index - 2)", in: environment))
        }
        let outcome = try Program("v59 + v58", in: environment).evaluate(bindings)
        #expect(outcome.failure == nil)
        // Three a sum of two variables, for 58 variables and the expression.
        #expect(outcome.cost == 59 * 3)
    }

    @Test("a variable costs what it costs where its name alone is free", arguments: ["true ? v : 0", "[1, 2][v - 1]"])
    func freeNames(_ text: String) throws {
        var environment = Environment.kubernetes(minor: 34)
        environment.declare("v", .int)
        var bindings = Bindings(environment)
        bindings.bind("v", to: try Program("[1, 2, 3].map(x, x + 1).min()", in: environment))
        let outcome = try Program(text, in: environment).evaluate(bindings)
        #expect(outcome.failure == nil)
        #expect(outcome.cost >= 46, "\(outcome.cost)")
    }

    @Test("variables that need one another through too many levels are an error, and so is one that needs itself")
    func levels() throws {
        var environment = Environment.kubernetes(minor: 34)
        let names = (0..<3000).map { "v\($0)" }
        for name in names + ["own"] { environment.declare(name) }
        var bindings = Bindings(environment)
        bindings.bind("v0", to: try Program("1", in: environment))
        for index in 1..<names.count { bindings.bind(names[index], to: try Program("v\(index - 1)", in: environment)) }
        bindings.bind("own", to: try Program("own + 1", in: environment))
        let outcome = try Program("v2999", in: environment).evaluate(bindings)
        #expect(outcome.failure?.message == "variables need one another through too many levels")
        #expect(try Program("v500", in: environment).evaluate(bindings).failure == nil)
        let own = try Program("own", in: environment).evaluate(bindings)
        #expect(own.failure?.message == "a variable needs its own value")
    }

    /// Expressions that would take far more time or memory than their costs say.
    static let bombs: [String] = [
        // Lists that share their elements, endless for whoever goes through all of them.
        "[0]" + String(repeating: ".map(a, [a, a])", count: 90) + ".indexOf(dyn([1])) == 0",
        "N.all(i, [['a']]" + String(repeating: ".map(a, [a, a])", count: 20) + ".indexOf(dyn([['b']])) < 0)",
        // A long text in comparisons that seem to be cheap.
        "N.all(a, N.all(b, S != 'x'))", "N.all(a, N.all(b, S != T))", "N.all(a, !([S, S, S] == [T, T, T]))",
        "N.all(a, N.all(b, {S: 1}[S] == 1))", "N.all(a, N.all(b, !(S in ['x', 'y'])))",
        "N.all(a, [S, T, S, T].sort() != [])",
        "N.map(a, S).distinct().size() == 1", "N.all(a, sets.contains([T, T, T], [S, S, S]) || true)",
        // Texts that nearly match everywhere.
        "N.all(a, S.indexOf(H + 'b') < 0)", "N.all(a, S.lastIndexOf('b' + H) < 0)", "N.all(a, !S.contains(H + 'b'))",
        "N.all(a, S.split(H + 'b').size() == 1)", "N.all(a, S.replace(H + 'b', '') == S)",
        "N.all(a, S.matches('(a?){500}(a?){500}$'))", "N.all(a, S.findAll('a.*b|a').size() > 0)",
        "N.all(a, S.findAll('.').size() > 0)", "N.all(a, !S.matches('((a{0,10}){0,10}){0,10}b'))",
        // Little text that becomes much.
        "N.map(a, N.map(b, '%.1000f'.format([1.5])))", "N.map(a, N.map(b, S.split('')))",
        "N.map(a, lists.range(3000))", "N.all(a, url(Q).getQuery().size() > 0)", "N.map(a, S.findAll('.'))",
        "N.map(a, '%.1000f%.1000f%.1000f%.1000f%.1000f%.1000f'.format([1.5, 1.5, 1.5, 1.5, 1.5, 1.5]).replace('', 'ab'))",
    ]

    @Test("an expression that is made to take its time has it cut short", .timeLimit(.minutes(5)), arguments: bombs)
    func bomb(_ text: String) throws {
        let numbers = "[" + (0..<300).map { "\($0)" }.joined(separator: ",") + "]"
        let long = String(repeating: "a", count: 40_000)
        let variables = [
            "N": numbers, "S": "\"\(long)\"", "T": "\"\(long.dropLast())c\"", "H": "\"\(long.prefix(20_000))\"",
            "Q": "\"/?" + (0..<5000).map { "\($0)&" }.joined() + "\"",
        ]
        let start = workedSeconds()
        let outcome = try evaluate(text, variables)
        #expect(workedSeconds() - start < 30, "\(outcome.cost)")
    }
}

import CEL
import Testing

/// The grammar and its complaints.
struct SyntaxTests {
    @Test(
        "an expression is read as its operators bind",
        arguments: [
            "1 + 2 * 3 == 7", "(1 + 2) * 3 == 9", "10 - 3 - 2 == 5", "20 / 2 / 5 == 2", "7 % 4 % 2 == 1", "-3 + 5 == 2",
            "- 3 == -3", "!true == false", "!!true", "--1 == 1", "1 < 2 == true", "true || false && false",
            "true ? true : false ? false : false", "1 in [1] == true", "[1][0] + {'a': 2}.a == 3",
            "0x1F == 31", "-0x8000000000000000 == -9223372036854775808", "0xFFu == 255u", "1e3 == 1000.0", ".5 == 0.5",
            "r'\\n' == '\\\\n'", "'''a'b''' == \"a'b\"", "b'\\xff'.size() == 1", "'\\u00e9' == 'é'", "'\\101' == 'A'",
            "// a remark\n true // another", "{'a-b': 1}.`a-b` == 1", "{'if': 1}.if == 1", "[1, 2,] == [1, 2]",
            "{'a': 1,} == {'a': 1}", "{?'a': optional.none()} == {}", "[?optional.of(1), ?optional.none()] == [1]",
            "{'a': {'b': 1}}.?a.?b.orValue(0) == 1", "{}[?'a'].orValue(2) == 2", "1.5e-3 == 0.0015",
        ])
    func reading(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test(
        "a complaint names the place and what is wanted",
        arguments: [
            ("1 +", "1:4: the end was found where a value is wanted"),
            ("(1", "1:3: the end was found where ')' is wanted"),
            ("[1 2]", "1:4: '2' was found where ']' is wanted"),
            ("a.", "1:3: the end was found where a name is wanted"),
            ("for", "1:1: 'for' is a reserved word and no name"),
            ("1 = 2", "1:3: '=' has no meaning here"),
            ("'abc", "1:1: this string is never closed"),
            ("'\\q'", "1:2: this escape is unknown or malformed"),
            ("9223372036854775808", "1:1: this integer is out of range"),
            ("--9223372036854775808", "1:3: this integer is out of range"),
            ("has(1)", "1:1: has() wants one field"),
            ("[1].all(1, true)", "1:9: the argument must be a simple name"),
            ("true true", "1:6: 'true' was not expected here"),
            ("{'a' 1}", "1:6: '1' was found where ':' is wanted"),
            ("x ? 1", "1:6: the end was found where ':' is wanted"),
            ("-", "1:2: the end was found where a value is wanted"),
            ("", "1:1: the end was found where a value is wanted"),
            ("\n  1 ++ 2", "2:6: '+' was found where a value is wanted"),
        ])
    func complaint(_ text: String, _ wanted: String) {
        #expect(problems(text).contains(wanted), "\(problems(text))")
    }

    @Test("all complaints come at once, each with its line and a caret")
    func several() {
        let text = "object.spec.replicas + 'a' > 1\n  && nothing == 2\n  && 1 + 'a' == 2"
        #expect(
            problems(text, in: admission()) == """
                1:28: no such overload: >(string, int)
                  1 | object.spec.replicas + 'a' > 1
                    |                            ^
                2:6: undeclared reference to 'nothing'; there are authorizer, authorizer.requestResource, namespaceObject, \
                object, oldObject, params, request, variables
                  2 |   && nothing == 2
                    |      ^
                3:8: no such overload: +(int, string)
                  3 |   && 1 + 'a' == 2
                    |        ^
                """)
    }

    @Test(
        "an expression past the limits is refused, and without harm",
        arguments: [
            ("", "(", 100_000), ("", "[", 50_000), ("", "{1:", 30_000), ("", "a?", 30_000), ("", "!(", 30_000),
            ("1", "+1", 40_000), ("a", ".a", 40_000), ("[1]", ".map(x, [x])", 5000), ("[1]", "[0]", 20_000),
            ("", "1 ", 60_000), ("", "f(", 20_000), ("", "a ? b : ", 10_000), ("", "'", 99_999), ("1", " < 1", 20_000),
        ])
    func limits(_ start: String, _ part: String, _ count: Int) {
        #expect(!problems(start + String(repeating: part, count: count)).isEmpty)
    }

    @Test("long chains of && and || are not deep")
    func chains() throws {
        #expect(try holds((0..<5000).map { "\($0) >= 0" }.joined(separator: " && ")))
        #expect(try holds((0..<5000).map { "\($0) < 0" }.joined(separator: " || ") + " || true"))
    }
}

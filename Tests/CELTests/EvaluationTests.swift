import CEL
import Documents
import Testing

/// What expressions come to.
struct EvaluationTests {
    private static let object = """
        {"metadata":{"name":"web","labels":{"app":"web","é":"x"}},
         "spec":{"replicas":3,"ratio":0.5,"big":18446744073709551615,"on":true,"none":null,
                 "containers":[{"name":"a","image":"x/a:1"},{"name":"b\\u0062","image":"y/b"}]}}
        """

    @Test(
        "values are looked up in the document",
        arguments: [
            "object.metadata.name == 'web'", "object.spec.replicas + 1 == 4", "object.spec.ratio < 1",
            "object.spec.on", "object.spec.none == null", "type(object.spec.replicas) == int",
            "type(object.spec) == map", "type(object.spec.containers) == list", "object.spec.containers.size() == 2",
            "object.spec.containers[1].name == 'bb'", "object.spec.containers.exists(c, c.image.startsWith('y/'))",
            "object.metadata.labels['é'] == 'x'", "'app' in object.metadata.labels", "!('x' in object.metadata.labels)",
            "has(object.spec.replicas) && !has(object.spec.paused)", "object.metadata.labels.all(k, k.size() < 4)",
            "object.spec.containers.map(c, c.name) == ['a', 'bb']", "object.metadata.name in ['db', 'web']",
            "object.metadata.labels == {'é': 'x', 'app': 'web'}", "object.?spec.?paused.orValue(false) == false",
            "object.spec.containers.map(c, c.image.split('/')[0]).join(',') == 'x,y'", "object == object",
            "object.metadata.labels.exists(k, v, k == 'app' && v == 'web')", "size(object.metadata.labels) == 2",
            "object.spec.containers.filter(c, !c.image.contains(':')).size() == 1",
            "'%s'.format([object.metadata.name]) == 'web'",
            "{object.metadata.name: 1}['web'] == 1", "object.metadata.name + '!' == 'web!'", "object.spec.big > 1",
        ])
    func document(_ text: String) throws {
        #expect(try holds(text, in: admission(), ["object": Self.object]))
    }

    @Test(
        "an error is absorbed where another value decides",
        arguments: [
            "true || 1 / 0 > 0", "1 / 0 > 0 || true", "!(false && 1 / 0 > 0)", "!(1 / 0 > 0 && false)",
            "[0, 1].exists(x, 1 / x == 1)", "![0, 2].all(x, 1 / x == 1)", "true ? true : 1 / 0 > 0",
            "![1, 'a'].all(x, x > 5)",
        ])
    func absorption(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test(
        "an error that nothing absorbs is the result, with its place",
        arguments: [
            ("1 / 0", "division by zero", 2), ("1 % 0", "modulus by zero", 2), ("{'a': 1}.b", "no such key: b", 8),
            ("[1][1]", "index out of bounds: 1", 3), ("false || 1 / 0 > 0", "division by zero", 11),
            ("9223372036854775807 + 1", "integer overflow", 20), ("-dyn(-9223372036854775808)", "integer overflow", 0),
            ("[1, 0].map(x, 1 / x)", "division by zero", 16),
            ("dyn(1) + dyn('a')", "no such overload", 7), ("dyn(null) > 1", "no such overload: _>_", 10),
            ("dyn('a') * 2", "no such overload", 9), ("dyn(true) % 2", "no such overload: _%_", 10),
            ("!dyn(1)", "no such overload", 0), ("dyn(1) || false", "no such overload", 7),
            ("1 in dyn(2)", "no such overload", 2), ("size(dyn(null))", "no such overload: size", 4),
            ("{'a': 1, 'a': 2}", "a map has a key twice or one that can be none", 0),
            ("0u - 1u", "unsigned integer overflow", 3),
            ("dyn(-9223372036854775808) / -1", "integer overflow", 26),
            ("dyn(1).a", "no such key: a", 6),
            ("dyn(-9223372036854775808) % -1", "integer overflow", 26),
            ("dyn(5).all(x, true)", "got 'types.Int', expected iterable type", 7),
        ])
    func failure(_ text: String, _ message: String, _ offset: Int) throws {
        let failure = try #require(try evaluate(text).failure)
        #expect(failure.message == message)
        #expect(failure.offset == offset)
    }

    @Test(
        "what stands in for an optional is looked at only where that holds nothing",
        arguments: [
            "optional.of(1).orValue(1 / 0) == 1", "optional.of(1).or(optional.of(1 / 0)).value() == 1",
            "optional.none().or(optional.of(2)).orValue({}['a']) == 2", "[1][?0].or([1][?9]).orValue([][0]) == 1",
            "optional.none().orValue(3) == 3", "!optional.none().or(optional.none()).hasValue()",
        ])
    func alternatives(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test("an optional that holds nothing, and an error in its place, come to that error")
    func failingAlternative() throws {
        #expect(try evaluate("optional.none().orValue(1 / 0)").failure?.message == "division by zero")
        #expect(try evaluate("optional.of(1 / 0).orValue(2)").failure?.message == "division by zero")
    }

    @Test(
        "what has no fields lacks every one of them, and is no error to ask for one",
        arguments: [
            "!has(dyn(null).a)", "!has(dyn(1).a)", "!has(dyn('text').a)", "!dyn(null).?a.hasValue()",
            "dyn(null).?a.?b.orValue(1) == 1", "!dyn(true)[?'a'].hasValue()", "!dyn('text')[?0].hasValue()",
        ])
    func fieldless(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test(
        "what has no fields has no key, and lists want whole numbers",
        arguments: [
            ("dyn(null).a.b", "no such key: a"), ("has(dyn(null).a.b)", "no such key: a"),
            ("dyn(null)['a']", "no such key: a"), ("dyn('text')[0]", "no such key: 0"),
            ("dyn([1]).a", "unsupported index type 'string' in list"),
            ("has(dyn([1]).a)", "unsupported index type 'string' in list"),
            ("dyn([1])['a']", "unsupported index type 'string' in list"),
            ("dyn([1])[dyn(0.5)]", "unsupported index value 0.5 in list"),
            ("int('a')", "type conversion error from 'string' to 'int'"),
            ("bool('a')", "type conversion error from 'string' to 'bool'"),
            ("duration('a' + 'b')", "type conversion error from 'string' to 'google.protobuf.Duration'"),
            ("timestamp('a' + 'b')", "type conversion error from 'string' to 'google.protobuf.Timestamp'"),
        ])
    func keyless(_ text: String, _ message: String) throws {
        #expect(try evaluate(text).failure?.message == message)
    }

    @Test("a message literal is a map with a type, whose fields can be read")
    func message() throws {
        let environment = admission()
        #expect(try holds("Object{spec: Object.spec{replicas: 1}}.spec.replicas == 1", in: environment))
        #expect(try holds("[JSONPatch{op: 'add', path: '/a', value: 1}][0].op == 'add'", in: environment))
        #expect(problems("JSONPatch{op: 1}", in: environment).contains("the field 'op' is of type 'string'"))
        #expect(problems("JSONPatch{oops: 1}", in: environment).contains("has no field 'oops'"))
        let outcome = try evaluate("Object{?a: optional.none(), b: 'x'}", in: environment)
        #expect(outcome.value.typeName == "Object" && outcome.value.entries?.count == 1)
    }

    @Test("strings that look the same but have other code points differ")
    func canonicalEquivalence() throws {
        #expect(try holds("'\\u00e9' != 'e\\u0301' && size({'\\u00e9': 1, 'e\\u0301': 2}) == 2"))
    }

    @Test("a deferred variable is evaluated once, when it is needed, and its cost counts")
    func deferred() throws {
        var environment = admission()
        environment.declare("variables.count")
        environment.declare("variables.broken")
        var bindings = Bindings(environment)
        bindings["object"] = Value(try JSON(parsing: Self.object))
        bindings.bind("variables.count", to: try Program("object.spec.containers.size()", in: environment))
        bindings.bind("variables.broken", to: try Program("variables.broken + 1", in: environment))
        let program = try Program("variables.count == 2 && variables.count < 3", in: environment)
        let first = program.evaluate(keepingValuesIn: &bindings)
        let second = program.evaluate(keepingValuesIn: &bindings)
        #expect(first.bool == true && second.bool == true)
        #expect(first.cost == second.cost + 4)
        #expect(try Program("variables.broken == 1", in: environment).evaluate(bindings).failure != nil)
        #expect(try Program("true || variables.broken == 1", in: environment).evaluate(bindings).bool == true)
    }

    @Test("a traced program says what its parts have come to")
    func trace() throws {
        let text = "1 + 2 == 3 && [4].all(x, x > 3)"
        let environment = admission()
        let outcome = try Program(text, in: environment, isTraced: true).evaluate(Bindings(environment))
        let sum = try #require(outcome.trace.first { $0.offset == 2 })
        #expect(sum.value.map { ValueText.of($0) } == "3" && sum.text == "1 + 2")
        #expect(outcome.trace.first?.depth == 0 && sum.depth > 0)
        #expect(try Program(text, in: environment).evaluate(Bindings(environment)).trace.isEmpty)
    }

    @Test("a program is evaluated on many threads at once")
    func threads() async throws {
        let environment = admission()
        let program = try Program("object.spec.containers.all(c, c.image.matches('^[xy]/'))", in: environment)
        var bindings = Bindings(environment)
        bindings["object"] = Value(try JSON(parsing: Self.object))
        let shared = bindings
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).allSatisfy { _ in program.evaluate(shared).bool == true } }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("names are looked up in the container first, and from the outside with a point before them")
    func container() throws {
        var environment = Environment.everything
        environment.container = "com.example"
        environment.declare("com.example.y", .int)
        environment.declare("y", .int)
        var bindings = Bindings(environment)
        bindings["com.example.y"] = .int(1)
        bindings["y"] = .int(2)
        let program = try Program("y == 1 && .y == 2 && [3].all(y, y == 3 && .y == 2)", in: environment)
        #expect(program.evaluate(bindings).bool == true)
    }

    @Test(
        "times go by the zone's rules",
        arguments: [
            "timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin') == 14",
            "timestamp('2024-01-01T12:00:00Z').getHours('Europe/Berlin') == 13",
            "timestamp('2024-02-29T23:00:00Z').getDate('+02:00') == 1",
            "timestamp('1969-12-31T23:59:59.5Z') < timestamp(0)",
            "string(timestamp('1969-12-31T23:59:59.5Z')) == '1969-12-31T23:59:59.5Z'",
            "timestamp('2024-03-01T00:00:00+01:00') == timestamp('2024-02-29T23:00:00Z')",
            "timestamp('0001-01-01T00:00:00Z').getFullYear() == 1",
            "timestamp('9999-12-31T00:00:00Z').getDayOfYear() == 364",
            "duration('1h30m').getMinutes() == 90", "duration('-1.5s') == duration('-1500ms')",
            "string(duration('-1500ms')) == '-1.5s'",
            "string(1000000.0) == '1e+06' && string(123456.0) == '123456' && string(0.0001) == '0.0001'",
        ])
    func times(_ text: String) throws {
        #expect(try holds(text))
    }
}

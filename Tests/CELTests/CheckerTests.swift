import CEL
import Testing

/// Types are found and refused at load.
struct CheckerTests {
    @Test(
        "an expression is of the type that its parts make",
        arguments: [
            ("1", "int"), ("[1]", "list(int)"), ("[1, 'a']", "list(dyn)"),
            ("{'a': [1.0]}", "map(string, list(double))"),
            ("[]", "list(dyn)"), ("[] + [1]", "list(int)"), ("x", "dyn"), ("x.y", "dyn"),
            ("[1].map(v, string(v))", "list(string)"),
            ("[[1]].flatten()", "list(int)"), ("optional.of(1)", "optional_type(int)"),
            ("{'a': 1}.?a", "optional_type(int)"),
            ("timestamp(0) - timestamp(0)", "google.protobuf.Duration"), ("type(1)", "type(int)"),
            ("true ? 1 : dyn('a')", "dyn"),
            ("{'a': 1}.transformMap(k, v, k)", "map(string, string)"), ("quantity('1')", "kubernetes.Quantity"),
        ])
    func type(_ text: String, _ type: String) throws {
        var environment = Environment.everything
        environment.declare("x")
        #expect(try Program(text, in: environment).type.description == type)
    }

    @Test(
        "what can't be right is refused before any evaluation",
        arguments: [
            "1 + 'a'", "1 + 1u", "'a' < 1", "!1", "1 && true", "true ? 1 : 'a'", "[1].all(x, x)", "1.all(x, true)",
            "'a'.foo()", "foo('a')", "size(1)", "'abc'.startsWith(1)", "[1].map(x, y)", "{[1]: 2}", "1 == 'a'",
            "Thing{a: 1}", "1.a", "'a'.matches('[')", "[1, 2]['a']", "unknown.a.b", "x in 5 || true",
        ])
    func refusal(_ text: String) {
        #expect(problems(text) != "")
    }

    @Test("Kubernetes' lists and maps are of one type, except for arguments of format")
    func homogeneity() {
        let environment = admission()
        #expect(problems("[1, 'a'] == []", in: environment).contains("expected type 'int'"))
        #expect(problems("{'a': 1, 'b': 'c'} == {}", in: environment).contains("expected type 'int'"))
        #expect(problems("[1, dyn('a')].size() == 2", in: environment) == "")
        #expect(problems("'%d %s'.format([1, 'a']) == ''", in: environment) == "")
    }

    @Test(
        "an expression that must come to a type must be known to",
        arguments: [
            ("1", CELType.bool, "must come to a bool, and this is 'int'"),
            ("object.x", .bool, "must come to a bool, and what this comes to is only known at run time: compare it"),
            ("object.x", .string, "convert it, as in string(x)"), ("object.x + object.y", .string, "string(x)"),
            ("object.x ? 'a' : object.y", .string, "string(x)"), ("[]", .list(.string), "this is 'list(dyn)'"),
            ("'a'", .object("Object"), "must come to an Object, and"), ("object.x", .int, "come to an int, and what"),
        ])
    func expectation(_ text: String, _ type: CELType, _ message: String) {
        let failure = #expect(throws: CheckFailure.self) { try Program(text, in: admission(), expecting: type) }
        #expect(failure?.problems.map(\.message).first?.contains(message) == true, "\(failure?.problems ?? [])")
    }

    @Test(
        "an expression that is known to come to a type is taken",
        arguments: [
            ("object.x == true", CELType.bool), ("object.x && object.y", .bool), ("string(object.x)", .string),
            ("object.x + 'a'", .string), ("true ? 'a' : string(object.x)", .string),
        ])
    func fulfilment(_ text: String, _ type: CELType) throws {
        _ = try Program(text, in: admission(), expecting: type)
    }

    @Test("fields of a declared type are known")
    func objectType() {
        var environment = admission()
        environment.declare(type: "Request", Environment.ObjectType(fields: ["name": .string]))
        environment.declare("request", .object("Request"))
        #expect(problems("request.name == 'a'", in: environment) == "")
        #expect(problems("request.nme == 'a'", in: environment).contains("'Request' has no field 'nme'"))
        #expect(problems("request.name == 1", in: environment).contains("no such overload"))
    }

    @Test("types that double at each level don't blow up the checker")
    func types() {
        var text = "[1]"
        for _ in 0..<90 { text += ".map(x, {'a': x, 'b': x})" }
        #expect(problems(text + ".size() > 0") == "")
    }
}

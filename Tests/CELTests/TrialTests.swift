import CEL
import Documents
import Testing

/// What `sekisho cel` prints.
struct TrialTests {
    private static let pod = """
        metadata:
          name: web
        spec:
          containers:
          - {name: a, image: r.io/a}
          - {name: b, image: docker.io/b}
        """

    private func trial(_ expression: String, explained: Bool = false, pod: String? = pod) throws -> TrialReport {
        var trial = Trial(expression)
        trial.isExplained = explained
        trial.documents[.object] = try pod.map { try TrialDocument(Array($0.utf8), file: "pod.yaml") }
        return try trial.run()
    }

    @Test("a value is printed with its type, its cost and the estimate")
    func value() throws {
        let report = try trial("object.metadata.name + '-1'")
        #expect(report.isValue)
        #expect(
            report.text == """
                "web-1"
                  type      string
                  cost      4 of 1000000
                  estimate  4 or more

                """)
        #expect(report.json == #"{"value":"web-1","type":"string","cost":4,"estimate":{"min":4}}"# + "\n")
    }

    @Test("an error is printed with its place under a caret")
    func failure() throws {
        let report = try trial("object.spec.replicas <= 5")
        #expect(!report.isValue)
        #expect(
            report.text == """
                error: 1:12: no such key: replicas
                  1 | object.spec.replicas <= 5
                    |            ^
                  cost      4 of 1000000
                  estimate  4

                """)
        #expect(
            report.json == #"{"error":{"message":"no such key: replicas","line":1,"column":12},"cost":4,"#
                + #""estimate":{"min":4,"max":4}}"# + "\n")
    }

    @Test("an estimate that is always past the limit says so")
    func estimate() throws {
        let check = "authorizer.path('/x').check('get').allowed()"
        let report = try trial("[\(check), \(check), \(check)].size() > 0")
        #expect(report.text.contains("  estimate  1050021, which is always too much\n"), "\(report.text)")
        #expect(CostEstimate(min: 1, max: 2).standing(to: 2) == .within)
        #expect(CostEstimate(min: 1, max: 3).standing(to: 2) == .uncertain)
        #expect(CostEstimate(min: 3, max: 3).standing(to: 2) == .beyond)
    }

    @Test("an explanation shows what each part comes to, parts of parts further in")
    func explanation() throws {
        let report = try trial(
            "object.spec.containers.all(c, c.image.startsWith('r.io/')) || has(object.x)", explained: true)
        #expect(
            report.text == """
                false
                  type      bool
                  cost      18 of 1000000
                  estimate  4 or more

                object.spec.containers.all(c, c.image.startsWith("r.io/")) || h…  false
                  object.spec.containers.all(c, c.image.startsWith("r.io/"))      false
                    object.spec.containers                                        [{"name": "a", "image": "r.io/a"}, {"name": "b", "image": "d…
                    c.image.startsWith("r.io/")                                   true
                      c.image                                                     "r.io/a"
                    c.image.startsWith("r.io/")                                   false
                      c.image                                                     "docker.io/b"
                  has(object.x)                                                   false
                    object                                                        {"metadata": {"name": "web"}, "spec": {"containers": [{"name…

                """)
    }

    @Test("an explanation for programs has the parts with their depth")
    func explanationJSON() throws {
        #expect(
            try trial("size(object.metadata.name) > 2", explained: true).json
                == #"{"value":true,"type":"bool","cost":5,"estimate":{"min":5,"max":5},"parts":["#
                + #"{"expression":"size(object.metadata.name) > 2","depth":0,"value":"true"},"#
                + #"{"expression":"size(object.metadata.name)","depth":1,"value":"3"},"#
                + #"{"expression":"object.metadata.name","depth":2,"value":"\"web\""}]}"# + "\n")
    }

    @Test("an expression that can't be checked is refused with all problems")
    func refusal() throws {
        do {
            _ = try trial("objet.x + 'a'.size(1)")
            Issue.record("The expression was accepted.")
        } catch let failure as CheckFailure {
            #expect(failure.problems.count == 2)
            #expect(failure.json.hasPrefix(#"{"problems":[{"message":"undeclared reference to 'objet'"#))
            #expect(failure.json.hasSuffix(#""line":1,"column":19}]}"# + "\n"), "\(failure.json)")
        }
    }

    @Test(
        "a value is printed as CEL writes it",
        arguments: [
            ("1u", "1u"), ("2.0", "2.0"), ("1e100", "1e+100"), ("0.0 / 0.0", #"double("NaN")"#), ("b'a'", #"b"a""#),
            ("b'\\x00\\xff'", #"b"\x00\xff""#), ("'a\\nb\\u001b'", #""a\nb\u001b""#), ("type(1)", "int"),
            ("duration('90s')", #"duration("90s")"#), ("timestamp(0)", #"timestamp("1970-01-01T00:00:00Z")"#),
            ("optional.of([1])", "optional.of([1])"), ("optional.none()", "optional.none()"),
            ("quantity('1500m')", #"quantity("1500m")"#), ("ip('::1')", #"ip("::1")"#),
            ("{'a': null}", #"{"a": null}"#),
            ("semver('1.2.3-rc.1')", #"semver("1.2.3-rc.1")"#), ("url('/a')", #"url("/a")"#),
            ("format.uuid()", #"format.named("uuid")"#), ("Object{a: 1}", "Object{a: 1}"),
            ("authorizer.path('/x')", "<kubernetes.authorization.PathCheck>"),
        ])
    func text(_ expression: String, _ wanted: String) throws {
        #expect(ValueText.of(try trial(expression).outcome.value) == wanted)
    }

    @Test(
        "a value is written as JSON as the API server would have it",
        arguments: [
            ("[1, 2]", "[1,2]"), ("b'abcd'", #""YWJjZA==""#), ("18446744073709551615u", "18446744073709551615"),
            ("{'a': optional.none(), 'b': optional.of(1)}", #"{"a":null,"b":1}"#), ("type('')", #""string""#),
            ("0.0 / 0.0", #""NaN""#), ("duration('1h')", #""3600s""#), ("cidr('10.0.0.0/8')", #""10.0.0.0/8""#),
            ("{1: true}", #"{"1":true}"#), ("Object{a: object.metadata}", #"{"a":{"name":"web"}}"#),
        ])
    func json(_ expression: String, _ wanted: String) throws {
        #expect(try trial(expression).json.hasPrefix(#"{"value":\#(wanted),"type""#))
    }

    @Test("a value that is small in memory and endless on paper is printed in part, and given up as JSON")
    func endless() throws {
        let report = try trial("[0]" + String(repeating: ".map(x, [x, x])", count: 60))
        #expect(ValueText.of(report.outcome.value, limit: 100).utf8.count < 110)
        #expect(report.json.hasPrefix(#"{"error":{"message":"the value is too large to be written"}"#))
        #expect(report.outcome.value.isLarger(than: 1_000_000))
        #expect(try !trial("[object, [object.spec], {'a': 'b'}]").outcome.value.isLarger(than: 100))
        #expect(try trial("[object, [object.spec], {'a': 'b'}]").outcome.value.isLarger(than: 10))
    }

    @Test("the request brings its objects along, from a review too")
    func request() throws {
        let review = """
            {"kind": "AdmissionReview", "request": {"operation": "UPDATE", "object": {"a": 1}, "oldObject": {"a": 2},
             "resource": {"group": "apps", "resource": "deployments"}}}
            """
        var trial = Trial("request.operation == 'UPDATE' && object.a == 1 && oldObject.a == 2 && params == null")
        trial.documents[.request] = try TrialDocument(Array(review.utf8), file: "review.json")
        #expect(try trial.run().outcome.bool == true)
    }

    @Test("a variable that was not given says how to give it")
    func missing() throws {
        let report = try trial("object.a == 1", pod: nil)
        #expect(report.outcome.failure?.message == "'object' has no value here; --object FILE gives it one")
    }

    @Test(
        "a file must hold one document",
        arguments: [
            ("", "f.yaml has no document; wanted is one, as YAML or JSON."),
            ("---\n# nothing\n", "f.yaml has no document; wanted is one, as YAML or JSON."),
            ("a: 1\n---\nb: 2\n", "f.yaml has 2 documents; wanted is one, since a variable has one value."),
        ])
    func documents(_ text: String, _ wanted: String) {
        do throws(TrialDocumentError) {
            _ = try TrialDocument(Array(text.utf8), file: "f.yaml")
            Issue.record("The file was accepted.")
        } catch {
            #expect(error.description == wanted)
        }
    }

    @Test("a blank document beside the one is no matter")
    func blank() throws {
        #expect(try TrialDocument(Array("---\na: 1\n---\n".utf8), file: "f.yaml").json["a"]?.int == 1)
    }

    @Test("a version of Kubernetes has the functions that it has")
    func version() throws {
        var trial = Trial("sets.contains([1], [1])")
        trial.minor = 28
        #expect(throws: CheckFailure.self) { try trial.run() }
        trial.minor = 29
        #expect(try trial.run().outcome.bool == true)
    }

    @Test(
        "an expression is written as it was read",
        arguments: [
            "a + b * c - d", "(a + b) * c", "a - (b - c)", "!(a && b) || c", "a ? b : c ? d : e", "(a ? b : c) ? d : e",
            "a in [1, 2u, ?b]", "-a.b", "-(1)", "(-1).x", "a[0].?b[?c]", "has(a.b) && a.`x-y`", "{1: 2, ?\"a\": b}",
            "Object.spec{a: 1, ?b: c}", "a.map(x, x > 1, x)", "a.transformMap(k, v, k != v, [k])", "a.f(1, b\"x\")",
            "f()", ".a.b(c)", "(a == b) == c", "a == (b == c)", "a.optMap(x, -x)", "a.filter(x, x)", "(a + b).c",
            "a && b && c && d || e",
        ])
    func unparsed(_ text: String) throws {
        var environment = Environment.everything
        environment.declareAdmission()
        for name in ["a", "b", "c", "d", "e", "f"] { environment.declare(name) }
        let written = try ParsedExpression(text, in: environment).text
        #expect(try ParsedExpression(written, in: environment).text == written)
        let wanted = ["-(1)": "-1", "(-1).x": "(-1).x", "(a == b) == c": "a == b == c"][text] ?? text
        #expect(written == wanted)
    }
}

/// What the reference prints.
struct FunctionReferenceTests {
    @Test("the list has every function with a line")
    func list() {
        let list = FunctionReference(minor: 34).list
        #expect(
            list.contains("macros of two variables, since Kubernetes 1.32\n  all                The condition holds"))
        #expect(list.contains("\n  in   The value is an element of the list, or a key of the map.\n"))
        #expect(!FunctionReference(minor: 31).list.contains("transformList"))
    }

    @Test("a function is shown with its forms and examples")
    func function() {
        #expect(
            FunctionReference().text(of: "substring") == """
                substring: The text from a position on, perhaps to before another.
                (strings)

                  string.substring(int) -> string
                  string.substring(int, int) -> string

                True:
                  'tacocat'.substring(4) == 'cat'
                  'tacocat'.substring(0, 4) == 'taco'

                """)
        #expect(FunctionReference().text(of: "exists")?.contains("list(A).exists(i, x, bool) -> bool") == true)
        #expect(FunctionReference().text(of: "+")?.contains("  timestamp + duration -> timestamp\n") == true)
        #expect(FunctionReference().text(of: "nothing") == nil)
    }

    @Test("the page of the reference is up to date")
    func page() throws { try expectGenerated(FunctionReference().markdown, "Manifests/policies/CEL.md") }
}

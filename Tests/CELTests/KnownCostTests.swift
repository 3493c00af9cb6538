import CEL
import Testing

/// Costs that the API server's own tests state (`pkg/cel/library/cost_test.go`), at run time and estimated.
struct KnownCostTests {
    /// An expression, what it costs, and what it is estimated at; the estimate is the cost unless given.
    struct Known: CustomTestStringConvertible, Sendable {
        let text: String
        let cost: Int
        let estimate: CostEstimate
        var testDescription: String { text }

        init(_ text: String, _ cost: Int, _ estimate: ClosedRange<UInt64>? = nil) {
            self.text = text
            self.cost = cost
            let exact = UInt64(cost)
            self.estimate = CostEstimate(min: estimate?.lowerBound ?? exact, max: estimate?.upperBound ?? exact)
        }
    }

    private static let texts = "['012345678901', '012345678901', '012345678901', '012345678901', '012345678901']"
    private static let bytes =
        "[" + Array(repeating: "bytes('012345678901')", count: 5).joined(separator: ", ") + "]"
    private static let uints = "[uint(1), uint(2), uint(3), uint(4), uint(5)]"
    private static let spans = "[duration('1s'), duration('2s'), duration('3s'), duration('4s'), duration('5s')]"
    private static let fifty = "'01234567890123456789012345678901234567890123456789'"
    private static let selector = "('spec.nodeName=example-node-name.fully.qualified.domain.name.example.com')"
    private static let resource =
        "authorizer.group('apps').resource('deployments').subresource('status').namespace('test').name('backend')"

    static let lists: [Known] =
        ["sum", "isSorted", "max", "min"].flatMap { name in
            [
                Known("[1, 2, 3, 4, 5].\(name)()", 15), Known("\(uints).\(name)()", 20),
                Known("[1.0, 2.0, 3.0, 4.0, 5.0].\(name)()", 15), Known("\(spans).\(name)()", 20),
            ]
        }
        + ["isSorted", "max", "min"].flatMap { name in
            [
                Known("[false, true, false, true, false].\(name)()", 15), Known("\(texts).\(name)()", 15, 15...25),
            ]
        }
        + ["indexOf", "lastIndexOf"].flatMap { name in
            [
                Known("[1, 2, 3, 4, 5].\(name)(3)", 15), Known("\(uints).\(name)(uint(3))", 21),
                Known("\(texts).\(name)('x')", 15, 15...25), Known("\(spans).\(name)(duration('3s'))", 21),
            ]
        }

    static let strings: [Known] = [
        Known("'abc 123 def 123'.replace('123', '456')", 3), Known("'abc 123 def 123'.replace('', 'x')", 3),
        Known("'abc 123 def 123'.replace('123', '456', 1)", 3), Known("'abc 123 def 123'.split(' ')", 3),
        Known("'abc 123 def 123'.split(' ', 1)", 3), Known("'abc 123 def 123'.substring(5)", 2),
        Known("'abc 123 def 123'.substring(5, 8)", 2), Known("'  abc 123 def 123  '.trim()", 2),
        Known("'abc 123 def 123'.find('123')", 2), Known("'abc 123 def 123'.findAll('123')", 2),
        Known("'abc 123 def 123'.findAll('123', 1)", 2), Known("jsonpatch.escapeKey('abc/def~ abc/def~')", 2),
    ]

    static let objects: [Known] =
        ["getScheme", "getHostname", "getHost", "getPort", "getEscapedPath", "getQuery"].map {
            Known("url('https:://kubernetes.io/').\($0)()", 4)
        }
        + ["family", "isUnspecified", "isLoopback", "isLinkLocalMulticast", "isLinkLocalUnicast", "isGlobalUnicast"]
        .flatMap {
            [
                Known("ip('192.168.0.1').\($0)()", 3),
                Known("ip('2001:db8:3333:4444:5555:6666:7777:8888').\($0)()", 5),
            ]
        } + [
            Known("ip('192.168.0.1')", 2), Known("ip.isCanonical('192.168.0.1')", 3),
            Known("ip.isCanonical('2001:db8:3333:4444:5555:6666:7777:8888')", 8),
            Known("cidr('192.168.0.0/16')", 2), Known("cidr('2001:db8::/32').masked()", 3),
            Known("cidr('192.168.0.0/16').ip()", 3), Known("quantity(\"12Mi\")", 1), Known("isQuantity(\"20M\")", 1),
            Known("quantity(\"200M\") == quantity(\"200M\")", 3),
            Known("quantity(\"50M\").isLessThan(quantity(\"50Mi\"))", 3),
            Known("quantity(\"200M\") == quantity(\"0.2G\") && quantity(\"0.2G\") == quantity(\"200M\")", 6, 3...6),
            Known("quantity(\"50k\").add(quantity(\"20\")) == quantity(\"50.02k\")", 5),
            Known("quantity(\"50k\").add(20).sub(quantity(\"100k\")).sub(-50000).asInteger() > 0", 7),
            Known("quantity(\"50.703k\").asApproximateFloat() > 0.0", 3), Known("semver(\"1.0.0\")", 1),
            Known("semver(\"1234.56789012345.67890123456789\")", 4), Known("isSemver(\"1.0.0\")", 1),
            Known("semver(\"1.2.3\").patch()", 2), Known("semver(\"1.0.0\").compareTo(semver(\"1.2.3\"))", 3),
            Known("format.named(\"dns1123subdomain\")", 1), Known("authorizer.path('/healthz')", 2),
            Known(resource, 6), Known("\(resource).check('create').errored()", 350_007),
            Known("authorizer.group('').resource('pods').fieldSelector\(selector)", 1821),
            Known("authorizer.group('').resource('pods').labelSelector\(selector)", 1821),
        ]

    static let sets: [Known] = [
        Known("sets.contains([], [])", 21), Known("sets.contains([1], [1, 1])", 23),
        Known("sets.contains([1, 2, 3, 4], [2, 3])", 29), Known("sets.contains([1, 2.0, 3u], [1.0, 2u, 3])", 30),
        Known("!sets.contains([1], [\"1\", 1])", 24), Known("sets.equivalent([1, 2, 3], [3u, 2.0, 1])", 39),
        Known("sets.equivalent([[1.0], [2, 3]], [[1], [2, 3.0]])", 69), Known("!sets.intersects([], [])", 22),
        Known("!sets.equivalent([1, 2], [2u, 2, 2.0])", 34), Known("sets.intersects([1, 2], [1u, 2, 2.3])", 27),
        Known("sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", 65),
    ]

    static let macros: [Known] = [
        Known("{'a': 1, 'b': 2}.all(k, v, v > 0)", 41, 37...41),
        Known("{'a': 1, 'b': 2}.exists(k, v, v > 0)", 40, 39...43),
        Known("{'a': 1, 'b': 2}.existsOne(k, v, v > 0)", 40, 38...40),
        Known("{'a': 1, 'b': 2}.transformMap(k, v, v + 1)", 71),
        Known("{'a': 1, 'b': 2}.transformMap(k, v, v < 5, v + 1)", 75, 67...75),
        Known("{'a': 1, 'b': 2}.transformMapEntry(k, v, {k: v + 1})", 131),
        Known("{'a': 1, 'b': 2}.transformMapEntry(k, v, v < 5, {k: v + 1})", 135, 67...135),
        Known("[1, 2].all(i, v, v > 0)", 21, 17...21), Known("[1, 2].exists(i, v, v > 0)", 20, 19...23),
        Known("[1, 2].existsOne(i, v, v > 0)", 20, 18...20), Known("[1, 2].transformList(i, v, v + 1)", 49),
        Known("[1, 2].transformList(i, v, v < 5, v + 1)", 53, 27...53),
    ]

    @Test("an expression costs what the API server counts", arguments: lists + strings + objects + sets + macros)
    func cost(_ known: Known) throws {
        let (program, outcome) = try run(known.text)
        #expect(outcome.cost == known.cost)
        #expect(program.estimate == known.estimate)
    }

    @Test(
        "a cost whose estimate is wider or narrower than the API server's",
        arguments: [
            ("\(bytes).max()", 25), ("\(bytes).isSorted()", 25), ("\(fifty).indexOf('123')", 5),
            ("url('https:://kubernetes.io/') == url('https:://kubernetes.io/')", 7),
            ("['aa', 'bb', 'cc', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].join(' ')", 15),
            ("['aa', 'bb', 'cc', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].join()", 13),
            ("cidr('192.168.0.0/16').containsCIDR(cidr('192.0.0.0/30'))", 7),
            ("cidr('192.168.0.0/16').containsIP(ip('192.0.0.1'))", 4),
            ("cidr('192.168.0.0/16').containsIP(ip('192.169.169.250'))", 5),
            ("format.named(\"dns1123Subdomain\").value().validate(\"my-name\")", 17),
            ("format.named(\"dns1123Label\").value().validate(\"my-name\")", 10),
            ("format.named(\"dns1123Label\").value() == format.named(\"dns1123Label\").value()", 5),
            ("ip('192.168.0.1') == ip('192.168.0.1')", 5),
        ])
    func bounded(_ text: String, _ cost: Int) throws {
        let (program, outcome) = try run(text)
        #expect(outcome.cost == cost)
        #expect(program.estimate.min <= UInt64(cost) && UInt64(cost) <= program.estimate.max, "\(program.estimate)")
    }

    @Test(
        "in the API server has() costs nothing beside what it looks in",
        arguments: [("has(object.a)", 1), ("has(object.a.b)", 2), ("!has(object.a) || object.a.b == 1", 6)])
    func presence(_ text: String, _ cost: Int) throws {
        var environment = Environment.kubernetes(minor: 34)
        environment.declareAdmission()
        #expect(try evaluate(text, in: environment, ["object": #"{"a": {"b": 1}}"#]).cost == cost)
    }

    @Test("declared sizes bound the estimate")
    func sizes() throws {
        var environment = Environment.kubernetes(minor: 34)
        environment.declareAdmission()
        let text = "object.spec.containers.all(c, c.image.contains('x'))"
        #expect(try Program(text, in: environment).estimate.max == .max)
        environment.sizes["object.spec.containers"] = SizeEstimate(max: 10)
        environment.sizes["object.spec.containers.@items.image"] = SizeEstimate(max: 100)
        // 4 around the loop; in each round 3 for the condition and 2 + 10 * 1 for the body.
        #expect(try Program(text, in: environment).estimate == CostEstimate(min: 4, max: 154))
    }

    private func run(_ text: String) throws -> (Program, Outcome) {
        var environment = Environment.everything
        environment.declareAdmission()
        var bindings = Bindings(environment)
        bindings["authorizer"] = .opaque(AuthorizerValue())
        let program = try Program(text, in: environment)
        let outcome = program.evaluate(bindings, authority: Everything())
        #expect(outcome.failure == nil)
        return (program, outcome)
    }

    private struct Everything: Authority {
        func decide(_ question: AuthorityQuestion) -> AuthorityDecision { AuthorityDecision(isAllowed: true) }
    }
}

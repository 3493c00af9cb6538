import CEL
import Testing

/// What the reference says of functions holds.
struct LibraryTests {
    static let examples = Environment.everything.reference.flatMap { $0.functions }.flatMap { $0.examples }

    @Test("an example of the reference is true", arguments: examples)
    func example(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test(
        "an example of Kubernetes' reference is true",
        arguments: Environment.kubernetes(minor: 34).reference.flatMap { $0.functions }.flatMap { $0.examples })
    func kubernetesExample(_ text: String) throws {
        #expect(try holds(text, in: .kubernetes(minor: 34)))
    }

    @Test("Kubernetes' format shows lists and maps as expressions")
    func literalFormat() throws {
        let text = """
            '%s'.format([{'k': [dyn('a'), dyn(1.5), dyn(b'x'), dyn(duration('1s')), dyn(1), dyn(null)]}])
            == '{"k":["a", 1.500000, b"x", duration("1s"), 1, null]}'
            """
        #expect(try holds(text, in: .kubernetes(minor: 34)))
    }

    @Test("every function but operators and those of the authorizer has documentation and an example")
    func documentation() {
        for function in Environment.everything.reference.flatMap({ $0.functions }) {
            #expect(!function.documentation.isEmpty, "\(function.name)")
            let isExempt = function.name.contains("_") || function.name.hasPrefix("@")
            let isAuthorizer = function.overloads.allSatisfy { form in
                ["Authorizer", "PathCheck", "GroupCheck", "ResourceCheck", "Decision"].contains {
                    form.text.hasPrefix($0)
                }
            }
            #expect(isExempt || isAuthorizer || !function.examples.isEmpty, "\(function.name) has no example")
        }
    }

    @Test(
        "a function comes with the Kubernetes version that brought it",
        arguments: [
            ("sets.contains([1], [1])", 29), ("isIP('::1')", 30), ("isCIDR('::1/8')", 30),
            ("!format.uuid().validate('x').hasValue() || true", 31), ("[1].all(i, v, v == 1)", 32),
            ("isSemver('1.0.0')", 33), ("[1].sort() == [1]", 34), ("[1].sortBy(x, x) == [1]", 34),
            ("strings.quote('a') == ''", 29), ("'%d'.format([1]) == '1'", 29),
            ("authorizer.group('').resource('pods').fieldSelector('a=b').check('get').allowed()", 32),
            ("isQuantity('1')", 28), ("optional.of(1).hasValue()", 28), ("'a'.charAt(0) == 'a'", 28),
        ])
    func version(_ text: String, _ minor: Int) throws {
        #expect(problems(text, in: admission(minor: minor)) == "")
        if minor > 28 { #expect(problems(text, in: admission(minor: minor - 1)) != "") }
    }

    @Test(
        "a literal that is no time is refused at load from Kubernetes 1.29 on",
        arguments: ["duration('1 hour')", "timestamp('yesterday')"])
    func literal(_ text: String) {
        #expect(problems(text, in: .kubernetes(minor: 28)) == "")
        #expect(problems(text, in: .kubernetes(minor: 29)).contains("wanted is") || text.hasPrefix("timestamp"))
        #expect(problems(text, in: .kubernetes(minor: 29)) != "")
    }

    @Test("Kubernetes has no reverse of strings")
    func reverse() {
        #expect(problems("'abc'.reverse()", in: .kubernetes(minor: 34)).contains("no such overload: string.reverse()"))
    }

    @Test(
        "a malformed argument of a library is an error",
        arguments: [
            "'tea'.charAt(4)", "'tea'.substring(2, 1)", "[].min()", "quantity('1,5')", "ip('::ffff:1.2.3.4')",
            "ip('fe80::1%eth0')", "cidr('10.0.0.0/33')", "url('../a')", "url('http://[::1')", "semver('1.2')",
            "'a'.matches(dyn('['))", "'a'.find(dyn('(?P<'))", "'%d'.format(['x'])", "'%s'.format([])",
            "'%.9999f'.format([1.0])", "lists.range(-1)", "[1, 2].slice(1, 3)", "timestamp('2009-02-30T00:00:00Z')",
            "duration('1x')", "timestamp(0).getHours('Nowhere/City')", "optional.none().value()",
            "int('9223372036854775808')", "uint(-1)", "int(9.3e18)", "string(b'\\xff')",
            "semver('1.2.3-01')", "semver('1.2.3-a_b')", "quantity('1e99999')", "semver('1-a', true)",
        ])
    func failure(_ text: String) throws {
        #expect(try evaluate(text).failure != nil)
    }

    @Test(
        "a mark that joins a character does not hide it from a URL",
        arguments: [
            "url('https://a.io/\\u0301').getHost() == 'a.io'",
            "url('https://a.io?\\u0301b=c').getQuery() == {'\\u0301b': ['c']}",
            "url('https://a@\\u0301b.io/').getHost() == '\\u0301b.io'",
            "url('https://a.io:80/x').getHostname() == 'a.io'",
            "url('/a?b=\\u0301c&d=e').getQuery() == {'b': ['\\u0301c'], 'd': ['e']}",
            "url('https:\\u0301//a').getHost() == ''",
            "url('https://[::1]:80/').getPort() == '80'", "url('https:///x').getHost() == ''",
        ])
    func combiningMarks(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test(
        "zones have their summer in years that their files have no transition for",
        arguments: [
            ("2060-07-01T12:00:00Z", "Europe/Berlin", 14), ("2060-01-01T12:00:00Z", "Europe/Berlin", 13),
            ("2060-03-28T00:59:59Z", "Europe/Berlin", 1), ("2060-03-28T01:00:00Z", "Europe/Berlin", 3),
            ("2060-10-31T00:59:59Z", "Europe/Berlin", 2), ("2060-10-31T01:00:00Z", "Europe/Berlin", 2),
            ("2060-01-01T12:00:00Z", "Australia/Sydney", 23), ("2060-07-01T12:00:00Z", "Australia/Sydney", 22),
            ("2060-07-01T12:00:00Z", "Asia/Tokyo", 21), ("2060-07-01T12:00:00Z", "America/New_York", 8),
            ("2060-07-01T12:00:00Z", "UTC", 12), ("2024-07-01T12:00:00Z", "Europe/Berlin", 14),
        ])
    func zones(_ time: String, _ zone: String, _ hour: Int) throws {
        #expect(try holds("timestamp('\(time)').getHours('\(zone)') == \(hour)"))
    }

    @Test(
        "quantities past 128 bits are exact",
        arguments: [
            "quantity('9999999999999999999999999999999999999').add(1).compareTo(quantity('1e37')) == 0",
            "quantity('-1e37').isLessThan(quantity('1'))", "quantity('1e37').sub(quantity('1e37')).sign() == 0",
            "!quantity('1e37').isInteger()", "quantity('1e37').asApproximateFloat() == 1e37",
            "quantity('1e30').sub(quantity('2e30')).sign() == -1", "quantity('1Ei').isGreaterThan(quantity('1E'))",
        ])
    func wideQuantity(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test("the authorizer is asked through the authority, with what the expression has said")
    func authorizer() throws {
        let text = """
            authorizer.group('apps').resource('deployments').subresource('scale').namespace('n').name('x').check('get').allowed()
            && !authorizer.path('/healthz').check('get').allowed()
            && authorizer.serviceAccount('a', 'b').path('/x').check('get').reason() == 'a/b'
            && authorizer.requestResource.check('delete').errored()
            """
        var environment = admission()
        environment.declare("x")
        var bindings = Bindings(environment)
        bindings["authorizer"] = .opaque(AuthorizerValue())
        var own = AuthorityQuestion()
        own.resource = "pods"
        bindings["authorizer.requestResource"] = .opaque(ResourceCheck(own))
        let outcome = try Program(text, in: environment).evaluate(bindings, limit: 2_000_000, authority: Rules())
        #expect(outcome.bool == true, "\(outcome.value)")
        #expect(outcome.cost > 1_400_000, "a check costs 350 000")
    }

    private struct Rules: Authority {
        func decide(_ question: AuthorityQuestion) -> AuthorityDecision {
            if let account = question.serviceAccount {
                return AuthorityDecision(isAllowed: false, reason: "\(account.namespace)/\(account.name)")
            }
            if question.resource == "pods" { return AuthorityDecision(isAllowed: false, error: "no answer") }
            let isWanted = question.group == "apps" && question.subresource == "scale" && question.namespace == "n"
            return AuthorityDecision(isAllowed: isWanted && question.name == "x" && question.verb == "get")
        }
    }
}

import CEL
import Documents
import Testing

/// What expressions fail with says the same as the API server, whose messages people look for.
struct FailureWordsTests {
    @Test(
        "what is no map has no field, and asking for one is no error",
        arguments: [
            "!has(dyn(null).a)", "!has(dyn(1).a)", "!has(dyn('text').a)", "!has(dyn(duration('1s')).a)",
            "!dyn(null).?a.hasValue()", "dyn(true).?a.b.orValue(7) == 7", "!dyn(null)[?'a'].hasValue()",
            "!dyn(1)[?0].hasValue()", "!has(dyn({'a': null}).a.b)", "has({'a': null}.a)",
        ])
    func presence(_ text: String) throws {
        #expect(try holds(text))
    }

    @Test("a field of null in a document is not there")
    func presenceInDocument() throws {
        let object = #"{"metadata": {"labels": null, "name": "web"}, "spec": {"replicas": 3}}"#
        for text in [
            "!has(object.metadata.labels.app)", "!has(object.spec.replicas.min)",
            "object.?metadata.labels[?'app'].orValue('none') == 'none'",
            "object.metadata.?name.?first.orValue('none') == 'none'",
        ] {
            #expect(try holds(text, in: admission(), ["object": object]), "\(text)")
        }
    }

    @Test(
        "look-ups fail in the API server's words",
        arguments: [
            ("dyn(null).a", "no such key: a"), ("dyn('text').a.b", "no such key: a"),
            ("dyn(null)['a']", "no such key: a"), ("dyn(3)[0]", "no such key: 0"),
            ("dyn([1]).a", "unsupported index type 'string' in list"),
            ("has(dyn([1]).a)", "unsupported index type 'string' in list"),
            ("dyn([1])[?'a']", "unsupported index type 'string' in list"),
            ("dyn([1])[dyn(1.5)]", "unsupported index value 1.5 in list"),
            ("[1, 2][5]", "index out of bounds: 5"), ("dyn({'a': {}}).a.b.c", "no such key: b"),
        ])
    func lookUps(_ text: String, _ message: String) throws {
        #expect(try evaluate(text).failure?.message == message)
    }

    @Test(
        "operators of unfit values fail in the API server's words",
        arguments: [
            ("dyn(1) + dyn('a')", "no such overload"), ("dyn(null) + 1", "no such overload: _+_"),
            ("dyn('a') - dyn('b')", "no such overload"), ("dyn([1]) - 1", "no such overload: _-_"),
            ("dyn(1.5) % 2", "no such overload: _%_"), ("dyn({}) * 2", "no such overload: _*_"),
            ("dyn(null) < 1", "no such overload: _<_"), ("dyn('512Mi') <= 1024", "no such overload"),
            ("1 >= dyn(null)", "no such overload"), ("!dyn('a')", "no such overload"),
            ("-dyn('a')", "no such overload"), ("-dyn([1])", "no such overload: -_"),
            ("dyn(1) && true", "no such overload"), ("dyn(1) ? 1 : 2", "no such overload"),
            ("1 in dyn(3)", "no such overload"), ("dyn(null).all(x, true)", "got 'types.Null', expected iterable type"),
            ("dyn('a').map(x, x)", "got 'types.String', expected iterable type"),
            ("dyn([1]).filter(x, x)", "no such overload"),
            ("dyn(duration('1s')).exists(x, x)", "got 'types.Duration', expected iterable type"),
            ("duration('2562047h') + duration('2562047h')", "integer overflow"),
        ])
    func operators(_ text: String, _ message: String) throws {
        #expect(try evaluate(text).failure?.message == message)
    }

    @Test(
        "calls of unfit values fail in the API server's words",
        arguments: [
            ("size(dyn(1))", "no such overload: size"), ("dyn(1).contains('a')", "no such overload"),
            ("dyn(1).matches('a')", "no such overload: matches"), ("dyn('a').matches(dyn(1))", "no such overload"),
            ("dyn(1).lowerAscii()", "no such overload: lowerAscii(int)"),
            ("string(dyn(null))", "no such overload: string(null_type)"),
            ("int('12x')", "type conversion error from 'string' to 'int'"),
            ("uint('-1')", "type conversion error from 'string' to 'uint'"),
            ("double('x')", "type conversion error from 'string' to 'double'"),
            ("bool('yes')", "type conversion error from 'string' to 'bool'"),
            ("timestamp('now')", "type conversion error from 'string' to 'google.protobuf.Timestamp'"),
            ("duration('1d')", "type conversion error from 'string' to 'google.protobuf.Duration'"),
            ("int(1e30)", "integer overflow"), ("dyn([]).min()", "min called on empty list"),
            ("dyn([]).max()", "max called on empty list"),
        ])
    func calls(_ text: String, _ message: String) throws {
        #expect(try evaluate(text).failure?.message == message)
    }

    @Test(
        "texts that are no quantity, version or URL are refused in the API server's words",
        arguments: [
            (
                "quantity('3 cores')",
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
            (
                "quantity('')",
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
            ("quantity('200K')", "unable to parse quantity's suffix"),
            ("semver('1.2')", "No Major.Minor.Patch elements found"), ("semver('')", "Version string empty"),
            ("semver('v1.2.3')", #"Invalid character(s) found in major number "v1""#),
            ("semver('1.02.3')", #"Minor number must not contain leading zeroes "02""#),
            ("semver('1.2.3-')", "Prerelease is empty"),
            ("url('../b')", #"URL parse error during conversion from string: parse "../b": invalid URI for request"#),
            ("url('')", #"URL parse error during conversion from string: parse "": empty url"#),
            (
                "url('https://a:b:c/')",
                #"URL parse error during conversion from string: parse "https://a:b:c/": invalid port ":c" after host"#
            ),
        ])
    func texts(_ text: String, _ message: String) throws {
        #expect(try evaluate(text).failure?.message == message)
    }

    @Test(
        "texts that are no address are refused in the API server's words",
        arguments: [
            ("10.0.0", "IPv4 address too short"), ("10.0.0.0.1", "IPv4 address too long"),
            ("web", "unable to parse IP"),
            ("10.0.0.256", "IPv4 field has value >255"), ("10.01.0.0", "IPv4 field has octet with leading zero"),
            ("10..0.0", #"IPv4 field must have at least one digit (at ".0.0")"#),
            ("10.0.0.a", #"unexpected character (at "a")"#), ("1:2:3", "address string too short"),
            ("::1::", #"multiple :: in address (at ":")"#),
            ("::12345", #"each group must have 4 or less digits (at "12345")"#),
            ("1:2:3:4:5:6:7:8:9", #"trailing garbage after address (at "9")"#),
            ("::1%", "zone must be a non-empty string"),
            ("1:", #"colon must be followed by more characters (at ":")"#), ("%eth0", "missing IPv6 address"),
            ("1:2:3:4:5:6:7::8", "the :: must expand to at least one field of zeros"),
        ])
    func addresses(_ text: String, _ problem: String) throws {
        let start = "IP Address \"\(text)\" parse error during conversion from string: ParseAddr(\"\(text)\"): "
        #expect(try evaluate("ip('\(text)')").failure?.message == start + problem)
    }

    @Test(
        "texts that are no range of addresses are refused in the API server's words",
        arguments: [
            ("10.0.0.0", "no '/'"), ("10.0.0.0/", #"bad bits after slash: """#),
            ("10.0.0.0/33", "prefix length out of range"),
            ("10.0.0/8", #"ParseAddr("10.0.0"): IPv4 address too short"#), ("::/129", "prefix length out of range"),
        ])
    func ranges(_ text: String, _ problem: String) throws {
        let start = "network address parse error during conversion from string: "
        let message = try evaluate("cidr('\(text)')").failure?.message
        #expect(message == start + start + "netip.ParsePrefix(\"\(text)\"): " + problem)
    }

    @Test("addresses that may not be are refused by their kind")
    func forbiddenAddresses() throws {
        #expect(
            try evaluate("ip('::ffff:1.2.3.4')").failure?.message
                == #"IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed"#)
        #expect(
            try evaluate("ip('fe80::1%eth0')").failure?.message
                == #"IP address "fe80::1%eth0" with zone value is not allowed"#)
    }

    @Test("of two failures the first is told")
    func firstOfTwo() throws {
        #expect(try evaluate("dyn(1) && 1 / 0 > 0").failure?.message == "no such overload")
        #expect(try evaluate("1 / 0 > 0 && dyn(1)").failure?.message == "division by zero")
    }
}

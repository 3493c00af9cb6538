import Documents
import Testing

/// What sigs.k8s.io/yaml makes of scalars (goyaml.v2/resolve.go, then encoding/json).
@Suite("A YAML scalar")
struct YAMLScalarTests {
    @Test(
        "without quotes is what go-yaml 2 resolves it to",
        arguments: [
            ("", "null"), ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"), ("nUll", #""nUll""#),
            ("true", "true"), ("True", "true"), ("TRUE", "true"), ("yes", "true"), ("Yes", "true"), ("on", "true"),
            ("ON", "true"),
            ("y", "true"), ("Y", "true"), ("false", "false"), ("no", "false"), ("No", "false"), ("off", "false"),
            ("n", "false"),
            ("tRue", #""tRue""#), ("yEs", #""yEs""#),
            ("0", "0"), ("-0", "0"), ("+5", "5"), ("42", "42"), ("1_000", "1000"), ("-1_0", "-10"), ("_1", #""_1""#),
            ("017", "15"), ("-017", "-15"), ("0o17", "15"), ("0O17", "15"), ("08", "8"), ("09.5", "9.5"),
            ("0x1F", "31"),
            ("-0x1f", "-31"), ("0x_0A_74_AE", "685230"), ("0b101", "5"), ("-0b101", "-5"), ("0b", #""0b""#),
            ("0x", #""0x""#),
            ("0b12", #""0b12""#), ("0xg", #""0xg""#), ("1a", #""1a""#), ("+", #""+""#), ("--1", #""--1""#),
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("9223372036854775808", "9223372036854775808"), ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "18446744073709552000"), ("-9223372036854775809", "-9223372036854776000"),
            ("+9223372036854775808", "9223372036854775807.0"),
            ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"), ("-0xFFFFFFFFFFFFFFFFFF", #""-0xFFFFFFFFFFFFFFFFFF""#),
            ("1.5", "1.5"), ("1.0", "1"), ("-1.0", "-1"), ("1.", "1"), (".5", "0.5"), ("-.5", "-0.5"), ("1e3", "1000"),
            ("1E-3", "0.001"),
            ("-0.0", "-0"), ("1e21", "1e+21"), ("1e20", "100000000000000000000"), ("1e-6", "0.000001"),
            ("1e-7", "1e-7"),
            ("1.5e-10", "1.5e-10"), ("123456.789e3", "123456789"), ("685.230_15e+03", "685230.15"), ("0.1", "0.1"),
            ("1e999", #""1e999""#), ("1e", #""1e""#), ("1e+", #""1e+""#), (".", #"".""#), (".e1", #"".e1""#),
            (".5_0", #"".5_0""#),
            ("1.2.3", #""1.2.3""#), ("0.278", "0.278"), ("1e-999", "0"),
            ("2001-12-14", #""2001-12-14""#), ("2001-12-14t21:59:43.10-05:00", #""2001-12-14t21:59:43.10-05:00""#),
            ("190:20:30", #""190:20:30""#), ("12:30", #""12:30""#), ("v1", #""v1""#), ("<<", #""<<""#), ("=", #""=""#),
            (".nano", #"".nano""#),
        ])
    func plain(_ text: String, _ wanted: String) throws {
        let documents = try YAMLReader().documents(in: "k: \(text)\n")
        let value = try #require(documents.first?.json["k"])
        #expect(value == (try json(wanted)))
        if text != "+9223372036854775808", value.kind != .string { #expect(value.compactText == wanted) }
    }

    @Test("in quotes or in a block is a string", arguments: ["true", "1", "null", "~", "<<", "1.5", "2001-01-01", ""])
    func quoted(_ text: String) throws {
        for style in ["'\(text)'", "\"\(text)\"", "!!str \(text)"] {
            #expect(try YAMLReader().documents(in: "- \(style)\n").first?.json[0]?.string == text)
        }
        #expect(try YAMLReader().documents(in: "- |-\n  \(text)\n").first?.json[0]?.string == text)
    }

    @Test(
        "with a tag is what the tag says",
        arguments: [
            (#"!!int "42""#, "42"), ("!!int 0x10", "16"), ("!!float 1", "1"), (#"!!float "1.5""#, "1.5"),
            ("!!bool yes", "true"),
            ("!!null ''", "null"), ("!!null ~", "null"), ("!!str 1", #""1""#), ("!!str", #""""#),
            ("!custom 1", #""1""#),
            ("!!binary aGVsbG8=", #""hello""#), ("!!binary |\n    aGVs\n    bG8=\n", #""hello""#),
            ("!!binary ''", #""""#),
            ("!!timestamp 2001-01-01", #""2001-01-01""#), ("!!set {a, b}", #"{"a":null,"b":null}"#),
            ("!!omap [a: 1]", #"[{"a":1}]"#),
            ("!!str {a: 1}", #"{"a":1}"#), ("! 12", #""12""#),
        ])
    func tagged(_ text: String, _ wanted: String) throws {
        let value = try #require(try YAMLReader().documents(in: "k: \(text)").first?.json["k"])
        #expect(value.compactText == wanted)
    }

    @Test(
        "that can't be what is wanted is an error",
        arguments: [
            (".inf", .noJSONNumber(".inf")), ("-.INF", .noJSONNumber("-.INF")), (".NaN", .noJSONNumber(".NaN")),
            ("0x10000000000000000", .largeInteger("0x10000000000000000")),
            ("!!int 1.5", .badTag("!!int", text: "1.5")), ("!!int abc", .badTag("!!int", text: "abc")),
            ("!!bool 1", .badTag("!!bool", text: "1")), ("!!null x", .badTag("!!null", text: "x")),
            ("!!float x", .badTag("!!float", text: "x")), ("!!timestamp x", .badTag("!!timestamp", text: "x")),
            ("!!binary '*'", .badBase64), ("!!binary abc", .badBase64),
        ] as [(String, YAMLError.Reason)])
    func refused(_ text: String, _ reason: YAMLError.Reason) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: "k: \(text)") }
        #expect(error == YAMLError(location: SourceLocation(line: 1, column: 4), reason: reason))
    }

    @Test(
        "as a key becomes a string",
        arguments: [
            ("a", "a"), ("'1'", "1"), ("1", "1"), ("0x10", "16"), ("-5", "-5"), ("true", "true"), ("No", "false"),
            ("on", "true"),
            ("1.0", "1"), ("1.5", "1.5"), ("0.1", "0.1"), ("1e5", "100000"), ("1e6", "1e+06"), ("1e-4", "0.0001"),
            ("1e-5", "1e-05"),
            ("1.25e9", "1.25e+09"), (".inf", ".inf"), ("-.inf", "-.inf"), (".nan", ".nan"), ("1e300", ".inf"),
            ("2001-01-01", "2001-01-01"), ("''", ""), ("!!str", ""), ("!!binary aGk=", "hi"), ("-0.0", "-0"),
        ])
    func keys(_ text: String, _ wanted: String) throws {
        #expect(try YAMLReader().documents(in: "? \(text)\n: v\n").first?.json.members.map(\.name) == [wanted])
    }

    @Test(
        "as a key that can't become a string is an error",
        arguments: [
            ("~", .nullKey), ("", .nullKey), ("null", .nullKey), ("[a]", .collectionKey), ("{a: b}", .collectionKey),
            ("18446744073709551615", .largeKey("18446744073709551615")),
        ] as [(String, YAMLError.Reason)])
    func refusedKeys(_ text: String, _ reason: YAMLError.Reason) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: "? \(text)\n: v\n") }
        #expect(error?.reason == reason)
    }
}

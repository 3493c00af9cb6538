import Documents
import Testing

@Suite("A JSON value")
struct JSONTests {
    @Test(
        "keeps 64-bit integers exact, and knows which numbers are integers",
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9007199254740993", 9_007_199_254_740_993), ("999999999999999999", 999_999_999_999_999_999),
        ] as [(String, Int64)])
    func integers(_ text: String, _ wanted: Int64) throws {
        let number = try json(text)
        #expect(number.kind == .integer)
        #expect(number.int == wanted)
        #expect(number.literal == text)
    }

    @Test(
        "keeps other numbers as they stand",
        arguments: [
            ("9223372036854775808", 0x1p63), ("-9223372036854775809", -0x1p63), ("1.0", 1), ("-0.0", -0.0),
            ("1e2", 100),
            ("1E-2", 0.01), ("1e400", .infinity), ("-1e400", -.infinity), ("1e-400", 0),
            ("123456789012345678901234567890", 1.2345678901234568e29),
        ])
    func numbers(_ text: String, _ wanted: Double) throws {
        let number = try json(text)
        #expect(number.kind == .number)
        #expect(number.int == nil)
        #expect(number.double == wanted)
        #expect(number.literal == text)
        #expect(number.compactText == text)
    }

    @Test("gives an integer as a double too")
    func integerAsDouble() throws {
        #expect(try json("-12").double == -12)
        #expect(try json("\"12\"").double == nil)
    }

    @Test("answers nil to what it is not")
    func kinds() throws {
        let values = try json(#"[null,true,1,"a",[],{}]"#).elements.map { $0 }
        #expect(values.map(\.kind) == [.null, .true, .integer, .string, .array, .object])
        #expect(values.map(\.isNull) == [true, false, false, false, false, false])
        #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(values.map(\.int) == [nil, nil, 1, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, "a", nil, nil])
        #expect(values.map(\.count) == [0, 0, 0, 0, 0, 0])
        #expect(values.allSatisfy { $0["x"] == nil && $0[0] == nil })
    }

    @Test("finds members by name, escaped or not, and elements by position")
    func lookups() throws {
        let document = try json(#"{"a":[10,[20],30],"b\"c":1,"\u0064":2,"":3,"e":{"f":null}}"#)
        #expect(document["a"]?[0]?.int == 10)
        #expect(document["a"]?[2]?.int == 30)
        #expect(document["a"]?[3] == nil)
        #expect(document["a"]?[-1] == nil)
        #expect(document["b\"c"]?.int == 1)
        #expect(document["d"]?.int == 2)
        #expect(document[""]?.int == 3)
        #expect(document["e"]?["f"]?.isNull == true)
        #expect(document["missing"] == nil)
        #expect(document.member("a")?.count == 3)
    }

    @Test(
        "follows pointers",
        arguments: [
            ("", "{\"a\":[{\"b/c\":1}]}"), ("/a/0/b~1c", "1"), ("/a/0", "{\"b/c\":1}"), ("/a/1", nil), ("/a/-", nil),
            ("/a/00", nil), ("/a/x", nil), ("/x", nil), ("/a/0/b~1c/d", nil),
        ] as [(String, String?)])
    func pointers(_ pointer: String, _ wanted: String?) throws {
        let document = try json(#"{"a": [{"b/c": 1}]}"#)
        #expect(document[try #require(Pointer(parsing: pointer))]?.compactText == wanted)
    }

    @Test("walks members and elements in the order of the text")
    func order() throws {
        let document = try json(#"{"z":1,"a":[1,[2,3],{"k":4}],"m":{}}"#)
        #expect(document.members.map(\.name) == ["z", "a", "m"])
        #expect(document["a"]?.elements.map(\.compactText) == ["1", "[2,3]", "{\"k\":4}"])
        #expect(document.elements.map(\.compactText) == [])
        #expect(document["a"]?.members.map(\.name) == [])
    }

    @Test("numbers values in document order, keys included, and knows their offsets")
    func ordinals() throws {
        let document = try json(#"{"a": ["b"], "c": 1}"#)
        #expect(document.ordinal == 0)
        #expect(document.members.map(\.key.ordinal) == [1, 4])
        #expect(document.members.map(\.value.ordinal) == [2, 5])
        #expect(document["a"]?[0]?.ordinal == 3)
        #expect(document["a"]?.offset == 6)
        #expect(document["a"]?[0]?.offset == 8)
    }

    @Test("compares text by bytes")
    func text() throws {
        let word = try json("\"\u{E9}\"")
        #expect(word.equals("\u{E9}"))
        #expect(!word.equals("e\u{301}"))
        #expect(word.equals(text: try json(#""\u00e9""#)))
        #expect(!(try json("1")).equals("1"))
    }

    @Test(
        "is equal by value, numbers and all (RFC 6902, section 4.6)",
        arguments: [
            ("1", "1.0"), ("10", "1e1"), ("0", "-0"), ("0", "-0.0"), ("1e400", "1e400"),
            ("18446744073709551615", "18446744073709551615"),
            ("10000000000000000000000", "1e22"), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#), (#""\u0041\/""#, "\"A/\""),
            (#"{"\u0061":[]}"#, #"{"a":[]}"#), ("[[],{},null]", "[ [ ] , { } , null ]"), (#""\"""#, #""\u0022""#),
        ])
    func equal(_ left: String, _ right: String) throws {
        #expect(try json(left) == json(right))
        #expect(try json(right) == json(left))
        #expect(try JSONValue.json(json(left)) == .json(json(right)))
    }

    @Test(
        "is unequal otherwise",
        arguments: [
            ("1", "\"1\""), ("1", "true"), ("null", "false"), ("[1,2]", "[2,1]"), ("[1]", "[1,1]"),
            (#"{"a":1}"#, #"{"b":1}"#),
            (#"{"a":1}"#, #"{"a":1,"b":2}"#), ("18446744073709551615", "18446744073709551614"), ("1e400", "1e500"),
            ("1e400", "-1e400"), ("9223372036854775807", "9223372036854775808"), ("[]", "{}"),
            ("\"\u{E9}\"", "\"e\u{301}\""),
        ])
    func unequal(_ left: String, _ right: String) throws {
        #expect(try json(left) != json(right))
        #expect(try json(right) != json(left))
        #expect(try JSONValue.json(json(left)) != .json(json(right)))
    }

    @Test("compares objects of many members in another order quickly", .timeLimit(.minutes(1)))
    func manyMembers() throws {
        let members = (0..<50_000).map { "\"key\($0)\":\($0)" }
        let left = try json("{\(members.joined(separator: ","))}")
        let right = try json("{\(members.reversed().joined(separator: ","))}")
        #expect(left == right)
        #expect(left != (try json("{\((members.dropLast() + ["\"key\":0"]).reversed().joined(separator: ","))}")))
    }
}

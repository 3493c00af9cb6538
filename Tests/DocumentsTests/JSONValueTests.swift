import Documents
import Testing

@Suite("A JSON value under construction")
struct JSONValueTests {
    @Test("is written as its literals say")
    func literals() {
        let value: JSONValue = ["a": [1, true, "x", .null], "b": [:], "c": .int(-1)]
        var writer = JSONWriter()
        value.write(to: &writer)
        #expect(writer.text == #"{"a":[1,true,"x",null],"b":{},"c":-1}"#)
    }

    @Test("gives the same answers whether built or parsed", arguments: 0..<100 as Range<UInt64>)
    func cursors(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let built = generator.value()
        let parsed = JSONValue.json(try built.parsed())
        #expect(parsed.opened == built)
        #expect(parsed.isNull == built.isNull)
        #expect(parsed.string == built.string)
        if case .object(let members) = built {
            for member in members {
                #expect(parsed[member.name] == member.value)
                #expect(parsed[[member.name]] == built[[member.name]])
            }
        }
    }

    @Test("equals numbers of documents by value")
    func numbers() throws {
        #expect(JSONValue.int(1) == .json(try json("1.0")))
        #expect(JSONValue.json(try json("1e2")) == .int(100))
        #expect(JSONValue.int(.max) != .json(try json("9223372036854775808")))
        #expect(JSONValue.int(1) != .json(try json("\"1\"")))
    }

    @Test("is not parsed when it is nested deeper than the limit")
    func tooDeep() {
        let value = (0..<600).reduce(JSONValue.null) { inner, _ in .array([inner]) }
        #expect(throws: JSONError(offset: 512, reason: .tooDeep(limit: 512))) { try value.parsed() }
    }

    @Test("looks up places in built and parsed parts alike")
    func lookups() throws {
        let value: JSONValue = ["a": .json(try json(#"[{"b":1}]"#)), "c": ["x"]]
        #expect(value[["a", "0", "b"]] == 1)
        #expect(value[["c", "0"]] == "x")
        #expect(value[["c", "1"]] == nil)
        #expect(value[["c", "-"]] == nil)
        #expect(value[["a", "b"]] == nil)
        #expect(value[["c", "0", "d"]] == nil)
        #expect(value[[]] == value)
    }
}

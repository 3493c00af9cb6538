import Documents
import Testing

@Suite("The JSON writer")
struct JSONWriterTests {
    @Test("places commas and colons by itself")
    func structure() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.int(.min)
        writer.bool(true)
        writer.beginObject()
        writer.endObject()
        writer.endArray()
        writer.key("b")
        writer.null()
        writer.key("c")
        writer.raw("[1]".utf8)
        writer.key("d")
        writer.double(0.5)
        writer.endObject()
        #expect(writer.text == #"{"a":[-9223372036854775808,true,{}],"b":null,"c":[1],"d":0.5}"#)
        writer.removeAll()
        writer.bool(false)
        #expect(writer.text == "false")
    }

    @Test("escapes what JSON wants escaped, and nothing else")
    func escapes() {
        var writer = JSONWriter()
        writer.string("\u{0}\u{1F}\u{8}\u{C}\n\r\t\"\\/\u{7F}é\u{2028}😀")
        #expect(writer.text == "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\u{7F}é\u{2028}😀\"")
    }

    @Test(
        "writes doubles that read as the same, and null for those that JSON has not",
        arguments: [0.1, -1e-300, 1e300, Double.leastNonzeroMagnitude, 1e16])
    func doubles(_ value: Double) throws {
        var writer = JSONWriter()
        writer.double(value)
        #expect(try JSON(parsing: writer.bytes).double == value)
        writer.removeAll()
        writer.double(.infinity)
        #expect(writer.text == "null")
    }

    @Test("copies values of a document without their spaces, literals as they stand")
    func copies() throws {
        let document = try json(" { \"a\\u0041\" : [ 1.50 , { } , \"\\/\" , null , true , false ] } ")
        #expect(document.compactText == #"{"a\u0041":[1.50,{},"\/",null,true,false]}"#)
        #expect(document.members.map(\.value.compactText) == [#"[1.50,{},"\/",null,true,false]"#])
    }

    @Test("writes what reads as the same value, for any value", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = generator.value()
        let document = try value.parsed()
        #expect(.json(document) == value)
        #expect(value == .json(document))
        let again = try json(document.compactText)
        #expect(again == document)
        #expect(again.compactText == document.compactText)
    }

    @Test("is at home with the deepest documents on a small stack")
    func deepest() throws {
        let text = String(repeating: #"{"a":["#, count: 256) + "1" + String(repeating: "]}", count: 256)
        let document = try json(text)
        let holds = onStack(of: 512 << 10) {
            let value: JSONValue = .array([.json(document)])
            let copy = try? value.parsed(limits: JSON.Limits(depth: 513))
            guard let copy else { return false }
            return document.compactText == text && copy[0] == document && value == .json(copy) && .json(copy) == value
        }
        #expect(holds)
    }
}

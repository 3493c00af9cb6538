import Documents
import Testing

@Suite("The JSON reader")
struct JSONReaderTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let offset: Int
        let reason: JSONError.Reason

        init(_ text: String, _ offset: Int, _ reason: JSONError.Reason) {
            self.text = text
            self.offset = offset
            self.reason = reason
        }

        var testDescription: String { text.debugDescription }
    }

    @Test(
        "refuses what is not JSON, with the reason and its place",
        arguments: [
            Refusal("", 0, .empty), Refusal(" \n\t\r", 4, .empty), Refusal("\u{FEFF}{}", 0, .byteOrderMark),
            Refusal("[", 1, .unterminated(.array)), Refusal(#"{"a":1"#, 6, .unterminated(.object)),
            Refusal("{", 1, .unterminated(.object)), Refusal("[1", 2, .unterminated(.array)),
            Refusal("[1,", 3, .expectedValue), Refusal(#"{"a":"#, 5, .expectedValue), Refusal("[,]", 1, .expectedValue),
            Refusal(#"{"a":}"#, 5, .expectedValue), Refusal(#"{"a":1,"b":}"#, 11, .expectedValue),
            Refusal("]", 0, .expectedValue), Refusal("@", 0, .expectedValue),
            Refusal("{1:2}", 1, .expectedKey), Refusal("{'a':2}", 1, .expectedKey), Refusal("{,}", 1, .expectedKey),
            Refusal(#"{"a" 1}"#, 5, .expectedColon), Refusal(#"{"a""#, 4, .expectedColon),
            Refusal("[1 2]", 3, .expectedCommaOrEnd(of: .array)),
            Refusal(#"{"a":1 "b":2}"#, 7, .expectedCommaOrEnd(of: .object)),
            Refusal("[1}", 2, .expectedCommaOrEnd(of: .array)),
            Refusal("[1,]", 3, .trailingComma), Refusal(#"{"a":1,}"#, 7, .trailingComma),
            Refusal("nul", 0, .badLiteral), Refusal("True", 0, .badLiteral), Refusal("[falsy]", 1, .badLiteral),
            Refusal("NaN", 0, .badLiteral), Refusal("truex", 4, .trailingData),
            Refusal("01", 2, .badNumber), Refusal("-", 1, .badNumber), Refusal("1.", 2, .badNumber),
            Refusal("1e", 2, .badNumber), Refusal("1e+", 3, .badNumber), Refusal("-a", 1, .badNumber),
            Refusal("+1", 0, .expectedValue), Refusal(".5", 0, .expectedValue), Refusal("0x1", 1, .trailingData),
            Refusal(#""\x""#, 1, .badEscape), Refusal(#""\u12G4""#, 1, .badEscape), Refusal(#""\u123"#, 1, .badEscape),
            Refusal(#""\ud800""#, 1, .loneSurrogate), Refusal(#""\udc00""#, 1, .loneSurrogate),
            Refusal(#""\ud800\u0041""#, 1, .loneSurrogate), Refusal(#""\ud800x""#, 1, .loneSurrogate),
            Refusal("\"a\u{1}\"", 2, .controlCharacter), Refusal("\"a\nb\"", 2, .controlCharacter),
            Refusal("\"\u{0}\"", 1, .controlCharacter),
            Refusal("\"abc", 4, .unterminatedString), Refusal(#""a\"#, 2, .unterminatedString),
            Refusal("1 2", 2, .trailingData), Refusal("{}{}", 2, .trailingData), Refusal("é", 0, .badUTF8),
            Refusal(#"{"a":1,"a":2}"#, 7, .duplicateKey("a")), Refusal(#"[{"":1,"":2}]"#, 7, .duplicateKey("")),
            Refusal(#"{"a":1,"\u0061":2}"#, 7, .duplicateKey("a")), Refusal(#"{"\/":1,"/":2}"#, 8, .duplicateKey("/")),
            Refusal(#"{"\n":1,"b":0,"\u000A":2}"#, 14, .duplicateKey("\n")),
        ])
    func refuses(_ refusal: Refusal) {
        #expect(throws: JSONError(offset: refusal.offset, reason: refusal.reason)) { try JSON(parsing: refusal.text) }
    }

    @Test("says every reason as a sentence that starts with the place")
    func sentences() throws {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: #"{"kind":"Pod","kind":"Pod"}"#) }
        #expect(error?.description == #"Not valid JSON at byte 14: the key "kind" stands twice in one object."#)
    }

    @Test(
        "refuses bytes that are not UTF-8 (Unicode, table 3-7)",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0x80], [0xE0, 0xA0],
            [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF0, 0x90, 0x80], [0xF1, 0x80, 0x80, 0x41], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE],
            [0xFF],
        ] as [[UInt8]])
    func refusesBadUTF8(_ bytes: [UInt8]) {
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError(offset: 1, reason: .badUTF8)) { try JSON(parsing: text) }
    }

    @Test(
        "takes UTF-8 of every length up to its edges",
        arguments: [
            "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{7F}",
        ])
    func takesUTF8(_ text: String) throws {
        #expect(try json("\"\(text)\"").string == text)
    }

    @Test(
        "resolves every escape",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\ude00""#, "😀"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"), (#""\u0000""#, "\u{0}"),
            (#""plain text of more than eight bytes \u0021""#, "plain text of more than eight bytes !"),
        ])
    func resolvesEscapes(_ text: String, _ wanted: String) throws {
        let string = try #require(try json(text).string)
        #expect(string.utf8.elementsEqual(wanted.utf8))
    }

    @Test(
        "stops at a quote, a backslash or a control character wherever it stands in a word of eight bytes",
        arguments: 0..<17)
    func stopsAnywhere(_ length: Int) throws {
        let text = String(repeating: "x", count: length)
        #expect(try json("\"\(text)\"").string == text)
        #expect(try json("\"\(text)\\n\(text)\"").string == text + "\n" + text)
        #expect(try json("\"\(text)é\(text)\"").string == text + "é" + text)
        #expect(throws: JSONError(offset: length + 1, reason: .controlCharacter)) {
            try JSON(parsing: "\"\(text)\u{1F}\"")
        }
    }

    @Test("refuses every proper prefix of a document")
    func refusesTruncations() throws {
        let text = Array(#"{"a":[1,-2.5e+10,true,false,null,"\u00e9\ud83d\ude00é"],"b":{"c":{}},"d":""}"#.utf8)
        #expect(throws: Never.self) { try JSON(parsing: text) }
        for count in 0..<text.count {
            #expect(throws: JSONError.self, "the first \(count) bytes") { try JSON(parsing: Array(text.prefix(count))) }
        }
    }

    @Test("takes nesting up to its limit and refuses it past that", arguments: [1, 2, 512, 1000])
    func nesting(_ depth: Int) throws {
        let limits = JSON.Limits(depth: depth)
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let fits = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            #expect(throws: Never.self) { try JSON(parsing: fits, limits: limits) }
            let error = #expect(throws: JSONError.self) { try JSON(parsing: "\(open)\(fits)\(close)", limits: limits) }
            #expect(error?.reason == .tooDeep(limit: depth))
        }
    }

    @Test("refuses a hundred thousand brackets at the limit's depth, not at their end")
    func hostileNesting() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
        #expect(error == JSONError(offset: 512, reason: .tooDeep(limit: 512)))
    }

    @Test("refuses texts past the limit's bytes")
    func size() {
        let limits = JSON.Limits(bytes: 4)
        #expect(throws: Never.self) { try JSON(parsing: "[12]", limits: limits) }
        #expect(throws: JSONError(offset: 4, reason: .tooLarge(limit: 4))) {
            try JSON(parsing: "[123]", limits: limits)
        }
    }

    @Test("finds a duplicate key among few members and among many", arguments: [2, 3, 8, 9, 12, 13, 100, 5000])
    func duplicatesAmongMany(_ count: Int) throws {
        let members = (0..<count).map { "\"key\($0)\":\($0)" }
        #expect(try json("{\(members.joined(separator: ","))}").count == count)
        for twin in [0, count / 2, count - 1] {
            let text = "{\((members + ["\"key\(twin)\":0"]).joined(separator: ","))}"
            let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
            #expect(error?.reason == .duplicateKey("key\(twin)"))
        }
    }

    @Test("tells keys apart by bytes, though strings be canonically equal")
    func canonicalEquivalence() throws {
        let document = try json("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(document.count == 2)
        #expect(document.member("\u{E9}")?.int == 1)
        #expect(document.member("e\u{301}")?.int == 2)
    }

    @Test("lets duplicate keys pass when told to, and then finds the first")
    func allowedDuplicates() throws {
        let document = try JSON(parsing: #"{"a":1,"a":2}"#, limits: JSON.Limits(refusesDuplicateKeys: false))
        #expect(document["a"]?.int == 1)
    }

    @Test(
        "reads values that follow one another",
        arguments: [
            ("", []), (" \n", []), ("{}", ["{}"]), ("{}{}", ["{}", "{}"]), (" 1 \"a\"\n[2]\n", ["1", "\"a\"", "[2]"]),
        ] as [(String, [String])])
    func sequences(_ text: String, _ wanted: [String]) throws {
        let values = try JSON.sequence(parsing: Array(text.utf8))
        #expect(values.map(\.compactText) == wanted)
    }

    @Test("counts offsets of a sequence from the start of the text")
    func sequenceOffsets() throws {
        #expect(try JSON.sequence(parsing: Array(#"{} {"a":1}"#.utf8)).map(\.offset) == [0, 3])
        #expect(throws: JSONError(offset: 4, reason: .expectedKey)) { try JSON.sequence(parsing: Array("{} {a}".utf8)) }
    }
}

@Suite("An error's sentence")
struct SentenceTests {
    @Test("quotes no more of the input than people want to read")
    func shortened() {
        let key = String(repeating: "é", count: 1000)
        let error = #expect(throws: JSONError.self) { try JSON(parsing: #"{"\#(key)":1,"\#(key)":2}"#) }
        #expect(error?.description.unicodeScalars.count ?? 0 < 200)
        let yaml = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: "? \(key)\n: 1\n? \(key)\n: 2\n") }
        #expect(yaml?.description.unicodeScalars.count ?? 0 < 200)
    }
}

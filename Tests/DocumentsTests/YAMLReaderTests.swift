import Documents
import Testing

@Suite("The YAML reader")
struct YAMLReaderTests {
    private func texts(_ yaml: String, _ reader: YAMLReader = YAMLReader()) throws -> [String] {
        try reader.documents(in: yaml).map(\.json.compactText)
    }

    @Test(
        "reads documents in order",
        arguments: [
            ("", []), ("\n\n", []), ("# only\n# comments\n", []), ("a: 1\n", [#"{"a":1}"#]),
            ("---\na: 1\n---\nb: 2\n", [#"{"a":1}"#, #"{"b":2}"#]),
            ("a\n...\n---\nb\n", [#""a""#, #""b""#]), ("--- # comment\na: 1\n", [#"{"a":1}"#]),
            ("--- text\n--- >\n x\n", [#""text""#, #""x\n""#]),
            ("%YAML 1.1\n---\na\n", [#""a""#]), ("a: 1\n---\n", [#"{"a":1}"#, "null"]),
            ("---\n---\na: 1\n", ["null", #"{"a":1}"#]),
            ("\u{FEFF}a: 1\r\nb:\r\n- c\r\n", [#"{"a":1,"b":["c"]}"#]),
            ("- a\n-\n- [ ]\n- {}\n", [#"["a",null,[],{}]"#]),
        ] as [(String, [String])])
    func documents(_ yaml: String, _ wanted: [String]) throws {
        #expect(try texts(yaml) == wanted)
    }

    @Test("knows documents with nothing in them, which kubectl skips")
    func blanks() throws {
        let documents = try YAMLReader().documents(in: "---\n# nothing\n---\nnull\n---\n''\n---\na: 1\n---\n...\n---\n")
        #expect(documents.map(\.isBlank) == [true, false, false, false, false, true])
    }

    @Test(
        "repeats what aliases name",
        arguments: [
            ("a: &x [1, 2]\nb: *x\n", #"{"a":[1,2],"b":[1,2]}"#),
            ("- &x a\n- *x\n- &x b\n- *x\n", #"["a","a","b","b"]"#),
            ("&k key: v\nother: *k\n", #"{"key":"v","other":"key"}"#), ("a: &k x\n*k : z\n", #"{"a":"x","x":"z"}"#),
            ("a: &n\nb: *n\n", #"{"a":null,"b":null}"#),
        ])
    func aliases(_ yaml: String, _ wanted: String) throws {
        #expect(try texts(yaml) == [wanted])
    }

    @Test(
        "merges mappings",
        arguments: [
            ("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n", #"{"k":1,"l":3}"#),
            ("a: &x {k: 1}\nb: {<<: {k: 2, m: 3}, k: 4}\n", #"{"k":4,"m":3}"#),
            ("a: [&x {k: 1}, &y {k: 2, l: 2}]\nb:\n  <<: [*x, *y]\n", #"{"k":1,"l":2}"#),
            ("a: &x {k: 1}\nb:\n  '<<': *x\n", #"{"<<":{"k":1}}"#),
            ("a: &x {<<: {k: 1}, l: 2}\nb:\n  <<: *x\n", #"{"k":1,"l":2}"#),
            ("a: &x {k: 1}\nb:\n  <<: *x\n  <<: {m: 1}\n", #"{"k":1,"m":1}"#),
        ])
    func merges(_ yaml: String, _ wanted: String) throws {
        #expect(try YAMLReader().documents(in: yaml).first?.json["b"] == (try json(wanted)))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let yaml: String
        let line: Int
        let column: Int
        let sentence: String

        init(_ yaml: String, _ line: Int, _ column: Int, _ sentence: String) {
            self.yaml = yaml
            self.line = line
            self.column = column
            self.sentence = sentence
        }

        var testDescription: String { yaml.debugDescription }
    }

    @Test(
        "says what is wrong, where, and what is wanted",
        arguments: [
            Refusal(
                "a:\n\tb: 1\n", 2, 1,
                "found character that cannot start any token (a tab); indent with spaces, not with tabs."),
            Refusal("a: @b\n", 1, 4, "found character that cannot start any token (`@`); put the text in quotes."),
            Refusal(
                "a: b: c\n", 1, 5,
                "mapping values are not allowed in this context; a text with a colon and a space in it wants quotes, or the indentation is wrong."
            ),
            Refusal(
                "a: 1\nb\n", 3, 1,
                "could not find expected ':' while scanning a simple key that starts at 2:1; a key wants a colon and a space."
            ),
            Refusal(
                "a:\n  b: 1\n c: 2\n", 3, 2,
                "did not find expected key while parsing a block mapping that starts at 1:1; look at the indentation."),
            Refusal(
                "- [a, b\n", 2, 1, "did not find expected ',' or ']' while parsing a flow sequence that starts at 1:3."),
            Refusal("a: *x\n", 1, 4, "the alias *x has no anchor &x before it."),
            Refusal("---\n&x a\n---\n*x\n", 4, 1, "the alias *x has no anchor &x before it."),
            Refusal("a: &x [1, *x]\n", 1, 11, "the alias stands inside the value of its own anchor."),
            Refusal("a: 1\nb: 2\n'a': 3\n", 3, 1, #"the key "a" stands twice in one mapping; it is already at 1:1."#),
            Refusal("1: a\n'1': b\n", 2, 1, #"the key "1" stands twice in one mapping; it is already at 1:1."#),
            Refusal("true: a\non: b\n", 2, 1, #"the key "true" stands twice in one mapping; it is already at 1:1."#),
            Refusal(
                "a: &x {k: 1}\nb:\n  k: 2\n  <<: *x\n", 4, 7,
                #"this merge brings the key "k", which already stands at 3:3; put << before the keys that override it."#
            ),
            Refusal(
                "a:\n  <<: text\n", 2, 7, "<< merges mappings; wanted is an alias of a mapping, or a list of them."),
            Refusal(
                "a:\n  <<: [{}, text]\n", 2, 12,
                "<< merges mappings; wanted is an alias of a mapping, or a list of them."),
            Refusal("a: !x!y z\n", 1, 4, "found undefined tag handle while parsing a node that starts at 1:4."),
            Refusal(
                "a: \u{1}\n", 1, 4,
                "the control character U+0001 may not stand in YAML; write an escape in double quotes."),
            Refusal(
                "a: \"\\q\"\n", 1, 5, "found unknown escape character while parsing a quoted scalar that starts at 1:4."
            ),
            Refusal("{\"a\": 1 \"b\": 2}", 1, 9, "a comma or `}` is wanted here."),
            Refusal("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3, #"the key "a" stands twice in one object."#),
        ])
    func refuses(_ refusal: Refusal) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: refusal.yaml) }
        #expect(error?.location == SourceLocation(line: refusal.line, column: refusal.column))
        #expect(error?.reason.sentence == refusal.sentence)
        let format = refusal.yaml.hasPrefix("{") ? "JSON" : "YAML"
        #expect(error?.description == "Not valid \(format) at \(refusal.line):\(refusal.column): \(refusal.sentence)")
    }

    @Test(
        "refuses bytes that are not UTF-8, and names their place",
        arguments: [([0xFF], 4), ([0xC3, 0x28], 5), ([0xED, 0xA0, 0x80], 4), ([0xE2], 4)] as [([UInt8], Int)])
    func badUTF8(_ bytes: [UInt8], _ column: Int) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: Array("a: b\nc: ".utf8) + bytes) }
        #expect(error == YAMLError(location: SourceLocation(line: 2, column: column), reason: .badUTF8))
    }

    @Test("tells keys apart by bytes, though strings be canonically equal")
    func canonicalEquivalence() throws {
        #expect(try YAMLReader().documents(in: "\u{E9}: 1\ne\u{301}: 2\n").first?.json.count == 2)
    }

    @Test("lets the last of two keys count when told to, and warns")
    func lastCounts() throws {
        let reader = YAMLReader(duplicateKeys: .lastCounts)
        let documents = try reader.documents(in: "a: 1\nb: 2\na: 3\n")
        #expect(documents.map(\.json.compactText) == [#"{"a":3,"b":2}"#])
        #expect(
            documents.first?.warnings == [
                YAMLError(location: SourceLocation(line: 3, column: 1), reason: .duplicateKey("a", first: .start))
            ])
        #expect(documents.first?.location(at: ["a"]) == SourceLocation(line: 3, column: 1))
        #expect(try texts(#"{"a": 1, "a": 2}"#, reader) == [#"{"a":2}"#])
        #expect(try texts("x: &x {k: 1}\nb: {k: 2, <<: *x}\n", reader) == [#"{"x":{"k":1},"b":{"k":1}}"#])
    }

    @Test("reads JSON as JSON, and what only looks like it as YAML")
    func jsonFiles() throws {
        #expect(try texts(#"{"a": 1.0, "b": "\ud83d\ude00"}"#) == [#"{"a":1.0,"b":"\ud83d\ude00"}"#])
        #expect(try texts("{}\n{\"a\":1}\n") == ["{}", #"{"a":1}"#])
        #expect(try texts("{a: 1.0, b: [x,]}") == [#"{"a":1,"b":["x"]}"#])
        #expect(try texts(#"{"a": 1,}"#) == [#"{"a":1}"#])
        #expect(try texts("{\"a\": 1}\n---\n{\"b\": 2}\n") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(throws: YAMLError.self) { try YAMLReader().documents(in: #"{"a": 1,}"#, as: .json) }
        let error = #expect(throws: YAMLError.self) { try YAMLReader().documents(in: "{a: b c: d}") }
        #expect(error?.reason.sentence.contains("mapping") == true)
    }
}

@Suite("The YAML reader's limits", .timeLimit(.minutes(1)))
struct YAMLLimitTests {
    private func reason(_ yaml: String, _ limits: YAMLReader.Limits = .init()) -> YAMLError.Reason? {
        #expect(throws: YAMLError.self) { try YAMLReader(limits: limits).documents(in: yaml) }?.reason
    }

    @Test("stop aliases that double with every line")
    func laughs() {
        let lines = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
        #expect(reason((["a0: &a0 x"] + lines).joined(separator: "\n")) == .tooManyAliased(limit: 100_000))
    }

    @Test("stop long texts that aliases repeat")
    func longTexts() {
        let aliases = String(repeating: "- *x\n", count: 1000)
        #expect(
            reason("- &x " + String(repeating: "y", count: 10_000) + "\n" + aliases) == .tooManyAliased(limit: 100_000))
    }

    @Test("stop merges that double with every line, and merged values that repeat")
    func merges() {
        let doubling = (1...40).map { "a\($0): &a\($0) {<<: [*a\($0 - 1), *a\($0 - 1)]}" }
        #expect(reason((["a0: &a0 {k: v}"] + doubling).joined(separator: "\n")) == .tooManyAliased(limit: 100_000))
        let list =
            "x: &x {k: [" + String(repeating: "1,", count: 500) + "]}\nl:\n"
            + String(repeating: "- <<: *x\n", count: 500)
        #expect(reason(list) == .tooManyAliased(limit: 100_000))
    }

    @Test("stop keys that are aliases of a heap of mappings")
    func keys() {
        let lines = (1...40).map { "- &a\($0) {k: *a\($0 - 1), l: *a\($0 - 1)}" }
        #expect(
            reason((["- &a0 {}"] + lines + ["- ? *a40\n  : x"]).joined(separator: "\n"))
                == .tooManyAliased(limit: 100_000))
        #expect(reason("- &a {}\n- ? *a\n  : x") == .collectionKey)
    }

    @Test("stop nesting, in flow, in blocks, by aliases and by merges")
    func depth() {
        #expect(reason(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 512))
        #expect(reason(String(repeating: "{a: ", count: 100_000)) == .tooDeep(limit: 512))
        #expect(reason(String(repeating: "- ", count: 100_000)) == .tooDeep(limit: 512))
        #expect(reason(String(repeating: "? ", count: 100_000)) == .tooDeep(limit: 512))
        let chain = (1...20_000).map { "- &a\($0) [*a\($0 - 1)]" }
        #expect(
            reason((["- &a0 []"] + chain).joined(separator: "\n"), .init(aliasedValues: .max)) == .tooDeep(limit: 512))
        let merges = (1...20_000).map { "- &a\($0) {<<: *a\($0 - 1)}" }
        #expect(
            reason((["- &a0 {k: v}"] + merges).joined(separator: "\n"), .init(aliasedValues: .max))
                == .tooDeep(limit: 512))
    }

    @Test("take nesting and aliases up to them")
    func upToThem() throws {
        let nested = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(throws: Never.self) { try YAMLReader().documents(in: nested) }
        let aliases = "- &x [1, 2]\n" + String(repeating: "- *x\n", count: 10)
        #expect(throws: Never.self) { try YAMLReader(limits: .init(aliasedValues: 40)).documents(in: aliases) }
        #expect(throws: YAMLError.self) { try YAMLReader(limits: .init(aliasedValues: 29)).documents(in: aliases) }
    }

    @Test("stop texts past their bytes")
    func bytes() {
        #expect(reason("a: 1234567", .init(bytes: 9)) == .tooLarge(limit: 9))
    }
}

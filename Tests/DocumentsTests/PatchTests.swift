import Documents
import Testing

@Suite("A JSON Patch")
struct PatchTests {
    @Test(
        "applies each operation as RFC 6902 says",
        arguments: [
            (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":2}]"#, #"{"a":1,"b":2}"#),
            (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":[]}]"#, #"{"a":[]}"#),
            ("[1,3]", #"[{"op":"add","path":"/1","value":2}]"#, "[1,2,3]"),
            ("[1]", #"[{"op":"add","path":"/1","value":2}]"#, "[1,2]"),
            ("[1]", #"[{"op":"add","path":"/-","value":2}]"#, "[1,2]"),
            ("1", #"[{"op":"add","path":"","value":{"a":1}}]"#, #"{"a":1}"#),
            (#"{"a":{"b":[{}]}}"#, #"[{"op":"add","path":"/a/b/0/c","value":null}]"#, #"{"a":{"b":[{"c":null}]}}"#),
            (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{"b":2}"#),
            ("[1,2,3]", #"[{"op":"remove","path":"/1"}]"#, "[1,3]"),
            (#"{"a":1}"#, #"[{"op":"replace","path":"/a","value":2}]"#, #"{"a":2}"#),
            ("[1]", #"[{"op":"replace","path":"/0","value":2}]"#, "[2]"),
            ("[1]", #"[{"op":"replace","path":"","value":null}]"#, "null"),
            (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/b"}]"#, #"{"b":1}"#),
            ("[1,2,3]", #"[{"op":"move","from":"/0","path":"/2"}]"#, "[2,3,1]"),
            (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
            (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a/b","path":"/a"}]"#, #"{"a":1}"#),
            (#"{"ab":1}"#, #"[{"op":"move","from":"/ab","path":"/abc"}]"#, #"{"abc":1}"#),
            (
                #"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]"#,
                #"{"a":[1],"b":[1,2]}"#
            ),
            (#"{"a":{}}"#, #"[{"op":"copy","from":"","path":"/a/b"}]"#, #"{"a":{"b":{"a":{}}}}"#),
            (#"{"a":[1.0]}"#, #"[{"op":"test","path":"/a","value":[1]}]"#, #"{"a":[1.0]}"#),
            (#"{"a~/":1}"#, #"[{"op":"remove","path":"/a~0~1"}]"#, "{}"),
            (#"{"":1}"#, #"[{"op":"replace","path":"/","value":2}]"#, #"{"":2}"#),
            (#"{"a":1}"#, "[]", #"{"a":1}"#),
            (#"{"\u00e9":1}"#, #"[{"op":"remove","path":"/é"}]"#, "{}"),
        ])
    func applies(_ document: String, _ patch: String, _ wanted: String) throws {
        let result = try Patch(try json(patch)).applied(to: .json(try json(document)))
        #expect(try result.parsed().compactText == wanted)
    }

    @Test(
        "says why it does not apply",
        arguments: [
            ("{}", #"[{"op":"remove","path":"/a"}]"#, "Patch operation 0: remove finds nothing at /a."),
            ("{}", #"[{"op":"replace","path":"/a","value":1}]"#, "Patch operation 0: replace finds nothing at /a."),
            ("{}", #"[{"op":"add","path":"/a/b","value":1}]"#, "Patch operation 0: add finds nothing at /a/b."),
            (
                "[1]", #"[{"op":"add","path":"/2","value":1}]"#,
                "Patch operation 0: add at /2 names no element of the array there."
            ),
            (
                "[1]", #"[{"op":"add","path":"/01","value":1}]"#,
                "Patch operation 0: add at /01 names no element of the array there."
            ),
            (
                "[1]", #"[{"op":"replace","path":"/-","value":1}]"#,
                "Patch operation 0: replace at /- names no element of the array there."
            ),
            (
                "[1]", #"[{"op":"remove","path":"/1"}]"#,
                "Patch operation 0: remove at /1 names no element of the array there."
            ),
            (
                #"{"a":1}"#, #"[{"op":"add","path":"/a/b","value":1}]"#,
                "Patch operation 0: add at /a/b goes through a value that is neither object nor array."
            ),
            ("{}", #"[{"op":"remove","path":""}]"#, "Patch operation 0: the whole document can't be removed."),
            (
                #"{"a":1}"#, #"[{"op":"test","path":"/a","value":1},{"op":"test","path":"/a","value":"1"}]"#,
                "Patch operation 1: the value at /a is not the one that the test wants."
            ),
            ("{}", #"[{"op":"test","path":"/a","value":null}]"#, "Patch operation 0: test finds nothing at /a."),
            (
                #"{"a":{}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#,
                "Patch operation 0: /a can't move to /a/b, which is missing or inside it."
            ),
            (
                "{}", #"[{"op":"move","from":"/a","path":"/a"}]"#,
                "Patch operation 0: /a can't move to /a, which is missing or inside it."
            ),
            ("{}", #"[{"op":"copy","from":"/a","path":"/b"}]"#, "Patch operation 0: copy finds nothing at /a or /b."),
        ])
    func refuses(_ document: String, _ patch: String, _ sentence: String) throws {
        let patch = try Patch(try json(patch))
        let document = try json(document)
        let error = #expect(throws: PatchError.self) { try patch.applied(to: .json(document)) }
        #expect(error?.description == sentence)
    }

    @Test(
        "says why it is malformed",
        arguments: [
            ("{}", "Patch: a patch is an array of operations."),
            ("[1]", "Patch operation 0: an operation is an object with an `op`."),
            (#"[{"path":"/a"}]"#, "Patch operation 0: an operation is an object with an `op`."),
            (#"[{"op":"add","path":"/a"}]"#, "Patch operation 0: `value` is missing."),
            (#"[{"op":"add","value":1}]"#, "Patch operation 0: `path` is missing or no string."),
            (#"[{"op":"add","path":1,"value":1}]"#, "Patch operation 0: `path` is missing or no string."),
            (#"[{"op":"copy","path":"/a"}]"#, "Patch operation 0: `from` is missing or no string."),
            (
                #"[{"op":"remove","path":"a"}]"#,
                #"Patch operation 0: `path` is "a", which is no JSON Pointer (RFC 6901)."#
            ),
            (
                #"[{"op":"test","path":"","value":1},{"op":"spam","path":""}]"#,
                #"Patch operation 1: `op` is "spam"; wanted is add, remove, replace, move, copy or test."#
            ),
        ])
    func malformed(_ patch: String, _ sentence: String) throws {
        let document = try json(patch)
        let error = #expect(throws: PatchError.self) { try Patch(document) }
        #expect(error?.description == sentence)
    }

    @Test("has a bound on operations")
    func operations() throws {
        let patch = try json(
            "[" + Array(repeating: #"{"op":"remove","path":"/a"}"#, count: 4).joined(separator: ",") + "]")
        #expect(try Patch(patch, limits: .init(operations: 4)).operations.count == 4)
        let error = #expect(throws: PatchError.self) { try Patch(patch, limits: .init(operations: 3)) }
        #expect(error?.description == "Patch: a patch has at most 3 operations, not 4.")
    }

    @Test("has a bound on copies, so that a document can't double with every operation", .timeLimit(.minutes(1)))
    func copyBomb() throws {
        let doubling = Patch((0..<60).map { .copy(from: ["a"], to: ["a", "\($0)"]) })
        let error = #expect(throws: PatchError.self) { try doubling.applied(to: ["a": ["x": 1]]) }
        #expect(error?.reason == "the patch copies more values than its limit allows")
    }

    @Test("copies as much as its bound, and not one value more")
    func copyBound() throws {
        let patch = Patch([.copy(from: ["a"], to: ["b"])])
        let document: JSONValue = ["a": [1, 2, 3]]
        #expect(throws: Never.self) { try patch.applied(to: document, limits: .init(copiedValues: 4)) }
        #expect(throws: PatchError.self) { try patch.applied(to: document, limits: .init(copiedValues: 3)) }
        #expect(throws: Never.self) { try patch.applied(to: document, limits: .init(copiedValues: .max)) }
        let parsed = JSONValue.json(try document.parsed())
        #expect(throws: Never.self) { try patch.applied(to: parsed, limits: .init(copiedValues: 4)) }
        #expect(throws: PatchError.self) { try patch.applied(to: parsed, limits: .init(copiedValues: 3)) }
    }

    @Test("nests values no deeper than can be read again")
    func depth() throws {
        let nest = Patch((0..<600).map { _ in .move(from: [], to: ["a"]) })
        #expect(throws: PatchError.self) { try nest.applied(to: ["a": [:]]) }
        let path = Pointer(Array(repeating: "a", count: 8))
        let grow = Patch(
            (0..<100).flatMap { _ -> [Patch.Operation] in [.copy(from: [], to: ["b"]), .move(from: ["b"], to: path)] })
        let document = (0..<9).reduce(JSONValue.object([])) { inner, _ in ["a": inner] }
        let error = #expect(throws: PatchError.self) { try grow.applied(to: document) }
        #expect(error?.reason.hasSuffix("nests values deeper than 512 levels") == true)
    }

    @Test("leaves the document as it was when an operation fails")
    func atomicity() throws {
        let document: JSONValue = ["a": ["b": 1]]
        let patch = Patch([.add(["a", "c"], 2), .remove(["a", "b"]), .test(["a"], "no")])
        #expect(throws: PatchError.self) { try patch.applied(to: document) }
        #expect(document == ["a": ["b": 1]])
    }

    @Test("is written as it was read")
    func writes() throws {
        let text =
            #"[{"op":"add","path":"/a~1b","value":{"x":[1.50]}},{"op":"remove","path":"/c"},{"op":"replace","path":"","value":null},"#
            + #"{"op":"move","from":"/d","path":"/e"},{"op":"copy","from":"","path":"/f/-"},{"op":"test","path":"/g","value":"é"}]"#
        var writer = JSONWriter()
        try Patch(try json(text)).write(to: &writer)
        #expect(writer.text == text)
    }

    @Test("tells a place from another whose name is only canonically equal")
    func canonicalEquivalence() throws {
        let patch = Patch([.move(from: ["\u{E9}"], to: ["e\u{301}"])])
        let result = try patch.applied(to: ["\u{E9}": 1])
        #expect(try result.parsed().compactText == "{\"e\u{301}\":1}")
    }
}

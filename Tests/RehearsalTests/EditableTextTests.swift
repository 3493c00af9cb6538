import Documents
import Testing

@testable import Rehearsal

@Suite("Texts that are edited")
struct EditableTextTests {
    /// A text, an operation, and what becomes of the text.
    struct Edit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let operation: String
        let wanted: String

        init(_ description: String, _ text: String, _ operation: String, _ wanted: String) {
            (testDescription, self.text, self.operation, self.wanted) = (description, text, operation, wanted)
        }
    }

    static let edits = [
        Edit("a member after the others", "a: 1\nb: 2\n", #"add /c {"d":[1]}"#, "a: 1\nb: 2\nc:\n  d:\n  - 1\n"),
        Edit(
            "before the comments at the end", "a:\n  b: 1\n  # no\n# end\n", "add /a/c 2",
            "a:\n  b: 1\n  c: 2\n  # no\n# end\n"),
        Edit(
            "after blank lines within", "a:\n  b: 1\n\n  c: 2\n\nd: 3\n", "add /a/e 4",
            "a:\n  b: 1\n\n  c: 2\n  e: 4\n\nd: 3\n"),
        Edit(
            "after a list that is not indented", "a:\n  b:\n  - 1\nc: 2\n", "add /a/d 3",
            "a:\n  b:\n  - 1\n  d: 3\nc: 2\n"),
        Edit(
            "in an element of a list", "a:\n- b: 1\n  c: 2\n- b: 3\n", "add /a/0/d 4",
            "a:\n- b: 1\n  c: 2\n  d: 4\n- b: 3\n"),
        Edit("in the last element", "a:\n- b: 1\n", "add /a/0/d 4", "a:\n- b: 1\n  d: 4\n"),
        Edit("where the last line has no end", "a: 1", "add /b 2", "a: 1\nb: 2\n"),
        Edit(
            "after a block of text", "a:\n  b: |\n    x\n\n    y\nc: 1\n", "add /a/d 2",
            "a:\n  b: |\n    x\n\n    y\n  d: 2\nc: 1\n"),
        Edit("in brackets", "a: {b: 1}\n", #"add /a/c "x, y""#, "a: {b: 1, c: \"x, y\"}\n"),
        Edit("in empty brackets", "a: {} # none\n", #"add /a/c {"d":"e"}"#, "a: {c: {d: e}} # none\n"),
        Edit("in brackets with spaces", "a: { b: '}' }\n", "add /a/c true", "a: { b: '}', c: true }\n"),
        Edit(
            "in brackets over lines", "a: {\n  b: 1, # }\n  c: 2\n}\n", "add /a/d 3",
            "a: {\n  b: 1, # }\n  c: 2, d: 3\n}\n"),
        Edit("in JSON", "{\"a\": {\n  \"b\": 1\n}}\n", #"add /a/c "d""#, "{\"a\": {\n  \"b\": 1, \"c\": \"d\"\n}}\n"),
        Edit(
            "an element after the others", "a:\n- 1\n- 2 # two\nb: 3\n", "add /a/- 4", "a:\n- 1\n- 2 # two\n- 4\nb: 3\n"
        ),
        Edit(
            "an element of an indented list", "a:\n  - b: 1\n    c: 2\n", #"add /a/1 {"b":3}"#,
            "a:\n  - b: 1\n    c: 2\n  - b: 3\n"),
        Edit("an element in brackets", "a: [1, 2]\n", "add /a/2 3", "a: [1, 2, 3]\n"),
        Edit("a bare text", "a: b # c\n", #"replace /a "d""#, "a: d # c\n"),
        Edit("a text in double quotes", "a: \"b\\\"\" # c\n", #"replace /a "d""#, "a: \"d\" # c\n"),
        Edit("a text in single quotes", "a: 'it''s'\n", #"replace /a "b's""#, "a: 'b''s'\n"),
        Edit("a text in brackets", "a: {b: c, d: e}\n", #"replace /a/b "f""#, "a: {b: f, d: e}\n"),
        Edit("a text that would be a boolean", "a: b\n", #"replace /a "yes""#, "a: \"yes\"\n"),
        Edit("a boolean", "a:\n- b: false\n", "replace /a/0/b true", "a:\n- b: true\n"),
        Edit(
            "a key without a value", "a:\n  b: # none\n  c: 1\n", #"add /a/b {"d":1}"#,
            "a:\n  b: # none\n    d: 1\n  c: 1\n"),
        Edit("a list in brackets", "a: [1] # x\nb: 2\n", "replace /a [2]", "a: [2] # x\nb: 2\n"),
        Edit("a list", "a:\n  - 1\n  - 2\n\nb: 2\n", "replace /a [3]", "a:\n- 3\n\nb: 2\n"),
        Edit("a first member", "- a:\n    b: 1\n  c: 2\n", #"replace /0/a {"d":1}"#, "- a:\n    d: 1\n  c: 2\n"),
        Edit("an element", "- a: 1\n  b: 2\n- 3\n", "replace /0 [4]", "- - 4\n- 3\n"),
        Edit("a null", "a: null\nb: 1\n", #"replace /a {"b":1}"#, "a:\n  b: 1\nb: 1\n"),
        Edit("a null in brackets", "{a: ~, b: 1}\n", #"replace /a {"b":1}"#, "{a: {b: 1}, b: 1}\n"),
        Edit("a null in JSON", "{\"a\": null}\n", #"replace /a {"b":1}"#, "{\"a\": {\"b\":1}}\n"),
        Edit("lines as on Windows", "a: 1\r\nb: 2\r\n", "add /c 3", "a: 1\r\nb: 2\r\nc: 3\r\n"),
        Edit("letters of many bytes", "a: {é: 'ü', b: c}\n", #"replace /a/b "d""#, "a: {é: 'ü', b: d}\n"),
    ]

    static let removals = [
        Edit("a member", "a: 1\n# of b\nb:\n  c: 2\n\n# of d\nd: 3\n", "remove /b", "a: 1\n# of b\n\n# of d\nd: 3\n"),
        Edit("a member with a list in its column", "a:\n- 1\n- 2\nb: 3\n", "remove /a", "b: 3\n"),
        Edit("a member with a block of text", "a: |\n  x\n\n  y\nb: 3\n", "remove /a", "b: 3\n"),
        Edit("the first member of an element", "- a: 1\n  b: 2\n- c: 3\n", "remove /0/a", "- b: 2\n- c: 3\n"),
        Edit(
            "the first member of an element before a comment", "- a:\n  - 1\n  # b\n  b: 2\n", "remove /0/a",
            "  # b\n- b: 2\n"),
        Edit("the only member", "a:  # x\n  b: 1\nc: 2\n", "remove /a/b", "a: {}  # x\nc: 2\n"),
        Edit("the only member of an element", "- a: 1\n- b: 1\n", "remove /0/a", "- {}\n- b: 1\n"),
        Edit("an element", "a:\n- b: 1\n  c: 2\n# of d\n- d: 3\ne: 4\n", "remove /a/0", "a:\n# of d\n- d: 3\ne: 4\n"),
        Edit("the last element", "a:\n  - 1\n  - 2\n", "remove /a/1", "a:\n  - 1\n"),
        Edit("the only element", "a:\n  - 1\nb: 2\n", "remove /a/0", "a: []\nb: 2\n"),
        Edit("the first in brackets", "a: { b: 1, c: 2 }\n", "remove /a/b", "a: { c: 2 }\n"),
        Edit("the last in brackets", "a: [1, 2] # x\n", "remove /a/1", "a: [1] # x\n"),
        Edit("the only one in brackets", "a: {b: [1, 2]}\n", "remove /a/b", "a: {}\n"),
        Edit("a member in JSON", "{\n  \"a\": 1,\n  \"b\": \"2\"\n}\n", "remove /a", "{\n  \"b\": \"2\"\n}\n"),
        Edit("the last in JSON", "{\n  \"a\": 1,\n  \"b\": \"2\"\n}\n", "remove /b", "{\n  \"a\": 1\n}\n"),
    ]

    @Test("What is taken out takes its own lines along, and no others", arguments: removals)
    func removal(edit: Edit) throws { try self.edit(edit: edit) }

    @Test("What is edited is where it should be, and nothing else is touched", arguments: edits)
    func edit(edit: Edit) throws {
        var text = try EditableText(Array(edit.text.utf8))
        try text.apply(try Self.operation(edit.operation), below: [])
        #expect(String(decoding: text.bytes, as: UTF8.self) == edit.wanted)
    }

    @Test(
        "The lines of a document are those from its marker to the next",
        arguments: [
            (1, 0..<2), (2, 0..<2), (3, 2..<5), (4, 2..<5), (5, 2..<5), (6, 5..<7), (7, 5..<7), (9, 5..<7), (0, 0..<2),
        ])
    func documents(line: Int, range: Range<Int>) throws {
        var text = try EditableText(Array("# a\na: 1\n---\na: 1\n# b\n--- # c\na: 1".utf8))
        #expect(text.document(around: line) == range)
        let whole = text.lines
        text.replace(range, with: text.part(range))
        #expect(text.lines == whole)
    }

    @Test("Documents without markers between them are not edited")
    func unmarked() throws {
        var text = try EditableText(Array("{\"a\": 1}\n{\"a\": 2}\n".utf8))
        let operation = try Self.operation("add /b 2")
        #expect(throws: TextEditError.self) { try text.apply(operation, below: []) }
    }

    @Test(
        "What can't be edited with care is not edited",
        arguments: [
            ("a:\n- 1\n", #"add /a/0 2"#), ("a: 1\n", "remove /a"), ("a:\n- 1 # x\n", "replace /a [2]"),
            ("a: |\n  b\n", #"replace /a "c""#), ("a: 1\n", "add /b/c 2"), ("a: &x b\n", #"replace /a "c""#),
            ("a: \"b\n  c\"\n", #"replace /a "c""#), ("a: null # x\n", "replace /a {\"b\":1}"),
            ("{a: 1}\n", "replace /a [1]"), ("a: !x\n  b: 1\n", "remove /a/b"), ("- - 1\n", "remove /0/0"),
            ("{a: b: 1}", "remove /a/c"),
        ])
    func refusals(text: String, operation: String) throws {
        var editable = try EditableText(Array(text.utf8))
        let operation = try Self.operation(operation)
        #expect(throws: TextEditError.self) { try editable.apply(operation, below: []) }
    }

    @Test(
        "Texts of several line ends, and such as are not UTF-8, are not edited",
        arguments: [[0x61, 0x0D, 0x0A, 0x0A], [0xFF]])
    func texts(bytes: [UInt8]) {
        #expect(throws: TextEditError.self) { try EditableText(bytes) }
    }

    /// `add /a/b VALUE`.
    private static func operation(_ text: String) throws -> Patch.Operation {
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        let value = parts.count > 2 ? ",\"value\":\(parts[2])" : ""
        let patch = try Patch(try json("[{\"op\":\"\(parts[0])\",\"path\":\"\(parts[1])\"\(value)}]"))
        return try #require(patch.operations.first)
    }
}

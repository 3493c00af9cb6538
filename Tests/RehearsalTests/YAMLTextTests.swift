import Documents
import Testing

@testable import Rehearsal

@Suite("Objects as YAML")
struct YAMLTextTests {
    @Test("look like kubectl's")
    func look() throws {
        let object = try json(
            #"""
            {"kind": "ConfigMap", "metadata": {"labels": {}, "name": "a"}, "list": [], "deep": [[1, [2]], [{"a": 1, "b": [3]}]],
             "items": [{"name": "x", "args": ["-c", "true", "a: b"], "env": {"A": null}}, "plain"],
             "data": {"file": "one\n  two\n\nthree\n", "open": "one\ntwo", "odd": "one \ntwo", "0": "1e3", "no": "yes"}}
            """#)
        try expectGolden(YAMLText(object).text, "object.yaml")
    }

    @Test(
        "are read back as the strings that they were",
        arguments: [
            "", " ", "a", "a b", "a ", " a", "~", "null", "Null", "yes", "Off", "y", "0", "007", "0x1f", "1_000", "1.5",
            "1e3", ".5", ".inf", "-1", "+1", "12:30:45", "2001-01-01", "100m", "64Mi", "nginx:1.25", "a: b", "a:", ":a",
            "a #b", "a#b", "#a", "- a", "-", "?", "? a", "*a", "&a", "!a", "%a", "@a", "`a", "{a}", "[a]", "a, b",
            "'a'",
            "\"a\"", "|", ">", "a\nb", "a\nb\n", "a\n\nb\n\n", "\na", "a\n", "  a\nb", "a\n  b", "a\tb", "\ta\nb",
            "a\r\nb",
            "é", "日本語", "🙂", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "a\u{85}\nb", "<<", "=",
            "/a", "a/b:c@d", "---", "...", "--- a", "a\n---\nb", "a\n...\nb", "1.", "1:2", "0o7", "1.2.3", "e1", "12e",
            "\\",
        ])
    func roundTrip(string: String) throws {
        let object: JSONValue = [
            "value": .string(string), "list": .array([.string(string), .array([.string(string)])]),
        ]
        let keyed: JSONValue = .object([.init(string, .string(string)), .init("other", ["x": .string(string)])])
        for value in [object, keyed] {
            let parsed = try value.parsed()
            let documents = try YAMLReader().documents(in: YAMLText(parsed).text)
            #expect(documents.map(\.json) == [parsed], "\(YAMLText(parsed).text)")
        }
    }

    @Test("know what each line is a part of")
    func places() throws {
        let lines = YAMLText(try json(#"{"spec": {"list": [{"a": 1, "b": {"c": 2}}]}}"#)).lines
        #expect(lines.map(\.place.field) == ["", "spec", "spec.list[0]", "spec.list[0]", "spec.list[0].b"])
    }
}

@Suite("A diff of objects")
struct TextDiffTests {
    private func text(_ old: String, _ new: String) throws -> [String] {
        TextDiff(from: try json(old), to: try json(new)).hunks.flatMap { hunk in
            ["@@ " + hunk.place.field]
                + hunk.lines.map { line in
                    switch line.change {
                    case .kept: " " + line.text
                    case .removed: "-" + line.text
                    case .added: "+" + line.text
                    }
                }
        }
    }

    @Test("is empty for equal ones")
    func equal() throws {
        #expect(try text(#"{"a": 1}"#, #"{"a": 1}"#).isEmpty)
    }

    @Test("shows changes with two lines around them and where they are")
    func hunks() throws {
        let old = #"{"a": 1, "b": 2, "c": {"d": 3, "e": 4}, "f": 5, "g": 6, "h": 7, "i": 8, "j": 9, "k": 10}"#
        let new =
            #"{"a": 1, "b": 2, "c": {"d": 3, "e": 5, "x": 1}, "f": 5, "g": 6, "h": 7, "i": 8, "j": 9, "k": 10, "l": 1}"#
        #expect(
            try text(old, new) == [
                "@@ c", " c:", "   d: 3", "-  e: 4", "+  e: 5", "+  x: 1", " f: 5", " g: 6", "@@ ", " j: 9", " k: 10",
                "+l: 1",
            ])
    }

    @Test("of long lists ends soon")
    func long() throws {
        let old = "[" + (0..<5000).map(String.init).joined(separator: ",") + "]"
        let new = "[" + (5000..<10000).map(String.init).joined(separator: ",") + "]"
        let clock = ContinuousClock()
        var lines: [String] = []
        let time = try clock.measure { lines = try text(old, new) }
        #expect(lines.count == 10_001)
        #expect(time < .seconds(10))
    }
}

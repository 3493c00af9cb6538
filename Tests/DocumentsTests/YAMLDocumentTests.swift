import Documents
import Testing

@Suite("A YAML document's places")
struct YAMLDocumentTests {
    private let yaml = """
        # a Pod
        ---
        apiVersion: v1
        metadata:
          labels: {app: x, "é": y}
        spec:
          containers:
          - name: first
            image:
              nginx
          - &second
            name: second
            args: ["a",
                   'b']
          nothing:
        copies:
        - *second
        """

    @Test(
        "are the keys of members and the starts of elements",
        arguments: [
            ("", 3, 1), ("/apiVersion", 3, 1), ("/metadata", 4, 1), ("/metadata/labels", 5, 3),
            ("/metadata/labels/app", 5, 12),
            ("/metadata/labels/é", 5, 20), ("/spec/containers", 7, 3), ("/spec/containers/0", 8, 5),
            ("/spec/containers/0/image", 9, 5),
            ("/spec/containers/1", 11, 5), ("/spec/containers/1/name", 12, 5), ("/spec/containers/1/args/1", 14, 12),
            ("/spec/nothing", 15, 3),
            ("/copies/0", 17, 3), ("/copies/0/args/1", 14, 12),
        ] as [(String, Int, Int)])
    func pointers(_ pointer: String, _ line: Int, _ column: Int) throws {
        let document = try #require(try YAMLReader().documents(in: yaml).first)
        #expect(
            document.location(at: try #require(Pointer(parsing: pointer))) == SourceLocation(line: line, column: column)
        )
    }

    @Test(
        "that are not there are the nearest above",
        arguments: [
            ("/kind", 3, 1), ("/metadata/name", 4, 1), ("/spec/containers/2", 7, 3),
            ("/spec/containers/0/securityContext/privileged", 8, 5),
            ("/apiVersion/x", 3, 1), ("/spec/containers/x", 7, 3),
        ] as [(String, Int, Int)])
    func missing(_ pointer: String, _ line: Int, _ column: Int) throws {
        let document = try #require(try YAMLReader().documents(in: yaml).first)
        #expect(
            document.location(at: try #require(Pointer(parsing: pointer))) == SourceLocation(line: line, column: column)
        )
    }

    @Test("are those of values and keys")
    func values() throws {
        let document = try #require(try YAMLReader().documents(in: yaml).first)
        #expect(document.start == SourceLocation(line: 3, column: 1))
        let image = try #require(document.json["spec"]?["containers"]?[0]?["image"])
        #expect(document.location(of: image) == SourceLocation(line: 10, column: 7))
        let labels = try #require(document.json["metadata"]?["labels"])
        #expect(document.location(of: labels) == SourceLocation(line: 5, column: 11))
        #expect(labels.members.map { document.location(of: $0.key).column } == [12, 20])
    }

    @Test("of merged members are where they come from")
    func merged() throws {
        let document = try #require(try YAMLReader().documents(in: "base: &b\n  k: v\nmine:\n  <<: *b\n  l: w\n").first)
        #expect(document.location(at: ["mine", "k"]) == SourceLocation(line: 2, column: 3))
        #expect(document.location(at: ["mine", "l"]) == SourceLocation(line: 5, column: 3))
    }

    @Test("are there for JSON too, the value's own and its key's")
    func jsonDocuments() throws {
        let text = "{\n  \"a\": [\n    \"é\", {\"b\": -1}\n  ]\n}\n{\"c\":\ttrue}\n"
        let documents = try YAMLReader().documents(in: text)
        #expect(documents.map(\.start) == [SourceLocation(line: 1, column: 1), SourceLocation(line: 6, column: 1)])
        let first = try #require(documents.first)
        #expect(first.location(at: ["a"]) == SourceLocation(line: 2, column: 3))
        #expect(first.location(at: ["a", "0"]) == SourceLocation(line: 3, column: 5))
        #expect(first.location(at: ["a", "1", "b"]) == SourceLocation(line: 3, column: 11))
        #expect(first.location(of: try #require(first.json[["a", "1", "b"]])) == SourceLocation(line: 3, column: 16))
        #expect(documents.last?.location(at: ["c"]) == SourceLocation(line: 6, column: 2))
    }

    @Test(
        "agree with the lines of the source text, whatever ends them",
        arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
    func lines(_ end: String) throws {
        let text = "# é\(end)a: 1\(end)bé: 2\(end)"
        let document = try #require(try YAMLReader().documents(in: text).first)
        let source = SourceText(name: "f.yaml", bytes: Array(text.utf8))
        let place = document.location(of: try #require(document.json["bé"]))
        #expect(place == SourceLocation(line: 3, column: 5))
        #expect(source.line(place.line) == "bé: 2")
        #expect(source.scalar(at: place) == "2")
    }
}

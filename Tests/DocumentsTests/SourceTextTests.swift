import Documents
import Testing

@Suite("A source text")
struct SourceTextTests {
    @Test(
        "is cut into lines",
        arguments: [
            ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]), ("\n\n", ["", "", ""]),
            ("a\r\nb\rc", ["a", "b", "c"]),
            ("a\u{85}b\u{2028}c\u{2029}", ["a", "b", "c", ""]), ("\u{C5}\u{A8}€\n", ["\u{C5}\u{A8}€", ""]),
            ("a\r", ["a", ""]),
        ] as [(String, [String])])
    func lines(_ text: String, _ wanted: [String]) {
        let source = SourceText(name: "f", bytes: Array(text.utf8))
        #expect(source.lineCount == wanted.count)
        #expect((1...source.lineCount).map { source.line($0) } == wanted)
        #expect(source.line(0) == nil)
        #expect(source.line(wanted.count + 1) == nil)
    }

    @Test(
        "places bytes",
        arguments: [
            (0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (5, 2, 2), (6, 3, 1), (7, 3, 1), (99, 3, 1), (-1, 1, 1),
        ])
    func places(_ offset: Int, _ line: Int, _ column: Int) {
        let source = SourceText(name: "f", bytes: Array("aé\nb\n".utf8))
        #expect(source.location(ofByte: offset) == SourceLocation(line: line, column: column))
    }

    @Test("shows a line with a caret under the place")
    func excerpt() {
        let source = SourceText(name: "gate.yaml", bytes: Array("kind: Gate\n\timge: é x\n".utf8))
        let place = SourceLocation(line: 2, column: 2)
        #expect(source.title(of: place) == "gate.yaml:2:2")
        #expect(source.excerpt(at: place) == "  2 | \timge: é x\n    | \t^")
        #expect(source.excerpt(at: SourceLocation(line: 1, column: 11)) == "  1 | kind: Gate\n    |           ^")
        #expect(source.excerpt(at: SourceLocation(line: 1, column: 99)) == "  1 | kind: Gate\n    |           ^")
        #expect(source.excerpt(at: SourceLocation(line: 9, column: 1)) == "")
    }

    @Test("shows of a long line what is around the place")
    func longLine() {
        let text = String(repeating: "a", count: 300) + "X" + String(repeating: "b", count: 300)
        let lines = SourceText(name: "f", bytes: Array(text.utf8)).excerpt(at: SourceLocation(line: 1, column: 301))
            .split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.count < 130 })
        #expect(lines.first.map { Array($0) }?.firstIndex(of: "X") == lines.last.map { Array($0) }?.firstIndex(of: "^"))
    }

    @Test("keeps control characters away from the terminal")
    func controls() {
        let source = SourceText(name: "f", bytes: Array("a\u{1B}[31mb\u{7}".utf8))
        #expect(source.excerpt(at: SourceLocation(line: 1, column: 1)) == "  1 | a [31mb \n    | ^")
    }
}

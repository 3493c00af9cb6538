import Documents
import Testing

@Suite("A JSON Pointer")
struct PointerTests {
    @Test(
        "reads RFC 6901, and prints itself as it was",
        arguments: [
            ("", []), ("/", [""]), ("/a/b", ["a", "b"]), ("/a~1b/m~0n", ["a/b", "m~n"]), ("/~01", ["~1"]),
            ("//", ["", ""]),
            ("/ /é/0/-", [" ", "é", "0", "-"]),
        ] as [(String, [String])])
    func reads(_ text: String, _ tokens: [String]) throws {
        let pointer = try #require(Pointer(parsing: text))
        #expect(pointer.tokens == tokens)
        #expect(pointer.description == text)
    }

    @Test("refuses what is no pointer", arguments: ["a", "a/b", "/~", "/~2", "/a~", "#/a", " /a"])
    func refuses(_ text: String) {
        #expect(Pointer(parsing: text) == nil)
    }

    @Test(
        "takes array indices without leading zeros",
        arguments: [
            ("0", 0), ("10", 10), ("999999999", 999_999_999), ("00", nil), ("01", nil), ("", nil), ("-", nil),
            ("-1", nil),
            ("1e0", nil), ("+1", nil), ("1234567890", nil), ("٣", nil), (" 1", nil),
        ] as [(String, Int?)])
    func indices(_ token: String, _ wanted: Int?) {
        #expect(Pointer.index(token) == wanted)
    }

    @Test("names fields as Kubernetes does")
    func fields() {
        let pointer: Pointer = ["spec", "containers", "0", "image"]
        #expect(pointer.field == "spec.containers[0].image")
        #expect(Pointer(["metadata", "annotations", "a.b/c"]).field == #"metadata.annotations["a.b/c"]"#)
        #expect(Pointer().field == "")
    }

    @Test("grows and shrinks")
    func composes() {
        let spec: Pointer = ["spec"]
        #expect(spec.appending("a").appending(3).appending(["x", "y"]) == ["spec", "a", "3", "x", "y"])
        #expect(spec.appending("a").parent == spec)
        #expect(Pointer().parent == nil)
    }

    @Test("is equal by bytes, and hashes so")
    func equality() {
        #expect(Pointer(["\u{E9}"]) != Pointer(["e\u{301}"]))
        #expect(Set([Pointer(["\u{E9}"]), Pointer(["e\u{301}"]), Pointer(["\u{E9}"])]).count == 2)
        #expect(Pointer(["a", "b"]) != Pointer(["ab"]))
    }
}

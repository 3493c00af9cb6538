import Admission
import Documents
import Kubernetes
import Testing

@Suite("Mends of findings")
struct MendTests {
    private func mended(_ object: String, _ mends: [(Pointer, Finding.Mend?)]) throws -> JSONValue {
        var draft = Draft(try JSON(parsing: object))
        draft.mend(
            mends.map { pointer, mend in
                var finding = Finding(pointer, found: "is bad", wanted: "must be good")
                finding.mend = mend
                return finding
            })
        return .json(try draft.object())
    }

    @Test("Values are set, and what they stand in is made once for all of them")
    func set() throws {
        let result = try mended("{}", [(["spec", "a"], .set(true)), (["spec", "b"], .set(1)), (["c"], nil)])
        #expect(result == ["spec": ["a": true, "b": 1]])
    }

    @Test("Elements are removed from the end on, whatever the order of the findings")
    func remove() throws {
        let list = "{\"list\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}"
        let result = try mended(list, ["2", "10", "9"].map { (["list", $0], .remove) })
        #expect(result == ["list": [0, 1, 3, 4, 5, 6, 7, 8, 11]])
    }

    @Test("An element goes with the field that is about it, and a list gets one more")
    func elements() throws {
        let object = "{\"list\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"drop\": [\"X\"]}"
        let result = try mended(object, [(["list", "0", "name"], .removeElement), (["drop"], .append("ALL"))])
        #expect(result == ["list": [["name": "b"]], "drop": ["X", "ALL"]])
    }

    @Test("What two policies want is done once")
    func twice() throws {
        let object = "{\"list\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"drop\": [\"X\"]}"
        let wishes: [(Pointer, Finding.Mend)] = [(["list", "0", "name"], .removeElement), (["drop"], .append("ALL"))]
        #expect(try mended(object, wishes + wishes) == ["list": [["name": "b"]], "drop": ["X", "ALL"]])
    }

    @Test(
        "The patch of one finding is the smallest that mends it",
        arguments: [
            (["a"], .set(1), "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":1}]"), (["a"], .set("b"), "[]"),
            (["n", "x", "y"], .set(1), "[{\"op\":\"add\",\"path\":\"/n\",\"value\":{\"x\":{\"y\":1}}}]"),
            (["a", "x"], .set(1), "[]"), (["l"], .append(2), "[{\"op\":\"add\",\"path\":\"/l/-\",\"value\":2}]"),
            (["m"], .append(2), "[{\"op\":\"add\",\"path\":\"/m\",\"value\":[2]}]"), (["a"], .append(2), "[]"),
            (["l", "0"], .remove, "[{\"op\":\"remove\",\"path\":\"/l/0\"}]"), (["l", "1"], .remove, "[]"),
            (["l", "0", "x"], .removeElement, "[{\"op\":\"remove\",\"path\":\"/l/0\"}]"), (["m"], nil, "[]"),
        ] as [(Pointer, Finding.Mend?, String)])
    func patches(pointer: Pointer, mend: Finding.Mend?, wanted: String) throws {
        var finding = Finding(pointer, found: "is so", wanted: "must be other")
        finding.mend = mend
        var writer = JSONWriter()
        finding.patch(for: try JSON(parsing: Array(#"{"a":"b","l":[1],"n":null}"#.utf8))).write(to: &writer)
        #expect(writer.text == wanted)
    }

    @Test("A cause ends with the patch that mends it, where one is known and short")
    func causes() throws {
        let decision = Gate([Binding(Mender())]).decide(try request(), .validating)
        #expect(
            decision.causes.map(\.message) == [
                "spec.moon is missing, but must be there.",
                "metadata.labels.mended is missing, but must be set. "
                    + #"fix: [{"op":"add","path":"/metadata/labels/mended","value":"yes"}]"#,
            ])
        let long = Gate([Binding(Mender(value: String(repeating: "y", count: 300)))])
        #expect(long.decide(try request(), .validating).causes.last?.message.hasSuffix("be set.") ?? false)
    }

    @Test("A policy mends all that it can, and leaves the rest")
    func policy() throws {
        let admission = try request()
        let object = try #require(admission.object)
        let request = Request(admission, object: object, templates: PodTemplates(), inventory: EmptyInventory())
        #expect(Mender().mends(request).operations == [.add(["metadata", "labels", "mended"], "yes")])
    }
}

/// Wants a label, and something that nobody can give.
private struct Mender: Validating {
    static let about = About("mender", "Wants things.", judges: .anything, prose: "")
    var value = "yes"

    func check(_ request: Request) -> [Finding] {
        let impossible = Finding(["spec", "moon"], found: "is missing", wanted: "must be there")
        guard request.view.labels?["mended"] == nil else { return [impossible] }
        var finding = Finding(["metadata", "labels", "mended"], found: "is missing", wanted: "must be set")
        finding.mend = .set(.string(value))
        return [impossible, finding]
    }
}

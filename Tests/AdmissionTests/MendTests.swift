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

    func check(_ request: Request) -> [Finding] {
        let impossible = Finding(["spec", "moon"], found: "is missing", wanted: "must be there")
        guard request.view.labels?["mended"] == nil else { return [impossible] }
        var finding = Finding(["metadata", "labels", "mended"], found: "is missing", wanted: "must be set")
        finding.mend = .set("yes")
        return [impossible, finding]
    }
}

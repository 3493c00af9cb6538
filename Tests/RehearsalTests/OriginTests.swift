import Documents
import Testing

@testable import Rehearsal

@Suite("A place of a mutated object")
struct OriginTests {
    @Test(
        "leads back to where it was written",
        arguments: [
            // Nothing happens to it.
            (#"[]"#, "/a/1", "/a/1"),
            (#"[{"op":"add","path":"/z","value":1}]"#, "/a/1", "/a/1"),
            (#"[{"op":"add","path":"/z","value":{"y":1}}]"#, "/z/y", ""),
            (#"[{"op":"add","path":"/z","value":{}}]"#, "/z/missing", ""),
            // Missing fields are at what would hold them.
            (#"[{"op":"add","path":"/z","value":1}]"#, "/o/missing/deeper", "/o"),
            // Positions move.
            (#"[{"op":"add","path":"/a/0","value":9}]"#, "/a/2", "/a/1"),
            (#"[{"op":"add","path":"/a/0","value":9}]"#, "/a/0", ""),
            (#"[{"op":"add","path":"/a/-","value":9}]"#, "/a/3", ""),
            (#"[{"op":"add","path":"/a/-","value":9}]"#, "/a/2", "/a/2"),
            (#"[{"op":"remove","path":"/a/0"}]"#, "/a/0", "/a/1"),
            (#"[{"op":"remove","path":"/a/1"},{"op":"add","path":"/a/0","value":9}]"#, "/a/2", "/a/2"),
            (#"[{"op":"add","path":"/a/0","value":9},{"op":"remove","path":"/a/2"}]"#, "/a/2", "/a/2"),
            // Keys that look like positions don't.
            (#"[{"op":"add","path":"/n/0","value":9}]"#, "/n/1", "/n/1"),
            // Replaced, copied and moved.
            (#"[{"op":"replace","path":"/o","value":{"k":{"l":2}}}]"#, "/o/k/l", "/o"),
            (#"[{"op":"copy","from":"/o","path":"/z"}]"#, "/z/k", ""),
            (#"[{"op":"move","from":"/o","path":"/z"}]"#, "/z/k", "/o/k"),
            (#"[{"op":"move","from":"/a/2","path":"/a/0"}]"#, "/a/0", "/a/2"),
            (#"[{"op":"move","from":"/a/2","path":"/a/0"}]"#, "/a/2", "/a/1"),
            (#"[{"op":"test","path":"/a/0","value":0}]"#, "/a/0", "/a/0"),
        ])
    func places(patch: String, place: String, wanted: String) throws {
        let written = try json(#"{"a": [0, 1, 2], "o": {"k": 1}, "n": {"1": 1}}"#)
        let edits = try Patch(json(patch))
        let judged = try edits.applied(to: .json(written)).parsed()
        let origin = Origin(written, judged: judged, patch: edits)
        #expect(origin.place(of: try #require(Pointer(parsing: place))).description == wanted)
    }

    @Test("is the same where nothing was changed")
    func unchanged() throws {
        let origin = Origin(try json("{}"), judged: nil, patch: Patch())
        #expect(origin.place(of: ["spec", "x"]) == ["spec", "x"])
    }
}

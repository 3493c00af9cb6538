import Documents
import Testing

@Suite("A draft")
struct DraftTests {
    /// Makes edits on a document, and checks that the patch makes of the original what the draft has become.
    private func edited(
        _ document: String, _ edits: (inout Draft) -> Void
    ) throws -> (object: String, patch: String, refusals: [String]) {
        let original = try json(document)
        var draft = Draft(original)
        edits(&draft)
        let object = try draft.object()
        #expect(try draft.patch.applied(to: .json(original)) == .json(object))
        #expect(draft.isEdited == (object != original || !draft.patch.isEmpty))
        var writer = JSONWriter()
        draft.patch.write(to: &writer)
        return (object.compactText, writer.text, draft.refusals)
    }

    @Test("sets what is there, what is missing, and the objects above it that are missing or null")
    func sets() throws {
        let result = try edited(#"{"spec":{"a":1,"n":null}}"#) { draft in
            draft.set(["spec", "a"], 2)
            draft.set(["spec", "b"], "x")
            draft.set(["spec", "n", "m"], true)
            draft.set(["metadata", "labels", "app"], "y")
        }
        #expect(result.object == #"{"spec":{"a":2,"n":{"m":true},"b":"x"},"metadata":{"labels":{"app":"y"}}}"#)
        #expect(
            result.patch == #"[{"op":"replace","path":"/spec/a","value":2},{"op":"add","path":"/spec/b","value":"x"},"#
                + #"{"op":"add","path":"/spec/n","value":{"m":true}},"#
                + #"{"op":"add","path":"/metadata","value":{"labels":{"app":"y"}}}]"#)
        #expect(result.refusals == [])
    }

    @Test("records nothing that changes nothing")
    func noOperations() throws {
        let result = try edited(#"{"a":1.0,"b":{"x":[true]},"c":"t"}"#) { draft in
            draft.set(["a"], 1)
            draft.set(["b"], ["x": [true]])
            draft.setDefault(["c"], "other")
            draft.remove(["missing"])
            draft.remove(["a", "b", "c"])
        }
        #expect(result.patch == "[]")
        #expect(result.object == #"{"a":1.0,"b":{"x":[true]},"c":"t"}"#)
    }

    @Test("sets a default only where nothing or null stands")
    func defaults() throws {
        let result = try edited(#"{"a":null,"b":false}"#) { draft in
            draft.setDefault(["a"], true)
            draft.setDefault(["b"], true)
            draft.setDefault(["c", "d"], true)
        }
        #expect(result.object == #"{"a":true,"b":false,"c":{"d":true}}"#)
    }

    @Test("appends to arrays, and makes those that are missing or null")
    func appends() throws {
        let result = try edited(#"{"list":[1],"none":null}"#) { draft in
            draft.append(["list"], 2)
            draft.append(["none"], 3)
            draft.append(["deep", "er"], 4)
            draft.append(["deep", "er"], 5)
        }
        #expect(result.object == #"{"list":[1,2],"none":[3],"deep":{"er":[4,5]}}"#)
        #expect(result.patch.contains(#"{"op":"add","path":"/list/-","value":2}"#))
    }

    @Test("removes what is there")
    func removes() throws {
        let result = try edited(#"{"a":[1,2],"b":1}"#) { draft in
            draft.remove(["a", "0"])
            draft.remove(["b"])
        }
        #expect(result.object == #"{"a":[2]}"#)
    }

    @Test("keeps edits that can't be made as sentences, and goes on")
    func refuses() throws {
        let result = try edited(#"{"a":"text","list":[]}"#) { draft in
            draft.set(["a", "b"], 1)
            draft.set(["list", "5"], 1)
            draft.append(["a"], 1)
            draft.set(["c"], 1)
        }
        #expect(
            result.refusals == [
                "a.b: add at /a/b goes through a value that is neither object nor array",
                "list[5]: add at /list/5 names no element of the array there",
                "a.-: add at /a/- goes through a value that is neither object nor array",
            ])
        #expect(result.object == #"{"a":"text","list":[],"c":1}"#)
    }

    @Test("shows edits at once")
    func reads() throws {
        var draft = Draft(try json(#"{"a":{"b":1}}"#))
        draft.set(["a", "b"], 2)
        draft.set(["a", "c"], 3)
        #expect(draft[["a", "b"]] == 2)
        #expect(draft[["a", "c"]] == 3)
        #expect(draft[["x"]] == nil)
        #expect(try draft.object()["a"]?["b"]?.int == 2)
        draft.set(["a", "b"], 4)
        #expect(try draft.object()["a"]?["b"]?.int == 4)
        #expect(draft.patch.operations.count == 3)
    }

    @Test("goes back to a checkpoint")
    func checkpoints() throws {
        var draft = Draft(try json("{}"))
        draft.set(["a"], 1)
        let checkpoint = draft.checkpoint
        draft.set(["b"], 2)
        draft.set(["a", "x"], 3)
        draft.restore(checkpoint)
        #expect(try draft.object().compactText == #"{"a":1}"#)
        #expect(draft.patch == Patch([.add(["a"], 1)]))
        #expect(draft.refusals == [])
    }

    @Test("yields a patch that makes its object of the original, for any edits", arguments: 0..<200 as Range<UInt64>)
    func anyEdits(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = try generator.value().parsed()
        var draft = Draft(original)
        let names = ["a", "name", "0", "1", "-", "é", ""]
        for _ in 0..<10 {
            let tokens = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                names.randomElement(using: &generator) ?? ""
            }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: draft.set(Pointer(tokens), generator.value(depth: 2))
            case 1: draft.setDefault(Pointer(tokens), generator.value(depth: 2))
            case 2: draft.append(Pointer(tokens), generator.value(depth: 2))
            default: draft.remove(Pointer(tokens))
            }
        }
        let object = try draft.object()
        #expect(try draft.patch.applied(to: .json(original)) == .json(object))
    }
}

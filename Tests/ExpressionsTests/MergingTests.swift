import Documents
import Expressions
import Kubernetes
import Testing

/// Merging as `typed.Merge` of structured-merge-diff does it.
@Suite("Structured merge")
struct MergingTests {
    /// One merge of a configuration into an object of a kind.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var kind = "Pod"
        let object: String
        let configuration: String
        let result: String

        init(_ description: String, kind: String = "Pod", _ object: String, _ configuration: String, _ result: String) {
            testDescription = description
            self.kind = kind
            self.object = object
            self.configuration = configuration
            self.result = result
        }
    }

    @Test("The configuration's fields take the place of the object's", arguments: cases)
    func merges(_ merge: Case) throws {
        let merged = try Self.merge(merge.configuration, into: merge.object, kind: merge.kind)
        #expect(merged == (try Self.value(merge.result)), "\(merged.compactText)")
    }

    private static let cases = [
        Case("a scalar", #"{"spec":{"priority":1}}"#, #"{"spec":{"priority":2}}"#, #"{"spec":{"priority":2}}"#),
        Case("a new field", #"{"spec":{}}"#, #"{"spec":{"hostPID":false}}"#, #"{"spec":{"hostPID":false}}"#),
        Case(
            "labels side by side", #"{"metadata":{"labels":{"a":"1","b":"2"}}}"#,
            #"{"metadata":{"labels":{"b":"3","c":"4"}}}"#, #"{"metadata":{"labels":{"a":"1","b":"3","c":"4"}}}"#),
        Case(
            "apiVersion and kind don't count", #"{"apiVersion":"v1","kind":"Pod"}"#,
            #"{"apiVersion":"v2","kind":"Job","metadata":{"labels":{"a":"b"}}}"#,
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"a":"b"}}}"#),
        Case(
            "containers by name", #"{"spec":{"containers":[{"name":"a","image":"x"},{"name":"b","image":"y"}]}}"#,
            #"{"spec":{"containers":[{"name":"b","tty":true}]}}"#,
            #"{"spec":{"containers":[{"name":"a","image":"x"},{"name":"b","image":"y","tty":true}]}}"#),
        Case(
            "a new container comes last", #"{"spec":{"containers":[{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"}]}}"#, #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#),
        Case(
            "the configuration's order holds for its elements",
            #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"x"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"x"},{"name":"a"}]}}"#),
        Case(
            "a new element before a shared one", #"{"spec":{"containers":[{"name":"a"},{"name":"x"}]}}"#,
            #"{"spec":{"containers":[{"name":"n"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"n"},{"name":"a"},{"name":"x"}]}}"#),
        Case(
            "what only the object has stays before what comes after it",
            #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}}"#,
            #"{"spec":{"containers":[{"name":"c"},{"name":"n"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"c"},{"name":"n"},{"name":"a"}]}}"#),
        Case(
            "a port without a protocol is a TCP port",
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"web"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"protocol":"TCP","name":"web"}]}]}}"#),
        Case(
            "one number with two protocols is two ports",
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":53}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"UDP"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":53},{"containerPort":53,"protocol":"UDP"}]}]}}"#
        ),
        Case(
            "finalizers are a set", #"{"metadata":{"finalizers":["a","b"]}}"#,
            #"{"metadata":{"finalizers":["b","c"]}}"#, #"{"metadata":{"finalizers":["a","b","c"]}}"#),
        Case(
            "an empty list changes nothing", #"{"spec":{"containers":[{"name":"a"}]}}"#,
            #"{"spec":{"containers":[]}}"#, #"{"spec":{"containers":[{"name":"a"}]}}"#),
        Case(
            "null changes no list and no object",
            #"{"metadata":{"labels":{"a":"b"}},"spec":{"volumes":[{"name":"v"}]}}"#,
            #"{"metadata":{"labels":null},"spec":{"volumes":null}}"#,
            #"{"metadata":{"labels":{"a":"b"}},"spec":{"volumes":[{"name":"v"}]}}"#),
        Case(
            "null takes a scalar's place", #"{"spec":{"priority":1}}"#, #"{"spec":{"priority":null}}"#,
            #"{"spec":{"priority":null}}"#),
        Case(
            "an unknown kind's objects are merged and its lists replaced", kind: "Widget",
            #"{"spec":{"list":[1,2],"map":{"a":1}}}"#, #"{"spec":{"list":[3],"map":{"b":2}}}"#,
            #"{"spec":{"list":[3],"map":{"a":1,"b":2}}}"#),
        Case("nothing", #"{"spec":{"priority":1}}"#, "{}", #"{"spec":{"priority":1}}"#),
    ]

    @Test(
        "What can't be merged is refused in the API server's words",
        arguments: [
            (
                #"{"spec":{"hostnetwork":true}}"#,
                "failed to convert patch object to typed object: .spec.hostnetwork: field not declared in schema"
            ),
            (
                #"{"spec":{"priority":"high"}}"#,
                "failed to convert patch object to typed object: .spec.priority: expected numeric (int or float), got string"
            ),
            (
                #"{"metadata":{"labels":{"a":1}}}"#,
                "failed to convert patch object to typed object: .metadata.labels.a: expected string, got "
                    + "&value.valueUnstructured{Value:1}"
            ),
            (
                #"{"spec":{"containers":[{"name":"a"},{"name":"a"}]}}"#,
                #"failed to convert patch object to typed object: .spec.containers: duplicate entries for key [name="a"]"#
            ),
            (
                #"{"spec":{"containers":[{"name":"a","bad":1,"tty":3}],"x":1}}"#,
                "failed to convert patch object to typed object: errors:\n"
                    + "  .spec.containers[name=\"a\"].bad: field not declared in schema\n"
                    + "  .spec.x: field not declared in schema"
            ),
            (
                #"{"spec":{"containers":["a"]}}"#,
                "failed to convert patch object to typed object: .spec.containers: element 0: associative list with keys "
                    + "may not have non-map elements"
            ),
            (
                #"{"spec":{"tolerations":[]}}"#,
                "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.tolerations"
            ),
            (
                #"{"spec":{"nodeSelector":{"a":"b"},"containers":[{"name":"c","args":["x"]}]}}"#,
                "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.nodeSelector, "
                    + ".spec.containers[0].args"
            ),
        ])
    func refusals(configuration: String, message: String) throws {
        do {
            let merged = try Self.merge(configuration, into: #"{"spec":{"containers":[{"name":"c"}]}}"#, kind: "Pod")
            Issue.record("merged to \(merged.compactText)")
        } catch let error as MergeError {
            #expect(error.description == message)
        }
    }

    @Test("An object whose elements can't be told apart is not merged into")
    func duplicates() throws {
        #expect(throws: MergeError.self) {
            try Self.merge(
                #"{"metadata":{"labels":{"a":"b"}}}"#,
                into: #"{"spec":{"containers":[{"name":"c","env":[{"name":"A"},{"name":"A"}]}]}}"#, kind: "Pod")
        }
    }

    @Test(
        "Merging a second time changes nothing, and a patch leads from the object to what is merged", arguments: 0..<200
    )
    func properties(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let object = RandomPod.object(&random)
        let configuration = RandomPod.configuration(&random)
        let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        let once = try StructuredMerge.merge(configuration, into: object, of: kind)
        #expect(try StructuredMerge.merge(configuration, into: once, of: kind) == once)
        try Self.checkPatch(from: object, to: once)
        try Self.checkPatch(from: once, to: object)
        try Self.checkPatch(from: object, to: RandomPod.object(&random))
    }

    @Test("Any two documents are merged or refused, and patches lead from one to the other", arguments: 0..<300)
    func anyDocuments(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1_000_000)
        let object = RandomDocument.object(&random, depth: 5)
        let configuration = RandomDocument.object(&random, depth: 5)
        for name in ["Pod", "Widget"] {
            let kind = GroupVersionKind(group: "", version: "v1", kind: name)
            guard let merged = try? StructuredMerge.merge(configuration, into: object, of: kind) else { continue }
            #expect(try StructuredMerge.merge(configuration, into: merged, of: kind) == merged)
            try Self.checkPatch(from: object, to: merged)
        }
        try Self.checkPatch(from: object, to: configuration)
    }

    private static func checkPatch(from old: JSONValue, to new: JSONValue) throws {
        var draft = Draft(try old.parsed())
        ObjectDifference.edit(&draft, from: old, to: new)
        #expect(draft.refusals.isEmpty)
        let patch = draft.patch
        #expect(try patch.applied(to: old) == new)
        #expect(patch.isEmpty == (old == new))
    }

    @Test(
        "A small change makes a small patch",
        arguments: [
            (
                #"{"a":[{"name":"x","v":1},{"name":"y"}]}"#, #"{"a":[{"name":"x","v":2},{"name":"y"},{"name":"z"}]}"#,
                #"[{"op":"replace","path":"/a/0/v","value":2},{"op":"add","path":"/a/2","value":{"name":"z"}}]"#
            ),
            (
                #"{"a":[{"name":"x"},{"name":"y"}]}"#, #"{"a":[{"name":"n"},{"name":"x"}]}"#,
                #"[{"op":"add","path":"/a/0","value":{"name":"n"}},{"op":"remove","path":"/a/2"}]"#
            ),
            (#"{"a":[1,2,3]}"#, #"{"a":[3,2,1]}"#, #"[{"op":"replace","path":"/a","value":[3,2,1]}]"#),
            (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"c":2}}"#, #"[{"op":"remove","path":"/a/b"}]"#),
            (#"{"a":{}}"#, #"{"a":{"x/y":1}}"#, #"[{"op":"add","path":"/a/x~1y","value":1}]"#),
        ])
    func smallPatches(old: String, new: String, patch: String) throws {
        var draft = Draft(try JSON(parsing: Array(old.utf8)))
        ObjectDifference.edit(&draft, from: try Self.value(old), to: try Self.value(new))
        var writer = JSONWriter()
        let made = draft.patch
        made.write(to: &writer)
        #expect(writer.text == patch)
    }

    @Test("Objects of hostile size are merged in time", .timeLimit(.minutes(1)))
    func hostileSizes() throws {
        let wide = (0..<50_000).map { #"{"name":"c\#($0)"}"# }.joined(separator: ",")
        let reversed = (0..<50_000).reversed().map { #"{"name":"c\#($0)"}"# }.joined(separator: ",")
        let merged = try Self.merge(
            #"{"spec":{"containers":[\#(reversed)]}}"#, into: #"{"spec":{"containers":[\#(wide)]}}"#, kind: "Pod")
        guard case .array(let elements)? = merged[["spec", "containers"]]?.opened else {
            Issue.record("there are no containers")
            return
        }
        #expect(elements.count == 50_000)
        try Self.checkPatch(from: try Self.value(#"{"spec":{"containers":[\#(wide)]}}"#), to: merged)
        let deep = String(repeating: #"{"a":"#, count: 500) + "1" + String(repeating: "}", count: 500)
        #expect(try Self.merge(deep, into: deep, kind: "Widget") == Self.value(deep))
    }

    private static func merge(_ configuration: String, into object: String, kind: String) throws -> JSONValue {
        try StructuredMerge.merge(
            value(configuration), into: value(object), of: GroupVersionKind(group: "", version: "v1", kind: kind))
    }

    static func value(_ text: String) throws -> JSONValue { .json(try JSON(parsing: Array(text.utf8))) }
}

extension JSONValue {
    /// The value as JSON, for messages of tests.
    var compactText: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }
}

import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// Mutations as the API server makes them (apiserver, plugin/policy/mutating).
@Suite("Mutations")
struct MutationTests {
    @Test(
        "An apply configuration is merged",
        arguments: [
            (#"Object{spec: Object.spec{priority: 2}}"#, #"{"spec":{"priority":2}}"#),
            (
                #"Object{metadata: Object.metadata{labels: {"a": "b"}}}"#,
                #"{"metadata":{"labels":{"a":"b"}},"spec":{}}"#
            ),
            (
                #"Object{metadata: Object.metadata{labels: Object.metadata.labels{a: "b"}}}"#,
                #"{"metadata":{"labels":{"a":"b"}},"spec":{}}"#
            ),
            (
                #"Object{spec: Object.spec{containers: [Object.spec.containers{name: "c", image: "i"}]}}"#,
                #"{"spec":{"containers":[{"name":"c","image":"i"}]}}"#
            ),
            (#"Object{spec: Object.spec{?priority: optional.none()}}"#, #"{"spec":{}}"#),
            (#"Object{spec: Object.spec{?priority: optional.of(3)}}"#, #"{"spec":{"priority":3}}"#),
            (#"Object{spec: Object.spec{priority: optional.of(3)}}"#, #"{"spec":{"priority":3}}"#),
            (
                #"Object{spec: Object.spec{priority: optional.none(), hostPID: true}}"#, #"{"spec":{"hostPID":true}}"#
            ),
            (#"has(object.spec.x) ? Object{spec: Object.spec{priority: 1}} : Object{}"#, #"{"spec":{}}"#),
            (#"Object{spec: Object.spec{priority: 4u}}"#, #"{"spec":{"priority":4}}"#),
        ])
    func apply(expression: String, result: String) throws {
        let run = try Mutations.run("ApplyConfiguration", expression, on: #"{"spec":{}}"#)
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(try run.object == JSON(parsing: Array(result.utf8)), "\(run.object.compactText)")
    }

    @Test(
        "An apply configuration that can't be merged denies, and says why",
        arguments: [
            (
                #"Object{spec: Object.spec{hostnetwork: true}}"#,
                "failed to convert patch object to typed object: .spec.hostnetwork: field not declared in schema"
            ),
            (
                #"Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: "a"}]}}"#,
                "may not mutate atomic arrays, maps or structs: .spec.tolerations"
            ),
            (
                #"Object{spec: Object.metadata{priority: 1}}"#,
                #"type mismatch: unexpected type name "Object.metadata", expected "Object.spec", which matches field name path"#
            ),
            (
                #"Object{spec: Object.spec{priority: object.spec.nothing}}"#, "no such key: nothing"
            ),
        ])
    func badConfigurations(expression: String, message: String) throws {
        let run = try Mutations.run("ApplyConfiguration", expression, on: #"{"spec":{}}"#)
        #expect(!run.decision.isAllowed)
        #expect(run.message.hasPrefix("policy 'p' with binding 'p' denied request: "), "\(run.message)")
        #expect(run.message.contains(message), "\(run.message)")
    }

    @Test(
        "What is merged must be readable as the kind's type",
        arguments: [
            (
                #"terminationGracePeriodSeconds: 1.5"#, "cannot convert float64 to int32"
            ),
            (
                #"volumes: [Object.spec.volumes{name: "v", emptyDir: Object.spec.volumes.emptyDir{sizeLimit: "much"}}]"#,
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
            (
                #"volumes: [Object.spec.volumes{name: "v", emptyDir: Object.spec.volumes.emptyDir{sizeLimit: {"a": 1}}}]"#,
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
            (
                #"containers: [\#(probe)httpGet{port: true}}}]"#,
                "json: cannot unmarshal bool into Go value of type int32"
            ),
            (
                #"containers: [\#(probe)httpGet{port: 4294967296}}}]"#,
                "json: cannot unmarshal number 4294967296 into Go value of type int32"
            ),
        ])
    func unreadable(fields: String, message: String) throws {
        let run = try Mutations.run("ApplyConfiguration", "Object{spec: Object.spec{\(fields)}}", on: #"{"spec":{}}"#)
        #expect(
            run.message == "policy 'p' with binding 'p' denied request: "
                + "unable to convert unstructured object to /v1, Kind=Pod: \(message)")
    }

    private static let probe =
        #"Object.spec.containers{name: "c", livenessProbe: Object.spec.containers.livenessProbe{httpGet: "#
        + "Object.spec.containers.livenessProbe."

    @Test(
        "Times and bytes that are none can't be read",
        arguments: [
            (
                "Object{metadata: Object.metadata{deletionTimestamp: 'now'}}",
                #"parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006""#
            ),
            (
                "Object{metadata: Object.metadata{deletionTimestamp: 1}}",
                "json: cannot unmarshal number into Go value of type string"
            ),
            ("Object{data: {'a': 'YWE'}}", "error decoding from json: illegal base64 data at input byte 0"),
            ("Object{data: {'a': 'YWJj-A=='}}", "error decoding from json: illegal base64 data at input byte 4"),
        ])
    func unreadableTexts(expression: String, message: String) throws {
        let run = try Mutations.run("ApplyConfiguration", expression, on: #"{"data":{}}"#, kind: "Secret")
        #expect(
            run.message == "policy 'p' with binding 'p' denied request: "
                + "unable to convert unstructured object to /v1, Kind=Secret: \(message)")
    }

    @Test(
        "A patch after which the object can't be read denies whatever the policy says",
        arguments: [
            (
                "/spec/overhead", "{'cpu': 'much'}",
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
            (
                "/metadata", "{'deletionTimestamp': '2026-13-01T00:00:00Z'}",
                #"parsing time "2026-13-01T00:00:00Z" as "2006-01-02T15:04:05Z07:00": "#
                    + #"cannot parse "2026-13-01T00:00:00Z" as "2006""#
            ),
            (
                "/spec/terminationGracePeriodSeconds", "1.5",
                "json: cannot unmarshal number 1.5 into Go value of type int32"
            ),
        ])
    func unreadablePatches(path: String, value: String, message: String) throws {
        let run = try Mutations.run(
            "JSONPatch", "[JSONPatch{op: 'add', path: '\(path)', value: \(value)}]", on: #"{"spec":{}}"#,
            failurePolicy: "Ignore")
        #expect(!run.decision.isAllowed)
        #expect(run.message.contains("Internal error occurred: \(message)"), "\(run.message)")
    }

    @Test(
        "What the kind's type can read is merged",
        arguments: [
            "Object{metadata: Object.metadata{deletionTimestamp: '2026-11-25T02:00:00+01:00'}}",
            "Object{data: {'a': 'YWJj', 'b': '', 'c': 'YQ=='}}",
        ])
    func readable(expression: String) throws {
        let run = try Mutations.run("ApplyConfiguration", expression, on: #"{"data":{}}"#, kind: "Secret")
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(!run.decision.patch.isEmpty)
    }

    @Test("Null unsets a field of a built-in kind, and stays with others")
    func nulls() throws {
        let expression = "Object{spec: Object.spec{priority: null}}"
        let pod = try Mutations.run("ApplyConfiguration", expression, on: #"{"spec":{"priority":1,"hostPID":true}}"#)
        #expect(pod.object.compactText == #"{"spec":{"hostPID":true}}"#)
        #expect(pod.patch == #"[{"op":"remove","path":"/spec/priority"}]"#)
        let other = try Mutations.run(
            "ApplyConfiguration", expression, on: #"{"spec":{"priority":1}}"#, kind: "Widget")
        #expect(other.object.compactText == #"{"spec":{"priority":null}}"#)
    }

    @Test(
        "JSON patches are applied",
        arguments: [
            (#"[JSONPatch{op: "add", path: "/spec/priority", value: 1}]"#, #"{"spec":{"list":[1,2],"priority":1}}"#),
            (#"[JSONPatch{op: "add", path: "/spec/list/-", value: 3}]"#, #"{"spec":{"list":[1,2,3]}}"#),
            (#"[JSONPatch{op: "add", path: "/spec/list/-1", value: 3}]"#, #"{"spec":{"list":[1,2,3]}}"#),
            (#"[JSONPatch{op: "add", path: "/spec/list/-2", value: 3}]"#, #"{"spec":{"list":[1,3,2]}}"#),
            (#"[JSONPatch{op: "remove", path: "/spec/list/-1"}]"#, #"{"spec":{"list":[1]}}"#),
            (#"[JSONPatch{op: "remove", path: "/spec/list/0"}]"#, #"{"spec":{"list":[2]}}"#),
            (#"[JSONPatch{op: "replace", path: "/spec/list", value: []}]"#, #"{"spec":{"list":[]}}"#),
            (#"[JSONPatch{op: "replace", path: "/spec/new", value: 1}]"#, #"{"spec":{"list":[1,2],"new":1}}"#),
            (#"[JSONPatch{op: "replace", path: "", value: {"a": 1}}]"#, #"{"a":1}"#),
            (#"[JSONPatch{op: "copy", from: "/spec/list/0", path: "/spec/list/-"}]"#, #"{"spec":{"list":[1,2,1]}}"#),
            (#"[JSONPatch{op: "move", from: "/spec/list/0", path: "/spec/list/1"}]"#, #"{"spec":{"list":[2,1]}}"#),
            (#"[JSONPatch{op: "move", from: "/spec/list", path: "/spec/moved"}]"#, #"{"spec":{"moved":[1,2]}}"#),
            (
                #"[JSONPatch{op: "test", path: "/spec/list/0", value: 1}, JSONPatch{op: "remove", path: "/spec/list"}]"#,
                #"{"spec":{}}"#
            ),
            (
                #"[JSONPatch{op: "add", path: "/spec/a", value: 1}, JSONPatch{op: "test", path: "/spec/list/0", value: 2}]"#,
                #"{"spec":{"list":[1,2]}}"#
            ),
            (#"[JSONPatch{op: "test", path: "/spec/none", value: 1}]"#, #"{"spec":{"list":[1,2]}}"#),
            (
                #"[JSONPatch{op: "add", path: "/spec/" + jsonpatch.escapeKey("a/b~c"), value: "x"}]"#,
                #"{"spec":{"list":[1,2],"a/b~c":"x"}}"#
            ),
            (
                #"[JSONPatch{op: "add", path: "/spec/o", value: Object.spec.o{name: "x", n: {"k": 1}}}]"#,
                #"{"spec":{"list":[1,2],"o":{"name":"x","n":{"k":1}}}}"#
            ),
            ("false ? [JSONPatch{op: 'remove', path: '/spec'}] : []", #"{"spec":{"list":[1,2]}}"#),
            (
                "object.spec.list.filter(x, false).map(x, JSONPatch{op: \"remove\", path: \"/spec\"})",
                #"{"spec":{"list":[1,2]}}"#
            ),
        ])
    func patches(expression: String, result: String) throws {
        let run = try Mutations.run("JSONPatch", expression, on: #"{"spec":{"list":[1,2]}}"#, kind: "Widget")
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(try run.object == JSON(parsing: Array(result.utf8)), "\(run.object.compactText)")
    }

    @Test(
        "Values are written as protobuf writes JSON",
        arguments: [
            ("1", "1"), ("7u", "7"), ("1.5", "1.5"), ("9007199254740993", #""9007199254740993""#),
            ("b'ab'", #""YWI=""#),
            ("timestamp('2024-01-02T03:04:05Z')", #""2024-01-02T03:04:05Z""#), ("duration('1m30s')", #""90s""#),
            ("duration('1500ms')", #""1.5s""#), ("null", "null"), ("[1, 2]", "[1,2]"), ("true", "true"),
            ("object.spec", #"{"list":[1,2]}"#), ("optional.of('x')", #""x""#),
        ])
    func values(expression: String, text: String) throws {
        let run = try Mutations.run(
            "JSONPatch", #"[JSONPatch{op: "add", path: "/v", value: \#(expression)}]"#,
            on: #"{"spec":{"list":[1,2]}}"#, kind: "Widget")
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(run.object["v"]?.compactText == text)
    }

    @Test(
        "A patch that does not apply denies in the library's words",
        arguments: [
            (
                #"[JSONPatch{op: "add", path: "/none/a", value: 1}]"#,
                #"JSONPath: add operation does not apply: doc is missing path: "/none/a": missing value"#
            ),
            (
                #"[JSONPatch{op: "remove", path: "/spec/none"}]"#,
                "JSONPath: error in remove for path: '/spec/none': Unable to remove nonexistent key: none: missing value"
            ),
            (
                #"[JSONPatch{op: "remove", path: "/spec/list/2"}]"#,
                "JSONPath: error in remove for path: '/spec/list/2': Unable to access invalid index: 2: invalid index referenced"
            ),
            (
                #"[JSONPatch{op: "replace", path: "/spec/list/2", value: 1}]"#,
                "JSONPath: replace operation does not apply: doc is missing key: /spec/list/2: missing value"
            ),
            (
                #"[JSONPatch{op: "test", path: "/none/a", value: 1}]"#,
                "JSONPath: test operation does not apply: is missing path: /none/a: missing value"
            ),
            (#"[JSONPatch{op: "merge", path: "/spec"}]"#, "JSONPath: Unexpected kind: merge"),
            (#"[JSONPatch{op: "add", path: "", value: 1}]"#, "doc is missing path"),
            (
                #"[JSONPatch{op: "add", path: "/v", value: {1: 2}}]"#,
                "could not marshal to JSON: a map's key is of type int"
            ),
            (#"[JSONPatch{op: "add", path: "/v", value: 1.0 / 0.0}]"#, "can't be written as JSON"),
            (
                #"[JSONPatch{op: "add", path: "/v", value: Object.spec{a: Object.b{}}}]"#,
                "type mismatch: unexpected type name"
            ),
        ])
    func badPatches(expression: String, message: String) throws {
        let run = try Mutations.run("JSONPatch", expression, on: #"{"spec":{"list":[1,2]}}"#, kind: "Widget")
        #expect(!run.decision.isAllowed)
        #expect(run.message.contains(message), "\(run.message)")
        #expect(run.decision.patch.isEmpty)
    }

    @Test("A patch whose result is none of its kind denies even where failures are ignored")
    func strictness() throws {
        let expression = #"[JSONPatch{op: "add", path: "/spec/hostnetwork", value: true}]"#
        let run = try Mutations.run("JSONPatch", expression, on: #"{"spec":{}}"#, failurePolicy: "Ignore")
        #expect(!run.decision.isAllowed)
        #expect(
            run.message == #"Internal error occurred: strict decoding error: unknown field "spec.hostnetwork""#)
        #expect(run.decision.response.status.code == 500)
        // What was wrong before is not the patch's fault.
        let other = try Mutations.run(
            "JSONPatch", #"[JSONPatch{op: "add", path: "/spec/priority", value: 1}]"#,
            on: #"{"spec":{"hostnetwork":true}}"#)
        #expect(other.decision.isAllowed, "\(other.message)")
    }
}

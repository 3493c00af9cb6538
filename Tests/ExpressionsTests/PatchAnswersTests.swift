import CEL
import Documents
import Expressions
import Testing

/// What the library that the API server patches with (evanphx/json-patch 4.13) answered when it was asked, a rule each.
@Suite("Answers of json-patch")
struct PatchAnswersTests {
    /// One patch and what came of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let object: String
        let operations: String
        /// The patched object, or the error.
        let answer: String

        init(_ rule: String, _ object: String, _ operations: String, _ answer: String) {
            testDescription = rule
            self.object = object
            self.operations = operations
            self.answer = answer
        }
    }

    @Test("A patch is applied", arguments: applied)
    func applies(_ patch: Case) throws {
        let result = try Self.patched(patch)
        #expect(result == (try MergingTests.value(patch.answer)), "\(result.compactText)")
    }

    @Test("A patch does not apply", arguments: refused)
    func refuses(_ patch: Case) throws {
        do {
            Issue.record("patched to \(try Self.patched(patch).compactText)")
        } catch let error as MutationError {
            #expect(error.description == patch.answer)
        }
    }

    private static func patched(_ patch: Case) throws -> JSONValue {
        let object = try JSON(parsing: Array(patch.object.utf8))
        let operations = try JSON(parsing: Array(patch.operations.utf8)).elements.map { operation in
            let members = operation.members
            return try #require(
                MapValue(
                    keys: members.map { .string($0.name) }, values: members.map { Value($0.value) },
                    typeName: "JSONPatch"))
        }
        let mutation = Mutation(.jsonPatch, try Program("[]", in: .everything))
        return try mutation.applied(.list(operations.map { .map($0) }), to: object, of: nil) ?? .json(object)
    }

    private static let applied: [Case] = [
        Case(
            "a negative position counts from one past the end where an element is added", #"{"l":[1,2]}"#,
            #"[{"op":"add","path":"/l/-1","value":3},{"op":"add","path":"/l/-4","value":0}]"#,
            #"{"l":[0,1,2,3]}"#),
        Case(
            "a negative position counts from the last element where one is replaced or removed", #"{"l":[1,2,3]}"#,
            #"[{"op":"replace","path":"/l/-1","value":9},{"op":"remove","path":"/l/-3"}]"#,
            #"{"l":[2,9]}"#),
        Case(
            "signs and leading zeros are read", #"{"l":[1,2]}"#,
            #"[{"op":"replace","path":"/l/+1","value":9},{"op":"replace","path":"/l/00","value":8}]"#,
            #"{"l":[8,9]}"#),
        Case(
            "paths lead through negative positions", #"{"l":[{"a":1},{"a":2}]}"#,
            #"[{"op":"replace","path":"/l/-1/a","value":9}]"#,
            #"{"l":[{"a":1},{"a":9}]}"#),
        Case(
            "~01 is ~1, not a slash", #"{"~1":1,"/":2}"#,
            #"[{"op":"remove","path":"/~01"}]"#,
            #"{"/":2}"#),
        Case(
            "a tilde before anything else stands for itself", #"{"~2":1}"#,
            #"[{"op":"replace","path":"/~2","value":2}]"#,
            #"{"~2":2}"#),
        Case(
            "an empty name is a name", #"{"":{"":1}}"#,
            #"[{"op":"replace","path":"//","value":2}]"#,
            #"{"":{"":2}}"#),
        Case(
            "what stands before the first slash does not count", #"{"a":{"b":1}}"#,
            #"[{"op":"replace","path":"x/a/b","value":2}]"#,
            #"{"a":{"b":2}}"#),
        Case(
            "a member that is not there is replaced all the same", #"{"a":{}}"#,
            #"[{"op":"replace","path":"/a/b","value":1}]"#,
            #"{"a":{"b":1}}"#),
        Case(
            "the document is replaced by an object", #"{"a":1}"#,
            #"[{"op":"replace","path":"","value":{"b":2}},{"op":"add","path":"/c","value":3}]"#,
            #"{"b":2,"c":3}"#),
        Case(
            "a member that is not there is copied as null", #"{"a":{}}"#,
            #"[{"op":"copy","path":"/b","from":"/a/x"}]"#,
            #"{"a":{},"b":null}"#),
        Case(
            "an element moves to where it was", #"{"l":[1,2]}"#,
            #"[{"op":"move","path":"/l/0","from":"/l/0"}]"#,
            #"{"l":[1,2]}"#),
        Case(
            "a copy is another value", #"{"a":{"x":1}}"#,
            #"[{"op":"copy","path":"/b","from":"/a"},{"op":"replace","path":"/b/x","value":2}]"#,
            #"{"a":{"x":1},"b":{"x":2}}"#),
        Case(
            "an addition without a value is null", "{}",
            #"[{"op":"add","path":"/a"}]"#,
            #"{"a":null}"#),
        Case(
            "a test that does not hold undoes what came before", #"{"a":1}"#,
            #"[{"op":"add","path":"/done","value":1},{"op":"test","path":"/a","value":2}]"#,
            #"{"a":1}"#),
        Case(
            "null that came with the object is not equal to null", #"{"a":null}"#,
            #"[{"op":"test","path":"/a","value":null},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":null}"#),
        Case(
            "null that came with the object is equal to no value", #"{"a":null}"#,
            #"[{"op":"test","path":"/a"},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":null,"done":1}"#),
        Case(
            "a member that is not there is equal to no value", "{}",
            #"[{"op":"test","path":"/a"},{"op":"add","path":"/done","value":1}]"#,
            #"{"done":1}"#),
        Case(
            "null that was added is equal to null and to an empty object", "{}",
            #"[{"op":"add","path":"/a","value":null},{"op":"test","path":"/a","value":null},{"op":"test","path":"/a","value":{}},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":null,"done":1}"#),
        Case(
            "an empty array is equal to null, an empty object too", #"{"a":[],"b":{}}"#,
            #"[{"op":"test","path":"/a","value":null},{"op":"test","path":"/b","value":null},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":[],"b":{},"done":1}"#),
        Case(
            "nulls below a value are equal", #"{"a":{"b":null}}"#,
            #"[{"op":"test","path":"/a","value":{"b":null}},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":{"b":null},"done":1}"#),
        Case(
            "the order of members does not count in a test", #"{"a":{"b":1,"c":[1,2]}}"#,
            #"[{"op":"test","path":"/a","value":{"c":[1,2],"b":1}},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":{"b":1,"c":[1,2]},"done":1}"#),
        Case(
            "the whole object is tested", #"{"a":1}"#,
            #"[{"op":"test","path":"","value":{"a":1}},{"op":"add","path":"/done","value":1}]"#,
            #"{"a":1,"done":1}"#),
        Case(
            "null that came of a missing value is equal to no value", #"{"l":[1]}"#,
            #"[{"op":"replace","path":"/l/0"},{"op":"test","path":"/l/0"},{"op":"add","path":"/done","value":1}]"#,
            #"{"done":1,"l":[null]}"#),
        Case(
            "nothing is below null that was added", "{}",
            #"[{"op":"add","path":"/a","value":null},{"op":"test","path":"/a/b","value":1},{"op":"add","path":"/done","value":1}]"#,
            "{}"),
        Case(
            "a patch without operations", #"{"a":1}"#,
            "[]",
            #"{"a":1}"#),
    ]

    private static let refused: [Case] = [
        Case(
            "nothing is below null that came of a missing value", "{}",
            #"[{"op":"add","path":"/a"},{"op":"test","path":"/a/b"}]"#,
            "JSONPath: test operation does not apply: is missing path: /a/b: missing value"),
        Case(
            "a position past the end", #"{"l":[1]}"#,
            #"[{"op":"add","path":"/l/2","value":1}]"#,
            "JSONPath: error in add for path: '/l/2': Unable to access invalid index: 2: invalid index referenced"),
        Case(
            "a negative position before the first", #"{"l":[1]}"#,
            #"[{"op":"remove","path":"/l/-2"}]"#,
            "JSONPath: error in remove for path: '/l/-2': Unable to access invalid index: -2: invalid index referenced"),
        Case(
            "a position that is none", #"{"l":[1]}"#,
            #"[{"op":"add","path":"/l/1x","value":1}]"#,
            #"JSONPath: error in add for path: '/l/1x': value was not a proper array index: '1x': strconv.Atoi: parsing "1x": invalid syntax"#
        ),
        Case(
            "a position that no number is", #"{"l":[1]}"#,
            #"[{"op":"remove","path":"/l/-"}]"#,
            #"JSONPath: error in remove for path: '/l/-': strconv.Atoi: parsing "-": invalid syntax"#),
        Case(
            "a position that is too large for a number", #"{"l":[1]}"#,
            #"[{"op":"test","path":"/l/99999999999999999999","value":1}]"#,
            #"JSONPath: error in test for path: '/l/99999999999999999999': strconv.Atoi: parsing "99999999999999999999": value out of range"#
        ),
        Case(
            "a position past the end is no place to replace", #"{"l":[1]}"#,
            #"[{"op":"replace","path":"/l/1","value":1}]"#,
            "JSONPath: replace operation does not apply: doc is missing key: /l/1: missing value"),
        Case(
            "a member that is not there can't be removed", "{}",
            #"[{"op":"remove","path":"/a"}]"#,
            "JSONPath: error in remove for path: '/a': Unable to remove nonexistent key: a: missing value"),
        Case(
            "a member that is not there can't be moved", #"{"a":{}}"#,
            #"[{"op":"move","path":"/c","from":"/a/b"}]"#,
            "JSONPath: error in move for path: 'b': Unable to remove nonexistent key: b: missing value"),
        Case(
            "the document itself is no place for an addition", "{}",
            #"[{"op":"add","path":"","value":{}}]"#,
            #"JSONPath: add operation does not apply: doc is missing path: "": missing value"#),
        Case(
            "a path without a slash", #"{"a":1}"#,
            #"[{"op":"remove","path":"a"}]"#,
            #"JSONPath: remove operation does not apply: doc is missing path: "a": missing value"#),
        Case(
            "a path through a scalar", #"{"a":1}"#,
            #"[{"op":"replace","path":"/a/b","value":1}]"#,
            "JSONPath: replace operation does not apply: doc is missing path: /a/b: missing value"),
        Case(
            "the document is not replaced by a scalar", "{}",
            #"[{"op":"replace","path":"","value":"x"}]"#,
            "JSONPath: replace operation value must be object or array: %!w(<nil>)"),
        Case(
            "a move from nowhere", "{}",
            #"[{"op":"move","path":"/a"}]"#,
            "JSONPath: move operation failed to decode from: operation, missing from field: missing value"),
        Case(
            "a copy from nowhere", "{}",
            #"[{"op":"copy","path":"/a","from":""}]"#,
            "JSONPath: copy operation failed to decode from: operation, missing from field: missing value"),
        Case(
            "a copy's source is looked up before its destination", #"{"l":[]}"#,
            #"[{"op":"copy","path":"/a/b","from":"/l/3"}]"#,
            "JSONPath: error in copy for from: '/l/3': Unable to access invalid index: 3: invalid index referenced"),
        Case(
            "a value does not move into itself", #"{"a":{}}"#,
            #"[{"op":"move","path":"/a/b","from":"/a"}]"#,
            "JSONPath: move operation does not apply: doc is missing destination path: /a/b: missing value"),
        Case(
            "an operation of another name", "{}",
            #"[{"op":"Add","path":"/a","value":1}]"#,
            "JSONPath: Unexpected kind: Add"),
    ]
}

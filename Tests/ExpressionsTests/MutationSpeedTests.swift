import CEL
import Documents
import Expressions
import Testing

/// Mutations of objects that somebody has made as large as they get.
@Suite("Speed of mutations")
struct MutationSpeedTests {
    private static let members = 100_000
    private static let operations = 10_000

    /// An object of many members, each with the same value.
    private static func object(_ value: String) throws -> JSON {
        let members = (0..<members).map { #""key-\#($0)":\#(value)"# }
        return try JSON(parsing: Array(#"{"data":{\#(members.joined(separator: ","))}}"#.utf8))
    }

    private static func operation(_ name: String, _ position: Int) -> [(String, Value)] {
        let place = "/data/key-\(members - 1 - position)"
        return switch name {
        case "add": [("path", .string("/data/new-\(position)")), ("value", .int(1))]
        case "copy", "move": [("path", .string("/data/new-\(position)")), ("from", .string(place))]
        case "remove": [("path", .string(place))]
        default: [("path", .string(place)), ("value", .string("v"))]
        }
    }

    @Test(
        "A long patch takes no search of the object for each operation", .timeLimit(.minutes(1)),
        arguments: ["add", "copy", "move", "remove", "replace", "test"])
    func longPatches(name: String) throws {
        let object = try Self.object(#""v""#)
        let operations = try (0..<Self.operations).map { position in
            let members = [("op", .string(name))] + Self.operation(name, position)
            return try #require(
                MapValue(
                    keys: members.map { .string($0.0) }, values: members.map { $0.1 }, typeName: "JSONPatch"))
        }
        let mutation = Mutation(.jsonPatch, try Program("[]", in: .everything))
        let patched = try mutation.applied(.list(operations.map { .map($0) }), to: object, of: nil) ?? .json(object)
        guard case .object(let members)? = patched["data"]?.opened else {
            Issue.record("there is no data")
            return
        }
        let grown = ["add": 1, "copy": 1, "remove": -1][name, default: 0] * Self.operations
        #expect(members.count == Self.members + grown)
    }

    @Test("An object of which everything changes is replaced in one", .timeLimit(.minutes(1)))
    func manyChanges() throws {
        let old = try Self.object(#""v""#)
        let new = JSONValue.json(try Self.object(#""w""#))
        var draft = Draft(old)
        ObjectDifference.edit(&draft, from: .json(old), to: new)
        let patch = draft.patch
        #expect(draft.refusals.isEmpty)
        #expect(patch.operations.count == 1)
        #expect(try patch.applied(to: .json(old)) == new)
    }

    @Test("A document of very many members is replaced as a whole", .timeLimit(.minutes(1)))
    func manyChildren() throws {
        let texts = [1, 2].map { value in
            "{" + (0..<20_000).map { #""key-\#($0)":{"a":\#(value)}"# }.joined(separator: ",") + "}"
        }
        let old = try JSON(parsing: Array(texts[0].utf8))
        let new = JSONValue.json(try JSON(parsing: Array(texts[1].utf8)))
        var draft = Draft(old)
        ObjectDifference.edit(&draft, from: .json(old), to: new)
        let patch = draft.patch
        #expect(patch.operations.count < 2_000)
        #expect(try patch.applied(to: .json(old)) == new)
    }
}

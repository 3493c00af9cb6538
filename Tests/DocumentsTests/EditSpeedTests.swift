import Testing

@testable import Documents

/// Edits of large values.
@Suite("Speed of edits")
struct EditSpeedTests {
    private static let count = 20_000

    private static func value() throws -> JSONValue {
        let members = (0..<count).map { #""key-\#($0)":"v""# }.joined(separator: ",")
        let elements = (0..<count).map { #"{"a":\#($0)}"# }.joined(separator: ",")
        return .json(try JSON(parsing: Array(#"{"m":{\#(members)},"l":[\#(elements)]}"#.utf8)))
    }

    private static func operation(_ name: String, _ position: Int) -> Patch.Operation {
        switch name {
        case "element": .add(["l", "-"], "x")
        case "replaced element": .replace(["l", String(position)], "x")
        case "removed element": .remove(["l", String(count - 1 - position)])
        case "element's member": .add(["l", String(position), "b"], "x")
        default: .replace(["m", "key-0"], "x")
        }
    }

    @Test(
        "An edit copies neither the list that it changes nor those on the way", .timeLimit(.minutes(1)),
        arguments: ["element", "replaced element", "removed element", "element's member", "member"])
    func edits(name: String) throws {
        var value = try Self.value()
        var limits = Patch.Limits()
        let duration = try ContinuousClock().measure {
            for position in 0..<Self.count {
                guard try Self.operation(name, position).apply(to: &value, &limits) else {
                    Issue.record("an edit did not apply")
                    return
                }
            }
        }
        #expect(duration < .seconds(5))
    }
}

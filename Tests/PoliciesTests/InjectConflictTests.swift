import Admission
import Documents
import Policies
import Testing

/// What no injection may do to another.
@Suite("Injections")
struct InjectConflictTests {
    @Test(
        "that undo each other's work are refused",
        arguments: [
            (
                "{pointer: /spec/priority, value: 1, overwrite: true}, {pointer: /spec/priority, value: 2, overwrite: true}",
                "Injections 1 and 2 undo each other's work at /spec/priority"
            ),
            (
                "{pointer: /spec/dnsConfig, value: {a: b}, overwrite: true}, {pointer: /spec/dnsConfig/c, value: d}",
                "undo each other's work at /spec/dnsConfig/c"
            ),
            (
                "{base: object, pointer: /metadata/labels/a, value: b, overwrite: true}, "
                    + "{pointer: /metadata/labels, action: merge, value: {a: c}, overwrite: true}",
                "undo each other's work"
            ),
            (
                "{base: containers, pointer: /tty, value: true, overwrite: true, names: [app-*]}, "
                    + "{base: containers, pointer: /tty, value: false, overwrite: true, names: ['*-web']}",
                "Injections 1 and 2"
            ),
            (
                "{pointer: /spec/tolerations, value: [], overwrite: true}, "
                    + "{pointer: /spec/tolerations, action: append, value: {key: team}}", "Injections 1 and 2"
            ),
            (
                "{base: containers, pointer: /env, action: merge, overwrite: true, "
                    + "value: [{name: A, value: b}, {name: A, value: c}]}",
                "Injection 1 has two values for one part of /env"
            ),
        ])
    func conflicts(_ injections: String, _ message: String) throws {
        let found = try complaints(injections)
        #expect(found.map(\.pointer.description) == ["/injections"])
        #expect(found.first?.message.contains(message) == true, "\(found.map(\.message))")
    }

    @Test(
        "that only look as if they did are not",
        arguments: [
            "{pointer: /spec/priority, value: 1}, {pointer: /spec/priority, value: 2, overwrite: true}",
            "{pointer: /spec/priority, value: 1, overwrite: true}, {pointer: /spec/priority, value: 1, overwrite: true}",
            "{pointer: /spec/a, value: 1, overwrite: true}, {pointer: /spec/ab, value: 2, overwrite: true}",
            "{base: containers, pointer: /tty, value: true, overwrite: true, names: [app]}, "
                + "{base: containers, pointer: /tty, value: false, overwrite: true, names: [web]}",
            "{base: containers, pointer: /tty, value: true, overwrite: true, lists: [containers]}, "
                + "{base: containers, pointer: /tty, value: false, overwrite: true, lists: [initContainers]}",
        ])
    func agreements(_ injections: String) throws {
        #expect(try complaints(injections) == [])
    }

    private func complaints(_ injections: String) throws -> [ParameterReader.Complaint] {
        let entry = try #require(Entry.all.first { $0.id == "inject" })
        return entry.complaints(of: try YAMLReader().documents(in: " {injections: [\(injections)]}")[0].json)
    }
}

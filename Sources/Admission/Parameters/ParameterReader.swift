package import Documents
import Kubernetes

/// Collects complaints while parameters are read, each with its place below the parameters.
package final class ParameterReader {
    /// Something that the configuration must mend.
    package struct Complaint: Equatable, Sendable {
        /// The place, from where reading began.
        package let pointer: Pointer
        /// The key itself is meant, not its value.
        package let isAboutKey: Bool
        /// What was found and what is wanted, a sentence.
        package let message: String
        /// What was probably meant.
        package let suggestion: String?
    }

    /// In the order in which they were met.
    package private(set) var complaints: [Complaint] = []
    private var place: Pointer

    /// Reading begins at `place`, which all complaints' pointers start with.
    package init(at place: Pointer = []) { self.place = place }

    /// Complains of the value at hand.
    package func complain(_ message: String, suggestion: String? = nil) {
        complaints.append(Complaint(pointer: place, isAboutKey: false, message: message, suggestion: suggestion))
    }

    /// Complains that the value at hand is of another type than the wanted one.
    package func complain(_ json: JSON, wanted: String) {
        complain("This is \(json.typeName); wanted is \(wanted).")
    }

    /// Something is wrong with a member of the value at hand, or within it.
    func hasComplaint(below name: String) -> Bool {
        let tokens = place.appending(name).tokens
        return complaints.contains { $0.pointer.tokens.starts(with: tokens) }
    }

    /// Reads below the value at hand.
    package func descend<Result>(_ token: String, _ body: () -> Result) -> Result {
        let here = place
        place = here.appending(token)
        defer { place = here }
        return body()
    }

    /// Complains of every key of an object that is not among the names, and of a value that is no object.
    package func expect(_ json: JSON, keys names: [String]) {
        guard json.kind == .object else { return complain(json, wanted: "an object") }
        for member in json.members where !names.contains(member.name) {
            let suggestion = Spelling.nearest(to: member.name, among: names)
            descend(member.name) {
                complainOfKey(Self.unknown(member.name, names, suggestion), suggestion: suggestion)
            }
        }
    }

    /// The known keys are listed only when it can't be told which one was meant.
    private static func unknown(_ name: String, _ names: [String], _ suggestion: String?) -> String {
        if suggestion != nil { return "The key \"\(name)\" is unknown here." }
        if names.isEmpty { return "The key \"\(name)\" is unknown; no keys are known here." }
        return "The key \"\(name)\" is unknown here; known are \(names.joined(separator: ", "))."
    }

    /// Complains of the key at hand.
    package func complainOfKey(_ message: String, suggestion: String? = nil) {
        complaints.append(Complaint(pointer: place, isAboutKey: true, message: message, suggestion: suggestion))
    }

    /// Reads at a place further below the value at hand.
    package func descend<Result>(_ pointer: Pointer, _ body: () -> Result) -> Result {
        let here = place
        place = here.appending(pointer)
        defer { place = here }
        return body()
    }

    /// Complains that a key is missing.
    package func complainMissing(_ name: String, wanted: String) {
        complain("The key \"\(name)\" is missing; wanted is \(wanted).")
    }
}

/// What somebody probably meant.
package enum Spelling {
    /// The nearest of the names by edits, if one is near enough to be worth suggesting.
    package static func nearest(to name: String, among names: [String]) -> String? {
        let limit = max(1, min(name.utf8.count, 64) / 3)
        return names.map { ($0, distance(name.lowercased(), $0.lowercased())) }
            .filter { $0.1 <= limit && $0.1 < max(name.utf8.count, $0.0.utf8.count) }
            .min { $0.1 < $1.1 }?.0
    }

    /// Edits from one word to the other: insertions, deletions, replacements, and neighbours swapped count one each.
    static func distance(_ left: String, _ right: String) -> Int {
        let first = Array(left.utf8.prefix(64))
        let second = Array(right.utf8.prefix(64))
        var before: [Int] = []
        var last = Array(0...second.count)
        for row in 0..<first.count {
            var current = [row + 1]
            for column in 0..<second.count {
                let replaced = last[column] + (first[row] == second[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = last
            last = current
        }
        return last[second.count]
    }
}

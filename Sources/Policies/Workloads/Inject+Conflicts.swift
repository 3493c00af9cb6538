import Admission
import Documents
import Kubernetes

extension Inject {
    /// Injections that undo each other's work, so that no object is ever as both want it, and each pass changes it
    /// again. The API server asks again after others have changed an object, and must come to an end.
    var conflicts: [ParameterProblem] {
        injections.indices.flatMap { first in
            injections[first...].indices.compactMap { second in conflict(first, second) }
        }
    }

    private func conflict(_ first: Int, _ second: Int) -> ParameterProblem? {
        let pair = first == second ? [injections[first]] : [injections[first], injections[second]]
        guard pair.contains(where: \.overwrite), pair[0].meets(pair[pair.count - 1]), !Self.settles(pair) else {
            return nil
        }
        let place = pair[pair.count - 1].pointer
        return ParameterProblem(
            "injections",
            first == second
                ? "Injection \(first + 1) has two values for one part of \(place), of which none would last."
                : "Injections \(first + 1) and \(second + 1) undo each other's work at \(place); wanted is one value.")
    }

    /// Whether a second pass over what a first one makes of an empty object changes nothing.
    private static func settles(_ injections: [Injection]) -> Bool {
        guard let empty = try? JSONValue.object([]).parsed() else { return true }
        var draft = Draft(empty)
        for injection in injections { injection.apply(at: injection.pointer, &draft) }
        let edits = draft.patch.operations.count
        for injection in injections { injection.apply(at: injection.pointer, &draft) }
        return draft.patch.operations.count == edits
    }
}

extension Injection {
    /// Both may write to one place: the one's is the other's, or inside it. An object and its pod are taken for one, as
    /// they are for Pods.
    fileprivate func meets(_ other: Injection) -> Bool {
        let areNested =
            pointer.tokens.starts(with: other.pointer.tokens) || other.pointer.tokens.starts(with: pointer.tokens)
        guard areNested, (base == .containers) == (other.base == .containers) else { return false }
        return base != .containers
            || lists.contains(where: other.lists.contains)
                && names.contains { name in other.names.contains { $0.overlaps(name) } }
    }
}

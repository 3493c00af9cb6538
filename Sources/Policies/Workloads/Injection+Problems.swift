import Admission
import Documents

extension Injection {
    var problems: [ParameterProblem] { pointerProblems + valueProblems }

    private var valueProblems: [ParameterProblem] {
        if value.isNull { return [ParameterProblem("value", "The value is missing; wanted is what to put there.")] }
        switch (action, value.opened) {
        case (.merge, .object), (.merge, .array), (.set, _): return []
        case (.merge, _):
            return [ParameterProblem("value", "Only objects and lists can be merged; wanted is one, or action: set.")]
        case (.append, _):
            guard overwrite else { return [] }
            return [ParameterProblem("overwrite", "Appending replaces nothing; wanted is false, or action: merge.")]
        }
    }

    private var pointerProblems: [ParameterProblem] {
        if pointer.tokens.contains("-") {
            return [problem("goes past the end of a list with \"-\"; wanted is the list itself, with action: append")]
        }
        if base == .pod, let first = pointer.tokens.first, first != "metadata", first != "spec" {
            return [problem("is in no part of a pod; wanted is one such as /spec\(pointer)")]
        }
        let written = action == .merge ? Self.places(of: value, at: pointer) : [pointer]
        let refused = base == .containers ? [["name"]] : Self.identity
        for place in written {
            if let part = refused.first(where: {
                $0.tokens.starts(with: place.tokens) || place.tokens.starts(with: $0.tokens)
            }) {
                return [problem("would change \(part), by which the object or its part is known")]
            }
        }
        return []
    }

    private func problem(_ message: String) -> ParameterProblem {
        let subject = pointer.tokens.isEmpty ? "The whole of the \(base.rawValue)" : "\"\(pointer)\""
        return ParameterProblem("pointer", "\(subject) \(message).")
    }

    /// What makes an object the one that it is, and what belongs to the API server (`meta/v1`, ObjectMeta).
    private static let identity: [Pointer] =
        [["apiVersion"], ["kind"], ["status"]]
        + [
            "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
            "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
        ].map { ["metadata", $0] }

    /// The places that merging a value writes to.
    private static func places(of value: JSONValue, at pointer: Pointer) -> [Pointer] {
        guard case .object(let members) = value.opened, !members.isEmpty else { return [pointer] }
        return members.flatMap { places(of: $0.value, at: pointer.appending($0.name)) }
    }
}

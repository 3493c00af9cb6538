package import Documents

/// An object as a policy sees it: with all that the API server fills in before admission.
package struct CompletedObject: Sendable {
    /// The object with its defaults.
    package let object: JSON
    /// The fields that were filled in, in no particular order. A list that is filled in counts as one field.
    package let filled: [Pointer]

    /// An object as it is written, nothing filled in.
    package init(asWritten object: JSON) { self.init(object: object, filled: []) }

    private init(object: JSON, filled: [Pointer]) {
        self.object = object
        self.filled = filled
    }

    /// Fills in what the API server would, for objects of the kinds that are built into it.
    ///
    /// What stands in the object stays, but for empty texts and zeros where these mean that nothing is given. Parts of
    /// the wrong type are left alone. Filling in twice is the same as once.
    ///
    /// - Parameters:
    ///   - kind: the object's kind, which it need not name itself.
    ///   - namespace: the namespace that the request is for; empty for objects outside of namespaces.
    package init(_ object: JSON, kind: GroupVersionKind, namespace: String = "") {
        let defaults = Defaults(of: object, kind, namespace: namespace)
        var draft = Draft(object)
        for fill in defaults.fills { draft.set(fill.place, fill.value) }
        // The draft refuses only what is nested deeper than an object may be.
        guard !defaults.fills.isEmpty, let completed = try? draft.object() else {
            self.init(asWritten: object)
            return
        }
        self.init(object: completed, filled: defaults.fills.map(\.place).filter { completed[$0] != nil })
    }

    /// Nothing would be filled into the object, but perhaps its namespace.
    package static func isComplete(_ object: JSON, kind: GroupVersionKind) -> Bool {
        Defaults(of: object, kind).fills.isEmpty
    }
}

extension Draft {
    /// Fills in what the API server would, once the object is changed.
    ///
    /// - Parameter kind: the object's kind.
    package mutating func complete(_ kind: GroupVersionKind) {
        guard let object = try? object() else { return }
        for fill in Defaults(of: object, kind).fills { self.fill(fill.place, fill.value) }
    }
}

package import CEL
package import Documents
package import Kubernetes

/// One change that a MutatingAdmissionPolicy makes, ready to be made.
package struct Mutation: Sendable {
    /// What its expression comes to.
    package let patchType: PatchType
    /// The expression.
    package let program: Program

    /// A change of this type by a program that comes to what `type(of:)` says.
    package init(_ patchType: PatchType, _ program: Program) {
        self.patchType = patchType
        self.program = program
    }

    /// What an expression must come to: an `Object` for apply configurations, a list of `JSONPatch` for JSON patches.
    package static func type(of patchType: PatchType) -> CELType {
        switch patchType {
        case .applyConfiguration: .object("Object")
        case .jsonPatch: .list(.object("JSONPatch"))
        }
    }

    /// The object with the change that the expression's value asks for; nil when it changes nothing.
    package func applied(
        _ value: Value, to object: JSON, of kind: GroupVersionKind?
    ) throws(MutationError) -> JSONValue? {
        if case .error(let failure) = value { throw MutationError(failure.message) }
        let result =
            switch patchType {
            case .applyConfiguration: try merged(value, into: object, of: kind)
            case .jsonPatch: try PatchList(value).applied(to: object, of: kind)
            }
        let decoded = DroppedNulls.dropping(from: result, of: kind)
        return decoded == .json(object) ? nil : decoded
    }

    private func merged(
        _ value: Value, into object: JSON, of kind: GroupVersionKind?
    ) throws(MutationError) -> JSONValue {
        let configuration = try ConfigurationValue.document(value)
        if let kind, kind.isOptions {
            throw MutationError(
                "error applying patch: failed to convert patch object to typed object: no corresponding type for "
                    + "\(kind.group)/\(kind.version), Kind=\(kind.kind)")
        }
        let merged: JSONValue
        do throws(MergeError) {
            merged = try StructuredMerge.merge(configuration, into: .json(object), of: kind)
        } catch {
            throw MutationError("error applying patch: \(error)")
        }
        if let fault = TypedReading.fault(in: configuration, of: kind) { throw MutationError(fault) }
        return merged
    }
}

extension GroupVersionKind {
    /// Options of CONNECT, which are in no schema that the API server publishes: they can be patched and not merged
    /// (apimachinery, managedfields, `ObjectToTyped`).
    fileprivate var isOptions: Bool {
        group.isEmpty && kind.hasSuffix("Options") && KindSchemas.builtIn.type(of: self) == nil
    }
}

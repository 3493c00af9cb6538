package import Admission

/// What the reference and the editor schema say of the documents of a policy directory.
package enum DocumentReference {
    /// The keys of a `Gate` document. What stands in `spec.policies` is a list of `binding`.
    package static var gate: [ParameterReference] { GateEntry.parameterReferences }

    /// The keys of an `Exception` document.
    package static var exception: [ParameterReference] { ExceptionEntry.parameterReferences }

    /// The keys of one of a gate's policies. What stands in `parameters` is its policy's affair.
    package static var binding: [ParameterReference] { BindingEntry.parameterReferences }
}

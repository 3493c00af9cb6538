import CEL
import Documents
import Kubernetes

/// The compiled mutations of a MutatingAdmissionPolicy.
final class MutatingProgram: Sendable {
    /// One mutation and where its expression stands.
    struct Step: Sendable {
        let mutation: Mutation
        let location: SourceLocation
    }

    let steps: [Step]
    let failurePolicy: FailurePolicy
    let reinvocationPolicy: ReinvocationPolicy
    /// Where the policy stands.
    let location: SourceLocation

    /// Compiles; what is wrong stays with the compiler.
    init(_ document: PolicyDocument, _ compiler: inout Compiler) {
        failurePolicy = document.failurePolicy
        reinvocationPolicy = document.reinvocationPolicy
        location = document.place.document.start
        // The schemas are read now rather than with the first request.
        _ = KindSchemas.builtIn
        steps = document.mutations.enumerated().compactMap { position, entry in
            Self.step(entry, ["spec", "mutations", String(position)], document.place, &compiler)
        }
    }

    private static func step(
        _ entry: MutationEntry, _ pointer: Pointer, _ place: DocumentPlace, _ compiler: inout Compiler
    ) -> Step? {
        guard let type = entry.patchType else { return nil }
        let (field, found) =
            switch type {
            case .applyConfiguration: ("applyConfiguration", entry.applyConfiguration)
            case .jsonPatch: ("jsonPatch", entry.jsonPatch)
            }
        guard let expression = found?.expression else { return nil }
        let pointer = pointer.appending(field).appending("expression")
        let program = compiler.program(expression, at: pointer, expecting: Mutation.type(of: type))
        return program.map { Step(mutation: Mutation(type, $0), location: place.location(of: pointer)) }
    }
}

extension PolicyDocument {
    /// Places of conditions that use variables. The API server's plugin lets them, but such a policy can't be created there
    /// (kubernetes, pkg/apis/admissionregistration/validation).
    var conditionsWithVariables: [Pointer] {
        guard kind == .mutating else { return [] }
        return matchConditions.indices.filter { matchConditions[$0].expression.contains("variables.") }
            .map { ["spec", "matchConditions", String($0), "expression"] }
    }
}

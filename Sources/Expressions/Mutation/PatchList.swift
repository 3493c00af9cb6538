import CEL
import Documents
import Kubernetes

/// The list of `JSONPatch` values that a `jsonPatch` expression came to, applied as the API server does it: RFC 6902 in
/// the dialect of evanphx/json-patch 4, where negative positions count from an array's end and the document itself is no
/// place.
struct PatchList {
    private let operations: [MapValue]

    init(_ value: Value) throws(MutationError) {
        guard let elements = value.elements else {
            throw MutationError("type mismatch: JSONPatchType.expression should evaluate to array")
        }
        guard elements.count <= Self.limit else {
            throw MutationError("the patch has \(elements.count) operations; \(Self.limit) is the limit")
        }
        var operations: [MapValue] = []
        for element in elements {
            guard case .map(let operation) = element, operation.typeName == "JSONPatch" else {
                throw MutationError(
                    "type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch, got element of "
                        + element.typeName)
            }
            operations.append(operation)
        }
        self.operations = operations
    }

    /// Operations of one patch, as the API server has it for patches of clients.
    private static let limit = 10_000

    /// The object with all operations applied; as it was when a test does not hold. What can't be read as an object of
    /// its kind any more is an error that no `failurePolicy` excuses.
    func applied(to object: JSON, of kind: GroupVersionKind?) throws(MutationError) -> JSONValue {
        var steps: [PatchStep] = []
        for operation in operations { steps.append(try PatchStep(operation)) }
        var document = PatchNode(.json(object))
        var limits = Patch.Limits()
        for step in steps {
            guard try step.apply(to: &document, &limits) else { return .json(object) }
        }
        let result = document.document
        if !operations.isEmpty { try Self.check(result, of: kind, before: object) }
        return result
    }

    /// Fields that the kind does not have, and values of other types than it asks for; what was wrong before is not the
    /// patch's fault.
    private static func check(
        _ result: JSONValue, of kind: GroupVersionKind?, before object: JSON, schemas: KindSchemas = .builtIn
    ) throws(MutationError) {
        guard result.sort == .map else {
            throw MutationError("Internal error occurred: the patched object is no object", .internalError)
        }
        guard let kind, let type = schemas.type(of: kind) else { return }
        if let fault = TypedReading.fault(in: result, before: .json(object), type, schemas) {
            throw MutationError("Internal error occurred: \(fault)", .internalError)
        }
        let problems = SchemaValidation(result, type, schemas, scope: .fields).problems
        guard !problems.isEmpty else { return }
        let before = Set(SchemaValidation(.json(object), type, schemas, scope: .fields).problems)
        let introduced = problems.filter { !before.contains($0) }
        guard !introduced.isEmpty else { return }
        let sentences = introduced.map(strictSentence).joined(separator: ", ")
        throw MutationError("Internal error occurred: strict decoding error: \(sentences)", .internalError)
    }

    /// What the API server's decoder says of a field that a kind does not have.
    private static func strictSentence(_ problem: String) -> String {
        let undeclared = ": field not declared in schema"
        guard problem.hasSuffix(undeclared) else { return problem }
        return "unknown field \"\(problem.dropFirst().dropLast(undeclared.utf8.count))\""
    }
}

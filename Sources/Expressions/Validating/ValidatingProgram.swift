import CEL
import Documents

/// The compiled validations and annotations of a ValidatingAdmissionPolicy.
final class ValidatingProgram: Sendable {
    /// One validation.
    struct Validation: Sendable {
        let index: Int
        let program: Program
        let messageProgram: Program?
        /// The message as it is written, without space around it; nil for none.
        let message: String?
        let reason: RefusalReason
        /// Where the expression stands.
        let location: SourceLocation
    }

    /// One audit annotation.
    struct Annotation: Sendable {
        let key: String
        let program: Program
        let location: SourceLocation
    }

    let validations: [Validation]
    let annotations: [Annotation]
    /// Validations that have an expression for their message.
    let messageCount: Int
    let failurePolicy: FailurePolicy
    /// Where the policy stands.
    let location: SourceLocation

    /// Compiles; what is wrong stays with the compiler.
    init(_ document: PolicyDocument, _ compiler: inout Compiler) {
        failurePolicy = document.failurePolicy
        location = document.place.document.start
        validations = document.validations.enumerated().compactMap { position, entry in
            Self.validation(entry, position, document.place, &compiler)
        }
        messageCount = validations.count { $0.messageProgram != nil }
        annotations = document.auditAnnotations.enumerated().compactMap { position, entry in
            Self.annotation(entry, position, document.place, &compiler)
        }
    }

    private static func validation(
        _ entry: ValidationEntry, _ position: Int, _ place: DocumentPlace, _ compiler: inout Compiler
    ) -> Validation? {
        let pointer: Pointer = ["spec", "validations", String(position)]
        let program = compiler.program(entry.expression, at: pointer.appending("expression"), expecting: .bool)
        let messageProgram = entry.messageExpression.flatMap { expression in
            compiler.program(
                expression, at: pointer.appending("messageExpression"), expecting: .string, asksAuthorizer: false)
        }
        guard let program else { return nil }
        return Validation(
            index: position, program: program, messageProgram: messageProgram,
            message: entry.message.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }, reason: entry.reason ?? .invalid,
            location: place.location(of: pointer.appending("expression")))
    }

    private static func annotation(
        _ entry: AuditAnnotationEntry, _ position: Int, _ place: DocumentPlace, _ compiler: inout Compiler
    ) -> Annotation? {
        let pointer: Pointer = ["spec", "auditAnnotations", String(position), "valueExpression"]
        guard let program = compiler.program(entry.valueExpression, at: pointer) else { return nil }
        switch program.type {
        case .string, .null: break
        case let type:
            let found =
                type == .dyn
                ? "what this comes to is only known at run time: convert it, as in string(x)" : "this is '\(type)'"
            compiler.complain(
                "the expression must come to a string or null, and \(found)", entry.valueExpression, at: pointer)
        }
        return Annotation(key: entry.key, program: program, location: place.location(of: pointer))
    }
}

extension String {
    /// The text without space around it.
    var trimmed: String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

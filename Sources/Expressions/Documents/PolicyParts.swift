package import Admission
import Documents

/// A condition, a variable: an expression with a name (`MatchCondition`, `Variable`).
package struct NamedExpression: ParameterObject, ParameterValue {
    @Parameter("Names the expression.")
    package var name = ""
    @Parameter("An expression of CEL.")
    package var expression = ""

    package init() {}

    package var problems: [ParameterProblem] {
        [
            name.isEmpty ? ParameterProblem("name", "The name is missing.") : nil,
            expression.isBlank ? ParameterProblem("expression", "The expression is missing.") : nil,
        ].compactMap(\.self)
    }
}

/// The kind of the objects that a policy takes its parameters from (`ParamKind`).
package struct ParamKind: ParameterObject, ParameterValue, Hashable {
    @Parameter("Group and version, as in rules.example.com/v1.")
    package var apiVersion = ""
    @Parameter("The kind.")
    package var kind = ""

    package init() {}

    package var problems: [ParameterProblem] {
        [
            apiVersion.isEmpty ? ParameterProblem("apiVersion", "The group and version are missing.") : nil,
            kind.isEmpty ? ParameterProblem("kind", "The kind is missing.") : nil,
        ].compactMap(\.self)
    }

    package static func == (left: ParamKind, right: ParamKind) -> Bool {
        left.apiVersion == right.apiVersion && left.kind == right.kind
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(apiVersion)
        hasher.combine(kind)
    }
}

/// What follows when a policy can't judge.
package enum FailurePolicy: String, CaseIterable, ParameterValue {
    /// The request is denied.
    case fail = "Fail"
    /// The policy is passed over.
    case ignore = "Ignore"
}

/// Whether a mutation may run again after others have changed the object.
package enum ReinvocationPolicy: String, CaseIterable, ParameterValue {
    case never = "Never"
    case ifNeeded = "IfNeeded"
}

/// One rule of a ValidatingAdmissionPolicy (`Validation`).
package struct ValidationEntry: ParameterObject, ParameterValue {
    @Parameter("What must hold: an expression of CEL that comes to a boolean.")
    package var expression = ""
    @Parameter("What the user reads when it does not hold.")
    package var message: String? = nil
    @Parameter("What kind of refusal it is.")
    package var reason: RefusalReason? = nil
    @Parameter("An expression that comes to the text that the user reads; it stands above the message.")
    package var messageExpression: String? = nil

    package init() {}

    package var problems: [ParameterProblem] {
        expression.isBlank ? [ParameterProblem("expression", "The expression is missing.")] : []
    }
}

/// What kind of refusal a rule that does not hold leads to (`meta/v1`, StatusReason); others are documented, but no API
/// server takes them (admissionregistration/validation, `supportedValidationPolicyReason`).
package enum RefusalReason: String, CaseIterable, ParameterValue {
    case forbidden = "Forbidden"
    case invalid = "Invalid"
    case requestEntityTooLarge = "RequestEntityTooLarge"

    /// The status of HTTP that goes with it.
    package var code: Int {
        switch self {
        case .forbidden: 403
        case .invalid: 422
        case .requestEntityTooLarge: 413
        }
    }
}

/// A note for the audit log (`AuditAnnotation`).
package struct AuditAnnotationEntry: ParameterObject, ParameterValue {
    @Parameter("The note's key.")
    package var key = ""
    @Parameter("An expression that comes to the note, or to null for none.")
    package var valueExpression = ""

    package init() {}

    package var problems: [ParameterProblem] {
        [
            key.isEmpty ? ParameterProblem("key", "The key is missing.") : nil,
            valueExpression.isBlank ? ParameterProblem("valueExpression", "The expression is missing.") : nil,
        ].compactMap(\.self)
    }
}

/// One change that a MutatingAdmissionPolicy makes (`Mutation`).
package struct MutationEntry: ParameterObject, ParameterValue {
    @Parameter("Which of the two ways to change objects it is.")
    package var patchType: PatchType? = nil
    @Parameter("An expression that comes to an Object, which is merged into the object.")
    package var applyConfiguration: ExpressionEntry? = nil
    @Parameter("An expression that comes to a list of JSONPatch operations.")
    package var jsonPatch: ExpressionEntry? = nil

    package init() {}

    package var problems: [ParameterProblem] {
        guard let patchType else { return [ParameterProblem("patchType", "The patch type is missing.")] }
        switch (patchType, applyConfiguration, jsonPatch) {
        case (.applyConfiguration, .some, nil), (.jsonPatch, nil, .some): return []
        case (.applyConfiguration, nil, _):
            return [ParameterProblem("applyConfiguration", "The patch type asks for applyConfiguration.")]
        case (.applyConfiguration, .some, .some):
            return [ParameterProblem("jsonPatch", "The patch type is ApplyConfiguration; remove this.")]
        case (.jsonPatch, _, nil): return [ParameterProblem("jsonPatch", "The patch type asks for jsonPatch.")]
        case (.jsonPatch, .some, .some):
            return [ParameterProblem("applyConfiguration", "The patch type is JSONPatch; remove this.")]
        }
    }
}

/// The ways to change objects.
package enum PatchType: String, CaseIterable, ParameterValue {
    case applyConfiguration = "ApplyConfiguration"
    case jsonPatch = "JSONPatch"
}

/// An object that holds an expression.
package struct ExpressionEntry: ParameterObject, ParameterValue {
    @Parameter("An expression of CEL.")
    package var expression = ""

    package init() {}

    package var problems: [ParameterProblem] {
        expression.isBlank ? [ParameterProblem("expression", "The expression is missing.")] : []
    }
}

extension String {
    /// There is nothing but space in it.
    var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D } }
}

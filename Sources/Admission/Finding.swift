package import Documents
package import Kubernetes

/// One thing that is wrong with an object: where, what was found, what is wanted, and how to mend it.
package struct Finding: Sendable, Equatable {
    /// Kubernetes' words for what is wrong with a field (`meta/v1`, CauseType).
    package enum Reason: String, Sendable {
        case required = "FieldValueRequired"
        case invalid = "FieldValueInvalid"
        case forbidden = "FieldValueForbidden"
        case unsupported = "FieldValueNotSupported"
        case wrongType = "FieldValueTypeInvalid"
    }

    /// The field where the mend belongs.
    package var pointer: Pointer
    /// Name of the container that it is about, or nil.
    package var container: String?
    /// What was found, as in `is missing` or `is 0`.
    package var found: String
    /// What is wanted, as in `must be true`.
    package var wanted: String
    /// How to mend it, a sentence without its full stop; nil where `wanted` says it all.
    package var fix: String?
    /// How to mend it without asking anybody; nil where somebody must decide.
    package var mend: Mend?
    /// What kind of wrong it is.
    package var reason: Reason
    /// The strictest that may follow from it; what follows is this or the binding's mode, whichever is milder.
    package var mode = Mode.enforce
    /// A line that speaks for this finding and all others that share it, in denials, warnings and audit notes; nil where
    /// the finding speaks for itself. Causes and reports have the findings in any case.
    package var headline: String?
    /// The headline where what follows is milder than a denial; nil where it is the same.
    package var mildHeadline: String?
    /// The rule of an upstream policy that found it, and whose words it has; nil where `found` and `wanted` speak.
    package var rule: RuleCitation?

    package init(
        _ pointer: Pointer, container: String? = nil, found: String, wanted: String, fix: String? = nil,
        reason: Reason = .invalid
    ) {
        self.pointer = pointer
        self.container = container
        self.found = found
        self.wanted = wanted
        self.fix = fix
        self.reason = reason
    }

    /// A field of a container. The pointer leads below the container.
    package init(
        in container: ContainerView, _ tokens: [String], found: String, wanted: String, fix: String? = nil,
        reason: Reason = .invalid
    ) {
        self.init(
            container.pointer.appending(Pointer(tokens)), container: container.name, found: found, wanted: wanted,
            fix: fix, reason: reason)
    }

    /// A field of the wrong type.
    package init(_ malformation: Malformation) {
        self.init(
            malformation.pointer, found: malformation.found, wanted: "must be \(malformation.wanted)",
            reason: .wrongType)
    }

    /// What an upstream policy's rule says, of the object as a whole.
    package init(_ rule: RuleCitation, mode: Mode) {
        self.init([], found: "breaks a rule", wanted: "must keep it")
        self.rule = rule
        self.mode = mode
    }

    /// `spec.containers[0].image (container "app") is missing, but must be set. Set it.`, or what the rule says.
    package var message: String {
        if let rule { return rule.message }
        let place = pointer.tokens.isEmpty ? "the object" : pointer.field
        let subject = container.map { " (container \"\($0)\")" } ?? ""
        return "\(place)\(subject) \(found), but \(wanted)." + (fix.map { " \($0)." } ?? "")
    }
}

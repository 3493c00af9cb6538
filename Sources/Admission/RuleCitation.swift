package import Documents

/// The rule of an upstream policy that has something to say, with the words that the API server has for it.
package struct RuleCitation: Sendable, Equatable {
    /// The policy's kind, `ValidatingAdmissionPolicy` or `MutatingAdmissionPolicy`.
    package let kind: String
    /// The policy's name.
    package let policy: String
    /// The binding's name.
    package let binding: String
    /// What the rule says.
    package let message: String
    /// The rule's position among the validations; nil where no validation is meant.
    package var index: Int?
    /// The file that the rule stands in.
    package var file: String?
    /// Where the rule stands in its file.
    package var location: SourceLocation?
    /// The status that a denial goes with.
    package var status = Status(code: 422, reason: "Invalid")
    /// The binding's validation actions, as they are written.
    package var actions: [String] = []
    /// The message is all that a denial says: an error of the server itself, which it does not lay to the policy.
    package var isWholeDenial = false
    /// The audit log is to have a note, whatever else follows.
    package var isAudited = false

    /// Code and reason of a status (`meta/v1`, Status).
    package struct Status: Sendable, Equatable {
        package let code: Int
        package let reason: String

        package init(code: Int, reason: String) {
            self.code = code
            self.reason = reason
        }
    }

    package init(kind: String, policy: String, binding: String, message: String) {
        self.kind = kind
        self.policy = policy
        self.binding = binding
        self.message = message
    }

    /// `ValidatingAdmissionPolicy 'NAME' with binding 'BINDING' denied request: MESSAGE`, word for word as the API server
    /// has it (apiserver, plugin/policy/validating/dispatcher.go; for mutating ones plugin/policy/generic).
    package var denial: String {
        if isWholeDenial { return message }
        return "\(isMutating ? "policy" : kind) '\(policy)' with binding '\(binding)' denied request: \(message)"
    }

    /// As the API server warns.
    package var warning: String { "Validation failed for \(kind) '\(policy)' with binding '\(binding)': \(message)" }

    /// Where the rule stands, as in `policies/replicas.yaml:14:19`; nil where that is unknown.
    package var place: String? {
        guard let file, let location else { return nil }
        return "\(file):\(location)"
    }

    private var isMutating: Bool { kind == "MutatingAdmissionPolicy" }
}

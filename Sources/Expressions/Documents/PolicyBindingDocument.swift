package import Admission
import Documents
package import Kubernetes

/// A ValidatingAdmissionPolicyBinding or MutatingAdmissionPolicyBinding, read.
package struct PolicyBindingDocument: Sendable {
    /// The kind of policy that it binds.
    package let kind: PolicyDocument.Kind
    /// `metadata.name`.
    package let name: String
    /// `spec.policyName`.
    package let policyName: String
    /// `spec.paramRef`: where the parameters are.
    package let paramRef: ParamRef?
    /// `spec.matchResources`: which requests among those that the policy judges.
    package let matchResources: MatchResources?
    /// `spec.validationActions`: what follows from a rule that does not hold; empty for mutating ones.
    package let validationActions: [ValidationAction]
    /// The file and the document in it; nil for a binding that no document describes.
    package let place: DocumentPlace?

    /// A binding of a policy that has none: it denies, everywhere, without parameters.
    package init(of policy: PolicyDocument) {
        kind = policy.kind
        name = policy.name
        policyName = policy.name
        paramRef = nil
        matchResources = nil
        validationActions = policy.kind == .validating ? [.deny] : []
        place = nil
    }

    /// Reads a document. All that is wrong goes to the reader.
    package init(_ kind: PolicyDocument.Kind, _ place: DocumentPlace, _ reader: ParameterReader) {
        let spec: BindingSpecEntry
        switch kind {
        case .validating:
            let entry = ValidatingBindingEntry.read(place.json, reader)
            spec = BindingSpecEntry(entry.spec)
            let isMissing = place.json["spec"]?["validationActions"].map { $0.isNull || $0.count == 0 } ?? true
            let texts = place.json["spec"]?.texts("validationActions") ?? []
            reader.descend("spec") { Self.judge(actions: texts, isMissing, reader) }
        case .mutating:
            let entry = MutatingBindingEntry.read(place.json, reader)
            spec = BindingSpecEntry(entry.spec)
        }
        self.kind = kind
        name = reader.name(of: place.json)
        policyName = spec.policyName
        paramRef = spec.paramRef
        matchResources = spec.matchResources
        validationActions = spec.validationActions
        self.place = place
        if let paramRef { Self.complain(of: paramRef, place, reader) }
        if policyName.isEmpty {
            reader.descend("spec") { reader.complainMissing("policyName", wanted: "the name of a \(kind.rawValue)") }
        }
    }

    /// Objects to what can be put to work here, though an API server would refuse the binding for it.
    func object(_ reader: ParameterReader) {
        reader.descend(["metadata", "name"]) { reader.judge(name: name) }
        reader.descend(["spec", "policyName"]) { reader.judge(name: policyName) }
        reader.judgeRules(
            of: place?.json["spec"]?["matchResources"], at: ["spec", "matchResources"], isMutating: kind == .mutating)
    }

    /// Only v1alpha1 has a default for what follows when there are no parameters.
    private static func complain(of paramRef: ParamRef, _ place: DocumentPlace, _ reader: ParameterReader) {
        if let fault = paramRef.name?.pathFault {
            reader.descend(["spec", "paramRef", "name"]) { reader.complain(fault) }
        }
        let version = place.json["apiVersion"]?.string ?? ""
        let isGiven = place.json["spec"]?["paramRef"]?["parameterNotFoundAction"].map { !$0.isNull } ?? false
        guard paramRef.parameterNotFoundAction == nil, !version.hasSuffix("/v1alpha1"), !isGiven else { return }
        reader.descend(["spec", "paramRef"]) {
            reader.complainMissing("parameterNotFoundAction", wanted: "Allow or Deny")
        }
    }

    private static func judge(
        actions: [(position: Int, text: String)], _ isMissing: Bool, _ reader: ParameterReader
    ) {
        if isMissing {
            reader.complainMissing("validationActions", wanted: "a list of Deny, Warn and Audit")
        }
        reader.descend("validationActions") {
            if Set(actions.map(\.text)).isSuperset(of: [ValidationAction.deny.rawValue, ValidationAction.warn.rawValue])
            {
                reader.complain("Deny and Warn can't stand together, since a denial says all that a warning would.")
            }
            var seen: Set<String> = []
            for (position, text) in actions where !seen.insert(text).inserted {
                reader.descend(String(position)) { reader.complain("\"\(text)\" is there already.") }
            }
        }
    }
}

/// What follows from a rule that does not hold.
package enum ValidationAction: String, CaseIterable, ParameterValue {
    case deny = "Deny"
    case warn = "Warn"
    case audit = "Audit"
}

/// Where a binding's parameters are (`ParamRef`).
package struct ParamRef: ParameterObject, ParameterValue {
    @Parameter("The object by its name.")
    package var name: String? = nil
    @Parameter("The object's namespace; that of the request unless given.")
    package var namespace: String? = nil
    @Parameter("Objects by their labels.")
    package var selector: LabelSelector? = nil
    @Parameter("What follows when there is none: Deny or Allow.")
    package var parameterNotFoundAction: ParameterNotFoundAction? = nil

    package init() {}

    package var problems: [ParameterProblem] {
        switch (name ?? "", selector) {
        case ("", nil):
            [ParameterProblem("name", "Either the name or the selector must be given.", unless: "selector")]
        case (let name, .some) where !name.isEmpty:
            [ParameterProblem("selector", "The name and the selector can't both be given.")]
        default: []
        }
    }
}

/// What follows when a binding finds no parameters.
package enum ParameterNotFoundAction: String, CaseIterable, ParameterValue {
    case allow = "Allow"
    case deny = "Deny"
}

private struct BindingSpecEntry {
    let policyName: String
    let paramRef: ParamRef?
    let matchResources: MatchResources?
    let validationActions: [ValidationAction]

    init(_ spec: ValidatingBindingEntry.Spec) {
        policyName = spec.policyName
        paramRef = spec.paramRef
        matchResources = spec.matchResources
        validationActions = Array(spec.validationActions)
    }

    init(_ spec: MutatingBindingEntry.Spec) {
        policyName = spec.policyName
        paramRef = spec.paramRef
        matchResources = spec.matchResources
        validationActions = []
    }
}

private struct ValidatingBindingEntry: ParameterObject {
    @Parameter("The group and version.")
    var apiVersion = ""
    @Parameter("Always ValidatingAdmissionPolicyBinding.")
    var kind = ""
    @Parameter("The binding's name, and notes.")
    var metadata: JSONValue = .null
    @Parameter("What is bound, and to what.")
    var spec = Spec()

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("The policy's name.")
        var policyName = ""
        @Parameter("Where the parameters are.")
        var paramRef: ParamRef? = nil
        @Parameter("Which requests among those that the policy judges.")
        var matchResources: MatchResources? = nil
        @Parameter("What follows from a rule that does not hold: Deny, Warn, Audit.")
        var validationActions: Nullable<[ValidationAction]> = .absent
    }
}

private struct MutatingBindingEntry: ParameterObject {
    @Parameter("The group and version.")
    var apiVersion = ""
    @Parameter("Always MutatingAdmissionPolicyBinding.")
    var kind = ""
    @Parameter("The binding's name, and notes.")
    var metadata: JSONValue = .null
    @Parameter("What is bound, and to what.")
    var spec = Spec()

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("The policy's name.")
        var policyName = ""
        @Parameter("Where the parameters are.")
        var paramRef: ParamRef? = nil
        @Parameter("Which requests among those that the policy mends.")
        var matchResources: MatchResources? = nil
    }
}

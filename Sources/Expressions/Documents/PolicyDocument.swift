package import Admission
import Documents

/// A ValidatingAdmissionPolicy or MutatingAdmissionPolicy, read: what both share, and what each has of its own.
package struct PolicyDocument: Sendable {
    /// Which of the two it is.
    package enum Kind: String, Sendable {
        case validating = "ValidatingAdmissionPolicy"
        case mutating = "MutatingAdmissionPolicy"
    }

    /// Which of the two it is.
    package let kind: Kind
    /// `metadata.name`.
    package let name: String
    /// `spec.matchConstraints`: which requests are judged.
    package let matchConstraints: MatchResources
    /// `spec.matchConditions`: all of them must hold, too.
    package let matchConditions: [NamedExpression]
    /// `spec.variables`, each of which may use those before it.
    package let variables: [NamedExpression]
    /// `spec.failurePolicy`; Fail unless given.
    package let failurePolicy: FailurePolicy
    /// `spec.paramKind`.
    package let paramKind: ParamKind?
    /// `spec.validations` of a ValidatingAdmissionPolicy.
    package let validations: [ValidationEntry]
    /// `spec.auditAnnotations` of a ValidatingAdmissionPolicy.
    package let auditAnnotations: [AuditAnnotationEntry]
    /// `spec.mutations` of a MutatingAdmissionPolicy.
    package let mutations: [MutationEntry]
    /// `spec.reinvocationPolicy` of a MutatingAdmissionPolicy; Never unless given.
    package let reinvocationPolicy: ReinvocationPolicy
    /// The file and the document in it, for places.
    package let place: DocumentPlace
}

extension PolicyDocument {
    /// Reads a document of this kind. All that is wrong goes to the reader.
    package init(_ kind: Kind, _ place: DocumentPlace, _ reader: ParameterReader) {
        switch kind {
        case .validating: self.init(ValidatingPolicyEntry.read(place.json, reader), place, reader)
        case .mutating: self.init(MutatingPolicyEntry.read(place.json, reader), place, reader)
        }
    }

    private init(_ entry: ValidatingPolicyEntry, _ place: DocumentPlace, _ reader: ParameterReader) {
        let spec = entry.spec
        if spec.validations.isEmpty, spec.auditAnnotations.isEmpty {
            reader.descend("spec") { reader.complainMissing("validations", wanted: "a list of validations") }
        }
        self.init(
            kind: .validating, name: reader.name(of: place.json),
            matchConstraints: reader.constraints(spec.matchConstraints),
            matchConditions: Array(spec.matchConditions), variables: Array(spec.variables),
            failurePolicy: spec.failurePolicy ?? .fail, paramKind: spec.paramKind,
            validations: Array(spec.validations), auditAnnotations: Array(spec.auditAnnotations), mutations: [],
            reinvocationPolicy: .never, place: place)
        complain(reader)
    }

    private init(_ entry: MutatingPolicyEntry, _ place: DocumentPlace, _ reader: ParameterReader) {
        let spec = entry.spec
        if spec.mutations.isEmpty {
            reader.descend("spec") { reader.complainMissing("mutations", wanted: "a list of mutations") }
        }
        self.init(
            kind: .mutating, name: reader.name(of: place.json),
            matchConstraints: reader.constraints(spec.matchConstraints),
            matchConditions: Array(spec.matchConditions), variables: Array(spec.variables),
            failurePolicy: spec.failurePolicy ?? .fail, paramKind: spec.paramKind, validations: [],
            auditAnnotations: [], mutations: Array(spec.mutations),
            reinvocationPolicy: spec.reinvocationPolicy ?? .never, place: place)
        complain(reader)
    }
}

/// The document as it is written.
private struct ValidatingPolicyEntry: ParameterObject {
    @Parameter("The group and version.")
    var apiVersion = ""
    @Parameter("Always ValidatingAdmissionPolicy.")
    var kind = ""
    @Parameter("The policy's name, and notes.")
    var metadata: JSONValue = .null
    @Parameter("What the policy does.")
    var spec = Spec()
    @Parameter("What the API server says of it; not used.")
    var status: JSONValue = .null

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("The kind of the policy's parameters.")
        var paramKind: ParamKind? = nil
        @Parameter("Which requests are judged.")
        var matchConstraints: MatchResources? = nil
        @Parameter("What must hold of a request to be judged.")
        var matchConditions: Nullable<[NamedExpression]> = .absent
        @Parameter("Expressions that others use as variables.NAME.")
        var variables: Nullable<[NamedExpression]> = .absent
        @Parameter("What must hold.")
        var validations: Nullable<[ValidationEntry]> = .absent
        @Parameter("Notes for the audit log.")
        var auditAnnotations: Nullable<[AuditAnnotationEntry]> = .absent
        @Parameter("What follows when an expression fails: Fail or Ignore.")
        var failurePolicy: FailurePolicy? = nil
    }
}

private struct MutatingPolicyEntry: ParameterObject {
    @Parameter("The group and version.")
    var apiVersion = ""
    @Parameter("Always MutatingAdmissionPolicy.")
    var kind = ""
    @Parameter("The policy's name, and notes.")
    var metadata: JSONValue = .null
    @Parameter("What the policy does.")
    var spec = Spec()
    @Parameter("What the API server says of it; not used.")
    var status: JSONValue = .null

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("The kind of the policy's parameters.")
        var paramKind: ParamKind? = nil
        @Parameter("Which requests are mended.")
        var matchConstraints: MatchResources? = nil
        @Parameter("What must hold of a request to be mended.")
        var matchConditions: Nullable<[NamedExpression]> = .absent
        @Parameter("Expressions that others use as variables.NAME.")
        var variables: Nullable<[NamedExpression]> = .absent
        @Parameter("What is changed.")
        var mutations: Nullable<[MutationEntry]> = .absent
        @Parameter("What follows when an expression fails: Fail or Ignore.")
        var failurePolicy: FailurePolicy? = nil
        @Parameter("Whether it may run again after others have changed the object: Never or IfNeeded.")
        var reinvocationPolicy: ReinvocationPolicy? = nil
    }
}

extension ParameterReader {
    /// `metadata.name` of an object; complains where there is none.
    func name(of json: JSON) -> String {
        if let name = json["metadata"]?["name"], !name.isNull, name.string != "" {
            return descend(["metadata", "name"]) { String.read(name, self) } ?? ""
        }
        descend("metadata") { complainMissing("name", wanted: "the object's name") }
        return ""
    }

    /// The match constraints, without which no policy can be.
    fileprivate func constraints(_ constraints: MatchResources?) -> MatchResources {
        if let constraints, !constraints.resourceRules.isEmpty { return constraints }
        descend(["spec", "matchConstraints"]) {
            complainMissing("resourceRules", wanted: "a list of rules that say which requests are meant")
        }
        return MatchResources()
    }
}

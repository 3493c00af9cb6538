import Admission
import Documents
package import Expressions
import Kubernetes

extension GateFile {
    /// Complaints of the documents that are neither policies nor parameters of any.
    ///
    /// - Parameter kinds: the kinds that policies take their parameters from.
    package func strays(_ kinds: Set<ParamKind>) -> [Complaint] { strayDocuments(kinds).map(\.complaint) }

    /// The documents that are neither policies nor parameters of any.
    func strayDocuments(_ kinds: Set<ParamKind>) -> [ParameterDocument] {
        upstream.compactMap { document in
            guard case .parameter(let parameter) = document, !kinds.contains(where: parameter.isA) else { return nil }
            return parameter
        }
    }

    /// Policies of Kubernetes, or bindings of such, stand in the file.
    var hasPolicies: Bool {
        upstream.contains { if case .parameter = $0 { false } else { true } }
    }
}

extension ParameterDocument {
    /// The object is of this kind, in whatever version.
    fileprivate func isA(_ kind: ParamKind) -> Bool { type.group == kind.group && type.kind == kind.kind }

    var complaint: Complaint {
        Complaint(
            place.source, at: place.location(of: ["apiVersion"]),
            "This is a \(type.kind) of \(type.apiVersion), but a policy directory holds only documents of "
                + "\(documentVersion), and policies of Kubernetes with their parameters.",
            suggestion: meantVersion)
    }

    /// What is said of an object that stands beside policies of Kubernetes, as their definitions, roles and namespaces
    /// do in what is made for `kubectl apply`.
    var notice: Complaint {
        Complaint(
            place.source, at: place.location(of: ["apiVersion"]),
            "The \(type.kind) of \(type.apiVersion) is left out: no policy here takes its parameters from such objects."
        )
    }

    /// The document is probably to be a policy: its version is misspelt, or belongs to another kind.
    var isMisnamed: Bool {
        let kinds = ["Gate", "Exception", "Cases"]
        let upstream = [PolicyDocument.Kind.validating, .mutating].map(\.rawValue)
        return meantVersion != nil || kinds.contains(type.kind) || upstream.contains(where: type.kind.hasPrefix)
    }

    private var meantVersion: String? {
        Spelling.nearest(to: type.apiVersion, among: [documentVersion, UpstreamDocument.group + "/v1"])
    }
}

extension UpstreamDocument {
    /// The kind that a policy takes its parameters from; nil for one that takes none, and for all else.
    var paramKind: ParamKind? {
        if case .policy(let policy) = self { policy.paramKind } else { nil }
    }

    /// Warnings of what wants quotes.
    var unquoted: [Complaint] {
        guard let place else { return [] }
        return UnquotedText.all(in: place.json).map {
            Complaint(place.source, at: place.location(of: $0.pointer), $0.sentence)
        }
    }

    /// The document as compact JSON.
    var content: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        if let place { writer.json(place.json) }
        return writer.bytes
    }
}

extension Complaint {
    /// A complaint of an expression, at its own place.
    init(_ fault: ExpressionFault) {
        self.init(
            fault.place.source, at: fault.location,
            "The expression does not compile\(fault.placeWithin): \(fault.message).")
    }

    /// A warning of an expression whose types don't fit the objects that it is about.
    init(_ warning: TypeWarning) {
        let fault = warning.fault
        self.init(
            fault.place.source, at: fault.location, "The types don't fit\(fault.placeWithin): \(warning.message).",
            suggestion: warning.suggestion)
    }

    init(_ remark: PolicyAssembly.Remark) {
        self.init(
            remark.place.source, at: remark.place.location(of: remark.pointer), remark.message,
            suggestion: remark.suggestion)
    }
}

extension ExpressionFault {
    /// Where in the expression it is, for words, where the file doesn't show it; empty where it does.
    fileprivate var placeWithin: String { isExact ? "" : " at \(innerLocation) of it" }
}

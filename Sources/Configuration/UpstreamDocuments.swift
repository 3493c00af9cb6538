import Admission
import Documents
package import Expressions
import Kubernetes

extension GateFile {
    /// Complaints of the documents that are neither policies nor parameters of any.
    ///
    /// - Parameter kinds: the kinds that policies take their parameters from.
    package func strays(_ kinds: Set<ParamKind>) -> [Complaint] {
        upstream.compactMap { document in
            guard case .parameter(let parameter) = document, !kinds.contains(where: parameter.isA) else { return nil }
            return parameter.complaint
        }
    }
}

extension ParameterDocument {
    /// The object is of this kind, in whatever version.
    fileprivate func isA(_ kind: ParamKind) -> Bool { type.group == kind.group && type.kind == kind.kind }

    fileprivate var complaint: Complaint {
        Complaint(
            place.source, at: place.location(of: ["apiVersion"]),
            "This is a \(type.kind) of \(type.apiVersion), but a policy directory holds only documents of "
                + "\(documentVersion), and policies of Kubernetes with their parameters.",
            suggestion: Spelling.nearest(to: type.apiVersion, among: [documentVersion, UpstreamDocument.group + "/v1"]))
    }
}

extension UpstreamDocument {
    /// The kind that a policy takes its parameters from; nil for one that takes none, and for all else.
    var paramKind: ParamKind? {
        if case .policy(let policy) = self { policy.paramKind } else { nil }
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

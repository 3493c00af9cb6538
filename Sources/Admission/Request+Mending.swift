package import Documents
package import Kubernetes

extension Request {
    /// The pod, as long as its spec may still be changed; nil where the API server would refuse to.
    ///
    /// A pod that is there keeps its spec, but for a few fields (`core/validation`, ValidatePodUpdate), and a Job its
    /// template (`batch/validation`, ValidateJobSpecUpdate).
    package var changeablePod: PodView? {
        guard admission.operation == .update, let template else { return pod }
        let isFixed = template.pod.tokens.isEmpty || template.kind == "Job"
        return isFixed ? nil : pod
    }

    /// The request can bring containers to a list, or change them there: `pods/ephemeralcontainers` leaves the others
    /// as they are.
    package func concerns(_ list: ContainerView.List) -> Bool {
        list == .ephemeral || admission.subResource != "ephemeralcontainers"
    }
}

extension Draft {
    /// Edits the object if all is well with what comes out, and leaves it alone otherwise.
    ///
    /// - Parameter isWell: judges the request with the edited object.
    package mutating func edit(
        _ request: Request, _ changes: (inout Draft) -> Void, isWell: (Request) -> Bool
    ) {
        let before = checkpoint
        changes(&self)
        guard patch.operations.count > before.operations || !refusals.isEmpty else { return }
        guard refusals.isEmpty, let object = try? object(), isWell(Request(request, object: object)) else {
            return restore(before)
        }
    }
}

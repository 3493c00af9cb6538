package import Kubernetes

/// Kinds and resources: rules name kinds, requests for subresources only the resource.
package enum KnownKinds {
    /// The kind of the object that a request is about: for `pods/exec` that is Pod, not PodExecOptions, and for the
    /// `rollouts/scale` of a configured kind Rollout, not Scale.
    package static func kind(
        of request: AdmissionRequest, templates: PodTemplates
    ) -> (group: String, kind: String) {
        guard !request.subResource.isEmpty else { return (request.kind.group, request.kind.kind) }
        let resource = request.resource
        let known = templates.entries.first { $0.resource == resource.resource && $0.group == resource.group }
        if let known { return (known.group, known.kind) }
        let core = resource.group.isEmpty ? coreKinds.first { $0.resource == resource.resource }?.kind : nil
        return (resource.group, core ?? request.kind.kind)
    }

    /// Kinds without a pod whose subresources have kinds of their own: `nodes/proxy`, `serviceaccounts/token`, ….
    private static let coreKinds = [
        (resource: "services", kind: "Service"), (resource: "nodes", kind: "Node"),
        (resource: "serviceaccounts", kind: "ServiceAccount"), (resource: "namespaces", kind: "Namespace"),
    ]
}

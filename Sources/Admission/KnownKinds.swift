package import Kubernetes

/// Kinds and resources: rules name kinds, requests for subresources only the resource.
package enum KnownKinds {
    /// The kind of the object that a request is about: for `pods/exec` that is Pod, not PodExecOptions.
    package static func kind(of request: AdmissionRequest) -> (group: String, kind: String) {
        guard !request.subResource.isEmpty else { return (request.kind.group, request.kind.kind) }
        let resource = request.resource
        let known = PodTemplates.builtIn.first { $0.resource == resource.resource && $0.group == resource.group }
        return known.map { ($0.group, $0.kind) } ?? (resource.group, request.kind.kind)
    }

    /// The resource of a kind, as a request would name it.
    package static func resource(of kind: GroupVersionKind) -> GroupVersionResource { kind.guessedResource }
}

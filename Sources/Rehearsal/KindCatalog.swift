import Documents
package import Kubernetes

/// What the API server would know of kinds: their resource, and whether their objects live in namespaces.
///
/// Built-in kinds by a table, custom ones by the CustomResourceDefinitions at hand; all others live in namespaces and
/// have the resource that their name suggests.
package struct KindCatalog: Sendable {
    private struct Key: Hashable, Sendable {
        let group: String
        let kind: String
    }

    private struct Definition: Sendable {
        let resource: String
        let isNamespaced: Bool
    }

    private var custom: [Key: Definition] = [:]

    /// Learns the kinds that CustomResourceDefinitions among the manifests define.
    package init(_ manifests: [Manifest] = []) {
        for manifest in manifests where manifest.kind.kind == "CustomResourceDefinition" {
            guard let spec = manifest.object["spec"], let names = spec["names"] else { continue }
            guard let group = spec["group"]?.string, let kind = names["kind"]?.string else { continue }
            custom[Key(group: group, kind: kind)] = Definition(
                resource: names["plural"]?.string ?? GroupVersionKind.plural(of: kind),
                isNamespaced: !(spec["scope"]?.equals("Cluster") ?? false))
        }
    }

    /// The resource of a kind, as a request would name it.
    package func resource(of kind: GroupVersionKind) -> GroupVersionResource {
        guard let definition = custom[Key(group: kind.group, kind: kind.kind)] else { return kind.guessedResource }
        return GroupVersionResource(group: kind.group, version: kind.version, resource: definition.resource)
    }

    /// Objects of the kind live in namespaces.
    package func isNamespaced(_ kind: GroupVersionKind) -> Bool {
        if let definition = custom[Key(group: kind.group, kind: kind.kind)] { return definition.isNamespaced }
        return !(Self.clusterScoped[kind.group]?.contains(kind.kind) ?? false)
    }

    /// The kind is read by tools and never sent to an API server: kustomizations, and this program's own documents.
    package func isLocal(_ kind: GroupVersionKind) -> Bool {
        ["kustomize.config.k8s.io", "sekisho.dev"].contains(kind.group)
    }

    /// Kinds of Kubernetes 1.35 (and older ones that are gone) outside of namespaces, by group: `kubectl api-resources
    /// --namespaced=false`.
    private static let clusterScoped: [String: Set<String>] = [
        "": ["Namespace", "Node", "PersistentVolume", "ComponentStatus"],
        "admissionregistration.k8s.io": [
            "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration",
        ],
        "apiextensions.k8s.io": ["CustomResourceDefinition"],
        "apiregistration.k8s.io": ["APIService"],
        "authentication.k8s.io": ["SelfSubjectReview", "TokenReview"],
        "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
        "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
        "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
        "internal.apiserver.k8s.io": ["StorageVersion"],
        "networking.k8s.io": ["IPAddress", "IngressClass", "ServiceCIDR"],
        "node.k8s.io": ["RuntimeClass"],
        "policy": ["PodSecurityPolicy"],
        "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
        "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceSlice"],
        "scheduling.k8s.io": ["PriorityClass"],
        "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
        "storagemigration.k8s.io": ["StorageVersionMigration"],
    ]
}

extension KindCatalog {
    /// The namespace that a request for the object would bear: its own or the given one; a Namespace's own name; empty
    /// for other objects outside of namespaces.
    package func namespace(of manifest: Manifest, default name: String) -> String {
        let view = ObjectView(manifest.object)
        guard isNamespaced(manifest.kind) else {
            return manifest.kind.group.isEmpty && manifest.kind.kind == "Namespace" ? view.name : ""
        }
        return view.namespace.isEmpty ? name : view.namespace
    }
}

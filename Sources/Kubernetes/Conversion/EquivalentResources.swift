/// Resources that Kubernetes serves in more than one group or version.
package enum EquivalentResources {
    private static let events: [GroupVersionResource] = [
        GroupVersionResource(group: "", version: "v1", resource: "events"),
        GroupVersionResource(group: "events.k8s.io", version: "v1", resource: "events"),
    ]

    /// Resources that releases of Kubernetes since 1.21 serve, or can be told to serve, in several versions of their group.
    private static let versions: [String: [String: [String]]] = [
        "autoscaling": ["horizontalpodautoscalers": ["v1", "v2", "v2beta1", "v2beta2"]],
        "batch": ["cronjobs": ["v1", "v1beta1"]],
        "certificates.k8s.io": ["clustertrustbundles": ["v1alpha1", "v1beta1"]],
        "coordination.k8s.io": ["leasecandidates": ["v1alpha1", "v1alpha2", "v1beta1"]],
        "discovery.k8s.io": ["endpointslices": ["v1", "v1beta1"]],
        "flowcontrol.apiserver.k8s.io": [
            "flowschemas": ["v1", "v1beta1", "v1beta2", "v1beta3"],
            "prioritylevelconfigurations": ["v1", "v1beta1", "v1beta2", "v1beta3"],
        ],
        "networking.k8s.io": [
            "ipaddresses": ["v1", "v1alpha1", "v1beta1"], "servicecidrs": ["v1", "v1alpha1", "v1beta1"],
        ],
        "node.k8s.io": ["runtimeclasses": ["v1", "v1beta1"]],
        "policy": ["poddisruptionbudgets": ["v1", "v1beta1"]],
        "resource.k8s.io": [
            "deviceclasses": ["v1", "v1alpha3", "v1beta1", "v1beta2"],
            "resourceclaims": ["v1", "v1alpha3", "v1beta1", "v1beta2"],
            "resourceclaimtemplates": ["v1", "v1alpha3", "v1beta1", "v1beta2"],
            "resourceslices": ["v1", "v1alpha3", "v1beta1", "v1beta2"],
        ],
        "storage.k8s.io": [
            "csistoragecapacities": ["v1", "v1beta1"], "volumeattributesclasses": ["v1", "v1alpha1", "v1beta1"],
        ],
    ]

    /// The group is one of Kubernetes itself, whose versions are known; others end in `k8s.io`, too.
    package static func isBuiltIn(_ group: String) -> Bool { !group.contains(".") || groups.contains(group) }

    private static let groups: Set<String> = [
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io",
        "authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io",
        "flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
        "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
        "storagemigration.k8s.io",
    ]

    /// The same objects in other groups and versions, stable ones first.
    package static func others(of resource: GroupVersionResource) -> [GroupVersionResource] {
        if resource.group.isEmpty, resource.resource != "events" { return [] }
        if events.contains(resource) { return events.filter { $0 != resource } }
        let others = versions[resource.group]?[resource.resource] ?? []
        return others.filter { $0 != resource.version }
            .map { GroupVersionResource(group: resource.group, version: $0, resource: resource.resource) }
    }
}

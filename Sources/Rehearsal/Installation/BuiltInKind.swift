import Kubernetes

/// What the API server itself knows of kinds: the group that a name without one stands for, and the version that
/// webhooks are best asked in.
enum BuiltInKind {
    /// Kinds that are written without a group, by the group that has them (Kubernetes 1.35).
    private static let kinds: [String: Set<String>] = [
        "": [
            "ConfigMap", "Endpoints", "LimitRange", "Namespace", "Node", "PersistentVolume", "PersistentVolumeClaim",
            "Pod", "PodTemplate", "ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount",
        ],
        "apps": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        "autoscaling": ["HorizontalPodAutoscaler"],
        "batch": ["CronJob", "Job"],
        "certificates.k8s.io": ["CertificateSigningRequest"],
        "coordination.k8s.io": ["Lease"],
        "discovery.k8s.io": ["EndpointSlice"],
        "networking.k8s.io": ["Ingress", "IngressClass", "NetworkPolicy"],
        "policy": ["PodDisruptionBudget"],
        "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
        "scheduling.k8s.io": ["PriorityClass"],
        "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
    ]

    /// Groups of which version v1 has every kind that policies are about; the API server converts what comes in others
    /// (`matchPolicy: Equivalent`).
    private static let stableGroups: Set<String> = ["", "apps", "batch", "networking.k8s.io", "policy"]

    /// The group of a kind that Kubernetes has itself, or nil.
    static func group(of kind: String) -> String? { kinds.first { $0.value.contains(kind) }?.key }

    /// The versions for a rule: v1 where that is all there is to know, otherwise any.
    static func versions(of group: String) -> [String] { stableGroups.contains(group) ? ["v1"] : ["*"] }
}

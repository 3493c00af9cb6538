import Kubernetes

/// Kinds as a label of metrics: those of Kubernetes by name, all others as one, so that nobody who may define kinds, or
/// ask for some that aren't there, can make the page grow.
enum KindLabel {
    /// Every value of the label; the last stands for all other kinds.
    static let all = names + ["other"]

    /// The position of a kind in `all`.
    static func position(of kind: GroupVersionKind) -> Int {
        guard kind.kind.utf8.count <= longest, isOfKubernetes(kind.group) else { return names.count }
        return positions[kind.kind] ?? names.count
    }

    /// Groups of Kubernetes are the core group, short words, or below k8s.io; others are domain names.
    private static func isOfKubernetes(_ group: String) -> Bool {
        group.isEmpty || !group.utf8.contains(UInt8(ascii: ".")) || group.hasSuffix(".k8s.io")
    }

    private static let names =
        """
        Pod Deployment ReplicaSet StatefulSet DaemonSet Job CronJob ReplicationController PodTemplate
        Service Endpoints EndpointSlice Ingress IngressClass NetworkPolicy ConfigMap Secret Namespace Node
        ServiceAccount PersistentVolume PersistentVolumeClaim StorageClass VolumeAttachment
        Role RoleBinding ClusterRole ClusterRoleBinding HorizontalPodAutoscaler PodDisruptionBudget
        ResourceQuota LimitRange Event Lease PriorityClass RuntimeClass CustomResourceDefinition APIService
        CertificateSigningRequest Eviction Binding Scale TokenRequest
        PodExecOptions PodAttachOptions PodPortForwardOptions PodProxyOptions ServiceProxyOptions NodeProxyOptions
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private static let positions = Dictionary(
        names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    private static let longest = names.map(\.utf8.count).max() ?? 0
}

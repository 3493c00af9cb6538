package import Documents

/// Where each kind keeps the pod that it makes.
package struct PodTemplates: Sendable {
    /// A kind and the pointer to its pod: an object with `metadata` and `spec`.
    package struct Entry: Sendable, Equatable {
        /// API group; empty for the core group.
        package let group: String
        /// Kind.
        package let kind: String
        /// The resource's plural, as rules name it.
        package let resource: String
        /// Leads from the object to the pod or pod template.
        package let pod: Pointer

        /// An entry in all its parts.
        package init(group: String, kind: String, resource: String, pod: Pointer) {
            self.group = group
            self.kind = kind
            self.resource = resource
            self.pod = pod
        }
    }

    /// The built-in kinds first, then the configured ones.
    package let entries: [Entry]

    /// The built-in kinds and `others`, such as custom resources with a pod template.
    package init(others: [Entry] = []) { entries = Self.builtIn + others }

    /// The entry of a kind, or nil when it holds no pod.
    package func entry(group: String, kind: String) -> Entry? {
        entries.first { $0.kind == kind && $0.group == group }
    }

    /// Pods and the kinds of Kubernetes that carry a pod template.
    package static let builtIn: [Entry] = [
        Entry(group: "", kind: "Pod", resource: "pods", pod: []),
        Entry(group: "apps", kind: "Deployment", resource: "deployments", pod: ["spec", "template"]),
        Entry(group: "apps", kind: "ReplicaSet", resource: "replicasets", pod: ["spec", "template"]),
        Entry(group: "apps", kind: "StatefulSet", resource: "statefulsets", pod: ["spec", "template"]),
        Entry(group: "apps", kind: "DaemonSet", resource: "daemonsets", pod: ["spec", "template"]),
        Entry(group: "batch", kind: "Job", resource: "jobs", pod: ["spec", "template"]),
        Entry(
            group: "batch", kind: "CronJob", resource: "cronjobs", pod: ["spec", "jobTemplate", "spec", "template"]),
        Entry(
            group: "", kind: "ReplicationController", resource: "replicationcontrollers", pod: ["spec", "template"]),
        Entry(group: "", kind: "PodTemplate", resource: "podtemplates", pod: ["template"]),
        Entry(group: "extensions", kind: "Deployment", resource: "deployments", pod: ["spec", "template"]),
        Entry(group: "extensions", kind: "ReplicaSet", resource: "replicasets", pod: ["spec", "template"]),
        Entry(group: "extensions", kind: "DaemonSet", resource: "daemonsets", pod: ["spec", "template"]),
    ]
}

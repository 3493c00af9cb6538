import Admission
import Documents
import Kubernetes

/// Turns an object into the pods that it is or wants.
struct Expander: Sendable {
    private let templates: PodTemplates

    /// Finds pods where the table of pod templates says.
    init(_ templates: PodTemplates) { self.templates = templates }

    /// The pod of an object, as many times as its controller wants it; nil for an object without one, for a pod that has
    /// ended, and for a PodTemplate, which nobody runs.
    func pod(of manifest: Manifest) -> InventoryPod? {
        let kind = manifest.kind
        guard kind.kind != "PodTemplate", let entry = templates.entry(group: kind.group, kind: kind.kind) else {
            return nil
        }
        guard let json = manifest.object[entry.pod], json.kind == .object, !Self.hasEnded(json) else { return nil }
        let name = ObjectView(manifest.object).name
        return InventoryPod(json: json, kind: kind.kind, name: name, count: Self.count(kind.kind, manifest.object))
    }

    /// The phases that a pod does not leave again.
    private static func hasEnded(_ pod: JSON) -> Bool {
        guard let phase = pod["status"]?["phase"] else { return false }
        return phase.equals("Succeeded") || phase.equals("Failed")
    }

    /// How many pods a controller wants at a time. A DaemonSet's depends on nodes that nobody knows here.
    private static func count(_ kind: String, _ object: JSON) -> Int {
        let wanted: JSON?
        switch kind {
        case "Pod", "DaemonSet": return 1
        case "Job": wanted = object["spec"]?["parallelism"]
        case "CronJob": wanted = object["spec"]?["jobTemplate"]?["spec"]?["parallelism"]
        default: wanted = object["spec"]?["replicas"]
        }
        return Int(min(max(wanted?.int ?? 1, 0), Int64(Int32.max)))
    }
}

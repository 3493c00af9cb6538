import Admission
import Documents
import Kubernetes

/// Turns an object into the pods that it is or wants.
struct Expander: Sendable {
    private let templates: PodTemplates

    /// Finds pods where the table of pod templates says.
    init(_ templates: PodTemplates) { self.templates = templates }

    /// The pod of an object, as many times as it is wanted; nil for an object that wants none, and for a pod that has
    /// ended.
    func pod(of manifest: Manifest) -> InventoryPod? {
        let kind = manifest.kind
        guard let entry = templates.entry(group: kind.group, kind: kind.kind) else { return nil }
        guard let json = manifest.object[entry.pod], json.kind == .object, !Self.hasEnded(json) else { return nil }
        // A number that is none is for policies to complain of.
        let wanted = InventoryPod.count(wantedBy: manifest.object, kind: kind.kind).value ?? 1
        guard wanted > 0 else { return nil }
        let name = ObjectView(manifest.object).name
        return InventoryPod(json: json, kind: kind.kind, name: name, count: Int(min(wanted, Int64(Int32.max))))
    }

    /// The phases that a pod does not leave again.
    private static func hasEnded(_ pod: JSON) -> Bool {
        guard let phase = pod["status"]?["phase"] else { return false }
        return phase.equals("Succeeded") || phase.equals("Failed")
    }
}

import Admission
import Documents
import Kubernetes

/// The volume with a token that the API server puts into a Pod which doesn't refuse one.
///
/// The ServiceAccount plugin comes before all webhooks, and runs once more after one that has changed the Pod; it looks
/// at Pods by themselves, never at templates, and leaves those alone that say `automountServiceAccountToken: false`
/// (plugin/pkg/admission/serviceaccount, `TokenVolumeSource`).
enum InjectedToken {
    /// A volume is just what the plugin makes: name, and all that is projected. Anything else is somebody's own.
    static func isInjected(_ volume: JSON) -> Bool {
        guard volume.count == 2, volume["name"]?.hasPrefix("kube-api-access-") ?? false,
            let projected = volume["projected"]
        else { return false }
        return forms.contains(projected)
    }

    /// Removes the volume that the plugin has put into a Pod, and its mounts: the token is gone, and the plugin makes no
    /// other one. More than one such volume is not the plugin's work.
    static func remove(from pod: PodView, _ draft: inout Draft) {
        guard pod.pointer.tokens.isEmpty, let volumes = pod.spec?.listField("volumes").value else { return }
        let found = volumes.elements.enumerated().filter { isInjected($0.element) }
        guard found.count == 1, let (position, volume) = found.first.map({ ($0.offset, $0.element) }),
            let name = volume["name"]
        else { return }
        for container in pod.containers {
            let mounts = container.json.listField("volumeMounts").value.map { Array($0.elements) } ?? []
            for (position, mount) in mounts.enumerated().reversed() where mount["name"] == name {
                draft.remove(container.pointer("volumeMounts", String(position)))
            }
        }
        draft.remove(pod.pointer("volumes", String(position)))
    }

    /// What is projected; the mode is said since Kubernetes 1.23.
    private static let forms = ["", #""defaultMode": 420,"#].compactMap { mode in
        try? JSON(
            parsing: Array(
                """
                {\(mode) "sources": [
                  {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                  {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                  {"downwardAPI": {"items": [
                    {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}
                ]}
                """.utf8))
    }
}

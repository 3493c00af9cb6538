import Admission
import Documents
import Kubernetes

/// An update of a pod that is there.
enum PodUpdate {
    /// Whether the update can bring new privileges: a container came or went, one has another image or another seccomp
    /// annotation, or an ephemeral container is new (pod-security-admission, `isSignificantPodUpdate`). Of the rest of a
    /// pod's spec the API server lets little change, and nothing that a control reads.
    static func isSignificant(_ request: Request) -> Bool {
        guard request.admission.operation == .update, request.template?.pod.tokens.isEmpty ?? false,
            let old = request.admission.oldObject, let new = request.pod, let old = PodView(of: old, at: [])
        else { return true }
        if ProfileAnnotationRule.seccomp.isChanged(from: old, to: new) { return true }
        for list in [ContainerView.List.initial, .ordinary] {
            let containers = new.containers.filter { $0.list == list }
            let before = old.containers.filter { $0.list == list }
            guard containers.count == before.count else { return true }
            if zip(containers, before).contains(where: { !$0.hasSameImage(as: $1) }) { return true }
        }
        let before = old.containers.filter { $0.list == .ephemeral }
        return new.containers.contains { container in
            container.list == .ephemeral
                && !before.contains { $0.name == container.name && $0.hasSameImage(as: container) }
        }
    }
}

extension PodUpdate {
    /// The update gives a pod that is there another seccomp annotation that counts.
    static func changesProfiles(_ request: Request) -> Bool {
        guard request.admission.operation == .update, request.template?.pod.tokens.isEmpty ?? false,
            let old = request.admission.oldObject, let new = request.pod, let old = PodView(of: old, at: [])
        else { return false }
        return ProfileAnnotationRule.seccomp.isChanged(from: old, to: new)
    }
}

extension ContainerView {
    fileprivate func hasSameImage(as other: ContainerView) -> Bool { json["image"] == other.json["image"] }
}

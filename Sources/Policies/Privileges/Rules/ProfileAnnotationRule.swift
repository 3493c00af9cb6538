import Admission
import Documents
import Kubernetes

/// Which profiles may be named in annotations, as was done before there were fields for them.
struct ProfileAnnotationRule: Sendable {
    /// Names of the annotations begin with this, and go on with a container's name.
    let prefix: StaticString
    /// Name of the annotation that is about the whole pod, if there is one.
    var whole: StaticString?
    /// What may stand there, beside a local profile.
    let values: [String]
    /// Annotations of containers that are not there count, too.
    var judgesStrangers: Bool

    /// AppArmor's: fields came with Kubernetes 1.30 (KEP-24).
    static let appArmor = ProfileAnnotationRule(
        prefix: "container.apparmor.security.beta.kubernetes.io/", values: ["runtime/default", ""],
        judgesStrangers: true)

    /// Seccomp's: fields came with Kubernetes 1.19 (KEP-135).
    static let seccomp = ProfileAnnotationRule(
        prefix: "container.seccomp.security.alpha.kubernetes.io/", whole: "seccomp.security.alpha.kubernetes.io/pod",
        values: ["runtime/default", "docker/default"], judgesStrangers: false)

    /// What is wrong with the annotations of a pod.
    func check(_ pod: PodView, _ faults: inout [SecurityFault]) {
        guard let annotations = pod.annotations else { return }
        for annotation in annotations.members where isMeant(annotation.key, pod) && !isAllowed(annotation.value) {
            let (key, text) = (annotation.name, annotation.value.string ?? annotation.value.typeName)
            faults.append(
                SecurityFault(
                    ["annotations", key], of: .metadata, isOwn: false, found: "is \(text)",
                    wanted: "must be \(values[0]) or localhost/…", fix: "Remove it", reason: .forbidden,
                    value: "\(key)=\"\(text)\"", mend: .remove))
        }
    }

    /// One of the annotations that count is another one in the newer pod.
    func isChanged(from old: PodView, to new: PodView) -> Bool {
        guard old.annotations != new.annotations else { return false }
        return differs(new, from: old) || differs(old, from: new)
    }

    private func differs(_ pod: PodView, from other: PodView) -> Bool {
        guard let annotations = pod.annotations else { return false }
        return annotations.members.contains { annotation in
            isMeant(annotation.key, pod) && other.annotations?.member(annotation.name) != annotation.value
        }
    }

    private func isMeant(_ key: JSON, _ pod: PodView) -> Bool {
        if let whole, key.equals(whole) { return true }
        guard key.hasPrefix(prefix) else { return false }
        if judgesStrangers { return true }
        let name = key.string?.dropFirst(prefix.utf8CodeUnitCount) ?? ""
        return pod.containers.contains { $0.name == name }
    }

    private func isAllowed(_ value: JSON) -> Bool {
        values.contains(where: value.equals) || value.hasPrefix("localhost/")
    }
}

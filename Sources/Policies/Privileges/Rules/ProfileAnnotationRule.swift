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
        for annotation in meant(pod) where !isAllowed(annotation.value) {
            let (key, text) = (annotation.key, annotation.value.string ?? annotation.value.typeName)
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
        let (before, after) = (values(old), values(new))
        return before.count != after.count || after.contains { before[$0.key] != $0.value }
    }

    private func values(_ pod: PodView) -> [String: JSON] { Dictionary(meant(pod)) { _, last in last } }

    /// The annotations that count, in the order of the document.
    private func meant(_ pod: PodView) -> [(key: String, value: JSON)] {
        guard let annotations = pod.annotations else { return [] }
        // Made once, and for hardly any pod: a hostile one has many annotations and many containers.
        var names: Set<String>?
        return annotations.members.compactMap { annotation in
            let isWhole = whole.map { annotation.key.equals($0) } ?? false
            guard isWhole || annotation.key.hasPrefix(prefix) else { return nil }
            if !isWhole, !judgesStrangers {
                let known = names ?? Set(pod.containers.map(\.name))
                names = known
                guard known.contains(String(annotation.name.dropFirst(prefix.utf8CodeUnitCount))) else { return nil }
            }
            return (annotation.name, annotation.value)
        }
    }

    private func isAllowed(_ value: JSON) -> Bool {
        values.contains(where: value.equals) || value.hasPrefix("localhost/")
    }
}

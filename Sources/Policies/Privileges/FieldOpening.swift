import Admission
import Documents
import Kubernetes

/// A field that a value may be put into: there where it is, or at the container and the pod alike.
struct FieldOpening {
    let isOwn: Bool
}

extension Draft {
    /// Puts a value where containers lack it: at the pod for all that have none of their own, or at each container
    /// when that would change one that is exempt.
    mutating func fill(
        _ name: String, _ value: JSONValue, in pod: PodView, exempt: [NamePattern],
        _ opening: (_ own: SecurityContext, _ shared: SecurityContext) -> FieldOpening?
    ) {
        let shared = SecurityContext(pod.securityContext)
        var heirs: [ContainerView] = []
        for container in pod.containers where !container.isNamed(by: exempt) {
            guard let opening = opening(SecurityContext(container.securityContext), shared) else { continue }
            if opening.isOwn {
                set(container.pointer("securityContext", name), value)
            } else {
                heirs.append(container)
            }
        }
        guard !heirs.isEmpty else { return }
        if pod.containers.contains(where: { $0.isNamed(by: exempt) && $0.inherits(name) }) {
            for container in heirs { set(container.pointer("securityContext", name), value) }
        } else {
            set(pod.pointer("securityContext", name), value)
        }
    }
}

extension ContainerView {
    /// The container has no such field in a context of its own.
    fileprivate func inherits(_ name: String) -> Bool {
        json["securityContext"]?.member(name).map(\.isNull) ?? true
    }
}

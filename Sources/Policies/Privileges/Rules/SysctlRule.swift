import Admission
import Documents
import Kubernetes

/// Which kernel parameters pods may set.
struct SysctlRule: Sendable {
    /// Names, or patterns of names.
    var allowed: [NamePattern]

    /// What is wrong with the kernel parameters of a pod's context.
    func check(_ shared: SecurityContext, _ faults: inout [SecurityFault]) {
        let place = ListPlace(path: ["sysctls"], isOwn: false)
        faults.walk(shared.sysctls, place) { sysctl, position, faults in
            let path = { place.path(position, "name") }
            switch sysctl.stringField("name") {
            case .absent:
                faults.append(
                    SecurityFault(
                        path(), isOwn: false, found: "is missing", wanted: "must be set", reason: .required, value: ""))
            case .malformed(let found, let wanted):
                faults.append(SecurityFault(path(), isOwn: false, found, wanted))
            case .found(let name) where allowed.contains { $0.matches(name) }: return
            case .found(let name):
                faults.append(
                    SecurityFault(
                        path(), isOwn: false, found: "is \(name)", wanted: "must be one that only the pod can feel",
                        fix: "Remove it", reason: .forbidden, value: name, mend: .removeElement))
            }
        }
    }
}

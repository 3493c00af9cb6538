import Admission
import Documents
import Kubernetes

/// How `/proc` may be mounted.
struct ProcMountRule: Sendable {
    /// The ways that are allowed.
    var allowed = ["Default"]

    /// What is wrong with a container's mount.
    func fault(_ own: SecurityContext) -> SecurityFault? {
        switch own.procMount {
        case .absent: return nil
        case .malformed(let found, let wanted): return SecurityFault(["procMount"], isOwn: true, found, wanted)
        case .found(let value):
            if allowed.contains(where: value.equals) { return nil }
            let text = value.string ?? ""
            return SecurityFault(
                ["procMount"], isOwn: true, found: "is \(text)", wanted: "must be \(allowed.joined(separator: " or "))",
                fix: "Leave it out", reason: .forbidden, value: text, mend: .remove)
        }
    }
}

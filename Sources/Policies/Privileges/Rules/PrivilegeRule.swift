import Admission
import Documents
import Kubernetes

/// What lets a process get more privileges than it was started with.
enum PrivilegeRule {
    /// `privileged` must not be true: the container would have all of the node.
    static func privileged(_ own: SecurityContext) -> SecurityFault? {
        switch own.privileged {
        case .absent, .found(false): nil
        case .malformed(let found, let wanted): SecurityFault(["privileged"], isOwn: true, found, wanted)
        case .found(true):
            SecurityFault(
                ["privileged"], isOwn: true, found: "is true", wanted: "must be false", reason: .forbidden,
                value: "true",
                mend: .set(false))
        }
    }

    /// `allowPrivilegeEscalation` must be false: the default is true.
    static func escalation(_ own: SecurityContext) -> SecurityFault? {
        let path = ["allowPrivilegeEscalation"]
        if own.json?["allowPrivilegeEscalation"]?.bool == false { return nil }
        switch own.allowPrivilegeEscalation {
        case .found(false): return nil
        case .malformed(let found, let wanted): return SecurityFault(path, isOwn: true, found, wanted)
        case .found(true):
            return SecurityFault(path, isOwn: true, found: "is true", wanted: "must be false", mend: .set(false))
        case .absent:
            return SecurityFault(
                path, isOwn: true, found: "is missing", wanted: "must be false", fix: "Set it to false",
                reason: .required, mend: .set(false))
        }
    }
}

import Admission
import Documents
import Kubernetes

/// Processes must not be root.
enum NonRootRule {
    /// `runAsNonRoot`, where it is said, must be true.
    static func flag(_ field: FieldValue<Bool>, isOwn: Bool) -> SecurityFault? {
        switch field {
        case .absent, .found(true): nil
        case .found(false):
            SecurityFault(
                ["runAsNonRoot"], isOwn: isOwn, found: "is false", wanted: "must be true", value: "false",
                mend: .set(true))
        case .malformed(let found, let wanted): SecurityFault(["runAsNonRoot"], isOwn: isOwn, found, wanted)
        }
    }

    /// `runAsNonRoot` is said neither by a container nor by its pod.
    static var missingFlag: SecurityFault {
        SecurityFault(
            ["runAsNonRoot"], isOwn: true, found: "is missing", wanted: "must be true",
            fix: "Set it here, or in the pod's securityContext for all containers", reason: .required, mend: .set(true))
    }

    /// `runAsUser`, where it is said, must not be 0.
    static func user(_ field: FieldValue<Int64>, isOwn: Bool) -> SecurityFault? {
        switch field {
        case .found(0):
            SecurityFault(
                ["runAsUser"], isOwn: isOwn, found: "is 0, which is root", wanted: "must be another user",
                reason: .forbidden, value: "0", mend: .remove)
        case .absent, .found: nil
        case .malformed(let found, let wanted): SecurityFault(["runAsUser"], isOwn: isOwn, found, wanted)
        }
    }
}

import Admission
import Documents
import Kubernetes

/// What lets a pod into its node: namespaces, ports and processes of the host.
enum HostRule {
    /// The fields of a pod's spec that share a namespace with the host.
    static let namespaces: [StaticString] = ["hostNetwork", "hostPID", "hostIPC"]

    /// A namespace must not be shared.
    static func namespace(_ name: StaticString, _ spec: JSON) -> SecurityFault? {
        switch spec.boolField(name) {
        case .absent, .found(false): nil
        case .malformed(let found, let wanted): SecurityFault(["\(name)"], of: .owner, isOwn: false, found, wanted)
        case .found(true):
            SecurityFault(
                ["\(name)"], of: .owner, isOwn: false, found: "is true", wanted: "must be false", fix: "Leave it out",
                reason: .forbidden, value: "\(name)=true", mend: .remove)
        }
    }

    /// A container must not take ports of the host, other than those that are allowed; 0 is none.
    static func ports(_ container: JSON, _ faults: inout [SecurityFault], isAllowed: (Int64) -> Bool = { _ in false }) {
        let place = ListPlace(path: ["ports"], base: .owner, isOwn: true)
        faults.walk(container.listField("ports"), place) { port, position, faults in
            switch port.intField("hostPort") {
            case .absent, .found(0): return
            case .malformed(let found, let wanted):
                faults.append(SecurityFault(place.path(position, "hostPort"), of: .owner, isOwn: true, found, wanted))
            case .found(let number):
                if isAllowed(number) { return }
                faults.append(
                    SecurityFault(
                        place.path(position, "hostPort"), of: .owner, isOwn: true, found: "is \(number)",
                        wanted: "must not be set",
                        fix: "Remove it, and let a Service lead to the container's port", reason: .forbidden,
                        value: String(number), mend: .remove))
            }
        }
    }

    /// A process must not run on a Windows host as if it were none of a container.
    static func windowsProcess(_ context: SecurityContext, isOwn: Bool) -> SecurityFault? {
        guard case .found(let options) = context.windowsOptions else {
            guard case .malformed(let found, let wanted) = context.windowsOptions else { return nil }
            return SecurityFault(["windowsOptions"], isOwn: isOwn, found, wanted)
        }
        let path = ["windowsOptions", "hostProcess"]
        switch options.boolField("hostProcess") {
        case .absent, .found(false): return nil
        case .malformed(let found, let wanted): return SecurityFault(path, isOwn: isOwn, found, wanted)
        case .found(true):
            return SecurityFault(
                path, isOwn: isOwn, found: "is true", wanted: "must be false", reason: .forbidden, value: "true",
                mend: .set(false))
        }
    }
}

import Admission
import Documents
import Kubernetes

/// Probes and hooks must not be sent to other hosts than the pod: the kubelet would knock where the pod's author can't.
enum HandlerHostRule {
    /// The hosts that a container's probes and hooks name.
    static func check(_ container: JSON, _ faults: inout [SecurityFault]) {
        check(container["livenessProbe"], ["livenessProbe"], &faults)
        check(container["readinessProbe"], ["readinessProbe"], &faults)
        check(container["startupProbe"], ["startupProbe"], &faults)
        guard let hooks = container["lifecycle"] else { return }
        check(hooks["postStart"], ["lifecycle", "postStart"], &faults)
        check(hooks["preStop"], ["lifecycle", "preStop"], &faults)
    }

    private static func check(
        _ handler: JSON?, _ path: @autoclosure () -> [String], _ faults: inout [SecurityFault]
    ) {
        guard let handler else { return }
        judge(handler["httpGet"], path() + ["httpGet", "host"], &faults)
        judge(handler["tcpSocket"], path() + ["tcpSocket", "host"], &faults)
    }

    private static func judge(
        _ action: JSON?, _ path: @autoclosure () -> [String], _ faults: inout [SecurityFault]
    ) {
        guard let host = action?["host"], !host.isNull, !host.equals("") else { return }
        guard let name = host.string else {
            return faults.append(SecurityFault(path(), of: .owner, isOwn: true, "is \(host.typeName)", "a string"))
        }
        faults.append(
            SecurityFault(
                path(), of: .owner, isOwn: true, found: "is \(name)", wanted: "must be empty",
                fix: "Leave it out; the pod itself is meant then", reason: .forbidden, value: name, mend: .remove))
    }
}

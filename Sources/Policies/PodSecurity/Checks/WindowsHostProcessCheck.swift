import Documents
import Kubernetes

/// Processes must not run on a Windows host outside of containers.
struct WindowsHostProcessCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "windowsHostProcess", .baseline, "Processes must not run on a Windows host as its own.",
        fields: ["securityContext.windowsOptions.hostProcess"], .init(0, "false, unset", WindowsHostProcessCheck()))

    var fields: PodFields { .windowsOptions }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(HostRule.windowsProcess(pod.context, isOwn: false))
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(HostRule.windowsProcess(container.context, isOwn: true))
    }

    func words(_ offences: [Offence]) -> Words {
        let setters = offences.setters.joined(separator: " and ")
        return Words(
            reason: "hostProcess", detail: "\(setters) must not set securityContext.windowsOptions.hostProcess=true")
    }
}

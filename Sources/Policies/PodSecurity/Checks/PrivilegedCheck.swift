import Documents
import Kubernetes

/// Containers must not be privileged.
struct PrivilegedCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "privileged", .baseline, "Containers must not be privileged.", fields: ["securityContext.privileged"],
        .init(0, "false, unset", PrivilegedCheck()))

    var fields: PodFields { .privileged }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(PrivilegeRule.privileged(container.context))
    }

    func words(_ offences: [Offence]) -> Words {
        Words(reason: "privileged", detail: "\(offences.containerWords) must not set securityContext.privileged=true")
    }
}

import Documents
import Kubernetes

/// Processes must not gain more privileges than their parents have.
struct PrivilegeEscalationCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "allowPrivilegeEscalation", .restricted, "Processes must not gain more privileges than their parents have.",
        fields: ["securityContext.allowPrivilegeEscalation"],
        .init(8, "false", PrivilegeEscalationCheck(skipsWindows: false)),
        .init(25, "false; anything with os.name: windows", PrivilegeEscalationCheck(skipsWindows: true)))

    let skipsWindows: Bool

    var fields: PodFields { .allowPrivilegeEscalation }
    var required: PodFields { .allowPrivilegeEscalation }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if skipsWindows, pod.isForWindows { return }
        faults.add(PrivilegeRule.escalation(container.context))
    }

    func words(_ offences: [Offence]) -> Words {
        Words(
            reason: "allowPrivilegeEscalation != false",
            detail: "\(offences.containerWords) must set securityContext.allowPrivilegeEscalation=false")
    }
}

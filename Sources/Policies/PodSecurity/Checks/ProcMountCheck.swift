import Documents
import Kubernetes

/// `/proc` must keep its masks.
struct ProcMountCheck: PodSecurityCheck {
    static let baseline = PodSecurityControl(
        "procMount", .baseline, "The masks of /proc must stay.", fields: ["securityContext.procMount"],
        .init(0, "Default, unset", ProcMountCheck(sparesUserNamespaces: false)),
        .init(35, "Default, unset; anything with hostUsers: false", ProcMountCheck(sparesUserNamespaces: true)))

    static let restricted = PodSecurityControl(
        "procMount_restricted", .restricted, "The masks of /proc must stay, in user namespaces, too.",
        fields: ["securityContext.procMount"], replaces: "procMount",
        .init(35, "Default, unset", ProcMountCheck(sparesUserNamespaces: false)))

    let sparesUserNamespaces: Bool
    private let rule = ProcMountRule()

    init(sparesUserNamespaces: Bool) { self.sparesUserNamespaces = sparesUserNamespaces }

    var fields: PodFields { .procMount }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if sparesUserNamespaces, pod.hasUserNamespace { return }
        faults.add(rule.fault(container.context))
    }

    func words(_ offences: [Offence]) -> Words {
        let detail = "\(offences.containerWords) must not set securityContext.procMount to \(offences.values.quoted)"
        return Words(reason: "procMount", detail: detail)
    }
}

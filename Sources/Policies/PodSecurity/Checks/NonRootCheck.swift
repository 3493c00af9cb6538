import Admission
import Documents
import Kubernetes

/// Containers must promise not to be root.
struct NonRootCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "runAsNonRoot", .restricted, "Containers must not run as root, and say so themselves or by their pod.",
        fields: ["securityContext.runAsNonRoot"],
        .init(0, "true", NonRootCheck(sparesUserNamespaces: false)),
        .init(35, "true; anything with hostUsers: false", NonRootCheck(sparesUserNamespaces: true)))

    let sparesUserNamespaces: Bool

    var fields: PodFields { .runAsNonRoot }
    var required: PodFields { .runAsNonRoot }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if sparesUserNamespaces, pod.hasUserNamespace { return }
        faults.add(NonRootRule.flag(pod.context.runAsNonRoot, isOwn: false))
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if sparesUserNamespaces, pod.hasUserNamespace { return }
        let field = SecurityField(container.context.runAsNonRoot, pod.context.runAsNonRoot)
        if field.isAbsent {
            faults.append(NonRootRule.missingFlag)
        } else if field.isOwn {
            faults.add(NonRootRule.flag(field.value, isOwn: true))
        }
    }

    func words(_ offences: [Offence]) -> Words {
        let said = offences.filter { $0.fault.reason != .required }
        let detail =
            said.isEmpty
            ? "pod or \(offences.containerWords) must set securityContext.runAsNonRoot=true"
            : "\(said.setters.joined(separator: " and ")) must not set securityContext.runAsNonRoot=false"
        return Words(reason: "runAsNonRoot != true", detail: detail)
    }
}

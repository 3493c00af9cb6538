import Documents
import Kubernetes

/// Containers must not ask for root.
struct NonRootUserCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "runAsUser", .restricted, "Containers must not run as user 0.", fields: ["securityContext.runAsUser"],
        .init(23, "any but 0, unset", NonRootUserCheck(sparesUserNamespaces: false)),
        .init(35, "any but 0, unset; anything with hostUsers: false", NonRootUserCheck(sparesUserNamespaces: true)))

    let sparesUserNamespaces: Bool

    var fields: PodFields { .runAsUser }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if sparesUserNamespaces, pod.hasUserNamespace { return }
        faults.add(NonRootRule.user(pod.context.runAsUser, isOwn: false))
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if sparesUserNamespaces, pod.hasUserNamespace { return }
        faults.add(NonRootRule.user(container.context.runAsUser, isOwn: true))
    }

    func words(_ offences: [Offence]) -> Words {
        Words(reason: "runAsUser=0", detail: "\(offences.setters.joined(separator: " and ")) must not set runAsUser=0")
    }
}

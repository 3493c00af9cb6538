import Admission
import Documents
import Kubernetes

/// Seccomp must not be switched off.
struct BaselineSeccompCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "seccompProfile_baseline", .baseline, "Seccomp must not be switched off.",
        fields: [
            "securityContext.seccompProfile.type", "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]",
            "metadata.annotations[container.seccomp.security.alpha.kubernetes.io/*]",
        ],
        .init(0, "in annotations runtime/default, docker/default, localhost/*, unset", SeccompAnnotationsCheck()),
        .init(19, "RuntimeDefault, Localhost, unset", BaselineSeccompCheck()))

    private let rule = ProfileRule(field: "seccompProfile", types: ["RuntimeDefault", "Localhost"])

    var fields: PodFields { .seccompProfile }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(rule.fault(pod.context.seccompProfile, isOwn: false))
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(rule.fault(container.context.seccompProfile, isOwn: true))
    }

    func words(_ offences: [Offence]) -> Words {
        let setters = offences.setters.joined(separator: " and ")
        let values = offences.values.quoted
        return Words(
            reason: "seccompProfile",
            detail: "\(setters) must not set securityContext.seccompProfile.type to \(values)")
    }
}

/// Seccomp must not be switched off by annotations, as long as there were no fields.
private struct SeccompAnnotationsCheck: PodSecurityCheck {
    var fields: PodFields { .annotations }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        ProfileAnnotationRule.seccomp.check(pod.view, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let values = offences.values
        let list = values.joined(separator: ", ")
        return Words(
            reason: "seccompProfile", detail: "forbidden \(values.count.words("annotation", "annotations")) \(list)")
    }
}

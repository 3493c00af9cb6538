import Admission
import Documents
import Kubernetes

/// AppArmor's profile must not be switched off, neither by an annotation nor by the field that came after it.
struct AppArmorCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "appArmorProfile", .baseline, "AppArmor's default profile must not be replaced by none.",
        fields: [
            "securityContext.appArmorProfile.type",
            "metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]",
        ],
        .init(
            0, "RuntimeDefault, Localhost, unset; in annotations runtime/default, localhost/*, empty", AppArmorCheck()))

    private let rule = ProfileRule(field: "appArmorProfile", types: ["RuntimeDefault", "Localhost"])

    var fields: PodFields { [.appArmorProfile, .annotations] }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(rule.fault(pod.context.appArmorProfile, isOwn: false))
        ProfileAnnotationRule.appArmor.check(pod.view, &faults)
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        faults.add(rule.fault(container.context.appArmorProfile, isOwn: true))
    }

    func words(_ offences: [Offence]) -> Words {
        let annotations = offences.filter { $0.fault.base == .metadata }
        let values = offences.filter { $0.fault.base != .metadata }.values + annotations.values
        let noted = annotations.isEmpty ? [] : [annotations.count.words("annotation", "annotations")]
        let setters = (offences.setters + noted).joined(separator: " and ")
        return Words(
            reason: values.count.words("forbidden AppArmor profile", "forbidden AppArmor profiles"),
            detail: "\(setters) must not set AppArmor profile type to \(values.quoted)")
    }
}

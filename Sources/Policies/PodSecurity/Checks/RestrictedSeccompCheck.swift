import Admission
import Documents
import Kubernetes

/// Seccomp must be switched on.
struct RestrictedSeccompCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "seccompProfile_restricted", .restricted, "Seccomp must be switched on, by each container or its pod.",
        fields: ["securityContext.seccompProfile.type"], replaces: "seccompProfile_baseline",
        .init(19, "RuntimeDefault, Localhost", RestrictedSeccompCheck(skipsWindows: false)),
        .init(
            25, "RuntimeDefault, Localhost; anything with os.name: windows",
            RestrictedSeccompCheck(skipsWindows: true)))

    let skipsWindows: Bool
    private let rule = ProfileRule(field: "seccompProfile", types: ["RuntimeDefault", "Localhost"])

    init(skipsWindows: Bool) { self.skipsWindows = skipsWindows }

    var fields: PodFields { .seccompProfile }
    var required: PodFields { .seccompProfile }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if skipsWindows, pod.isForWindows { return }
        faults.add(rule.fault(pod.context.seccompProfile, isOwn: false))
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if skipsWindows, pod.isForWindows { return }
        let field = SecurityField(container.context.seccompProfile, pod.context.seccompProfile)
        if field.isAbsent {
            faults.append(rule.missing)
        } else if field.isOwn {
            faults.add(rule.fault(field.value, isOwn: true))
        }
    }

    func words(_ offences: [Offence]) -> Words {
        let said = offences.filter { $0.fault.value != nil }
        if !said.isEmpty { return BaselineSeccompCheck().words(said) }
        let wanted = "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
        return Words(reason: "seccompProfile", detail: "pod or \(offences.containerWords) \(wanted)")
    }
}

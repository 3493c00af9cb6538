import Documents
import Kubernetes

/// Only capabilities that container runtimes give anyway may be added.
struct BaselineCapabilitiesCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "capabilities_baseline", .baseline, "No capabilities may be added but those that runtimes give by default.",
        fields: ["securityContext.capabilities.add"],
        .init(0, allowed.joined(separator: ", "), BaselineCapabilitiesCheck()))

    private static let allowed = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]
    private let rule = CapabilityRule(allowed: allowed)

    var fields: PodFields { .capabilities }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        rule.added(container.context, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        Words(reason: "non-default capabilities", detail: CapabilityWords.added(offences))
    }
}

/// What both controls of capabilities say.
enum CapabilityWords {
    static func added(_ offences: [Offence]) -> String {
        "\(offences.containerWords) must not include \(offences.values.quoted) in securityContext.capabilities.add"
    }
}

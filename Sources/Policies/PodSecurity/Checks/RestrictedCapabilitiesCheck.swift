import Documents
import Kubernetes

/// All capabilities must be dropped, and only NET_BIND_SERVICE may be added.
struct RestrictedCapabilitiesCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "capabilities_restricted", .restricted, "All capabilities must be dropped; NET_BIND_SERVICE may be added.",
        fields: ["securityContext.capabilities.drop", "securityContext.capabilities.add"],
        replaces: "capabilities_baseline",
        .init(
            22, "drop has ALL; add has nothing but NET_BIND_SERVICE", RestrictedCapabilitiesCheck(skipsWindows: false)),
        .init(
            25, "drop has ALL; add has nothing but NET_BIND_SERVICE; anything with os.name: windows",
            RestrictedCapabilitiesCheck(skipsWindows: true)))

    let skipsWindows: Bool
    private let rule = CapabilityRule(allowed: ["NET_BIND_SERVICE"], dropped: ["ALL"])

    init(skipsWindows: Bool) { self.skipsWindows = skipsWindows }

    var fields: PodFields { .capabilities }
    var required: PodFields { .capabilities }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        if skipsWindows, pod.isForWindows { return }
        rule.notDropped(container.context, &faults)
        rule.added(container.context, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let added = offences.filter { $0.fault.path.dropFirst().first == "add" }
        let kept = offences.filter { $0.fault.path.dropFirst().first != "add" }
        let parts =
            (kept.isEmpty ? [] : ["\(kept.containerWords) must set securityContext.capabilities.drop=[\"ALL\"]"])
            + (added.isEmpty ? [] : [CapabilityWords.added(added)])
        return Words(reason: "unrestricted capabilities", detail: parts.joined(separator: "; "))
    }
}

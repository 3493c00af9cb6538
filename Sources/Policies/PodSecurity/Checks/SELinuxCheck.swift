import Documents
import Kubernetes

/// SELinux's labels may be only those of containers.
struct SELinuxCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "seLinuxOptions", .baseline, "SELinux types must be those of containers; users and roles must not be set.",
        fields: [
            "securityContext.seLinuxOptions.type", "securityContext.seLinuxOptions.user",
            "securityContext.seLinuxOptions.role",
        ],
        step(0, ["container_t", "container_init_t", "container_kvm_t"]),
        step(31, ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"]))

    private let rule: SELinuxRule

    private static func step(_ since: Int, _ types: [String]) -> PodSecurityControl.Step {
        .init(
            since, "type \(types.joined(separator: ", ")); no user, no role",
            SELinuxCheck(rule: SELinuxRule(types: types)))
    }

    var fields: PodFields { .seLinuxOptions }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        rule.check(pod.context.seLinuxOptions, isOwn: false, &faults)
    }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        rule.check(container.context.seLinuxOptions, isOwn: true, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let types = offences.filter { $0.fault.path.last == "type" }.values
        let parts =
            (types.isEmpty ? [] : ["\(types.count.words("type", "types")) \(types.quoted)"])
            + (offences.contains { $0.fault.path.last == "user" } ? ["user may not be set"] : [])
            + (offences.contains { $0.fault.path.last == "role" } ? ["role may not be set"] : [])
        let setters = offences.setters.joined(separator: " and ")
        return Words(
            reason: "seLinuxOptions",
            detail: "\(setters) set forbidden securityContext.seLinuxOptions: \(parts.joined(separator: "; "))")
    }
}

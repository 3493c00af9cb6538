import Admission
import Documents
import Kubernetes

/// Only kernel parameters that no other pod can feel may be set.
struct SysctlsCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "sysctls", .baseline, "Only kernel parameters that no other pod can feel may be set.",
        fields: ["securityContext.sysctls[*].name"], step(0), step(27), step(29), step(32), step(37))

    /// The parameters by the version that allowed them.
    private static let allowed: [(since: Int, names: [String])] = [
        (
            0,
            [
                "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
                "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
            ]
        ),
        (27, ["net.ipv4.ip_local_reserved_ports"]),
        (
            29,
            [
                "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
                "net.ipv4.tcp_keepalive_probes",
            ]
        ),
        (32, ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
        (37, ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"]),
    ]

    /// Those of the newest version.
    static var safe: [String] { allowed.flatMap(\.names) }

    private let rule: SysctlRule

    private static func step(_ since: Int) -> PodSecurityControl.Step {
        let names = allowed.filter { $0.since <= since }.flatMap(\.names)
        let check = SysctlsCheck(rule: SysctlRule(allowed: names.map { NamePattern($0) }))
        return .init(since, names.joined(separator: ", "), check)
    }

    var fields: PodFields { .sysctls }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) { rule.check(pod.context, &faults) }

    func words(_ offences: [Offence]) -> Words {
        Words(reason: "forbidden sysctls", detail: offences.compactMap(\.fault.value).joined(separator: ", "))
    }
}

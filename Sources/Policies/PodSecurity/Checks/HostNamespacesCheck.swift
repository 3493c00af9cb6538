import Documents
import Kubernetes

/// The host's namespaces must not be shared.
struct HostNamespacesCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "hostNamespaces", .baseline, "The host's network, processes and IPC must not be shared.",
        fields: ["hostNetwork", "hostPID", "hostIPC"], .init(0, "false, unset", HostNamespacesCheck()))

    var fields: PodFields { .hostNamespaces }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        guard let spec = pod.view.spec else { return }
        for name in HostRule.namespaces { faults.add(HostRule.namespace(name, spec)) }
    }

    func words(_ offences: [Offence]) -> Words {
        Words(reason: "host namespaces", detail: offences.compactMap(\.fault.value).joined(separator: ", "))
    }
}

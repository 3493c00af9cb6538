import Documents
import Kubernetes

/// Ports of the host must not be taken.
struct HostPortsCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "hostPorts", .baseline, "Ports of the host must not be taken.", fields: ["ports[*].hostPort"],
        .init(0, "0, unset", HostPortsCheck()))

    var fields: PodFields { .ports }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        HostRule.ports(container.json, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let uses = offences.containers.count.words("uses", "use")
        let ports = offences.values
        let list = "\(ports.count.words("hostPort", "hostPorts")) \(ports.joined(separator: ", "))"
        return Words(reason: "hostPort", detail: "\(offences.containerWords) \(uses) \(list)")
    }
}

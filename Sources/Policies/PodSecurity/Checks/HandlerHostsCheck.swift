import Documents
import Kubernetes

/// Probes and hooks must not name a host.
struct HandlerHostsCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "hostProbesAndHostLifecycle", .baseline, "Probes and hooks must go to the pod itself.",
        fields: [
            "livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop",
        ].flatMap { ["\($0).httpGet.host", "\($0).tcpSocket.host"] }, .init(34, "empty, unset", HandlerHostsCheck()))

    var fields: PodFields { .handlers }

    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {
        HandlerHostRule.check(container.json, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let names = Set(offences.containers).sorted()
        let hosts = offences.values
        let subject =
            "\(names.count.words("container", "containers")) \(names.quoted) \(names.count.words("uses", "use"))"
        let list = "\(hosts.count.words("probe or lifecycle host", "probe or lifecycle hosts")) \(hosts.quoted)"
        return Words(reason: "probe or lifecycle host", detail: "\(subject) \(list)")
    }
}

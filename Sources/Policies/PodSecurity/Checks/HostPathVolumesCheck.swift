import Documents
import Kubernetes

/// Volumes must not be of the host's files.
struct HostPathVolumesCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "hostPathVolumes", .baseline, "The host's files must not be mounted.", fields: ["volumes[*].hostPath"],
        .init(0, "unset", HostPathVolumesCheck()))

    var fields: PodFields { .volumes }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        guard let spec = pod.view.spec else { return }
        VolumeRule.hostPaths(spec, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let names = offences.volumes
        return Words(reason: "hostPath volumes", detail: "\(names.count.words("volume", "volumes")) \(names.quoted)")
    }
}

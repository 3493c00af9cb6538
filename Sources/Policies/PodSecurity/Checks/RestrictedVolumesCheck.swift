import Documents
import Kubernetes

/// Volumes must be of kinds that need no trust in who writes the pod.
struct RestrictedVolumesCheck: PodSecurityCheck {
    static let control = PodSecurityControl(
        "restrictedVolumes", .restricted, "Volumes must be of kinds that need no trust in who writes the pod.",
        fields: ["volumes[*]"], replaces: "hostPathVolumes",
        .init(0, kinds.joined(separator: ", "), RestrictedVolumesCheck()))

    private static let kinds = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
        "secret",
    ]

    var fields: PodFields { .volumes }

    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {
        guard let spec = pod.view.spec else { return }
        VolumeRule.check(spec, allowed: Self.kinds, &faults)
    }

    func words(_ offences: [Offence]) -> Words {
        let (names, kinds) = (offences.volumes, offences.values)
        let subject = "\(names.count.words("volume", "volumes")) \(names.quoted) \(names.count.words("uses", "use"))"
        let list = "\(kinds.count.words("restricted volume type", "restricted volume types")) \(kinds.quoted)"
        return Words(reason: "restricted volume types", detail: "\(subject) \(list)")
    }
}

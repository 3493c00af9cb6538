import Admission
import Documents
import Kubernetes

/// An absolute path of the host, by its segments.
struct HostPath: Equatable {
    let segments: [Substring]

    /// Nil for a relative path, and for one that climbs.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        segments = text.split(separator: "/").filter { $0 != "." }
        if segments.contains("..") { return nil }
    }

    /// This is the other, or lies below it.
    func isWithin(_ other: HostPath) -> Bool { segments.starts(with: other.segments) }

    /// The sockets of container runtimes. `/var/run` is `/run` on every node of today.
    static let sockets: [HostPath] = [
        "docker.sock", "dockershim.sock", "cri-dockerd.sock", "containerd/containerd.sock", "crio/crio.sock",
        "podman/podman.sock", "k3s/containerd/containerd.sock",
    ].flatMap { ["/run/" + $0, "/var/run/" + $0] }.compactMap(HostPath.init)
}

/// Which files of the host pods may mount.
struct HostPathRule {
    /// What they may.
    let grants: [HostPathGrant]
    /// The names of the volumes that some container mounts so that it can write to them.
    private let written: Set<String>

    /// - Parameter containers: those whose mounts are looked at.
    init(grants: [HostPathGrant], _ containers: [ContainerView]) {
        self.grants = grants
        let isMinded = grants.contains { !$0.writable }
        written = isMinded ? Set(containers.flatMap(Self.written)) : []
    }

    private static func written(by container: ContainerView) -> [String] {
        (container.json["volumeMounts"]?.elements).map(Array.init)?.compactMap { mount in
            mount["readOnly"]?.bool == true ? nil : mount["name"]?.string
        } ?? []
    }

    /// The volumes that are none of what is granted, and the mounts that can write where they must not.
    func check(_ spec: JSON, _ faults: inout [SecurityFault]) {
        VolumeRule.walk(spec, &faults) { volume, position, faults in
            switch volume.objectField("hostPath") {
            case .absent: return
            case .malformed(let found, let wanted):
                faults.append(
                    SecurityFault(["volumes", String(position), "hostPath"], of: .owner, isOwn: false, found, wanted))
            case .found(let source): judge(source, volume, position, &faults)
            }
        }
    }

    private func judge(_ source: JSON, _ volume: JSON, _ position: Int, _ faults: inout [SecurityFault]) {
        let text = source["path"]?.string ?? ""
        guard let path = HostPath(text) else {
            return faults.append(fault(position, text, "must be an absolute path without \"..\""))
        }
        if HostPath.sockets.contains(where: { $0.isWithin(path) }) {
            return faults.append(fault(position, text, "must not lead to the socket of a container runtime"))
        }
        let held = grants(of: path)
        guard !held.isEmpty else {
            let wanted =
                grants.isEmpty
                ? "no file of the host may be mounted"
                : "must be within \(grants.map(\.path).joined(separator: " or "))"
            return faults.append(fault(position, text, wanted))
        }
        if !held.contains(where: \.writable), written.contains(volume["name"]?.string ?? "") {
            faults.append(fault(position, text, "must be mounted with readOnly: true by every container"))
        }
    }

    /// The volumes of a pod that is there, which may be read and which new containers can write to.
    func checkMounts(_ spec: JSON, _ faults: inout [SecurityFault]) {
        if written.isEmpty { return }
        VolumeRule.walk(spec, &faults) { volume, position, faults in
            let text = volume["hostPath"]?["path"]?.string ?? ""
            guard let path = HostPath(text), written.contains(volume["name"]?.string ?? "") else { return }
            let held = grants(of: path)
            if held.isEmpty || held.contains(where: \.writable) { return }
            faults.append(fault(position, text, "must be mounted with readOnly: true by every container"))
        }
    }

    private func grants(of path: HostPath) -> [HostPathGrant] {
        grants.filter { HostPath($0.path).map(path.isWithin) ?? false }
    }

    private func fault(_ position: Int, _ path: String, _ wanted: String) -> SecurityFault {
        SecurityFault(
            ["volumes", String(position), "hostPath", "path"], of: .owner, isOwn: false,
            found: path.isEmpty ? "is missing" : "is \(path)", wanted: wanted, reason: .forbidden, value: path)
    }
}

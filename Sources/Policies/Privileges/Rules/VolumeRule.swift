import Admission
import Documents
import Kubernetes

/// Which kinds of volumes pods may have.
enum VolumeRule {
    /// Volumes of other kinds than the allowed ones. A volume that says nothing of its kind is an `emptyDir`.
    static func check(_ spec: JSON, allowed: [String], _ faults: inout [SecurityFault]) {
        walk(spec, &faults) { volume, position, faults in
            for source in volume.members where !source.value.isNull && !source.key.equals("name") {
                if allowed.contains(where: source.key.equals) { continue }
                faults.append(forbidden(source.name, volume, position, "must be of another kind"))
            }
        }
    }

    /// Volumes of the host's files.
    static func hostPaths(_ spec: JSON, _ faults: inout [SecurityFault]) {
        walk(spec, &faults) { volume, position, faults in
            guard let source = volume["hostPath"], !source.isNull else { return }
            faults.append(forbidden("hostPath", volume, position, "must not be"))
        }
    }

    /// Walks over the volumes.
    static func walk(
        _ spec: JSON, _ faults: inout [SecurityFault],
        _ body: (_ volume: JSON, _ position: Int, _ faults: inout [SecurityFault]) -> Void
    ) {
        faults.walk(spec.listField("volumes"), ListPlace(path: ["volumes"], base: .owner, isOwn: false), body)
    }

    private static func forbidden(_ kind: String, _ volume: JSON, _ position: Int, _ wanted: String) -> SecurityFault {
        var fault = SecurityFault(
            ["volumes", String(position), kind], of: .owner, isOwn: false, found: "is there", wanted: wanted,
            reason: .forbidden, value: kind)
        fault.volume = volume["name"]?.string ?? ""
        return fault
    }
}

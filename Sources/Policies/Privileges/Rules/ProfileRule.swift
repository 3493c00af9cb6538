import Admission
import Documents
import Kubernetes

/// Which profiles of seccomp or AppArmor may confine containers: fields with a `type`, and the name of a local profile.
struct ProfileRule: Sendable {
    /// The field of the security context.
    let field: String
    /// The types that are allowed.
    var types: [String]
    /// The names that a profile of type `Localhost` may have; if none, any.
    var localhost: [NamePattern] = []

    /// What is wrong with a profile; nothing with one that is not there.
    func fault(_ profile: FieldValue<JSON>, isOwn: Bool) -> SecurityFault? {
        switch profile {
        case .absent: return nil
        case .malformed(let found, let wanted): return SecurityFault([field], isOwn: isOwn, found, wanted)
        case .found(let profile):
            guard let type = profile["type"], types.contains(where: type.equals) else {
                return strayType(profile["type"], isOwn)
            }
            return localhost.isEmpty || !type.equals("Localhost") ? nil : strayName(profile, isOwn)
        }
    }

    /// The profile is said neither by a container nor by its pod.
    var missing: SecurityFault {
        SecurityFault(
            [field], isOwn: true, found: "is missing", wanted: "must be of type \(list)",
            fix: "Set it here, or in the pod's securityContext for all containers", reason: .required,
            mend: standard.map { .set(["type": $0]) })
    }

    /// The type that asks for nothing more, if it is allowed.
    private var standard: JSONValue? { types.contains("RuntimeDefault") ? "RuntimeDefault" : nil }

    private var list: String { types.joined(separator: " or ") }

    private func strayType(_ type: JSON?, _ isOwn: Bool) -> SecurityFault {
        let path = [field, "type"]
        guard let type, !type.isNull else {
            return SecurityFault(
                path, isOwn: isOwn, found: "is missing", wanted: "must be \(list)", reason: .required, value: "",
                mend: standard.map { .set($0) })
        }
        guard let name = type.string else {
            return SecurityFault(path, isOwn: isOwn, "is \(type.typeName)", "a string")
        }
        return SecurityFault(
            path, isOwn: isOwn, found: "is \(name)", wanted: "must be \(list)", reason: .forbidden, value: name,
            mend: standard.map { .set($0) })
    }

    private func strayName(_ profile: JSON, _ isOwn: Bool) -> SecurityFault? {
        let path = [field, "localhostProfile"]
        let wanted = "must be \(localhost.map(\.description).joined(separator: " or "))"
        switch profile.stringField("localhostProfile") {
        case .malformed(let found, let wanted): return SecurityFault(path, isOwn: isOwn, found, wanted)
        case .absent: return SecurityFault(path, isOwn: isOwn, found: "is missing", wanted: wanted, reason: .required)
        case .found(let name) where localhost.contains { $0.matches(name) }: return nil
        case .found(let name):
            return SecurityFault(path, isOwn: isOwn, found: "is \(name)", wanted: wanted, value: name)
        }
    }
}

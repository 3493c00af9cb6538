import Admission
import Documents
import Kubernetes

/// Which labels of SELinux containers may choose; the empty text is as good as none.
struct SELinuxRule: Sendable {
    /// The types.
    var types: [String]
    /// The users.
    var users: [String] = []
    /// The roles.
    var roles: [String] = []

    /// What is wrong with the options of one context.
    func check(_ options: FieldValue<JSON>, isOwn: Bool, _ faults: inout [SecurityFault]) {
        switch options {
        case .absent: return
        case .malformed(let found, let wanted):
            faults.append(SecurityFault(["seLinuxOptions"], isOwn: isOwn, found, wanted))
        case .found(let options):
            faults.add(fault("type", options, types, isOwn))
            faults.add(fault("user", options, users, isOwn))
            faults.add(fault("role", options, roles, isOwn))
        }
    }

    private func fault(_ name: StaticString, _ options: JSON, _ allowed: [String], _ isOwn: Bool) -> SecurityFault? {
        let path = ["seLinuxOptions", "\(name)"]
        switch options.textField(name) {
        case .absent: return nil
        case .malformed(let found, let wanted): return SecurityFault(path, isOwn: isOwn, found, wanted)
        case .found(let value):
            if value.equals("") || allowed.contains(where: value.equals) { return nil }
            let text = value.string ?? ""
            return SecurityFault(
                path, isOwn: isOwn, found: "is \(text)",
                wanted: allowed.isEmpty ? "must not be set" : "must be \(allowed.joined(separator: " or "))",
                fix: "Leave it out", reason: .forbidden, value: text, mend: .remove)
        }
    }
}

import Admission
import Documents
import Kubernetes

/// Which capabilities containers may add, and which they must drop.
struct CapabilityRule: Sendable {
    /// What they may add, without `CAP_`, in capitals.
    var allowed: [String]
    /// What they must drop; `ALL` drops all.
    var dropped: [String] = []

    /// What a container adds to its capabilities without being allowed to.
    func added(_ own: SecurityContext, _ faults: inout [SecurityFault]) {
        guard let added = list("add", own, &faults), added.count > 0 else { return }
        for (position, capability) in added.elements.enumerated() where !allowed.contains(where: capability.equals) {
            faults.append(stray(capability, at: position))
        }
    }

    /// What a container does not drop of its capabilities though it must.
    func notDropped(_ own: SecurityContext, _ faults: inout [SecurityFault]) {
        guard !dropped.isEmpty, own.json?["capabilities"]?["drop"]?[0]?.equals("ALL") != true else { return }
        let count = faults.count
        let list = list("drop", own, &faults)
        guard faults.count == count else { return }
        let kept = dropped.filter { wanted in
            !(list?.elements.contains { $0.equals("ALL") || $0.equals(wanted) } ?? false)
        }
        guard !kept.isEmpty else { return }
        let names = kept.joined(separator: ", ")
        faults.append(
            SecurityFault(
                ["capabilities", "drop"], isOwn: true, found: list == nil ? "is missing" : "lacks \(names)",
                wanted: "must have \(names)", fix: "Add what is missing to the list",
                reason: list == nil ? .required : .invalid,
                mend: kept.count == 1 && list != nil
                    ? .append(.string(kept[0])) : .set(.array(dropped.map { .string($0) }))))
    }

    /// A list of capabilities, or nil where there is none; one that is no list is a fault.
    private func list(_ name: StaticString, _ own: SecurityContext, _ faults: inout [SecurityFault]) -> JSON? {
        switch own.capabilities {
        case .absent: return nil
        case .malformed(let found, let wanted):
            faults.append(SecurityFault(["capabilities"], isOwn: true, found, wanted))
            return nil
        case .found(let capabilities):
            if case .malformed(let found, let wanted) = capabilities.listField(name) {
                faults.append(SecurityFault(["capabilities", "\(name)"], isOwn: true, found, wanted))
            }
            return capabilities.listField(name).value
        }
    }

    private func stray(_ capability: JSON, at position: Int) -> SecurityFault {
        let path = ["capabilities", "add", String(position)]
        guard let name = capability.string else {
            return SecurityFault(path, isOwn: true, "is \(capability.typeName)", "a string")
        }
        return SecurityFault(
            path, isOwn: true, found: "is \(name)",
            wanted: allowed.isEmpty
                ? "no capability may be added" : "only \(allowed.joined(separator: ", ")) may be added",
            fix: "Remove it", reason: .forbidden, value: name, mend: .remove)
    }
}

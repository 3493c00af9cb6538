import Admission
import Documents
import Kubernetes

/// A field that is not as it must be, of a container or of its pod.
struct SecurityFault: Sendable {
    /// Where a path begins.
    enum Base: Sendable {
        /// The security context, a container's or a pod's.
        case securityContext
        /// The container itself, or the pod's spec.
        case owner
        /// The pod's metadata.
        case metadata
    }

    /// Where the path begins.
    let base: Base
    /// Leads to the field.
    let path: [String]
    /// The mend belongs to the container, not to its pod.
    let isOwn: Bool
    /// As in `Finding`.
    let found: String
    /// As in `Finding`.
    let wanted: String
    /// As in `Finding`.
    var fix: String?
    /// As in `Finding`.
    let reason: Finding.Reason
    /// The forbidden value by itself, for messages that list values; nil where none was found.
    let value: String?
    /// As in `Finding`.
    var mend: Finding.Mend?
    /// Name of the volume that is at fault, if one is.
    var volume: String?

    init(
        _ path: [String], of base: Base = .securityContext, isOwn: Bool, found: String, wanted: String,
        fix: String? = nil, reason: Finding.Reason = .invalid, value: String? = nil, mend: Finding.Mend? = nil
    ) {
        self.base = base
        self.path = path
        self.isOwn = isOwn
        self.found = found
        self.wanted = wanted
        self.fix = fix
        self.reason = reason
        self.value = value
        self.mend = mend
    }

    /// A context that is no object; nil for one that is, and for none.
    init?(_ context: FieldValue<JSON>, isOwn: Bool) {
        guard case .malformed(let found, let wanted) = context else { return nil }
        self.init([], isOwn: isOwn, found, wanted)
    }

    /// A field of the wrong type, in the words of `FieldValue`.
    init(_ path: [String], of base: Base = .securityContext, isOwn: Bool, _ found: String, _ wanted: String) {
        self.init(path, of: base, isOwn: isOwn, found: found, wanted: "must be \(wanted)", reason: .wrongType)
    }

    /// What a container suffers from, as others need to hear it.
    func finding(_ container: ContainerView?, _ pod: PodView) -> Finding {
        let container = isOwn ? container : nil
        var finding = Finding(
            place(container, pod).appending(Pointer(path)), container: container?.name, found: found, wanted: wanted,
            fix: fix, reason: reason)
        finding.mend = mend
        return finding
    }

    private func place(_ container: ContainerView?, _ pod: PodView) -> Pointer {
        switch base {
        case .securityContext: container?.pointer("securityContext") ?? pod.pointer("securityContext")
        case .owner: container?.pointer ?? pod.pointer()
        case .metadata: pod.pointer.appending("metadata")
        }
    }
}

extension FindingList {
    /// Adds a fault that a container suffers from, once for all containers if it is the pod's.
    mutating func add(_ fault: SecurityFault?, _ container: ContainerView?, _ pod: PodView) {
        if let fault { add(fault.finding(container, pod)) }
    }
}

/// Where a list of objects stands, for the faults of lists and elements that are none.
struct ListPlace {
    let path: [String]
    var base = SecurityFault.Base.securityContext
    let isOwn: Bool

    /// The path to an element's field.
    func path(_ position: Int, _ field: String...) -> [String] { path + [String(position)] + field }
}

extension [SecurityFault] {
    /// Adds a fault, if there is one.
    mutating func add(_ fault: SecurityFault?) {
        if let fault { append(fault) }
    }

    /// Walks over a list of objects; something else is a fault.
    mutating func walk(
        _ list: FieldValue<JSON>, _ place: @autoclosure () -> ListPlace,
        _ body: (_ element: JSON, _ position: Int, _ faults: inout [SecurityFault]) -> Void
    ) {
        switch list {
        case .absent: return
        case .malformed(let found, let wanted):
            append(SecurityFault(place().path, of: place().base, isOwn: place().isOwn, found, wanted))
        case .found(let list):
            for (position, element) in list.elements.enumerated() {
                if element.kind == .object {
                    body(element, position, &self)
                } else {
                    let path = place().path(position)
                    let found = "is \(element.typeName)"
                    append(SecurityFault(path, of: place().base, isOwn: place().isOwn, found, "an object"))
                }
            }
        }
    }
}

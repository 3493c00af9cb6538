import Admission
import Documents
import Kubernetes

/// The security context that a container works under: its own fields, and its pod's where it has none
/// (`securitycontext.DetermineEffectiveSecurityContext`).
struct SecurityContext {
    /// A field, and where it comes from.
    struct Field<Value: Sendable> {
        /// What counts for the container.
        let value: FieldValue<Value>
        /// It stands in the container's own context, not in the pod's.
        let isOwn: Bool

        /// Neither the container nor the pod has one.
        var isAbsent: Bool {
            if case .absent = value { true } else { false }
        }
    }

    /// The container's own.
    let own: FieldValue<JSON>
    /// The pod's.
    let shared: FieldValue<JSON>

    /// A member that is a boolean.
    func bool(_ name: StaticString) -> Field<Bool> { field { $0.boolField(name) } }

    /// A member that is an integer.
    func int(_ name: StaticString) -> Field<Int64> { field { $0.intField(name) } }

    /// The user that a container on Windows runs as.
    var windowsUserName: Field<String> {
        field { $0["windowsOptions"]?.stringField("runAsUserName") ?? .absent }
    }

    /// A context that is no object, so that its fields can't be read.
    var fault: SecurityFault? {
        if case .malformed(let found, let wanted) = own { return SecurityFault([], isOwn: true, found, wanted) }
        if case .malformed(let found, let wanted) = shared { return SecurityFault([], isOwn: false, found, wanted) }
        return nil
    }

    @inline(__always)
    private func field<Value>(_ read: (JSON) -> FieldValue<Value>) -> Field<Value> {
        if case .found(let own) = own {
            let value = read(own)
            if case .absent = value {} else { return Field(value: value, isOwn: true) }
        }
        return Field(value: shared.value.map(read) ?? .absent, isOwn: false)
    }
}

extension PodView {
    /// The pod says that it runs on Windows, where it may have no `runAsUser`, `runAsGroup`, `fsGroup` and
    /// `supplementalGroups` (`core/validation`, validateWindows).
    var isForWindows: Bool { spec?["os"]?["name"]?.equals("windows") ?? false }
}

/// A field of a security context that is not as it must be.
struct SecurityFault {
    /// Leads from the security context to the field.
    let path: [String]
    /// The mend belongs to the container's own context, not to the pod's.
    let isOwn: Bool
    /// As in `Finding`.
    let found: String
    /// As in `Finding`.
    let wanted: String
    /// As in `Finding`.
    var fix: String?
    /// As in `Finding`.
    let reason: Finding.Reason

    init(
        _ path: [String], isOwn: Bool, found: String, wanted: String, fix: String? = nil,
        reason: Finding.Reason = .invalid
    ) {
        self.path = path
        self.isOwn = isOwn
        self.found = found
        self.wanted = wanted
        self.fix = fix
        self.reason = reason
    }

    /// A field of the wrong type, in the words of `FieldValue`.
    init(_ path: [String], isOwn: Bool, _ found: String, _ wanted: String) {
        self.init(path, isOwn: isOwn, found: found, wanted: "must be \(wanted)", reason: .wrongType)
    }
}

extension [Finding] {
    /// Adds a fault that a container suffers from, once for all containers if it is the pod's.
    mutating func add(_ fault: SecurityFault?, _ container: ContainerView, _ pod: PodView) {
        guard let fault else { return }
        let place = fault.isOwn ? container.pointer("securityContext") : pod.pointer("securityContext")
        let finding = Finding(
            place.appending(Pointer(fault.path)), container: fault.isOwn ? container.name : nil, found: fault.found,
            wanted: fault.wanted, fix: fault.fix, reason: fault.reason)
        if !contains(finding) { append(finding) }
    }
}

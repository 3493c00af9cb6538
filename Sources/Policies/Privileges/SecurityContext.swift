import Admission
import Documents
import Kubernetes

/// The fields of one security context, a container's or a pod's, that say who a process is.
struct SecurityContext {
    /// The context, if it is an object.
    let json: JSON?
    let runAsNonRoot: FieldValue<Bool>
    let runAsUser: FieldValue<Int64>
    /// `windowsOptions.runAsUserName`.
    let windowsUserName: FieldValue<String>

    /// Reads the fields; a context of the wrong type has none.
    init(_ field: FieldValue<JSON>) {
        json = field.value
        runAsNonRoot = json?.boolField("runAsNonRoot") ?? .absent
        runAsUser = json?.intField("runAsUser") ?? .absent
        windowsUserName = json?["windowsOptions"]?.stringField("runAsUserName") ?? .absent
    }

    var runAsGroup: FieldValue<Int64> { json?.intField("runAsGroup") ?? .absent }
    var fsGroup: FieldValue<Int64> { json?.intField("fsGroup") ?? .absent }
    var supplementalGroups: FieldValue<JSON> { json?.listField("supplementalGroups") ?? .absent }
}

/// A field that counts for a container: its own, and its pod's where it has none
/// (`securitycontext.DetermineEffectiveSecurityContext`).
struct SecurityField<Value: Sendable> {
    /// What was found.
    let value: FieldValue<Value>
    /// It stands in the container's own context, not in the pod's.
    let isOwn: Bool

    @inline(__always)
    init(_ own: FieldValue<Value>, _ shared: FieldValue<Value>) {
        if case .absent = own { (value, isOwn) = (shared, false) } else { (value, isOwn) = (own, true) }
    }

    /// Neither the container nor the pod has one.
    var isAbsent: Bool {
        if case .absent = value { true } else { false }
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

    /// A context that is no object; nil for one that is, and for none.
    init?(_ context: FieldValue<JSON>, isOwn: Bool) {
        guard case .malformed(let found, let wanted) = context else { return nil }
        self.init([], isOwn: isOwn, found, wanted)
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

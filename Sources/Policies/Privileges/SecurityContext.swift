import Admission
import Documents
import Kubernetes

/// The fields of one security context, a container's or a pod's, that say who a process is and what it may do.
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
    var privileged: FieldValue<Bool> { json?.boolField("privileged") ?? .absent }
    var allowPrivilegeEscalation: FieldValue<Bool> { json?.boolField("allowPrivilegeEscalation") ?? .absent }
    var readOnlyRootFilesystem: FieldValue<Bool> { json?.boolField("readOnlyRootFilesystem") ?? .absent }
    var capabilities: FieldValue<JSON> { json?.objectField("capabilities") ?? .absent }
    var procMount: FieldValue<JSON> { json?.textField("procMount") ?? .absent }
    var seccompProfile: FieldValue<JSON> { json?.objectField("seccompProfile") ?? .absent }
    var appArmorProfile: FieldValue<JSON> { json?.objectField("appArmorProfile") ?? .absent }
    var seLinuxOptions: FieldValue<JSON> { json?.objectField("seLinuxOptions") ?? .absent }
    var windowsOptions: FieldValue<JSON> { json?.objectField("windowsOptions") ?? .absent }
    var sysctls: FieldValue<JSON> { json?.listField("sysctls") ?? .absent }
}

extension JSON {
    /// A member that is a string, as it stands in the document: comparing it copies nothing.
    func textField(_ name: StaticString) -> FieldValue<JSON> {
        guard let member = self[name], !member.isNull else { return .absent }
        if member.kind == .string { return .found(member) }
        return .malformed(found: "is \(member.typeName)", wanted: "a string")
    }
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

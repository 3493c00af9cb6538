import Documents

/// Fields that controls read, wherever they stand: in a pod's spec, in a container, or in a security context.
struct PodFields: OptionSet, Sendable {
    let rawValue: UInt64

    static let privileged = PodFields("privileged")
    static let allowPrivilegeEscalation = PodFields("allowPrivilegeEscalation")
    static let capabilities = PodFields("capabilities")
    static let procMount = PodFields("procMount")
    static let seccompProfile = PodFields("seccompProfile")
    static let appArmorProfile = PodFields("appArmorProfile")
    static let seLinuxOptions = PodFields("seLinuxOptions")
    static let windowsOptions = PodFields("windowsOptions")
    static let runAsNonRoot = PodFields("runAsNonRoot")
    static let runAsUser = PodFields("runAsUser")
    static let sysctls = PodFields("sysctls")
    static let hostNamespaces: PodFields = [
        PodFields("hostNetwork"), PodFields("hostPID"), PodFields("hostIPC"),
    ]
    static let hostUsers = PodFields("hostUsers")
    static let os = PodFields("os")
    static let volumes = PodFields("volumes")
    static let ports = PodFields("ports")
    static let handlers: PodFields = [
        PodFields("livenessProbe"), PodFields("readinessProbe"), PodFields("startupProbe"), PodFields("lifecycle"),
    ]
    static let annotations = PodFields("annotations")

    /// Those that a pod's context has for containers whose own context lacks them.
    static let inherited: PodFields = [.runAsNonRoot, .seccompProfile]

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Those that an object has.
    init(of object: JSON?) { rawValue = object?.members(among: Self.names) ?? 0 }

    private init(_ name: String) {
        rawValue = Self.all.firstIndex { "\($0)" == name }.map { 1 << UInt64($0) } ?? 0
    }

    private static let all: [StaticString] = [
        "privileged", "allowPrivilegeEscalation", "capabilities", "procMount", "seccompProfile", "appArmorProfile",
        "seLinuxOptions", "windowsOptions", "runAsNonRoot", "runAsUser", "sysctls", "hostNetwork", "hostPID", "hostIPC",
        "hostUsers", "os", "volumes", "ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
        "annotations",
    ]
    private static let names = NameSet(all)
}

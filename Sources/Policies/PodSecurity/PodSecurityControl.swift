/// A control of the Pod Security Standards, with all that changed in it over the versions.
package struct PodSecurityControl: Sendable {
    /// What the control is from one version on.
    package struct Step: Sendable {
        /// The minor version of Kubernetes that it begins with.
        package let since: Int
        /// What is allowed, in a few words.
        package let allowed: String
        let check: any PodSecurityCheck

        init(_ since: Int, _ allowed: String, _ check: any PodSecurityCheck) {
            self.since = since
            self.allowed = allowed
            self.check = check
        }
    }

    /// Its name in the API server's own admission plugin.
    package let id: String
    /// The level that it belongs to.
    package let level: PodSecurityLevel
    /// What it wants, a sentence.
    package let summary: String
    /// The fields that it reads, as people write them.
    package let fields: [String]
    /// The control of the level below whose place it takes.
    package let replaces: String?
    /// In the order of their versions.
    package let steps: [Step]

    init(
        _ id: String, _ level: PodSecurityLevel, _ summary: String, fields: [String], replaces: String? = nil,
        _ steps: Step...
    ) {
        self.id = id
        self.level = level
        self.summary = summary
        self.fields = fields
        self.replaces = replaces
        self.steps = steps
    }

    /// What it is in a version; nil before its first.
    package func step(in version: PodSecurityVersion) -> Step? { steps.last { $0.since <= version.effective } }
}

/// All controls.
package enum PodSecurityControls {
    /// Baseline first, then restricted, each by name: the order of messages.
    package static let all: [PodSecurityControl] = [
        AppArmorCheck.control, BaselineCapabilitiesCheck.control, HostNamespacesCheck.control,
        HostPathVolumesCheck.control, HostPortsCheck.control, HandlerHostsCheck.control, PrivilegedCheck.control,
        ProcMountCheck.baseline, SELinuxCheck.control, BaselineSeccompCheck.control, SysctlsCheck.control,
        WindowsHostProcessCheck.control, PrivilegeEscalationCheck.control, RestrictedCapabilitiesCheck.control,
        ProcMountCheck.restricted, RestrictedVolumesCheck.control, NonRootCheck.control, NonRootUserCheck.control,
        RestrictedSeccompCheck.control,
    ]

    /// The controls that hold for a level and a version, in the order of messages. A restricted control that takes the
    /// place of a baseline one does so from its first version on.
    package static func inForce(
        _ level: PodSecurityLevel, _ version: PodSecurityVersion
    ) -> [(control: PodSecurityControl, step: PodSecurityControl.Step)] {
        let held = all.filter { $0.level <= level && $0.step(in: version) != nil }
        let replaced = held.compactMap(\.replaces)
        return held.compactMap { control in
            guard !replaced.contains(control.id), let step = control.step(in: version) else { return nil }
            return (control, step)
        }
    }

    /// The checks that hold for a standard, found without a search.
    static func checks(_ standard: PodSecurityStandard) -> ActiveChecks {
        table[standard.level.rank][standard.version.effective]
    }

    private static let table: [[ActiveChecks]] = PodSecurityLevel.allCases.map { level in
        (0...PodSecurityVersion.newest).map { minor in
            ActiveChecks(inForce(level, PodSecurityVersion(minor: minor)).map { $0.step.check })
        }
    }
}

/// The checks in force, with the fields that say which of them need be asked at all.
struct ActiveChecks: Sendable {
    /// The fields that one check reads.
    struct Fields: Sendable {
        let read: PodFields
        let required: PodFields

        /// The check may have something to say of a pod that has some fields.
        @inline(__always)
        func concern(_ pod: PodFields) -> Bool { !read.isDisjoint(with: pod) }

        /// The check may have something to say of a container that has some fields, and others by its pod.
        @inline(__always)
        func concern(_ own: PodFields, _ present: PodFields) -> Bool {
            !read.isDisjoint(with: own) || !required.isSubset(of: present)
        }
    }

    /// The checks, in the order of messages.
    let all: [any PodSecurityCheck]
    /// The fields of each.
    let fields: [Fields]

    init(_ all: [any PodSecurityCheck]) {
        self.all = all
        fields = all.map { Fields(read: $0.fields, required: $0.required) }
    }
}

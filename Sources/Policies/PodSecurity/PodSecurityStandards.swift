import Documents

/// What a namespace wants of its pods: a standard for each of the three modes.
struct PodSecurityStandards {
    /// What pods are denied for.
    var enforce: PodSecurityStandard
    /// What the audit log has notes of.
    var audit: PodSecurityStandard
    /// What users are warned of.
    var warn: PodSecurityStandard
}

extension PodSecurityStandards {
    /// The labels of a namespace before the defaults (pod-security-admission, `PolicyToEvaluate`): a level that is none
    /// is `restricted` where it is enforced and `privileged` elsewhere; a version that is none is the latest.
    init(labels: JSON?, defaults: PodSecurityStandards) {
        self = defaults
        guard let labels else { return }
        if let level = Self.level(labels["pod-security.kubernetes.io/enforce"]) { enforce.level = level ?? .restricted }
        if let level = Self.level(labels["pod-security.kubernetes.io/audit"]) { audit.level = level ?? .privileged }
        Self.version(labels["pod-security.kubernetes.io/enforce-version"], &enforce)
        Self.version(labels["pod-security.kubernetes.io/audit-version"], &audit)
        Self.version(labels["pod-security.kubernetes.io/warn-version"], &warn)
        if let level = Self.level(labels["pod-security.kubernetes.io/warn"]) { warn.level = level ?? .privileged }
    }

    /// What users are warned of where nothing is denied: at least what is enforced, since that befalls the pods that a
    /// controller makes of its template.
    var warnOfTemplates: PodSecurityStandard { enforce.level > warn.level ? enforce : warn }

    /// The level of a label that is there; the inner nil is one that is no level.
    private static func level(_ label: JSON?) -> PodSecurityLevel?? {
        guard let label else { return nil }
        return .some(label.string.flatMap(PodSecurityLevel.init))
    }

    private static func version(_ label: JSON?, _ standard: inout PodSecurityStandard) {
        guard let label else { return }
        standard.version = label.string.flatMap(PodSecurityVersion.init) ?? .latest
    }
}

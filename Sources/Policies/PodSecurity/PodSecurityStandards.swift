/// What a namespace wants of its pods: a standard for each of the three modes.
struct PodSecurityStandards: Equatable {
    /// What pods are denied for.
    var enforce: PodSecurityStandard
    /// What the audit log has notes of.
    var audit: PodSecurityStandard
    /// What users are warned of.
    var warn: PodSecurityStandard

    /// What users are warned of where nothing is denied: at least what is enforced, since that befalls the pods that a
    /// controller makes of its template.
    var warnOfTemplates: PodSecurityStandard { enforce.level > warn.level ? enforce : warn }
}

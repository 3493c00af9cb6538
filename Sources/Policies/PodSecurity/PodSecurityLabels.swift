import Documents
import Kubernetes

/// The labels of a namespace that say what it wants of its pods, before the defaults (pod-security-admission,
/// `api.PolicyToEvaluate`).
struct PodSecurityLabels {
    /// A label that is no level, or no version.
    struct Problem: Equatable {
        /// Its key.
        let label: String
        /// What stands there.
        let value: String
        /// What may stand there, in the plugin's words.
        let wanted: String

        /// The words of an API server (apimachinery, `field.Error`).
        var text: String { "metadata.labels[\(label)]: Invalid value: \"\(value)\": \(wanted)" }
    }

    /// What counts: a level that is none is `restricted` where it is enforced and `privileged` elsewhere, a version that
    /// is none is the latest.
    private(set) var standards: PodSecurityStandards
    /// What is wrong with the labels.
    private(set) var problems: [Problem] = []
    /// There is a label for the level that users are warned of.
    private(set) var hasWarnLevel = false

    /// Reads the labels, if there are any.
    init(_ labels: JSON?, defaults: PodSecurityStandards) {
        standards = defaults
        guard let labels, labels.kind == .object, labels.count > 0 else { return }
        let enforce = level("pod-security.kubernetes.io/enforce", labels, .restricted)
        if let enforce { standards.enforce.level = enforce.level }
        if let version = version("pod-security.kubernetes.io/enforce-version", labels) {
            standards.enforce.version = version
        }
        if let audit = level("pod-security.kubernetes.io/audit", labels, .privileged) {
            standards.audit.level = audit.level
        }
        if let version = version("pod-security.kubernetes.io/audit-version", labels) {
            standards.audit.version = version
        }
        readWarnings(labels, isEnforced: enforce?.isValid ?? false)
    }

    /// What is enforced by a label is warned of, where no other label says what is.
    private mutating func readWarnings(_ labels: JSON, isEnforced: Bool) {
        let warn = level("pod-security.kubernetes.io/warn", labels, .privileged)
        let version = version("pod-security.kubernetes.io/warn-version", labels)
        if let version { standards.warn.version = version }
        if let warn {
            standards.warn.level = warn.level
            hasWarnLevel = true
        } else if isEnforced, standards.enforce.level > standards.warn.level {
            standards.warn.level = standards.enforce.level
            if version == nil { standards.warn.version = standards.enforce.version }
        }
    }

    /// The level of a label; nil where there is no label.
    private mutating func level(
        _ key: StaticString, _ labels: JSON, _ fallback: PodSecurityLevel
    ) -> (level: PodSecurityLevel, isValid: Bool)? {
        guard let label = labels[key] else { return nil }
        if let level = label.string.flatMap(PodSecurityLevel.init) { return (level, true) }
        let levels = PodSecurityLevel.allCases.map(\.rawValue).joined(separator: ", ")
        complain(of: label, key, "must be one of \(levels)")
        return (fallback, false)
    }

    /// The version of a label; nil where there is no label.
    private mutating func version(_ key: StaticString, _ labels: JSON) -> PodSecurityVersion? {
        guard let label = labels[key] else { return nil }
        if let version = label.string.flatMap(PodSecurityVersion.init) { return version }
        complain(of: label, key, #"must be "latest" or "v1.x""#)
        return .latest
    }

    private mutating func complain(of label: JSON, _ key: StaticString, _ wanted: String) {
        problems.append(Problem(label: "\(key)", value: label.string ?? label.typeName, wanted: wanted))
    }
}

extension [PodSecurityLabels.Problem] {
    /// All of them as an API server lists errors (apimachinery, `Aggregate`).
    var aggregate: String {
        let texts = map(\.text)
        return count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
    }
}

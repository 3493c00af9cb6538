import Admission
import Documents
import Kubernetes

extension NamespaceQuota {
    /// Bounds for the sums over the pods of a namespace.
    struct Quota: ParameterObject, ParameterValue {
        @Parameter("Names the quota in findings.")
        var name: String = ""

        @Parameter("The namespaces, each by itself; none is all.")
        var namespaces: [NamePattern] = []

        @Parameter("The bound of each resource: pods, cpu, requests.memory, limits.memory, requests.nvidia.com/gpu.")
        var hard: QuotaBounds = QuotaBounds()

        @Parameter("Which pods count: those in all of the scopes.")
        var scopes: [QuotaScope] = []

        @Parameter("Which pods count, by scopes that have values.")
        var scopeSelector: QuotaScopeSelector = QuotaScopeSelector()

        var problems: [ParameterProblem] {
            if hard.entries.isEmpty { return [ParameterProblem("hard", "Nothing is limited; wanted are some bounds.")] }
            let isPodsOnly = hard.entries.allSatisfy { $0.measure == .pods }
            return scopes.contains(.bestEffort) && !isPodsOnly
                ? [ParameterProblem("hard", "Pods of the scope BestEffort take nothing; only pods can be limited.")]
                : []
        }

        /// The quota is one for the namespace.
        func governs(_ namespace: String) -> Bool {
            namespaces.isEmpty || namespaces.contains { $0.matches(namespace) }
        }

        /// The pod is in all scopes.
        func includes(_ pod: PodView) -> Bool {
            scopes.allSatisfy { QuotaScopeRequirement($0).holds(for: pod) }
                && scopeSelector.matchExpressions.allSatisfy { $0.holds(for: pod) }
        }
    }
}

/// Which pods count for a quota (`core/v1`, ResourceQuotaScope).
enum QuotaScope: String, CaseIterable, ParameterValue {
    case terminating = "Terminating"
    case notTerminating = "NotTerminating"
    case bestEffort = "BestEffort"
    case notBestEffort = "NotBestEffort"
    case priorityClass = "PriorityClass"
    case crossNamespacePodAffinity = "CrossNamespacePodAffinity"
}

/// `core/v1`, ScopeSelector.
struct QuotaScopeSelector: ParameterObject, ParameterValue {
    @Parameter("The conditions; all must hold.")
    var matchExpressions: [QuotaScopeRequirement] = []
}

/// A scope with values (`core/v1`, ScopedResourceSelectorRequirement).
struct QuotaScopeRequirement: ParameterObject, ParameterValue {
    enum Operator: String, CaseIterable, ParameterValue {
        case isIn = "In"
        case isNotIn = "NotIn"
        case exists = "Exists"
        case doesNotExist = "DoesNotExist"
    }

    @Parameter("The scope.")
    var scopeName: QuotaScope = .priorityClass

    @Parameter("How the values are compared; scopes other than PriorityClass have Exists only.")
    var `operator`: Operator = .exists

    @Parameter("The names of priority classes.")
    var values: [String] = []

    init() {}

    /// The scope without values.
    init(_ scope: QuotaScope) { scopeName = scope }

    var problems: [ParameterProblem] {
        if scopeName != .priorityClass, `operator` != .exists {
            return [ParameterProblem("operator", "\(scopeName.rawValue) has the operator Exists only.")]
        }
        let needsValues = `operator` == .isIn || `operator` == .isNotIn
        if needsValues == values.isEmpty {
            let wanted = needsValues ? "needs values" : "has no values"
            return [ParameterProblem("values", "The operator \(`operator`.rawValue) \(wanted).")]
        }
        return []
    }

    /// The pod is in the scope (quota/v1/evaluator/core, podMatchesScopeFunc).
    func holds(for pod: PodView) -> Bool {
        switch scopeName {
        case .terminating: pod.hasDeadline
        case .notTerminating: !pod.hasDeadline
        case .bestEffort: PodResources(pod).isBestEffort
        case .notBestEffort: !PodResources(pod).isBestEffort
        case .priorityClass: holds(for: pod.spec?["priorityClassName"]?.string ?? "")
        case .crossNamespacePodAffinity: pod.reachesOtherNamespaces
        }
    }

    private func holds(for priorityClass: String) -> Bool {
        switch `operator` {
        case .exists: !priorityClass.isEmpty
        case .doesNotExist: priorityClass.isEmpty
        case .isIn: values.contains(priorityClass)
        case .isNotIn: !values.contains(priorityClass)
        }
    }
}

extension PodView {
    fileprivate var hasDeadline: Bool { spec?["activeDeadlineSeconds"]?.int.map { $0 >= 0 } ?? false }

    /// A term of its pod affinity names other namespaces.
    fileprivate var reachesOtherNamespaces: Bool {
        guard let affinity = spec?["affinity"] else { return false }
        return [affinity["podAffinity"], affinity["podAntiAffinity"]].contains { kind in
            let required = kind?["requiredDuringSchedulingIgnoredDuringExecution"]?.elements
            let preferred = kind?["preferredDuringSchedulingIgnoredDuringExecution"]?.elements
            return required?.contains { $0.reachesOtherNamespaces } ?? false
                || preferred?.contains { $0["podAffinityTerm"]?.reachesOtherNamespaces ?? false } ?? false
        }
    }
}

extension JSON {
    fileprivate var reachesOtherNamespaces: Bool {
        self["namespaces"].map { $0.count > 0 } ?? false || self["namespaceSelector"].map { !$0.isNull } ?? false
    }
}

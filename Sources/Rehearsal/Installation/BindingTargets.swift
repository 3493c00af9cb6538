import Admission
import Kubernetes

/// What one binding judges, as resources and subresources: the policy's kinds, narrowed by the binding's scope.
struct BindingTargets {
    private let binding: Binding
    private let templates: PodTemplates

    init(_ binding: Binding, templates: PodTemplates) {
        self.binding = binding
        self.templates = templates
    }

    /// Everything that the API server has to ask about, with the operations; may hold a target twice.
    var wanted: [(target: RuleTarget, operations: [Kubernetes.Operation])] {
        guard let matching = binding.matching else { return all.map { ($0, operations(on: $0.subresource)) } }
        return matching.rules.flatMap(wanted)
    }

    /// What a rule of an upstream policy names.
    private func wanted(_ rule: MatchRule) -> [(target: RuleTarget, operations: [Kubernetes.Operation])] {
        rule.groups.flatMap { group in
            rule.resources.map { path in
                let target = RuleTarget(group: group, path: path)
                let possible = Self.operations[target.subresource] ?? Operation.allCases
                return (target, possible.filter(rule.operations.contains))
            }
        }
    }

    private var all: [RuleTarget] {
        let kinds: [RuleTarget]
        switch binding.about.judges {
        case .workloads: kinds = workloads
        case .workloadsAnd(let patterns): kinds = workloads + targets(patterns)
        case .kinds(let patterns), .subresources(_, let patterns): kinds = targets(patterns)
        case .anything: kinds = targets([KindPattern("*")])
        }
        return kinds.filter { $0.group != Self.former }.flatMap { kind in
            subresources(of: kind).map { .init(group: kind.group, resource: kind.resource, subresource: $0) }
        }
    }

    /// The operations that the binding judges and that there are: objects are never connected to, and each subresource
    /// has its own.
    private func operations(on subresource: String) -> [Operation] {
        let possible = Self.operations[subresource] ?? Operation.allCases
        return possible.filter(judged.contains)
    }

    private var judged: Set<Operation> {
        guard binding.scope.operations.isEmpty else { return binding.scope.operations }
        if case .subresources = binding.about.judges { return [.create, .update, .connect] }
        return [.create, .update]
    }

    /// What can be done to subresources of Kubernetes; to others, anything.
    private static let operations: [String: [Operation]] = [
        "": [.create, .update, .delete], "exec": [.connect], "attach": [.connect], "portforward": [.connect],
        "proxy": [.connect], "ephemeralcontainers": [.update], "resize": [.update], "status": [.update],
        "scale": [.update], "approval": [.update], "finalize": [.update], "binding": [.create], "eviction": [.create],
        "token": [.create],
    ]

    /// The group whose kinds have all moved to others: workloads by Kubernetes 1.16, which was the first to have webhook
    /// configurations of version v1, Ingress by 1.22. As long as both were served, `matchPolicy: Equivalent` matched
    /// either.
    private static let former = "extensions"

    /// Pods and what makes them.
    private var workloads: [RuleTarget] {
        let scope = binding.scope.kinds
        return templates.entries.filter { entry in
            entry.group != Self.former
                && (scope.isEmpty || scope.contains { $0.matches(group: entry.group, kind: entry.kind) })
        }
        .map { RuleTarget(group: $0.group, resource: $0.resource, subresource: "") }
    }

    private func targets(_ patterns: [KindPattern]) -> [RuleTarget] {
        let scope = binding.scope.kinds.isEmpty ? [KindPattern("*")] : binding.scope.kinds
        return patterns.flatMap { pattern in
            scope.compactMap { pattern.intersection($0) }.flatMap(targets)
        }
    }

    private func targets(_ pattern: KindPattern) -> [RuleTarget] {
        guard pattern.kind != "*" else {
            return [RuleTarget(group: pattern.group ?? "*", resource: "*", subresource: "")]
        }
        return groups(of: pattern).map { group in
            RuleTarget(group: group, resource: resource(of: pattern.kind, in: group), subresource: "")
        }
    }

    private func groups(of pattern: KindPattern) -> [String] {
        if let group = pattern.group { return [group] }
        let known = templates.entries.filter { $0.kind == pattern.kind && $0.group != Self.former }.map(\.group)
        if !known.isEmpty { return known }
        return [BuiltInKind.group(of: pattern.kind) ?? "*"]
    }

    private func resource(of kind: String, in group: String) -> String {
        let entry = templates.entries.first { $0.kind == kind && (group == "*" || $0.group == group) }
        return entry?.resource ?? GroupVersionKind.plural(of: kind)
    }

    private func subresources(of target: RuleTarget) -> [String] {
        let scope = binding.scope.subresources
        if case .subresources(let names, _) = binding.about.judges {
            return names.filter { name in
                let isThere = name != "scale" || target.resource != "horizontalpodautoscalers"
                return isThere && (scope.isEmpty || scope.contains(name) || scope.contains("*"))
            }
        }
        if scope.contains("*") { return ["", "*"] }
        if !scope.isEmpty { return scope.sorted() }
        let isPod = judgesPods && target.group.isEmpty && target.resource == "pods"
        return isPod ? ["", "ephemeralcontainers", "resize"] : [""]
    }

    private var judgesPods: Bool {
        switch binding.about.judges {
        case .workloads, .workloadsAnd: true
        case .kinds, .subresources, .anything: false
        }
    }
}

extension KindPattern {
    /// What both patterns stand for; nil when that is nothing. A missing group yields to one that is named.
    func intersection(_ other: KindPattern) -> KindPattern? {
        guard kind == other.kind || kind == "*" || other.kind == "*" else { return nil }
        let common = kind == "*" ? other.kind : kind
        switch (group, other.group) {
        case (nil, nil): return KindPattern(common)
        case (nil, .some(let group)), (.some(let group), nil): return KindPattern("\(group)/\(common)")
        case (.some(let left), .some(let right)):
            guard left == right || left == "*" || right == "*" else { return nil }
            return KindPattern("\(left == "*" ? right : left)/\(common)")
        }
    }
}

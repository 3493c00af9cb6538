package import Admission
import Documents
package import Kubernetes

/// The constraints of a policy or a binding, ready to be matched (apiserver, plugin/policy/matching).
package struct ResourceMatcher: Sendable {
    private let namespaceSelector: LabelSelector?
    private let objectSelector: LabelSelector?
    private let rules: [RuleMatcher]
    private let exclusions: [RuleMatcher]

    /// Without constraints everything matches.
    package init(_ constraints: MatchResources?) {
        let isEquivalent = constraints?.matchPolicy != .exact
        namespaceSelector = constraints?.namespaceSelector.flatMap { $0.isEmpty ? nil : $0 }
        objectSelector = constraints?.objectSelector.flatMap { $0.isEmpty ? nil : $0 }
        rules = constraints?.resourceRules.map { RuleMatcher($0, isEquivalent: isEquivalent) } ?? []
        exclusions = constraints?.excludeResourceRules.map { RuleMatcher($0, isEquivalent: isEquivalent) } ?? []
    }

    /// What the rules say of requests; everything where there are no rules.
    package var matchRules: [MatchRule] {
        guard !rules.isEmpty else {
            return [MatchRule(groups: ["*"], resources: ["*/*"], operations: Set(Operation.allCases))]
        }
        return rules.map {
            MatchRule(groups: $0.rule.groups, resources: $0.rule.resources, operations: $0.operations)
        }
    }

    /// The operations of which any can match.
    package var operations: Set<Kubernetes.Operation> {
        rules.isEmpty ? Set(Operation.allCases) : rules.reduce(into: []) { $0.formUnion($1.operations) }
    }

    /// Whether a request matches; it can't be told where the labels of its namespace are not known.
    ///
    /// Rules first, which decide most cases; that labels are unknown matters only where everything else matches.
    package func match(_ request: Request) -> Scope.Match {
        let admission = request.admission
        guard rules.isEmpty || rules.contains(where: { $0.matches(admission) }) else { return .no }
        if exclusions.contains(where: { $0.matches(admission) }) { return .no }
        guard matchesObject(admission, request) else { return .no }
        return matchNamespace(request)
    }

    /// The resource that the rules name where none names the request's own: the same objects in another version, in which
    /// the API server would show them to the policy. Nil where there is none, and for custom resources.
    package func equivalent(of request: AdmissionRequest) -> GroupVersionResource? {
        let others = EquivalentResources.others(of: request.resource)
        guard !others.isEmpty, !rules.contains(where: { $0.matchesExactly(request) }) else { return nil }
        return rules.lazy.compactMap { $0.named(others, for: request) }.first
    }

    /// Objects match by their labels, the new ones or the old ones; an object that is not there never does, and neither do
    /// the options that come with CONNECT, which have no metadata (apiserver, webhook/predicates/object).
    private func matchesObject(_ admission: AdmissionRequest, _ request: Request) -> Bool {
        guard let objectSelector else { return true }
        guard admission.operation != .connect else { return false }
        let object = admission.object == nil ? nil : request.object
        return [object, admission.oldObject].contains { object in
            object.map { objectSelector.matches(ObjectView($0).labels) } ?? false
        }
    }

    /// Namespaces match by the labels that they will have, other objects by those of their namespace, and objects that
    /// live in none in any case (apiserver, webhook/predicates/namespace).
    private func matchNamespace(_ request: Request) -> Scope.Match {
        guard let namespaceSelector else { return .yes }
        let admission = request.admission
        let isNamespace = admission.resource.resource == "namespaces" && admission.resource.group.isEmpty
        if isNamespace, admission.subResource.isEmpty {
            return namespaceSelector.matches(ObjectView(request.object).labels) ? .yes : .no
        }
        guard !admission.namespace.isEmpty else { return .yes }
        if request.inventory.knows(.namespaces), let namespace = request.inventory.namespace(admission.namespace) {
            return namespaceSelector.matches(ObjectView(namespace).labels) ? .yes : .no
        }
        if namespaceSelector.asksForNameOnly {
            return namespaceSelector.matches(LabelSelector.nameLabel(admission.namespace)) ? .yes : .no
        }
        return .unknown("the labels of namespace \"\(admission.namespace)\" are not known here")
    }
}

extension LabelSelector {
    /// The label that every namespace has its name in (KEP-2161).
    private static let nameKey = "kubernetes.io/metadata.name"

    /// The selector can be answered by a namespace's name alone.
    fileprivate var asksForNameOnly: Bool {
        requirements.allSatisfy { requirement in
            switch requirement {
            case .isIn(let key, _), .isNotIn(let key, _), .exists(let key), .doesNotExist(let key): key == Self.nameKey
            }
        }
    }

    /// The label that a namespace of this name has in any case.
    fileprivate static func nameLabel(_ name: String) -> JSON? {
        try? JSONValue.object([.init(nameKey, .string(name))]).parsed()
    }
}

/// One rule, ready to be matched (apiserver, webhook/predicates/rules).
struct RuleMatcher: Sendable {
    /// The rule's lists as they are written.
    struct Lists: Sendable {
        let groups: [String]
        let versions: [String]
        let resources: [String]
        let names: [String]
    }

    let rule: Lists
    let operations: Set<Kubernetes.Operation>
    private let resources: [(resource: String, subresource: String)]
    private let scope: RuleScope
    private let isEquivalent: Bool

    init(_ rule: ResourceRule, isEquivalent: Bool) {
        self.rule = Lists(
            groups: Array(rule.apiGroups), versions: Array(rule.apiVersions), resources: Array(rule.resources),
            names: Array(rule.resourceNames))
        operations = rule.operations.reduce(into: []) { set, operation in
            if let operation = Operation(rawValue: operation.rawValue) {
                set.insert(operation)
            } else {
                set.formUnion(Operation.allCases)
            }
        }
        resources = self.rule.resources.map { text in
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        scope = rule.scope ?? .any
        self.isEquivalent = isEquivalent
    }

    func matches(_ request: AdmissionRequest) -> Bool {
        guard operations.contains(request.operation), matchesResource(request), matchesScope(request) else {
            return false
        }
        guard matchesVersion(request.resource) || isEquivalent && matchesEquivalent(request.resource) else {
            return false
        }
        return matchesName(request)
    }

    /// The rule names the version that the request is in.
    func matchesExactly(_ request: AdmissionRequest) -> Bool {
        matchesVersion(request.resource) && matches(request)
    }

    private func matchesName(_ request: AdmissionRequest) -> Bool {
        rule.names.isEmpty || rule.names.contains { $0.hasSameBytes(as: request.name) }
    }

    private func matchesResource(_ request: AdmissionRequest) -> Bool {
        for (resource, subresource) in resources
        where (resource == "*" || resource.hasSameBytes(as: request.resource.resource))
            && (subresource == "*" || subresource.hasSameBytes(as: request.subResource))
        {
            return true
        }
        return false
    }

    /// Namespaces live in none, though requests for them name one.
    private func matchesScope(_ request: AdmissionRequest) -> Bool {
        guard scope != .any else { return true }
        let isNamespace = request.resource.resource == "namespaces" && request.resource.group.isEmpty
        return (isNamespace || request.namespace.isEmpty) == (scope == .cluster)
    }

    private func matchesVersion(_ resource: GroupVersionResource) -> Bool {
        matches(rule.groups, resource.group) && matches(rule.versions, resource.version)
    }

    private func matches(_ list: [String], _ text: String) -> Bool {
        for element in list where element == "*" || element.hasSameBytes(as: text) { return true }
        return false
    }

    /// The rule names a group and version in which the API server serves the same objects.
    ///
    /// Of Kubernetes' own groups these are few by now. Which versions a custom resource has is unknown here; any that a rule
    /// names is taken for one, so that nothing slips by.
    private func matchesEquivalent(_ resource: GroupVersionResource) -> Bool {
        guard EquivalentResources.isBuiltIn(resource.group) else {
            return matches(rule.groups, resource.group)
        }
        return EquivalentResources.others(of: resource).contains { matchesVersion($0) }
    }

    /// What of these the rule names, for a request that it matches but for the version.
    func named(_ others: [GroupVersionResource], for request: AdmissionRequest) -> GroupVersionResource? {
        guard isEquivalent, operations.contains(request.operation), matchesResource(request), matchesScope(request),
            matchesName(request)
        else { return nil }
        return others.first { matchesVersion($0) }
    }
}

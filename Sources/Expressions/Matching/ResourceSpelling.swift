import Admission
import Documents
import Kubernetes

/// Names in rules that no resource of Kubernetes bears, such as a kind's: such a rule never matches, and nobody is told.
struct ResourceSpelling {
    /// The resources of the built-in kinds by group.
    private static let known: [String: Set<String>] = KindSchemas.builtIn.allKinds.reduce(into: [:]) { known, kind in
        known[kind.group, default: []].insert(kind.guessedResource.resource)
    }

    /// The short names that `kubectl` knows, which rules don't.
    private static let shortNames = [
        "cj": "cronjobs", "cm": "configmaps", "crb": "clusterrolebindings", "deploy": "deployments", "ds": "daemonsets",
        "ep": "endpoints", "hpa": "horizontalpodautoscalers", "ing": "ingresses", "netpol": "networkpolicies",
        "no": "nodes", "ns": "namespaces", "pdb": "poddisruptionbudgets", "po": "pods", "pv": "persistentvolumes",
        "pvc": "persistentvolumeclaims", "rs": "replicasets", "sa": "serviceaccounts", "sts": "statefulsets",
        "svc": "services",
    ]

    private let groups: [String]
    private let resources: Set<String>

    /// Nil for groups of which it isn't known what they have.
    init?(_ groups: [String]) {
        guard !groups.isEmpty, groups.allSatisfy({ Self.known[$0] != nil }) else { return nil }
        self.groups = groups
        resources = groups.reduce(into: []) { $0.formUnion(Self.known[$1] ?? []) }
    }

    /// What is wrong with a name of a rule's list of resources, and what was meant, if that can be told; nil for the
    /// name of a resource, and for one that may be.
    func doubt(_ text: String) -> (message: String, suggestion: String?)? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        guard !name.isEmpty, name != "*" else { return nil }
        guard !resources.contains(name) else { return exemption(of: name) }
        let rest = parts.count > 1 ? "/" + parts[1] : ""
        let message = "No resource of \(Self.list(groups)) is named \"\(name)\", so that nothing matches this"
        if let meant = meant(by: name) { return ("\(message).", meant + rest) }
        let others = Self.known.filter { $0.value.contains(name) }.map(\.key).sorted()
        return others.isEmpty ? nil : ("\(message): it is in \(Self.list(others)).", nil)
    }

    /// Of the group's resources that no policy judges, the API server says as much to rules of webhooks
    /// (admissionregistration/validation, `warnings.go`).
    private func exemption(of name: String) -> (message: String, suggestion: String?)? {
        let bearers = groups.filter { Self.known[$0]?.contains(name) ?? false }
        guard bearers.allSatisfy({ BoundPolicy.isExempt(name, of: $0) }) else { return nil }
        return ("No policy judges \(name) of \(Self.list(bearers)), so that nothing matches this.", nil)
    }

    private func meant(by name: String) -> String? {
        let lower = name.lowercased()
        let candidates = [lower, GroupVersionKind.plural(of: name), Self.shortNames[lower] ?? ""]
        return candidates.first { resources.contains($0) } ?? Spelling.nearest(to: lower, among: resources.sorted())
    }

    fileprivate static func list(_ groups: [String]) -> String {
        groups.map { $0.isEmpty ? "the core group" : $0 }.joined(separator: ", ")
    }
}

/// Groups and versions that nothing bears, such as `core` and `apps/v1`.
extension ResourceSpelling {
    /// A name that nothing bears, and what was meant by it, if that can be told.
    fileprivate struct Doubt {
        let meant: String?
    }

    /// Nil for the name of a group, and for one that may be.
    fileprivate static func doubt(group: String) -> Doubt? {
        let lower = group.lowercased()
        let isPossible = lower == group && !group.contains("/")
        guard !group.isEmpty, group != "*", !isPossible || !group.contains(".") && group != "extensions",
            known[group] == nil
        else { return nil }
        let name = String(lower.prefix { $0 != "/" })
        if ["core", "v1"].contains(name) { return Doubt(meant: "") }
        if known[name] != nil { return Doubt(meant: name) }
        let groups = known.keys.filter { !$0.isEmpty }.sorted()
        return Doubt(meant: groups.first { $0.hasPrefix(name + ".") } ?? Spelling.nearest(to: name, among: groups))
    }

    /// Nil for one that a version may have.
    fileprivate static func doubt(version: String) -> Doubt? {
        guard !version.isEmpty, version != "*", !isVersion(version) else { return nil }
        let name = version.split(separator: "/").last.map { $0.lowercased() } ?? ""
        return Doubt(meant: [name, "v" + name].first(where: isVersion))
    }

    private static func isVersion(_ text: String) -> Bool {
        isSubdomain(text[...]) && !text.contains(".") && text.first?.isLetter ?? false
    }
}

extension ParameterReader {
    /// Complains of a kind of parameters that Kubernetes does not have and that is nearly one that it has. Nobody can be
    /// judged with it in a cluster (apiserver, plugin/policy/generic/policy_source.go, `ensureParamsForPolicyLocked`).
    func doubtKind(of params: ParamKind?) {
        guard let params else { return }
        let kinds = KindSchemas.builtIn.allKinds.filter { $0.group == params.group }.map(\.kind)
        guard !kinds.isEmpty, !kinds.contains(params.kind),
            let meant = Spelling.nearest(to: params.kind, among: Set(kinds).sorted())
        else { return }
        descend(["spec", "paramKind", "kind"]) {
            complain(
                "No kind of \(ResourceSpelling.list([params.group])) is named \"\(params.kind)\", so that the policy can't be "
                    + "put to work in a cluster.", suggestion: meant)
        }
    }

    /// Complains of names in match constraints that no resource bears, no group and no version.
    func doubtResources(of constraints: JSON?, at pointer: Pointer) {
        for list in ["resourceRules", "excludeResourceRules"] {
            guard let rules = constraints?.member(list), rules.kind == .array else { continue }
            for (position, rule) in rules.elements.enumerated() where rule.kind == .object {
                descend(pointer.appending([list, String(position)])) { doubtOrigins(of: rule) }
                guard let spelling = ResourceSpelling(rule.texts("apiGroups").map(\.text)) else { continue }
                for (index, text) in rule.texts("resources") {
                    guard let doubt = spelling.doubt(text) else { continue }
                    descend(pointer.appending([list, String(position), "resources", String(index)])) {
                        complain(doubt.message, suggestion: doubt.suggestion)
                    }
                }
            }
        }
    }

    private func doubtOrigins(of rule: JSON) {
        for (index, text) in rule.texts("apiGroups") {
            guard let doubt = ResourceSpelling.doubt(group: text) else { continue }
            descend(["apiGroups", String(index)]) {
                complain("No API group is named \"\(text)\", so that nothing matches this.", suggestion: doubt.meant)
            }
        }
        for (index, text) in rule.texts("apiVersions") {
            guard let doubt = ResourceSpelling.doubt(version: text) else { continue }
            descend(["apiVersions", String(index)]) {
                complain("No version is named \"\(text)\", so that nothing matches this.", suggestion: doubt.meant)
            }
        }
    }
}

package import Admission
import Documents
package import Kubernetes

/// What the API server asks a webhook about: `admissionregistration.k8s.io/v1`, RuleWithOperations, for one group.
package struct WebhookRule: Sendable, Hashable {
    /// API group; empty for the core group, `*` for any.
    package let group: String
    /// Versions, or `*` alone.
    package let versions: [String]
    /// Resources, and subresources as `pods/exec`; `*` for all resources without their subresources.
    package var resources: [String]
    /// In the order of `Operation`'s cases.
    package let operations: [Operation]

    /// The rule as the API server reads it.
    var json: JSONValue {
        [
            "apiGroups": [.string(group)], "apiVersions": .array(versions.map { .string($0) }),
            "operations": .array(operations.map { .string($0.rawValue) }),
            "resources": .array(resources.map { .string($0) }),
        ]
    }
}

extension Gate {
    /// Exactly what the bindings have work with in one stage, for the rules of a webhook configuration: resources in the
    /// order in which the bindings come to them, put together by group and operations.
    ///
    /// A kind without a group is taken for the one that Kubernetes has by that name, with the kinds of `podTemplates`;
    /// any other is meant in every group, as `*/KIND` always is. Operations that a resource never has are left out.
    package func webhookRules(for stage: Stages) -> [WebhookRule] {
        var collection = RuleCollection()
        for binding in bindings where binding.works(in: stage) {
            let targets = BindingTargets(binding, templates: templates)
            for (target, operations) in targets.wanted {
                let asked = operations.filter { operation in
                    stage == .validating || operation == .create || operation == .update
                }
                collection.add(target, asked)
            }
        }
        return collection.rules
    }
}

/// A resource or subresource, of a group or of any.
struct RuleTarget: Hashable {
    let group: String
    let resource: String
    /// Empty for the object itself.
    let subresource: String

    init(group: String, resource: String, subresource: String) {
        self.group = group
        self.resource = resource
        self.subresource = subresource
    }

    /// From a path such as `pods/exec`.
    init(group: String, path: String) {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(group: group, resource: String(parts[0]), subresource: parts.count > 1 ? String(parts[1]) : "")
    }

    /// `pods/exec`.
    var path: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }
}

/// Operations by what they are done to, in the order of arrival.
private struct RuleCollection {
    private var targets: [RuleTarget] = []
    private var operations: [RuleTarget: Set<Operation>] = [:]

    mutating func add(_ target: RuleTarget, _ new: [Operation]) {
        guard !new.isEmpty else { return }
        if operations[target] == nil { targets.append(target) }
        operations[target, default: []].formUnion(new)
    }

    /// One rule for each group and set of operations.
    var rules: [WebhookRule] {
        targets.reduce(into: []) { rules, target in
            let done = operations[target] ?? []
            let sorted = Operation.allCases.filter(done.contains)
            if let position = rules.firstIndex(where: { $0.group == target.group && $0.operations == sorted }) {
                rules[position].resources.append(target.path)
            } else {
                rules.append(
                    WebhookRule(
                        group: target.group, versions: BuiltInKind.versions(of: target.group),
                        resources: [target.path], operations: sorted))
            }
        }
    }
}

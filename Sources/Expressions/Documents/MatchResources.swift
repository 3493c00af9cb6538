package import Admission
package import Documents
package import Kubernetes

/// Which requests: `matchConstraints` of a policy, `matchResources` of a binding
/// (`admissionregistration.k8s.io/v1`, MatchResources).
package struct MatchResources: ParameterObject, ParameterValue {
    @Parameter("Namespaces by their labels; objects that live in none are not limited by it.")
    package var namespaceSelector: LabelSelector? = nil
    @Parameter("Objects by their labels, old or new.")
    package var objectSelector: LabelSelector? = nil
    @Parameter("What is judged; one rule that matches is enough.")
    package var resourceRules: Nullable<[ResourceRule]> = .absent
    @Parameter("What is not judged, whatever the other rules say.")
    package var excludeResourceRules: Nullable<[ResourceRule]> = .absent
    @Parameter("Whether rules match a resource in its other versions, too.")
    package var matchPolicy: MatchPolicy? = nil

    package init() {}
}

/// Whether rules match a resource in its other versions.
package enum MatchPolicy: String, CaseIterable, ParameterValue {
    /// Only in the group and version that the rule names.
    case exact = "Exact"
    /// In every group and version that means the same.
    case equivalent = "Equivalent"
}

/// One rule of resources and operations (`admissionregistration.k8s.io/v1`, NamedRuleWithOperations).
package struct ResourceRule: ParameterObject, ParameterValue {
    @Parameter("Names of the objects; any unless given.")
    package var resourceNames: Nullable<[String]> = .absent
    @Parameter("What is being done: CREATE, UPDATE, DELETE, CONNECT, or * for all.")
    package var operations: Nullable<[RuleOperation]> = .absent
    @Parameter("API groups; the empty text is the core group, * any.")
    package var apiGroups: Nullable<[String]> = .absent
    @Parameter("API versions; * is any.")
    package var apiVersions: Nullable<[String]> = .absent
    @Parameter("Resources: pods, pods/exec, pods/*, */scale, * (any, without subresources), */*.")
    package var resources: Nullable<[String]> = .absent
    @Parameter("Whether objects live in namespaces: Cluster, Namespaced, or * for both.")
    package var scope: RuleScope? = nil

    package init() {}

    package var problems: [ParameterProblem] {
        [
            missing("operations", operations.isEmpty), missing("apiGroups", apiGroups.isEmpty),
            missing("apiVersions", apiVersions.isEmpty), missing("resources", resources.isEmpty),
        ].compactMap(\.self)
    }

    private func missing(_ name: String, _ isMissing: Bool) -> ParameterProblem? {
        isMissing ? ParameterProblem(name, "A rule needs at least one of \(name); * stands for any.") : nil
    }
}

/// What a rule says of operations.
package enum RuleOperation: String, CaseIterable, ParameterValue {
    case any = "*"
    case create = "CREATE"
    case update = "UPDATE"
    case delete = "DELETE"
    case connect = "CONNECT"
}

/// What a rule says of namespaces.
package enum RuleScope: String, CaseIterable, ParameterValue {
    case any = "*"
    case cluster = "Cluster"
    case namespaced = "Namespaced"
}

/// A list in an upstream document, where `null` means the same as no key at all.
package struct Nullable<List: ParameterValue & RandomAccessCollection & Sendable>: ParameterValue
where List.Index == Int {
    /// The list; nil where there is none.
    package var list: List?

    /// No list.
    package static var absent: Nullable { Nullable(list: nil) }

    /// There is no list, or nothing in it.
    package var isEmpty: Bool { list?.isEmpty ?? true }

    package static var shape: ParameterShape { List.shape }

    package static func read(_ json: JSON, _ reader: ParameterReader) -> Nullable? {
        json.isNull ? .absent : List.read(json, reader).map { Nullable(list: $0) }
    }

    package var json: JSONValue { list?.json ?? .null }
}

extension Nullable: Sequence {
    /// The elements; none where there is no list.
    package func makeIterator() -> AnyIterator<List.Element> {
        guard let list else { return AnyIterator { nil } }
        return AnyIterator(list.makeIterator())
    }
}

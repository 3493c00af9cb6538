package import Documents

/// What users may do by roles and bindings that are known (rbac.authorization.k8s.io/v1; kubernetes,
/// plugin/pkg/auth/authorizer/rbac).
package struct AccessRules: Sendable {
    /// What is asked of them.
    package struct Question: Sendable {
        /// `get`, `create`, …
        package var verb = ""
        /// The API group; empty for the core group.
        package var group = ""
        /// The resource's plural.
        package var resource = ""
        /// The subresource, or empty.
        package var subresource = ""
        /// The namespace, or empty for all of them and for what lives in none.
        package var namespace = ""
        /// The object's name, or empty for all of them.
        package var name = ""
        /// A path such as `/healthz`; nil for a resource.
        package var path: String?

        /// A question still empty.
        package init() {}
    }

    /// What they say.
    package enum Answer: Sendable, Equatable {
        /// By this binding, in the API server's words.
        case allowed(String)
        /// No binding allows it.
        case notAllowed
        /// Roles are missing that might allow it, for this reason.
        case unknown(String)
    }

    /// Rules of roles by their keys.
    private var roles: [String: [AccessRule]] = [:]
    private var bindings: [AccessBinding] = []

    /// Sorts objects of the API group, each with its namespace; others count for nothing.
    ///
    /// There in any case are what every cluster begins with for people (kubernetes,
    /// plugin/pkg/auth/authorizer/rbac/bootstrappolicy), and kubeadm's administrators.
    package init(_ objects: [(namespace: String, object: JSON)]) {
        for (name, rules) in AccessRule.bootstrapped { roles[Self.key("ClusterRole", name)] = rules }
        bindings = AccessBinding.bootstrapped
        for (namespace, object) in objects { add(object, namespace) }
        aggregate(objects.map(\.object))
        // The API server asks those for the whole cluster first.
        bindings = bindings.filter(\.isForCluster) + bindings.filter { !$0.isForCluster }
    }

    private mutating func add(_ object: JSON, _ namespace: String) {
        guard let type = GroupVersionKind(object: object), type.group == "rbac.authorization.k8s.io" else { return }
        let name = ObjectView(object).name
        switch type.kind {
        case "ClusterRole": roles[Self.key(type.kind, name)] = AccessRule.all(in: object)
        case "Role": roles[Self.key(type.kind, name, namespace: namespace)] = AccessRule.all(in: object)
        case "ClusterRoleBinding": bindings.append(AccessBinding(object, kind: type.kind, namespace: ""))
        case "RoleBinding": bindings.append(AccessBinding(object, kind: type.kind, namespace: namespace))
        default: return
        }
    }

    /// What a role's rules are found by. A Role is one of its namespace; no binding of the whole cluster finds it.
    static func key(_ kind: String, _ name: String, namespace: String = "") -> String {
        kind == "Role" ? "\(kind)/\(namespace)/\(name)" : "\(kind)/\(name)"
    }

    /// Roles that are made of others by labels have the rules of all of them, which a controller writes down; those are
    /// made of others themselves, as `admin` is of `edit` (kubernetes, pkg/controller/clusterroleaggregation).
    private mutating func aggregate(_ objects: [JSON]) {
        let members = objects.filter { GroupVersionKind(object: $0)?.kind == "ClusterRole" }.map(AggregableRole.init)
        let parts = members.map { role in members.indices.filter { role.isMade(of: members[$0]) } }
        for position in members.indices where !parts[position].isEmpty {
            var (found, next) = (Set(parts[position]), parts[position])
            while let part = next.popLast() { next += parts[part].filter { found.insert($0).inserted } }
            let rules = found.subtracting([position]).sorted().flatMap { members[$0].rules }
            roles[Self.key("ClusterRole", members[position].name), default: []] += rules
        }
    }

    /// Whether a user may do it.
    package func answer(_ question: Question, by user: UserInfo) -> Answer {
        var unknown: Answer?
        for binding in bindings where binding.applies(in: question) {
            guard let subject = binding.subject(for: user) else { continue }
            guard let rules = roles[binding.role] else {
                unknown = unknown ?? .unknown("\(binding.roleName), which \(binding.name) gives, is not known here")
                continue
            }
            guard rules.contains(where: { $0.allows(question) }) else { continue }
            return .allowed("RBAC: allowed by \(binding.name) of \(binding.roleName) to \(subject)")
        }
        return unknown ?? .notAllowed
    }
}

/// A ClusterRole that others may be made of, or that is made of others.
private struct AggregableRole {
    let name: String
    let rules: [AccessRule]
    private let labels: JSON?
    private let selectors: [LabelSelector]

    init(_ role: JSON) {
        let view = ObjectView(role)
        (name, rules, labels) = (view.name, AccessRule.all(in: role), view.labels)
        selectors =
            role["aggregationRule"]?["clusterRoleSelectors"]?.elements.compactMap { try? LabelSelector($0) } ?? []
    }

    func isMade(of part: AggregableRole) -> Bool { selectors.contains { $0.matches(part.labels) } }
}

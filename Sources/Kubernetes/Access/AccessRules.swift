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

    /// Rules of roles by `NAMESPACE/NAME`; ClusterRoles have no namespace.
    private var roles: [String: [AccessRule]] = [:]
    private var bindings: [AccessBinding] = []

    /// Sorts objects of the API group, each with its namespace; others count for nothing.
    ///
    /// The role `cluster-admin` is there in any case, and the bindings to it that every cluster begins with, and those made
    /// with kubeadm.
    package init(_ objects: [(namespace: String, object: JSON)]) {
        roles["/cluster-admin"] = [.everything]
        bindings = ["system:masters", "kubeadm:cluster-admins"].map { AccessBinding(administrators: $0) }
        for (namespace, object) in objects { add(object, namespace) }
        aggregate(objects.map(\.object))
        // The API server asks those for the whole cluster first.
        bindings = bindings.filter(\.isForCluster) + bindings.filter { !$0.isForCluster }
    }

    private mutating func add(_ object: JSON, _ namespace: String) {
        guard let type = GroupVersionKind(object: object), type.group == "rbac.authorization.k8s.io" else { return }
        let name = ObjectView(object).name
        switch type.kind {
        case "ClusterRole": roles["/" + name] = AccessRule.all(in: object)
        case "Role": roles["\(namespace)/\(name)"] = AccessRule.all(in: object)
        case "ClusterRoleBinding": bindings.append(AccessBinding(object, kind: type.kind, namespace: ""))
        case "RoleBinding": bindings.append(AccessBinding(object, kind: type.kind, namespace: namespace))
        default: return
        }
    }

    /// Roles that are made of others by labels have the rules of all of them, which a controller writes down.
    private mutating func aggregate(_ objects: [JSON]) {
        let clusterRoles = objects.filter { GroupVersionKind(object: $0)?.kind == "ClusterRole" }
        for role in clusterRoles {
            guard let selectors = role["aggregationRule"]?["clusterRoleSelectors"] else { continue }
            let parsed = selectors.elements.compactMap { try? LabelSelector($0) }
            let parts = clusterRoles.filter { part in parsed.contains { $0.matches(ObjectView(part).labels) } }
            roles["/" + ObjectView(role).name, default: []] += parts.flatMap(AccessRule.all)
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

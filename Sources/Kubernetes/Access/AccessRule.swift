import Documents

/// One rule of a role (rbac/v1, PolicyRule; kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go).
struct AccessRule: Sendable {
    private let verbs: [String]
    private let groups: [String]
    private let resources: [String]
    private let names: [String]
    private let paths: [String]

    /// Everything with everything.
    private static let everything = AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"], names: [], paths: ["*"])

    /// The ClusterRoles that every cluster begins with, and binds to groups of people.
    static let bootstrapped: KeyValuePairs<String, [AccessRule]> = [
        "cluster-admin": [everything],
        "system:basic-user": [
            creation("authorization.k8s.io", ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            creation("authentication.k8s.io", ["selfsubjectreviews"]),
        ],
        "system:discovery": [
            reading([
                "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz",
                "/version", "/version/",
            ])
        ],
        "system:public-info-viewer": [reading(["/healthz", "/livez", "/readyz", "/version", "/version/"])],
    ]

    private static func creation(_ group: String, _ resources: [String]) -> AccessRule {
        AccessRule(verbs: ["create"], groups: [group], resources: resources, names: [], paths: [])
    }

    private static func reading(_ paths: [String]) -> AccessRule {
        AccessRule(verbs: ["get"], groups: [], resources: [], names: [], paths: paths)
    }

    /// The rules of a role.
    static func all(in role: JSON) -> [AccessRule] {
        role["rules"]?.elements.map { rule in
            AccessRule(
                verbs: rule["verbs"].texts, groups: rule["apiGroups"].texts, resources: rule["resources"].texts,
                names: rule["resourceNames"].texts, paths: rule["nonResourceURLs"].texts)
        } ?? []
    }

    /// The rule allows what is asked for.
    func allows(_ question: AccessRules.Question) -> Bool {
        guard contains(verbs, question.verb) else { return false }
        if let path = question.path { return paths.contains { Self.covers($0, path) } }
        return contains(groups, question.group) && coversResource(question)
            && (names.isEmpty || names.contains { $0.hasSameBytes(as: question.name) })
    }

    private func coversResource(_ question: AccessRules.Question) -> Bool {
        let isWhole = question.subresource.isEmpty
        let wanted = isWhole ? question.resource : "\(question.resource)/\(question.subresource)"
        return contains(resources, wanted) || !isWhole && resources.contains("*/" + question.subresource)
    }

    private func contains(_ list: [String], _ text: String) -> Bool {
        list.contains { $0 == "*" || $0.hasSameBytes(as: text) }
    }

    /// A star at the end stands for the rest of a path, and so do several.
    private static func covers(_ pattern: String, _ path: String) -> Bool {
        let star = UInt8(ascii: "*")
        guard pattern.utf8.last == star else { return pattern.hasSameBytes(as: path) }
        return path.utf8.starts(with: pattern.utf8.reversed().drop { $0 == star }.reversed())
    }
}

/// A RoleBinding or ClusterRoleBinding.
struct AccessBinding: Sendable {
    /// As the API server's words name it: `ClusterRoleBinding "a"`, `RoleBinding "a/NAMESPACE"`.
    let name: String
    /// The key of its role.
    let role: String
    /// As the API server's words name it: `ClusterRole "a"`.
    let roleName: String
    /// It counts everywhere.
    let isForCluster: Bool
    private let namespace: String
    private let subjects: [AccessSubject]

    /// Reads a binding of a namespace; the empty one for a ClusterRoleBinding.
    init(_ object: JSON, kind: String, namespace: String) {
        let name = ObjectView(object).name
        let reference = object["roleRef"]
        let (type, role) = (reference?["kind"]?.string ?? "", reference?["name"]?.string ?? "")
        isForCluster = kind == "ClusterRoleBinding"
        self.name = "\(kind) \"\(name)\(isForCluster ? "" : "/" + namespace)\""
        self.role = AccessRules.key(type, role, namespace: namespace)
        roleName = "\(type) \"\(role)\""
        self.namespace = namespace
        subjects = object["subjects"]?.elements.map { AccessSubject($0, namespace: namespace) } ?? []
    }

    /// The bindings that every cluster begins with for groups of people, and kubeadm's.
    static let bootstrapped = [
        AccessBinding("cluster-admin", of: "cluster-admin", to: ["system:masters"]),
        AccessBinding("kubeadm:cluster-admins", of: "cluster-admin", to: ["kubeadm:cluster-admins"]),
        AccessBinding("system:basic-user", of: "system:basic-user", to: ["system:authenticated"]),
        AccessBinding("system:discovery", of: "system:discovery", to: ["system:authenticated"]),
        AccessBinding(
            "system:public-info-viewer", of: "system:public-info-viewer",
            to: ["system:authenticated", "system:unauthenticated"]),
    ]

    private init(_ name: String, of role: String, to groups: [String]) {
        self.name = "ClusterRoleBinding \"\(name)\""
        self.role = AccessRules.key("ClusterRole", role)
        (roleName, isForCluster, namespace) = ("ClusterRole \"\(role)\"", true, "")
        subjects = groups.map { AccessSubject(group: $0) }
    }

    /// It counts where the question is about; paths are no namespace's affair.
    func applies(in question: AccessRules.Question) -> Bool {
        isForCluster || question.path == nil && !namespace.isEmpty && namespace.hasSameBytes(as: question.namespace)
    }

    /// The first subject that the user is, in the API server's words; nil when there is none.
    func subject(for user: UserInfo) -> String? { subjects.first { $0.isMet(by: user) }?.description }
}

/// Whom a binding gives its role to.
private struct AccessSubject: Sendable, CustomStringConvertible {
    private let kind: String
    private let name: String
    /// The namespace of a service account.
    private let namespace: String

    /// A service account that names no namespace is one of the binding's.
    init(_ json: JSON, namespace: String) {
        kind = json["kind"]?.string ?? ""
        name = json["name"]?.string ?? ""
        let own = json["namespace"]?.string ?? ""
        self.namespace = own.isEmpty ? namespace : own
    }

    init(group: String) { (kind, name, namespace) = ("Group", group, "") }

    func isMet(by user: UserInfo) -> Bool {
        switch kind {
        case "User": user.isNamed(name)
        case "Group": user.isMember(of: name)
        case "ServiceAccount": user.serviceAccount == ServiceAccount(namespace: namespace, name: name)
        default: false
        }
    }

    var description: String { "\(kind) \"\(name)\(kind == "ServiceAccount" ? "/" + namespace : "")\"" }
}

extension JSON? {
    /// The texts of a list.
    fileprivate var texts: [String] { self?.elements.compactMap(\.string) ?? [] }
}

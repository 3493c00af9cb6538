import Documents

/// One rule of a role (rbac/v1, PolicyRule; kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go).
struct AccessRule: Sendable {
    private let verbs: [String]
    private let groups: [String]
    private let resources: [String]
    private let names: [String]
    private let paths: [String]

    /// Everything with everything.
    static let everything = AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"], names: [], paths: ["*"])

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

    /// The binding that gives a group the role `cluster-admin`.
    init(administrators group: String) {
        let name = group == "system:masters" ? "cluster-admin" : group
        self.name = "ClusterRoleBinding \"\(name)\""
        role = AccessRules.key("ClusterRole", "cluster-admin")
        (roleName, isForCluster, namespace) = ("ClusterRole \"cluster-admin\"", true, "")
        subjects = [AccessSubject(group: group)]
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

import Documents
import Kubernetes
import Testing

@Suite("Roles and their bindings")
struct AccessRulesTests {
    /// Objects of namespace `n` or of none, by what they are.
    private static func rules(_ yaml: String) throws -> AccessRules {
        let group = "apiVersion: rbac.authorization.k8s.io/v1\n"
        let objects = try yaml.split(separator: "---\n").map { part in
            try #require(YAMLReader().documents(in: Array((group + part).utf8)).first).json
        }
        return AccessRules(objects.map { ($0["kind"]?.string?.hasPrefix("Cluster") ?? false ? "" : "n", $0) })
    }

    private static func answer(
        _ rules: AccessRules, by user: UserInfo = UserInfo(username: "alice", groups: ["dev"]),
        _ change: (inout AccessRules.Question) -> Void = { _ in }
    ) -> AccessRules.Answer {
        var question = AccessRules.Question()
        (question.verb, question.resource, question.namespace) = ("get", "pods", "n")
        change(&question)
        return rules.answer(question, by: user)
    }

    private static let role = "kind: Role\nmetadata: {name: r, namespace: n}\nrules: [RULE]\n"
    private static let binding = """
        kind: RoleBinding
        metadata: {name: b, namespace: n}
        roleRef: {kind: Role, name: r}
        subjects: [{kind: User, name: alice}]

        """

    @Test(
        "A rule allows what its lists name",
        arguments: [
            ("{verbs: [get], apiGroups: [''], resources: [pods]}", "get", "", "pods", "", true),
            ("{verbs: [list], apiGroups: [''], resources: [pods]}", "get", "", "pods", "", false),
            ("{verbs: ['*'], apiGroups: ['*'], resources: ['*']}", "get", "apps", "deployments", "scale", true),
            ("{verbs: [get], apiGroups: [apps], resources: [pods]}", "get", "", "pods", "", false),
            ("{verbs: [get], apiGroups: [''], resources: [pods]}", "get", "", "pods", "log", false),
            ("{verbs: [get], apiGroups: [''], resources: [pods/log]}", "get", "", "pods", "log", true),
            ("{verbs: [get], apiGroups: [''], resources: ['*/log']}", "get", "", "pods", "log", true),
            ("{verbs: [get], apiGroups: [''], resources: ['*/log']}", "get", "", "pods", "", false),
            ("{verbs: [get], apiGroups: [''], resources: ['pods/*']}", "get", "", "pods", "log", false),
            ("{verbs: [get], resources: [pods]}", "get", "", "pods", "", false),
            ("{verbs: [get], apiGroups: [''], resources: [pods], resourceNames: [a]}", "get", "", "pods", "", true),
            ("{verbs: [get], apiGroups: [''], resources: [pods], resourceNames: [b]}", "get", "", "pods", "", false),
        ])
    func lists(_ rule: String, _ verb: String, _ group: String, _ resource: String, _ sub: String, _ isAllowed: Bool)
        throws
    {
        let rules = try Self.rules(Self.role.replacing("RULE", with: rule) + "---\n" + Self.binding)
        let answer = Self.answer(rules) {
            ($0.verb, $0.group, $0.resource, $0.subresource, $0.name) = (verb, group, resource, sub, "a")
        }
        let reason = #"RBAC: allowed by RoleBinding "b/n" of Role "r" to User "alice""#
        #expect(answer == (isAllowed ? .allowed(reason) : .notAllowed))
    }

    @Test("A role of names allows nothing that has none yet")
    func names() throws {
        let rule = "{verbs: [get], apiGroups: [''], resources: [pods], resourceNames: [a]}"
        let rules = try Self.rules(Self.role.replacing("RULE", with: rule) + "---\n" + Self.binding)
        #expect(Self.answer(rules) == .notAllowed)
    }

    private static let clusterRole = """
        kind: ClusterRole
        metadata: {name: c, labels: {part: "1"}}
        rules:
        - {verbs: [get], apiGroups: [""], resources: [pods]}
        - {verbs: [get], nonResourceURLs: [/healthz, /logs/*]}

        """

    private static func bound(_ kind: String, _ subject: String) -> String {
        """
        \(clusterRole)---
        kind: \(kind)
        metadata: {name: b}
        roleRef: {kind: ClusterRole, name: c}
        subjects: [\(subject)]

        """
    }

    @Test(
        "Subjects are users, groups and service accounts",
        arguments: [
            ("{kind: User, name: alice}", "alice", true), ("{kind: User, name: Alice}", "alice", false),
            ("{kind: Group, name: dev}", "alice", true), ("{kind: Group, name: ops}", "alice", false),
            ("{kind: ServiceAccount, name: s, namespace: m}", "system:serviceaccount:m:s", true),
            ("{kind: ServiceAccount, name: s, namespace: m}", "system:serviceaccount:n:s", false),
            ("{kind: ServiceAccount, name: s}", "system:serviceaccount:n:s", true),
            ("{kind: ServiceAccount, name: s, namespace: m}", "alice", false),
        ])
    func subjects(subject: String, user: String, isAllowed: Bool) throws {
        let rules = try Self.rules(Self.bound("RoleBinding", subject))
        let answer = Self.answer(rules, by: UserInfo(username: user, groups: ["dev"]))
        #expect((answer != .notAllowed) == isAllowed)
    }

    @Test("Bindings count in their namespace, those of the cluster everywhere and for paths")
    func scopes() throws {
        let subject = "{kind: Group, name: dev}"
        let local = try Self.rules(Self.bound("RoleBinding", subject))
        let global = try Self.rules(Self.bound("ClusterRoleBinding", subject))
        for namespace in ["m", ""] {
            #expect(Self.answer(local) { $0.namespace = namespace } == .notAllowed)
            #expect(Self.answer(global) { $0.namespace = namespace } != .notAllowed)
        }
        for (path, isAllowed) in [("/healthz", true), ("/healthz/a", false), ("/logs/a/b", true), ("/logs", false)] {
            #expect((Self.answer(global) { $0.path = path } != .notAllowed) == isAllowed)
            #expect(Self.answer(local) { $0.path = path } == .notAllowed)
        }
    }

    @Test("Administrators may do everything in every cluster")
    func administrators() throws {
        let rules = try Self.rules(Self.clusterRole)
        for group in ["system:masters", "kubeadm:cluster-admins"] {
            let answer = Self.answer(rules, by: UserInfo(username: "a", groups: [group])) { $0.verb = "escalate" }
            #expect(answer != .notAllowed)
        }
        #expect(Self.answer(rules) == .notAllowed)
    }

    @Test("Everybody who has logged in may look around, and ask what they may do")
    func everybody() throws {
        let rules = try Self.rules(Self.clusterRole)
        let groups = [["system:authenticated"], ["system:unauthenticated"], []]
        let allowed = [("/healthz", [true, true, false]), ("/apis/apps/v1", [true, false, false])]
        for (path, isAllowed) in allowed {
            let found = groups.map { groups in
                Self.answer(rules, by: UserInfo(username: "a", groups: groups)) { $0.path = path } != .notAllowed
            }
            #expect(found == isAllowed, "\(path)")
        }
        let reviews = groups.map { groups in
            Self.answer(rules, by: UserInfo(username: "a", groups: groups)) {
                ($0.verb, $0.group, $0.resource) = ("create", "authorization.k8s.io", "selfsubjectaccessreviews")
            } != .notAllowed
        }
        #expect(reviews == [true, false, false])
    }

    @Test("A role that is not there leaves open what it allows, unless another allows it")
    func unknown() throws {
        let binding = Self.binding.replacing("name: b,", with: "name: a,").replacing("name: r}", with: "name: gone}")
        #expect(
            try Self.answer(Self.rules(binding))
                == .unknown(#"Role "gone", which RoleBinding "a/n" gives, is not known here"#))
        let other = Self.bound("RoleBinding", "{kind: User, name: alice}")
        #expect(
            try Self.answer(Self.rules(binding + "---\n" + other))
                == .allowed(#"RBAC: allowed by RoleBinding "b/n" of ClusterRole "c" to User "alice""#))
    }

    @Test("A role made of others by their labels has the rules of all of them")
    func aggregation() throws {
        let role = """
            kind: ClusterRole
            metadata: {name: sum}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: "1"}}]}
            rules: []

            """
        let binding = """
            kind: ClusterRoleBinding
            metadata: {name: b}
            roleRef: {kind: ClusterRole, name: sum}
            subjects: [{kind: User, name: alice}]

            """
        let rules = try Self.rules([role, Self.clusterRole, binding].joined(separator: "---\n"))
        #expect(
            Self.answer(rules)
                == .allowed(#"RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "sum" to User "alice""#))
    }

    @Test("A role has the rules of those also that the roles it is made of are made of, and a circle ends")
    func chain() throws {
        let sums = [("admin", "edit"), ("edit", "view"), ("view", "1")].map { name, part in
            """
            kind: ClusterRole
            metadata: {name: \(name), labels: {part: \(name)}}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: "\(part)"}}, {matchLabels: {part: "admin"}}]}

            """
        }
        let binding = """
            kind: ClusterRoleBinding
            metadata: {name: b}
            roleRef: {kind: ClusterRole, name: admin}
            subjects: [{kind: User, name: alice}]

            """
        let rules = try Self.rules((sums + [Self.clusterRole, binding]).joined(separator: "---\n"))
        #expect(
            Self.answer(rules)
                == .allowed(#"RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "admin" to User "alice""#))
        #expect(Self.answer(rules) { $0.verb = "delete" } == .notAllowed)
    }

    @Test("A binding gives no role of another kind that is called the same")
    func kinds() throws {
        let bound = Self.bound("ClusterRoleBinding", "{kind: User, name: alice}")
        for kind in ["Role", "Other"] {
            let rules = try Self.rules(
                bound.replacing("{kind: ClusterRole, name: c}", with: "{kind: \(kind), name: c}"))
            let reason = #"\#(kind) "c", which ClusterRoleBinding "b" gives, is not known here"#
            #expect(Self.answer(rules) == .unknown(reason))
        }
    }

    @Test("Any number of stars at the end stand for the rest of a path")
    func stars() throws {
        let bound = Self.bound("ClusterRoleBinding", "{kind: User, name: alice}")
        let rules = try Self.rules(bound.replacing("/logs/*", with: "/logs/**"))
        for (path, isAllowed) in [("/logs/a", true), ("/logs/", true), ("/log", false)] {
            #expect((Self.answer(rules) { $0.path = path } != .notAllowed) == isAllowed)
        }
    }

    @Test("Objects of the wrong shape allow nothing and break nothing")
    func hostile() throws {
        let parts = ["1", "[]", "{}", "[1, {}]", "null", "{rules: {a: b}}"]
        for part in parts {
            let yaml = """
                kind: ClusterRole
                metadata: {name: c}
                rules: \(part)
                aggregationRule: {clusterRoleSelectors: \(part)}
                ---
                kind: ClusterRoleBinding
                metadata: {name: b}
                roleRef: {kind: ClusterRole, name: c}
                subjects: \(part)
                """
            #expect(try Self.answer(Self.rules(yaml)) == .notAllowed)
        }
    }
}

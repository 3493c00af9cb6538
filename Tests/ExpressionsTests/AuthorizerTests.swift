import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// Policies that ask what users may do, where the inventory has roles and bindings.
@Suite("The authorizer of an inventory with roles")
struct AuthorizerTests {
    private struct Roles: Inventory {
        var access: AccessRules?

        func knows(_ kind: InventoryKind) -> Bool { false }
        func namespace(_ name: String) -> JSON? { nil }
        func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
        func pods(in namespace: String) -> [InventoryPod] { [] }
    }

    /// Alice may do with deployments of `team-a` what the role says, and so may a service account; Bob has a role that is
    /// not there.
    private static func roles(_ verbs: String = "[create, delete]") throws -> Roles {
        let yaml = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: deployer}
            rules: [{verbs: \(verbs), apiGroups: [apps], resources: [deployments]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: deployers}
            roleRef: {kind: Role, name: deployer}
            subjects: [{kind: User, name: alice}, {kind: ServiceAccount, name: builder, namespace: ci}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: others}
            roleRef: {kind: ClusterRole, name: gone}
            subjects: [{kind: User, name: bob}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: viewer}
            rules: [{verbs: [get], nonResourceURLs: [/version]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: viewers}
            roleRef: {kind: ClusterRole, name: viewer}
            subjects: [{kind: Group, name: 'system:authenticated'}, {kind: Group, name: 'system:serviceaccounts:ci'}]
            """
        let objects = try YAMLReader().documents(in: Array(yaml.utf8)).map { (namespace: "team-a", object: $0.json) }
        return Roles(access: AccessRules(objects))
    }

    private static func answer(
        _ expression: String, verbs: String = "[create, delete]", user: String = "alice", namespace: String = "team-a"
    ) throws -> String {
        let text = policy("validations:\n- expression: |\n    \(expression)\n  message: nope")
        let request = try request(namespace: namespace, user: UserInfo(username: user, groups: ["dev"]))
        let message = try denial(text, request, roles(verbs))
        return message.hasPrefix(denied) ? String(message.dropFirst(denied.count)) : message
    }

    @Test(
        "What the roles allow is allowed, and nothing else",
        arguments: [
            ("authorizer.requestResource.check('delete').allowed()", "alice", true),
            ("authorizer.requestResource.check('get').allowed()", "alice", false),
            ("authorizer.requestResource.check('delete').allowed()", "carol", false),
            (
                "authorizer.group('apps').resource('deployments').namespace('team-a').check('create').allowed()",
                "alice", true
            ),
            (
                "authorizer.group('apps').resource('deployments').namespace('team-b').check('create').allowed()",
                "alice", false
            ),
            ("authorizer.group('apps').resource('deployments').check('create').allowed()", "alice", false),
            (
                "authorizer.serviceAccount('ci', 'builder').group('apps').resource('deployments').namespace('team-a').check('create').allowed()",
                "carol", true
            ),
            ("authorizer.path('/healthz').check('get').allowed()", "alice", false),
            ("authorizer.serviceAccount('ci', 'x').path('/version').check('get').allowed()", "alice", true),
            ("authorizer.serviceAccount('other', 'x').path('/version').check('get').allowed()", "alice", false),
            ("!authorizer.requestResource.check('get').errored()", "alice", true),
        ])
    func decisions(expression: String, user: String, isAllowed: Bool) throws {
        #expect(try Self.answer(expression, user: user) == (isAllowed ? "" : "nope"))
    }

    @Test("A decision says why, in the API server's words")
    func reason() throws {
        let expression = """
            authorizer.requestResource.check('create').reason() == \
            'RBAC: allowed by RoleBinding "deployers/team-a" of Role "deployer" to User "alice"'
            """
        #expect(try Self.answer(expression) == "")
    }

    @Test(
        "What can't be asked is an error, in the API server's words",
        arguments: [
            ("path('')", "path must not be empty"), ("path('  ')", "path must not be empty"),
            ("group('apps').resource('')", "resource must not be empty"),
            ("group('apps').resource(' ')", "resource must not be empty"),
            ("serviceAccount('not@a#valid!namespace', 'name').path('/x')", "Invalid service account namespace"),
            ("serviceAccount('a.b', 'name').path('/x')", "Invalid service account namespace"),
            ("serviceAccount('example', 'invalid@*name').path('/x')", "Invalid service account name"),
            ("serviceAccount('', '').path('/x')", "Invalid service account name"),
        ])
    func faults(_ question: String, _ reason: String) throws {
        let message = try Self.answer("authorizer.\(question).check('get').allowed()")
        #expect(message.hasSuffix("resulted in error: \(reason)"), "\(message)")
    }

    @Test("Where a role is not there the expression fails, and says which")
    func unknown() throws {
        let message = try Self.answer("authorizer.requestResource.check('create').allowed()", user: "bob")
        #expect(
            message.hasSuffix(#"ClusterRole "gone", which ClusterRoleBinding "others" gives, is not known here"#),
            "\(message)")
    }
}

import Documents
import Expressions
import Testing

@Suite("What the API server refuses of upstream documents")
struct DocumentRulesTests {
    /// What is odd about documents, each with its place.
    private func warnings(_ text: String) throws -> [String] {
        let directory = try Directory(text)
        #expect(directory.problems == [])
        return directory.assembly.warnings.map {
            "\($0.pointer): \($0.message)" + ($0.suggestion.map { " Did you mean \"\($0)\"?" } ?? "")
        }
    }

    /// A policy with this rule and no other.
    private func ruled(_ rule: String) -> String {
        policy("validations: [{expression: 'true'}]").replacing(
            #"{apiGroups: ["", apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}"#,
            with: rule)
    }

    private static let refusal = " The API server would refuse the document."
    private static let rules = "/spec/matchConstraints/resourceRules/0"

    @Test(
        "Rules that contradict themselves are warnings with their place",
        arguments: [
            (
                "{apiGroups: ['*', apps], apiVersions: [v1], operations: [CREATE], resources: [a]}",
                ["apiGroups: * stands for any, so that nothing else can be beside it."]
            ),
            (
                "{apiGroups: [x.io], apiVersions: [v1, '*', ''], operations: ['*', CREATE], resources: ['']}",
                [
                    "apiVersions: * stands for any, so that nothing else can be beside it.",
                    "operations: * stands for any, so that nothing else can be beside it.",
                    "apiVersions/2: This is empty; wanted is a name, or * for any.",
                    "resources/0: This is empty; wanted is a name, or * for any.",
                ]
            ),
            (
                "{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: [a/*, a/b, '*/c', d/c]}",
                ["resources/1: \"a/b\" is in a/* already.", "resources/3: \"d/c\" is in */c already."]
            ),
            (
                "{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: ['*/*', a]}",
                ["resources: */* stands for any, so that nothing else can be beside it."]
            ),
            (
                "{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: ['*', a]}",
                ["resources: * stands for any without subresource, \"a\" too."]
            ),
            ("{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: [a, '*', b/c]}", []),
            (
                "{apiGroups: [x.io], apiVersions: [v1], operations: [DELETE], resources: [a], resourceNames: [a/b, c, c]}",
                [
                    "resourceNames/0: \"a/b\" can't be a name, which has neither / nor %.",
                    "resourceNames/2: \"c\" is there already.",
                ]
            ),
        ])
    func contradictions(_ rule: String, _ expected: [String]) throws {
        #expect(try warnings(ruled(rule)) == expected.map { "\(Self.rules)/\($0)\(Self.refusal)" })
        let binding = policy("validations: [{expression: 'true'}]").replacing(
            "validationActions: [Deny]", with: "validationActions: [Deny]\n  matchResources: {resourceRules: [\(rule)]}"
        )
        #expect(try warnings(binding).count == expected.count)
    }

    @Test(
        "Names, messages and numbers that no API server takes are warnings with their place",
        arguments: [
            ("matchConditions: [{name: Has a name, expression: 'true'}]", "/spec/matchConditions/0/name"),
            ("validations: [{expression: 'true', message: \"two\\nlines\"}]", "/spec/validations/0/message"),
            ("validations: [{expression: 'true', message: '  '}]", "/spec/validations/0/message"),
            ("auditAnnotations: [{key: a/b, valueExpression: \"'x'\"}]", "/spec/auditAnnotations/0/key"),
            (
                "auditAnnotations: [{key: a, valueExpression: \"'\(String(repeating: "x", count: 5120))'\"}]",
                "/spec/auditAnnotations/0/valueExpression"
            ),
            (
                "matchConditions: [\((0..<65).map { "{name: c\($0), expression: 'true'}" }.joined(separator: ", "))]",
                "/spec/matchConditions"
            ),
            (
                "auditAnnotations: "
                    + "[\((0..<21).map { "{key: c\($0), valueExpression: \"'x'\"}" }.joined(separator: ", "))]",
                "/spec/auditAnnotations"
            ),
        ])
    func limits(_ spec: String, _ pointer: String) throws {
        let spec = spec.contains("validations:") ? spec : spec + "\nvalidations: [{expression: 'true'}]"
        let found = try warnings(policy(spec))
        #expect(found.count == 1 && found[0].hasPrefix("\(pointer): ") && found[0].hasSuffix(Self.refusal), "\(found)")
    }

    @Test("A name that no object can have is a warning, that of the policy and that of the binding")
    func names() throws {
        let text = policy("validations: [{expression: 'true'}]").replacing("name: p}", with: "name: My_Policy}")
            .replacing("policyName: p", with: "policyName: My_Policy").replacing("name: b}", with: "name: b.}")
        let places = try warnings(text).map { $0.prefix { $0 != ":" } }
        #expect(places == ["/metadata/name", "/metadata/name", "/spec/policyName"])
    }

    @Test("A mutating policy says whether it may run again, and has nothing to do where an object is deleted")
    func mutating() throws {
        let text = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: m}
            spec:
              matchConstraints:
                resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE, DELETE], resources: [pods]}]
              mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression: 'Object{}'}}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: m}
            spec: {policyName: m}
            """
        #expect(
            try warnings(text) == [
                "\(Self.rules)/operations/1: Nothing can be changed on DELETE; wanted is one of CREATE, UPDATE, CONNECT, *."
                    + Self.refusal,
                "/spec: The key \"reinvocationPolicy\" is missing; wanted is Never or IfNeeded." + Self.refusal,
            ])
    }

    @Test(
        "What can't be put to work is refused here, too",
        arguments: [
            ("variables: [{name: namespace, expression: '1'}]", "/spec/variables/0/name"),
            ("validations: [{expression: 'true', reason: Unauthorized}]", "/spec/validations/0/reason"),
            ("validations: [{expression: 'true', messageExpression: ' '}]", "/spec/validations/0/messageExpression"),
            ("paramKind: {apiVersion: a/b/c, kind: X}", "/spec/paramKind/apiVersion"),
            ("paramKind: {apiVersion: example.com/, kind: X}", "/spec/paramKind/apiVersion"),
            ("paramKind: {apiVersion: example.com/V1, kind: X}", "/spec/paramKind/apiVersion"),
            ("paramKind: {apiVersion: v1, kind: config maps}", "/spec/paramKind/kind"),
        ])
    func refusals(_ spec: String, _ pointer: String) throws {
        let spec = spec.contains("validations:") ? spec : spec + "\nvalidations: [{expression: 'true'}]"
        let problems = try Directory(policy(spec)).problems
        #expect(problems.count == 1 && problems[0].hasPrefix("\(pointer): "), "\(problems)")
    }

    @Test("Of actions that are there twice the second is meant, and a param's name is a name")
    func bindings() throws {
        let binding = "validationActions: [Audit, Deny, Audit]\nparamRef: {name: a/b, parameterNotFoundAction: Deny}"
        let problems = try Directory(policy("validations: [{expression: 'true'}]", binding: binding)).problems
        #expect(
            problems == [
                "/spec/validationActions/2: \"Audit\" is there already.",
                "/spec/paramRef/name: \"a/b\" can't be a name, which has neither / nor %.",
            ])
    }

    @Test(
        "Parameters are named or selected, and a selector that can't be read is one all the same",
        arguments: [
            ("{}", "/spec/paramRef/name: Either the name or the selector must be given."),
            ("{name: ''}", "/spec/paramRef/name: Either the name or the selector must be given."),
            ("{name: y}", "/spec/paramRef/name: This is a boolean; wanted is text: put it in quotes."),
            (
                "{selector: {matchExpressions: [{key: a, operator: Foo}]}}",
                "/spec/paramRef/selector/matchExpressions/0/operator: matchExpressions[0].operator is \"Foo\"; "
                    + "wanted is In, NotIn, Exists or DoesNotExist."
            ),
        ])
    func references(_ ref: String, _ problem: String) throws {
        let rest = ref == "{}" ? "" : ", "
        let binding = "paramRef: \(ref.dropLast())\(rest)parameterNotFoundAction: Deny}\nvalidationActions: [Deny]"
        #expect(
            try Directory(policy("validations: [{expression: 'true'}]", binding: binding)).problems == [problem])
    }

    @Test(
        "Names in rules that no resource of Kubernetes bears are warnings, with what was meant",
        arguments: [
            ("[apps]", "deployment", " Did you mean \"deployments\"?"),
            ("[apps]", "Deployment", " Did you mean \"deployments\"?"),
            ("['', apps]", "deploy", " Did you mean \"deployments\"?"),
            ("['']", "pod/exec", " Did you mean \"pods/exec\"?"), ("['']", "svcs", nil),
            ("[networking.k8s.io]", "NetworkPolicy", " Did you mean \"networkpolicies\"?"),
            ("[apps]", "deploymnets", " Did you mean \"deployments\"?"), ("['', apps]", "pods", nil),
            ("[apps]", "deployments/scale", nil), ("['']", "bindings", nil), ("['*']", "deployment", nil),
            ("[apps, example.com]", "deployment", nil), ("['']", "*/scale", nil),
        ] as [(String, String, String?)])
    func resources(_ groups: String, _ name: String, _ question: String?) throws {
        let rule = "{apiGroups: \(groups), apiVersions: [v1], operations: [CREATE], resources: [\"\(name)\"]}"
        let found = try warnings(ruled(rule))
        #expect(found.count == (question == nil ? 0 : 1), "\(found)")
        if let question {
            #expect(found.first?.hasSuffix("so that nothing matches this.\(question)") == true, "\(found)")
        }
    }

    @Test(
        "Groups and versions that can't be are warnings, with what was meant",
        arguments: [
            ("apiGroups", "core", ""), ("apiGroups", "v1", ""), ("apiGroups", "apps/v1", "apps"),
            ("apiGroups", "Apps", "apps"), ("apiGroups", "app", "apps"),
            ("apiGroups", "networking", "networking.k8s.io"),
            ("apiGroups", "Batch", "batch"), ("apiGroups", "zzzzzzzz", nil), ("apiVersions", "apps/v1", "v1"),
            ("apiVersions", "V1", "v1"), ("apiVersions", "1", "v1"), ("apiVersions", "v1.2", nil),
        ] as [(String, String, String?)])
    func origins(_ list: String, _ name: String, _ meant: String?) throws {
        let rule = "{apiGroups: ['*'], apiVersions: ['*'], operations: [CREATE], resources: ['*']}"
            .replacing("\(list): ['*']", with: "\(list): ['\(name)']")
        let subject = list == "apiGroups" ? "API group" : "version"
        #expect(
            try warnings(ruled(rule)) == [
                "\(Self.rules)/\(list)/0: No \(subject) is named \"\(name)\", so that nothing matches this."
                    + (meant.map { " Did you mean \"\($0)\"?" } ?? "")
            ])
    }

    @Test(
        "Groups and versions that may be are none",
        arguments: [
            ("apiGroups", ""), ("apiGroups", "apps"), ("apiGroups", "extensions"), ("apiGroups", "example.com"),
            ("apiGroups", "gateway.networking.k8s.io"), ("apiVersions", "v1beta1"), ("apiVersions", "stable"),
        ])
    func possibleOrigins(_ list: String, _ name: String) throws {
        let rule = "{apiGroups: ['*'], apiVersions: ['*'], operations: [CREATE], resources: ['*']}"
            .replacing("\(list): ['*']", with: "\(list): ['\(name)']")
        #expect(try warnings(ruled(rule)).isEmpty)
    }

    @Test(
        "A kind of parameters that Kubernetes does not have is a warning",
        arguments: [
            ("v1", "ConfigMapp", " Did you mean \"ConfigMap\"?"), ("v1", "configmap", " Did you mean \"ConfigMap\"?"),
            ("v1", "ConfigMap", nil), ("v1", "Unheard", nil), ("example.com/v1", "ConfigMapp", nil),
        ] as [(String, String, String?)])
    func parameterKinds(_ version: String, _ kind: String, _ question: String?) throws {
        let found = try warnings(
            policy("paramKind: {apiVersion: \(version), kind: \(kind)}\nvalidations: [{expression: 'true'}]"))
        #expect(found.count == (question == nil ? 0 : 1), "\(found)")
        if let question { #expect(found.first?.hasSuffix("put to work in a cluster.\(question)") == true, "\(found)") }
    }

    @Test(
        "What no policy judges is a warning, where a rule names nothing else by it",
        arguments: [
            ("[authentication.k8s.io]", "tokenreviews", "tokenreviews of authentication.k8s.io"),
            ("[authentication.k8s.io]", "selfsubjectreviews", "selfsubjectreviews of authentication.k8s.io"),
            (
                "['', authorization.k8s.io]", "localsubjectaccessreviews",
                "localsubjectaccessreviews of authorization.k8s.io"
            ),
            (
                "[admissionregistration.k8s.io]", "validatingadmissionpolicies",
                "validatingadmissionpolicies of admissionregistration.k8s.io"
            ),
            ("[admissionregistration.k8s.io]", "validatingwebhookconfigurations", nil), ("['*']", "tokenreviews", nil),
            ("[example.com]", "tokenreviews", nil), ("[authentication.k8s.io]", "*", nil),
        ] as [(String, String, String?)])
    func exemptions(_ groups: String, _ name: String, _ subject: String?) throws {
        let rule = "{apiGroups: \(groups), apiVersions: [v1], operations: [CREATE], resources: ['\(name)']}"
        let expected = subject.map {
            "\(Self.rules)/resources/0: No policy judges \($0), so that nothing matches this."
        }
        #expect(try warnings(ruled(rule)) == [expected].compactMap(\.self))
    }

    @Test("A resource of another group is a warning that names it")
    func otherGroup() throws {
        let rule = "{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods, deployments]}"
        #expect(
            try warnings(ruled(rule)) == [
                "\(Self.rules)/resources/1: No resource of the core group is named \"deployments\", so that nothing "
                    + "matches this: it is in apps."
            ])
    }
}

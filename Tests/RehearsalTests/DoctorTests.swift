import Admission
import Documents
import Foundation
import Rehearsal
import Testing

@Suite("The doctor")
struct DoctorTests {
    /// Judges bundles by the words that the tests have for certificates.
    private static func inspect(_ bundle: [UInt8]) -> Examination.BundleState {
        switch String(decoding: bundle, as: UTF8.self) {
        case "ending": .ending("The certificate \"CN=a\" ends on 2027-01-01T00:00:00Z.")
        case "unusable": .unusable("The certificate \"CN=a\" has expired on 2026-01-01T00:00:00Z.")
        default: .good
        }
    }

    private func examine(_ yaml: String) -> Examination {
        Examination(manifests(yaml, file: "webhooks.yaml"), inspect: Self.inspect)
    }

    /// A sound webhook with lines of its own in place of some; the kind is a mutating one.
    private func examine(
        _ lines: String, without keys: [String] = [], kind: String = "MutatingWebhookConfiguration", more: String = ""
    ) -> [String] {
        checks(examination(lines, without: keys, kind: kind, more: more))
    }

    private func examination(
        _ lines: String, without keys: [String] = [], kind: String = "MutatingWebhookConfiguration", more: String = ""
    ) -> Examination {
        let sound = [
            "name": "a.example.org", "clientConfig": "{service: {name: a, namespace: tools}, caBundle: Z29vZA==}",
            "admissionReviewVersions": "[v1]", "sideEffects": "None", "timeoutSeconds": "5",
            "reinvocationPolicy": "IfNeeded",
            "namespaceSelector": "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, "
                + "values: [kube-system, kube-node-lease, tools]}]}",
            "matchConditions": "[{name: not-by-a-node, expression: '!(\"system:nodes\" in request.userInfo.groups)'}]",
            "rules": "[{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]",
        ]
        let own = lines.split(separator: "\n").compactMap { $0.split(separator: ":").first }.map(String.init)
        let kept = sound.filter { !own.contains($0.key) && !keys.contains($0.key) }.map { "\($0.key): \($0.value)" }
        let body = (kept + lines.split(separator: "\n").map(String.init)).map { "  \($0)\n" }.joined()
        let head = "apiVersion: admissionregistration.k8s.io/v1\nkind: \(kind)\nmetadata: {name: a}\nwebhooks:\n-\n"
        return examine(head + body + more)
    }

    private func checks(_ examination: Examination) -> [String] {
        examination.ailments.map { "\($0.severity.rawValue) \($0.check.rawValue)" }
    }

    private var goldenInput: String {
        get throws {
            let here = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            return String(decoding: try Data(contentsOf: here.appending(path: "Golden/webhooks.yaml")), as: UTF8.self)
        }
    }

    @Test("tells people what is wrong where, why, and how to mend it")
    func text() throws {
        try expectGolden(DiagnosisPrinter().text(examine(goldenInput)), "doctor.txt")
    }

    @Test("tells programs the same")
    func document() throws {
        try expectGolden(DiagnosisJSONPrinter().text(examine(goldenInput)), "doctor.json")
    }

    @Test("finds nothing wrong with our own installation", arguments: [Installation.FailurePolicy.fail, .ignore])
    func ours(_ policy: Installation.FailurePolicy) throws {
        let installation = try guideInstallation { $0.failurePolicy = policy }
        let examination = examine(try installation.yaml())
        #expect(checks(examination) == [])
        #expect(examination.configurations == 2)
        #expect(DiagnosisPrinter().text(examination) == "2 webhooks in 2 configurations: nothing found.\n")
    }

    @Test("finds no danger in our own installation where the policies judge everything")
    func oursWithWildcards() throws {
        let installation = Installation(
            Gate([Binding(JudgesAll())]), hash: "1", files: [], certificates: .certManager, options: .init(image: "x"))
        // The wildcard is the policies' own, and behind the guards no more than a caution.
        #expect(checks(examine(try installation.yaml())) == ["caution wildcard"])
    }

    @Test("finds nothing wrong with a sound webhook")
    func sound() {
        #expect(examine("") == [])
        #expect(examine("", without: ["reinvocationPolicy"], kind: "ValidatingWebhookConfiguration") == [])
    }

    @Test(
        "finds what the cluster lives of, unless a condition leaves it out",
        arguments: [
            ("coordination.k8s.io", "leases", "leases", ""), ("''", "nodes", "nodes", ""),
            ("''", "nodes/status", "nodes", ""), ("''", "nodes/*", "nodes", ""),
            ("certificates.k8s.io", "certificatesigningrequests", "certificate-requests", ""),
            ("authentication.k8s.io", "tokenreviews", "access-reviews", ""),
            ("coordination.k8s.io", "leases", "", "request.resource.resource != \"leases\""),
            ("''", "nodes", "", "!(\"system:nodes\" in request.userInfo.groups)"),
            // Conditions that speak of them, and leave out something else.
            ("coordination.k8s.io", "leases", "leases", "request.resource.resource == \"leases\""),
            ("''", "nodes", "nodes", "request.resource.resource != \"leases\""),
            ("''", "nodes/status", "nodes", "request.subResource != \"approval\""),
            ("''", "nodes", "", "request.operation == \"DELETE\" || request.name != \"any\""),
            ("certificates.k8s.io", "certificatesigningrequests", "certificate-requests", "object.spec.x == 1"),
            ("''", "nodes", "nodes", "authorizer.group(\"\").resource(\"nodes\").check(\"get\").allowed()"),
            ("policy", "leases", "", ""), ("''", "nodes/proxy", "", ""),
        ])
    func vital(_ group: String, _ resource: String, _ check: String, _ condition: String) {
        let rule = "{apiGroups: [\(group)], apiVersions: ['*'], operations: ['*'], resources: ['\(resource)']}"
        let conditions = condition.isEmpty ? "" : "matchConditions: [{name: a, expression: '\(condition)'}]"
        let found = examine(
            "rules: [\(rule)]\nnamespaceSelector: {}\n\(conditions)",
            without: condition.isEmpty ? ["matchConditions"] : [])
        #expect(found == (check.isEmpty ? [] : ["danger \(check)"]))
    }

    @Test(
        "names conditions that help",
        arguments: [
            ("coordination.k8s.io", "leases", Ailment.Check.leases), ("''", "nodes/status", .nodes),
            ("certificates.k8s.io", "certificatesigningrequests/approval", .certificateRequests),
            ("authorization.k8s.io", "subjectaccessreviews", .accessReviews), ("''", "pods", .matchConditions),
        ])
    func conditionsThatHelp(_ group: String, _ resource: String, _ check: Ailment.Check) throws {
        let rule = "{apiGroups: [\(group)], apiVersions: ['*'], operations: ['*'], resources: ['\(resource)']}"
        let head = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\n"
        let yaml = head + "metadata: {name: a}\nwebhooks:\n- name: a.b.c\n  rules: [\(rule)]\n"
        let found = examine(yaml).ailments.first { $0.check == check }
        let fix = try #require(found?.fix)
        let expression = try #require(fix.firstMatch(of: /!\([^']*\)/)?.output)
        let mended = examine(yaml + "  matchConditions:\n  - name: a\n    expression: |\n      \(expression)\n")
        #expect(!mended.ailments.contains { $0.check == check })
    }

    @Test("names selectors that help", arguments: [Ailment.Check.ownNamespace, .kubeSystem])
    func selectorsThatHelp(_ check: Ailment.Check) throws {
        let text = try goldenInput
        let found = examine(text).ailments.first { $0.check == check }
        let fix = try #require(found?.fix.firstMatch(of: /namespaceSelector: {.*}/)?.output)
        let mended = examine(text.replacing("- name: all.example.org\n", with: "- name: all.example.org\n  \(fix)\n"))
        let webhooks = { (examination: Examination) in
            examination.ailments.filter { $0.check == check && $0.webhook == "all.example.org" }.count
        }
        #expect(webhooks(examine(text)) > 0)
        #expect(webhooks(mended) == 0)
    }

    @Test("finds leases harmless where the namespaces that have them are left out")
    func leasesElsewhere() {
        let rule = "{apiGroups: ['*'], apiVersions: ['*'], operations: [UPDATE], resources: [leases]}"
        #expect(examine("rules: [\(rule)]") == [])
    }

    @Test(
        "finds namespaces that must not be judged, under Fail",
        arguments: [
            ("namespaceSelector: {}", ["danger own-namespace", "danger kube-system"]),
            ("namespaceSelector: {}\nfailurePolicy: Ignore", []),
            ("namespaceSelector: {matchLabels: {gate: 'on'}}", []),
            (
                "namespaceSelector: {}\nmatchConditions: [{name: a, expression: 'request.namespace != \"kube-system\" && "
                    + "!(\"system:nodes\" in request.userInfo.groups)'}]", ["danger own-namespace"]
            ),
            (
                "namespaceSelector: {}\nmatchConditions: [{name: a, expression: 'request.namespace in [\"kube-system\", "
                    + "\"tools\"] && !(\"system:nodes\" in request.userInfo.groups)'}]",
                ["danger own-namespace", "danger kube-system"]
            ),
            (
                "namespaceSelector: {}\nmatchConditions: [{name: a, expression: 'object.metadata.namespace == \"shop\"'}]",
                []
            ),
            ("namespaceSelector: {}\nobjectSelector: {matchLabels: {gate: 'on'}}", []),
            (
                "namespaceSelector: {}\nclientConfig: {url: https://example.org, caBundle: Z29vZA==}",
                ["danger kube-system"]
            ),
            (
                "namespaceSelector: {}\nclientConfig: {url: 'https://a.tools.svc:443/b', caBundle: Z29vZA==}",
                ["danger own-namespace", "danger kube-system"]
            ),
            (
                "namespaceSelector: {matchExpressions: [{key: gate, operator: DoesNotExist}]}",
                ["danger own-namespace", "danger kube-system", "caution selector"]
            ),
            (
                "namespaceSelector: {matchExpressions: [{key: gate, operator: Un}]}",
                ["danger own-namespace", "danger kube-system", "danger selector"]
            ),
        ])
    func namespaces(_ lines: String, _ expected: [String]) {
        #expect(examine(lines) == expected)
    }

    @Test("goes by the labels of namespaces that it is shown")
    func shownNamespaces() {
        let namespaces = ["kube-system", "kube-node-lease", "tools"].map { name in
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: \(name), labels: {gate: 'off'}}\n"
        }
        let selector = "namespaceSelector: {matchExpressions: [{key: gate, operator: NotIn, values: ['off']}]}"
        #expect(examine(selector, more: namespaces.joined()) == [])
    }

    @Test(
        "finds broken promises",
        arguments: [
            ("sideEffects: Unknown", ["danger side-effects"]), ("sideEffects: NoneOnDryRun", []),
            ("reinvocationPolicy: Never", ["caution reinvocation"]), ("timeoutSeconds: 11", ["caution timeout"]),
            ("admissionReviewVersions: [v1beta1]", ["caution review-versions"]),
            ("admissionReviewVersions: [v1beta1, v1]", []), ("rules: []", ["caution no-rules"]),
            ("clientConfig: {service: {name: a, namespace: tools}}", ["caution ca-bundle"]),
            ("clientConfig: {service: {name: a, namespace: tools}, caBundle: '***'}", ["danger ca-bundle"]),
            ("clientConfig: {service: {name: a, namespace: tools}, caBundle: ZW5kaW5n}", ["caution ca-bundle"]),
            ("clientConfig: {service: {name: a, namespace: tools}, caBundle: dW51c2FibGU=}", ["danger ca-bundle"]),
        ])
    func promises(_ lines: String, _ expected: [String]) {
        #expect(examine(lines) == expected)
    }

    @Test("asks for conditions where nodes write")
    func conditions() {
        #expect(examine("", without: ["matchConditions"]) == ["caution match-conditions"])
        #expect(examine("failurePolicy: Ignore", without: ["matchConditions"]) == [])
        let other = "matchConditions: [{name: a, expression: 'request.operation == \"CREATE\"'}]"
        #expect(examine(other) == ["caution match-conditions"])
    }

    @Test(
        "finds conditions that the API server would refuse",
        arguments: ["1 +", "request.nothing", "\"text\"", "object.a.b(", "unknown.x"])
    func refused(_ expression: String) throws {
        let good = "{name: b, expression: '!(\"system:nodes\" in request.userInfo.groups)'}"
        let found: [String] = examine("matchConditions: [\(good), {name: a, expression: '\(expression)'}]")
        #expect(found == ["danger match-conditions"])
    }

    @Test(
        "finds what the API server refuses, says where it stands, and what is wanted",
        arguments: [
            ("failurePolicy: Deny", "failurePolicy: Its failurePolicy is \"Deny\"; wanted is Fail or Ignore."),
            ("matchPolicy: equal", "matchPolicy: Its matchPolicy is \"equal\"; wanted is Equivalent or Exact."),
            (
                "reinvocationPolicy: Always",
                "reinvocationPolicy: Its reinvocationPolicy is \"Always\"; wanted is IfNeeded"
            ),
            ("timeoutSeconds: 31", "timeoutSeconds: Its timeoutSeconds are 31; wanted are 1 to 30."),
            ("timeoutSeconds: 0", "timeoutSeconds: Its timeoutSeconds are 0; wanted are 1 to 30."),
            ("timeoutSeconds: '5'", "timeoutSeconds: timeoutSeconds is a string; wanted is a whole number."),
            ("name: gate", "name: Its name is \"gate\"; wanted is a domain name of three parts or more"),
            ("name: Gate.example.org", "name: Its name is \"Gate.example.org\"; wanted is a domain name"),
            (
                "failurPolicy: Fail",
                "failurPolicy: The key \"failurPolicy\" is unknown here. Did you mean \"failurePolicy\"?"
            ),
            (
                "zzz: 1",
                "zzz: The key \"zzz\" is unknown; known are admissionReviewVersions, clientConfig, failurePolicy"
            ),
            (
                "clientConfig: {url: 'http://a.example.org'}",
                "clientConfig.url: Its url is \"http://a.example.org\", and webhooks"
            ),
            ("clientConfig: {url: 'https:///a'}", "clientConfig.url: Its url is \"https:///a\", which names no host."),
            (
                "clientConfig: {url: 'https://u@a.b/c'}",
                "clientConfig.url: Its url is \"https://u@a.b/c\", and must not name a user."
            ),
            ("clientConfig: {url: 'https://a.b/c?d'}", "and must have no query and no fragment."),
            ("clientConfig: {caBundle: Z29vZA==}", "clientConfig: Its clientConfig has neither url nor service"),
            (
                "clientConfig: {url: 'https://a.b', service: {name: a, namespace: b}, caBundle: Z29vZA==}",
                "clientConfig: Its clientConfig has both url and service; wanted is exactly one of url and service."
            ),
            ("clientConfig: {service: {name: a}}", "clientConfig.service.namespace: Its service has no namespace."),
            (
                "clientConfig: {service: {name: a, namespace: b, port: 0}}",
                "clientConfig.service.port: The port of its service is 0"
            ),
            (
                "clientConfig: {service: {name: a, namespace: b, path: x}}",
                "clientConfig.service.path: The path of its service is \"x\""
            ),
            (
                rule("operations: [CREATE, MOVE]"),
                "rules[0].operations[1]: The operation is \"MOVE\"; wanted is CREATE, UPDATE"
            ),
            (
                rule("operations: [CREATE, '*']"),
                "rules[0].operations: Its operations have * and others; * must stand alone."
            ),
            (rule("apiVersions: []"), "rules[0].apiVersions: The rule has no apiVersions; wanted is one or more."),
            (rule("resources: ['']"), "rules[0].resources: One of its resources is empty; wanted is one or more."),
            (rule("resources: ['*/*', pods]"), "rules[0].resources: Its resources have */* and others"),
            (rule("resources: ['*', pods]"), "rules[0].resources: Its resources have * and pods, which is one of all."),
            (
                rule("scope: Everywhere"),
                "rules[0].scope: Its scope is \"Everywhere\"; wanted is Cluster, Namespaced or *."
            ),
            (
                rule("resource: [pods]"),
                "rules[0].resource: The key \"resource\" is unknown here. Did you mean \"resources\"?"
            ),
            ("matchConditions: [{expression: 'true'}]", "matchConditions[0].name: The condition has no name."),
            ("matchConditions: [{name: a}]", "matchConditions[0].expression: The condition has no expression."),
            (
                "matchConditions: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]",
                "matchConditions[1].name: Another condition of the webhook is called \"a\", too."
            ),
            (
                "admissionReviewVersions: [v2]",
                "admissionReviewVersions: Its admissionReviewVersions are v2; wanted is v1"
            ),
        ])
    func malformed(_ lines: String, _ sentence: String) {
        let found = examination(lines).ailments.filter { $0.severity == .danger && $0.why.contains("refuses") }
        let lines = found.map { "\($0.pointer.field.dropFirst("webhooks[0].".count)): \($0.what)" }
        #expect(lines.count { $0.contains(sentence) } == 1, "\(lines)")
        #expect(lines.count == 1, "\(lines)")
        #expect(found.allSatisfy { !$0.fix.isEmpty && $0.location.line > 5 })
    }

    private static func rule(_ line: String) -> String {
        let sound = ["apiGroups": "['']", "apiVersions": "[v1]", "operations": "[CREATE]", "resources": "[pods]"]
        let kept = sound.filter { !line.hasPrefix("\($0.key):") }.map { "\($0.key): \($0.value)" }
        return "rules: [{\((kept + [line]).joined(separator: ", "))}]"
    }

    @Test("knows what a cluster adds to a configuration")
    func live() {
        let metadata =
            "metadata: {name: a, uid: x, generation: 2, creationTimestamp: '2026-01-01T00:00:00Z', "
            + "managedFields: [{manager: m, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {f:a: {}}}]}\n"
        let text = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            \(metadata)webhooks:
            - {name: a.example.org, clientConfig: {url: 'https://a.example.org/v'}, admissionReviewVersions: [v1],
               sideEffects: None, failurePolicy: Ignore, matchPolicy: Equivalent, timeoutSeconds: 10,
               namespaceSelector: {}, objectSelector: {},
               rules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [configmaps/x], scope: '*'}]}

            """
        #expect(checks(examine(text)) == [])
    }

    @Test(
        "adds up what mutating webhooks may take",
        arguments: [(3, 10, []), (4, 9, ["danger timeout"]), (7, 5, ["danger timeout"])])
    func timeouts(_ count: Int, _ seconds: Int, _ expected: [String]) throws {
        let installation = try guideInstallation { $0.timeout = seconds }
        let text = try installation.yaml()
        let copies = (0..<count).map { position in
            text.replacingOccurrences(of: "  name: sekisho\n", with: "  name: sekisho-\(position)\n")
        }
        #expect(checks(examine(copies.joined(separator: "---\n"))) == expected)
    }

    @Test("finds names that stand twice")
    func names() throws {
        let text = try guideInstallation().yaml()
        #expect(checks(examine(text + "---\n" + text)) == ["caution duplicate-name", "caution duplicate-name"])
    }

    @Test(
        "says something of configurations that are none",
        arguments: [
            "webhooks: [{matchConditions: [1, {expression: 2}, {expression: '\u{0301}'}]}]", "webhooks: 7",
            "webhooks: [7, null, {rules: 1}]", "webhooks: {a: b}", "webhooks: [{rules: [1, {}]}]",
        ])
    func odd(_ lines: String) {
        let kind =
            "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\n"
        #expect(!DiagnosisPrinter().text(examine(kind + lines)).isEmpty)
    }
}

private struct JudgesAll: Validating {
    static let about = About("judges-all", "", judges: .anything, fields: "", prose: "")
    func check(_ request: Request) -> [Finding] { [] }
}

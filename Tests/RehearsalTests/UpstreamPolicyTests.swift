import Admission
import Configuration
import Documents
import Expressions
import Kubernetes
import Rehearsal
import Support
import Testing

@Suite("Upstream policies in dry runs and cases")
struct UpstreamPolicyTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private let policy = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: replica-limit
          annotations: {description: Few replicas are enough.}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, DELETE], resources: [deployments, deployments/scale]}
            - {apiGroups: [""], apiVersions: ["*"], operations: ["*"], resources: [pods/exec, "services/*"]}
          variables:
          - {name: replicas, expression: object.spec.replicas}
          validations:
          - expression: variables.replicas <= 5
            message: at most five replicas

        """

    private let binding = """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: everywhere}
        spec: {policyName: replica-limit, validationActions: [Deny]}

        """

    private func set(_ text: String) throws -> PolicySet {
        try Loader(try directory.write(text, to: "policy.yaml")).load()
    }

    private func deployment(_ replicas: Int) -> String {
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: \(replicas)}}"
    }

    @Test("Webhooks are asked about what their rules name")
    func webhookRules() throws {
        let rules = try set(policy + binding).merged.webhookRules(for: .validating)
        let lines = rules.map { rule in
            "\(rule.group): \(rule.operations.map(\.rawValue).joined(separator: ",")): "
                + rule.resources.joined(separator: ",")
        }
        #expect(
            lines == [
                "apps: CREATE,DELETE: deployments", ": CONNECT: pods/exec",
                ": CREATE,UPDATE,DELETE,CONNECT: services/*",
            ])
        #expect(try set(policy).merged.webhookRules(for: .validating).isEmpty)
    }

    @Test("A dry run denies with the rule's message, under the policy's name")
    func dryRun() throws {
        let manifests = ManifestReader().read([try directory.write(deployment(6), to: "web.yaml")]).manifests
        let report = Rehearsal(try set(policy + binding).merged).run(manifests)
        let remarks = report.entries.flatMap(\.remarks)
        #expect(remarks.map(\.message) == ["at most five replicas"])
        #expect(remarks.map(\.policy) == ["replica-limit"])
        #expect(remarks.map(\.about.prose) == ["Few replicas are enough."])
        #expect(remarks.first?.finding?.rule?.place?.hasSuffix("policy.yaml:14:17") == true)
        #expect(!report.isClean)
    }

    private func outcomes(_ set: PolicySet, _ expectation: String, replicas: Int) throws -> [String] {
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: replica-limit
            cases:
            - name: A case
              object: \(deployment(replicas))
              expect: \(expectation)

            """
        let file = CaseFile(SourceText(name: "cases.yaml", bytes: Array(text.utf8)), policies: set)
        #expect(file.complaints.map(\.message) == [])
        return file.run().flatMap(\.differences)
    }

    @Test("Cases name an upstream policy, bound or not", arguments: [true, false])
    func cases(_ isBound: Bool) throws {
        let set = try set(isBound ? policy + binding : policy)
        #expect(try outcomes(set, "{allow: true}", replicas: 5) == [])
        #expect(try outcomes(set, "{deny: [{message: at most five}]}", replicas: 6) == [])
        #expect(try outcomes(set, "{deny: [{path: '', message: at most five}]}", replicas: 6) == [])
        #expect(try outcomes(set, "{deny: [{message: something else}]}", replicas: 6).count == 2)
        #expect(try outcomes(set, "{allow: true}", replicas: 6).count == 1)
    }

    /// Cases of a policy that takes its limit from a ConfigMap, with these lines beside their objects.
    private func limited(_ more: String, binding: String = "") throws -> CaseFile {
        let text = policy.replacing("spec:\n", with: "spec:\n  paramKind: {apiVersion: v1, kind: ConfigMap}\n")
            .replacing("<= 5", with: "<= int(params.data.maximum)")
        let cases = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: replica-limit
            cases:
            - name: A case
              object: \(deployment(6))
              \(more)
            """
        let source = SourceText(name: "cases.yaml", bytes: Array(cases.utf8))
        return CaseFile(source, policies: try set(text + binding))
    }

    private func limit(_ maximum: Int) -> String {
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: limit}, data: {maximum: '\(maximum)'}}"
    }

    @Test(
        "Cases bring params for a policy, bound or not", arguments: ["", "name: limit, parameterNotFoundAction: Deny"])
    func params(ref: String) throws {
        let bound = binding.replacing("[Deny]}", with: "[Deny], paramRef: {\(ref)}}")
        let binding = ref.isEmpty ? "" : bound
        let finding = "{message: at most five}"
        for (params, expect) in [
            (limit(6), "{allow: true}"), (limit(5), "{deny: [\(finding)]}"),
            ("\(limit(6)), \(limit(5)), \(limit(4))", "{deny: [\(finding), \(finding)]}"),
        ] {
            let file = try limited("params: [\(params)]\n  expect: \(expect)", binding: binding)
            #expect(file.complaints.map(\.message) == [])
            #expect(file.run().map(\.differences) == [[]])
        }
    }

    @Test("A name that YAML takes for a boolean wants quotes", arguments: ["name: replica-limit\n", "name: replicas,"])
    func unquoted(name: String) throws {
        let text = policy.replacing(
            name, with: name.replacing("replica-limit", with: "on").replacing("replicas", with: "n"))
        let error = #expect(throws: LoadError.self) { try set(text) }
        let messages = error?.complaints.map(\.message) ?? []
        #expect(messages.contains("This is a boolean; wanted is text: put it in quotes."), "\(messages)")
    }

    @Test("Parameters whose values want quotes are warned of")
    func unquotedParameters() throws {
        let text = policy.replacing("spec:\n", with: "spec:\n  paramKind: {apiVersion: v1, kind: ConfigMap}\n")
        let unquoted = limit(5).replacing("'5'", with: "5").replacing(
            "name: limit", with: "name: limit, labels: {a: on}")
        let messages = try set(text + binding + "---\n" + unquoted).warnings.map {
            "\($0.location ?? .start): \($0.message)"
        }
        for sentence in [
            "23:71: YAML reads metadata.labels.a as a boolean, true; the API server wants a string: put it in quotes.",
            "23:93: YAML reads data.maximum as a number, 5; the API server wants a string: put it in quotes.",
        ] {
            #expect(messages.contains(sentence), "\(messages)")
        }
    }

    @Test("Params that a policy can't have are complained of")
    func wrongParams() throws {
        let file = try limited("params: [{apiVersion: v1, kind: Secret}]\n  expect: {allow: true}")
        #expect(
            file.complaints.map(\.message) == ["Wanted is a ConfigMap of v1, which is the policy's paramKind."])
        let text = "apiVersion: sekisho.dev/v1alpha1\nkind: Cases\npolicy: probes\ncases:\n- name: A case\n"
        let more = "  object: \(deployment(1))\n  params: [\(limit(1))]\n  expect: {allow: true}\n"
        let other = CaseFile(SourceText(name: "cases.yaml", bytes: Array((text + more).utf8)))
        #expect(
            other.complaints.map(\.message) == ["Only an upstream policy with a paramKind takes params; remove these."])
    }

    @Test("Cases may stand in one file with the policies that they are about")
    func besidePolicies() throws {
        let cases = """
            ---
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: replica-limit
            cases: [{name: A case, object: \(deployment(1)), expect: {allow: true}}]

            """
        let set = try set(policy + binding + cases)
        let file = CaseFile(SourceText(name: "a.yaml", bytes: Array((policy + binding + cases).utf8)), policies: set)
        #expect(file.complaints.isEmpty)
        #expect(file.cases.count == 1)
    }

    @Test("An explanation has all that a cluster's type checking says, though loading warns only of likely mistakes")
    func typeChecking() throws {
        let guarded = policy.replacing("deployments, deployments/scale", with: "deployments, daemonsets").replacing(
            "<= 5", with: "<= 5 && (!has(object.spec.strategy) || object.spec.strategy.type == 'Recreate')"
        ).replacing("object.spec.replicas}", with: "'5'}")
        let set = try set(guarded + binding)
        #expect(set.warnings.isEmpty)
        let document = try #require(set.policyDocuments.first)
        let text = PolicyDocumentPrinter(set).text(document)
        #expect(text.contains("Type checking\n"))
        #expect(text.contains("'apps/v1.DaemonSetSpec' has no field 'strategy' (DaemonSet)"), "\(text)")
    }

    @Test("A policy is explained with its expressions, each at its place, and its bindings")
    func explanation() throws {
        let set = try set(policy + binding)
        let document = try #require(set.policyDocuments.first)
        let text = PolicyDocumentPrinter(set).text(document).replacing(directory.path, with: "DIR")
        #expect(
            text == """
                replica-limit (ValidatingAdmissionPolicy at DIR/policy.yaml:4:9)
                Few replicas are enough.

                  judges      CREATE, DELETE of deployments, deployments/scale (apps/v1); * of pods/exec, services/* (core/*)
                  on failure  Fail

                Variables
                  replicas
                      object.spec.replicas

                Rules
                  14:17
                      variables.replicas <= 5
                      message: at most five replicas

                Bindings
                  everywhere
                      Deny
                      everywhere

                """)
    }

    @Test("An explanation tells all that narrows a policy and its bindings")
    func narrowed() throws {
        let narrow = policy.replacing(
            "matchConstraints:",
            with: """
                failurePolicy: Ignore
                  matchConstraints:
                    matchPolicy: Exact
                    namespaceSelector: {matchLabels: {env: prod}}
                    objectSelector: {matchExpressions: [{key: app, operator: Exists}]}
                    excludeResourceRules: [{apiGroups: [apps, batch], apiVersions: [v1], operations: ['*'], resources: ['*'], resourceNames: [special]}]
                """
        ).replacing("message: at most five replicas", with: "reason: Forbidden")
        let limited = binding.replacing(
            "[Deny]}", with: "[Warn], matchResources: {namespaceSelector: {matchLabels: {team: a}}}}")
        let set = try set(narrow + limited)
        let text = PolicyDocumentPrinter(set).text(try #require(set.policyDocuments.first))
        for line in [
            "  but not     * of * named special (apps, batch in v1)\n", "  namespaces  with env in (prod)\n",
            "  objects     with app\n", "  versions    only those that are named\n", "  on failure  Ignore\n",
            "      reason: Forbidden\n", "  everywhere\n      Warn\n      namespaces with team in (a)\n",
        ] {
            #expect(text.contains(line), "\(text)")
        }
    }

    @Test("The list of upstream policies says which of them do something")
    func list() throws {
        let unbound = policy.replacing("replica-limit", with: "other")
        let text = PolicyDocumentPrinter(try set(policy + binding + "---\n" + unbound)).list
        let lines = text.replacing(directory.path, with: "DIR").split(separator: "\n")
        #expect(
            lines == [
                "Upstream policies", "  replica-limit  V   ValidatingAdmissionPolicy at DIR/policy.yaml:4:9",
                "  other          V   ValidatingAdmissionPolicy at DIR/policy.yaml:25:9; no binding puts it to work",
            ])
    }

    @Test("Every form of report has a rule's message, its policy and its place")
    func reports() throws {
        let second = "  - expression: object.metadata.name != 'web'\n    message: no web\n"
        let set = try set(policy + second + binding)
        let manifests = ManifestReader().read(Array(deployment(6).utf8), file: "web.yaml").manifests
        let report = Rehearsal(set.merged).run(manifests)
        func plain(_ text: String) -> String { text.replacing(directory.path, with: "DIR") }
        let rule = "(rule: DIR/policy.yaml:14:17)"
        #expect(
            plain(GitHubPrinter().text(report)).contains("denied by replica-limit::at most five replicas \(rule)\n"))
        #expect(plain(JUnitPrinter().text(report)).contains("denied by replica-limit: at most five replicas \(rule)"))
        let sarif = try JSON(parsing: Array(plain(SARIFPrinter(version: "1").text(report)).utf8))
        let results = Array(try #require(sarif["runs"]?[0]?["results"]).elements)
        #expect(results.map { $0["message"]?["text"]?.string } == ["at most five replicas", "no web"])
        let related = try #require(results.first?["relatedLocations"]?[0]?["physicalLocation"])
        #expect(related["artifactLocation"]?["uri"]?.string == "file://DIR/policy.yaml")
        #expect(related["region"]?["startLine"]?.int == 14)
        #expect(
            results[0]["locations"]?[0]?["logicalLocations"]?[0]?["fullyQualifiedName"]?.string
                == "Deployment default/web")
        #expect(Set(results.map { $0["partialFingerprints"]?["sekisho/v1"]?.string }).count == 2)
        #expect(plain(TextPrinter().text(report)).contains("      rule: DIR/policy.yaml:14:17, bound by everywhere\n"))
        let object = try JSON(parsing: Array(JSONPrinter().text(report).utf8))["objects"]?[0]
        #expect(object?["remarks"]?[0]?["binding"]?.string == "everywhere")
    }

    @Test("What a policy has the audit log note is told where everything is")
    func notes() throws {
        let note = "  auditAnnotations:\n  - {key: replicas, valueExpression: string(variables.replicas)}\n"
        let set = try set(policy + note + binding + binding.replacing("everywhere", with: "again"))
        let manifests = ManifestReader().read(Array(deployment(3).utf8), file: "web.yaml").manifests
        let report = Rehearsal(set.merged).run(manifests)
        #expect(TextPrinter(detail: .everything).text(report).contains("\n  noted by replica-limit: replicas: 3\n"))
        #expect(!TextPrinter().text(report).contains("noted by"))
        let notes = try #require(try JSON(parsing: Array(JSONPrinter().text(report).utf8))["objects"]?[0]?["notes"])
        #expect(notes.compactText == #"[{"policy":"replica-limit","key":"replicas","value":"3"}]"#)
    }

    @Test(
        "Namespaces are missed where a selector asks for their labels",
        arguments: [
            ("matchLabels: {env: prod}", "", ["default"]), ("matchLabels: {kubernetes.io/metadata.name: a}", "", []),
            ("matchLabels: {env: prod}", "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: default}}", []),
        ])
    func namespaceGap(selector: String, more: String, missing: [String]) throws {
        let narrow = policy.replacing(
            "matchConstraints:\n", with: "matchConstraints:\n    namespaceSelector: {\(selector)}\n")
        let set = try set(narrow + binding)
        let manifests = ManifestReader().read(Array((deployment(9) + more).utf8), file: "web.yaml").manifests
        let gap = NamespaceGap(Rehearsal(set.merged).run(manifests), set)
        #expect(gap.names == missing)
        #expect(gap.sentence?.contains("no manifest has the Namespace default; add it") ?? missing.isEmpty)
    }

    @Test("Coverage counts the cases of upstream policies")
    func coverage() throws {
        let set = try set(policy + binding)
        let text = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            policy: replica-limit
            cases:
            - {name: Few, object: \(deployment(1)), expect: {allow: true}}
            - {name: Many, object: \(deployment(6)), expect: {deny: [{message: at most}]}}

            """
        let cases = CaseCollection(SourceText(name: "a.yaml", bytes: Array(text.utf8)), policies: set)
        let row = try #require(CaseCoverage(CaseRun(cases), upstream: set.policyDocuments).rows.first)
        #expect(row.id == "replica-limit" && row.isComplete)
        #expect([row.allowed, row.denied, row.patched, row.leftAlone] == [1, 1, nil, nil])
    }

    @Test("What comes out otherwise is told with the rule's place, and with what only warns")
    func differences() throws {
        let set = try set(policy + binding)
        let found = try outcomes(set, "{allow: true}", replicas: 6).map { $0.replacing(directory.path, with: "DIR") }
        #expect(found == ["+ at most five replicas (rule: DIR/policy.yaml:14:17)"])
        let warned = try self.set(policy + binding.replacing("[Deny]", with: "[Warn]"))
        let mild = try outcomes(warned, "{deny: [{message: at most}]}", replicas: 6)
        #expect(mild.first == "- …at most…")
        #expect(mild.last?.hasPrefix("  only warned: at most five replicas (rule: ") == true, "\(mild)")
    }
}

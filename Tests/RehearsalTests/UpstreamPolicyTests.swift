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

                """)
    }
}

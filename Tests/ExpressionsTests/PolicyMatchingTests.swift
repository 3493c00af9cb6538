import Admission
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("Which requests upstream policies judge")
struct PolicyMatchingTests {
    /// A policy with one rule, written in flow style, denies the request.
    private func judges(
        _ rule: String, constraints: String = "", matchResources: String = "", _ request: AdmissionRequest,
        _ inventory: some Inventory = Namespaces()
    ) throws -> Bool {
        let text = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: p}
            spec:
              matchConstraints:
                resourceRules: [\(rule)]
            \(constraints.indented(4))
              validations: [{expression: 'false', message: nope}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: b}
            spec:
              policyName: p
              validationActions: [Deny]
              matchResources:
            \(matchResources.isEmpty ? "    {}" : matchResources.indented(4))
            """
        let directory = try Directory(text)
        #expect(directory.problems == [])
        return !directory.gate.answer(request, inventory).isAllowed
    }

    private func rule(
        _ resources: String = "deployments", groups: String = "apps", versions: String = "v1",
        operations: String = "'*'", _ more: String = ""
    ) -> String {
        "{apiGroups: ['\(groups)'], apiVersions: [\(versions)], operations: [\(operations)], resources: ['\(resources)']"
            + "\(more.isEmpty ? "" : ", " + more)}"
    }

    @Test(
        "Resources are named with their subresources, or by stars",
        arguments: [
            ("pods", "pods", "", true), ("pods", "pods", "exec", false), ("pods/exec", "pods", "exec", true),
            ("pods/exec", "pods", "", false), ("pods/*", "pods", "", true), ("pods/*", "pods", "log", true),
            ("pods/*", "services", "", false), ("*", "pods", "", true), ("*", "pods", "exec", false),
            ("*/*", "pods", "exec", true), ("*/*", "anything", "", true), ("*/exec", "pods", "exec", true),
            ("*/exec", "pods", "", false), ("services", "pods", "", false),
        ])
    func resources(_ named: String, _ resource: String, _ subresource: String, _ isJudged: Bool) throws {
        let request = try request {
            $0.resource = GroupVersionResource(group: "", version: "v1", resource: resource)
            $0.subResource = subresource
        }
        #expect(try judges(rule(named, groups: ""), request) == isJudged)
    }

    @Test(
        "Groups and versions are named, or stars stand for them",
        arguments: [
            ("apps", "v1", true), ("*", "'*'", true), ("apps", "'*'", true), ("batch", "v1", false),
            ("apps", "v1beta1", false), ("", "v1", false),
        ])
    func groups(_ group: String, _ version: String, _ isJudged: Bool) throws {
        #expect(try judges(rule(groups: group, versions: version), request()) == isJudged)
    }

    @Test(
        "Versions that mean the same match unless the policy wants exact ones",
        arguments: [
            ("autoscaling", "horizontalpodautoscalers", "v1", "v2", true), ("autoscaling", "other", "v1", "v2", false),
            ("stable.example.com", "crontabs", "v1beta1", "v1", true),
            ("gateway.networking.k8s.io", "gateways", "v1beta1", "v1", true),
            ("networking.k8s.io", "ingresses", "v1beta1", "v1", false),
            ("resource.k8s.io", "resourceclaims", "v1", "v1beta1", true),
            ("networking.k8s.io", "servicecidrs", "v1", "v1beta1", true),
        ])
    func equivalents(
        _ group: String, _ resource: String, _ named: String, _ asked: String, _ isJudged: Bool
    ) throws {
        let request = try request {
            $0.resource = GroupVersionResource(group: group, version: asked, resource: resource)
        }
        let rule = rule(resource, groups: group, versions: named)
        #expect(try judges(rule, request) == isJudged)
        #expect(try judges(rule, constraints: "matchPolicy: Equivalent", request) == isJudged)
        #expect(try !judges(rule, constraints: "matchPolicy: Exact", request))
    }

    @Test(
        "Operations are named, or a star stands for all",
        arguments: [
            ("CREATE", Kubernetes.Operation.create, true), ("CREATE", .update, false), ("'*'", .delete, true),
            ("'*'", .connect, true), ("DELETE", .delete, true), ("CONNECT", .connect, true),
            ("UPDATE", .connect, false),
        ])
    func operations(_ named: String, _ operation: Kubernetes.Operation, _ isJudged: Bool) throws {
        let object = operation == .delete ? nil : "{}"
        let old = operation == .delete || operation == .update ? "{}" : nil
        #expect(try judges(rule(operations: named), request(object, old: old, operation)) == isJudged)
    }

    @Test(
        "Namespaces count as objects of the cluster",
        arguments: [
            ("Cluster", "deployments", "team-a", false), ("Cluster", "deployments", "", true),
            ("Namespaced", "deployments", "team-a", true), ("Namespaced", "deployments", "", false),
            ("'*'", "deployments", "", true), ("Cluster", "namespaces", "team-a", true),
            ("Namespaced", "namespaces", "team-a", false),
        ])
    func scopes(_ scope: String, _ resource: String, _ namespace: String, _ isJudged: Bool) throws {
        let request = try request(namespace: namespace) {
            let group = resource == "namespaces" ? "" : "apps"
            $0.resource = GroupVersionResource(group: group, version: "v1", resource: resource)
        }
        #expect(try judges(rule("*", groups: "*", "scope: \(scope)"), request) == isJudged)
    }

    @Test("Objects are named by name", arguments: [("web", true), ("db", false)])
    func names(_ name: String, _ isJudged: Bool) throws {
        #expect(try judges(rule("deployments", "resourceNames: [\(name)]"), request()) == isJudged)
    }

    @Test("What is excluded is not judged, whatever the rules say")
    func exclusions() throws {
        let exclusion = "excludeResourceRules: [\(rule("*", groups: "*", "resourceNames: [web]"))]"
        #expect(try !judges(rule(), constraints: exclusion, request()))
        #expect(try judges(rule(), constraints: exclusion, request { $0.name = "db" }))
        #expect(try !judges(rule(), matchResources: exclusion, request()))
    }

    @Test("A binding narrows what its policy judges")
    func bindingRules() throws {
        #expect(try judges(rule(), matchResources: "resourceRules: [\(rule())]", request()))
        #expect(try !judges(rule(), matchResources: "resourceRules: [\(rule("services", groups: ""))]", request()))
        #expect(try !judges(rule(), matchResources: "resourceRules: [\(rule(operations: "UPDATE"))]", request()))
    }

    @Test(
        "Namespaces are selected by their labels, and what lives in none is selected always",
        arguments: [("web", "team-a", true), ("db", "team-a", false), ("db", "", true)])
    func namespaceSelectors(_ tier: String, _ namespace: String, _ isJudged: Bool) throws {
        let selector = "namespaceSelector: {matchLabels: {tier: \(tier)}}"
        let request = try request(namespace: namespace)
        #expect(try judges(rule(), constraints: selector, request) == isJudged)
        #expect(try judges(rule(), matchResources: selector, request) == isJudged)
    }

    @Test("A Namespace is selected by the labels that it will have itself", arguments: [("web", true), ("db", false)])
    func ownLabels(_ tier: String, _ isJudged: Bool) throws {
        let request = try request(#"{"metadata": {"labels": {"tier": "\#(tier)"}}}"#, namespace: "new") {
            $0.kind = GroupVersionKind(group: "", version: "v1", kind: "Namespace")
            $0.resource = GroupVersionResource(group: "", version: "v1", resource: "namespaces")
        }
        let selector = "namespaceSelector: {matchLabels: {tier: web}}"
        #expect(try judges(rule("namespaces", groups: ""), constraints: selector, request) == isJudged)
    }

    @Test("Labels of namespaces that are not known follow the failure policy, where all else matches")
    func unknownLabels() throws {
        let selector = "namespaceSelector: {matchLabels: {tier: web}}"
        #expect(try judges(rule(), constraints: selector, request(), EmptyInventory()))
        #expect(try !judges(rule("services", groups: ""), constraints: selector, request(), EmptyInventory()))
    }

    @Test("Where only a namespace's name is asked for, its labels need not be known", arguments: ["team-a", "other"])
    func nameLabels(_ name: String) throws {
        let expression = "{key: kubernetes.io/metadata.name, operator: In, values: [\(name)]}"
        let selector = "namespaceSelector: {matchExpressions: [\(expression)]}"
        #expect(try judges(rule(), constraints: selector, request(), EmptyInventory()) == (name == "team-a"))
    }

    @Test(
        "Objects are selected by their labels, the new ones or the old ones",
        arguments: [("web", "db", true), ("db", "web", true), ("db", "db", false)])
    func objectSelectors(_ new: String, _ old: String, _ isJudged: Bool) throws {
        let request = try request(
            #"{"metadata": {"labels": {"app": "\#(new)"}}}"#, old: #"{"metadata": {"labels": {"app": "\#(old)"}}}"#,
            .update)
        let selector = "objectSelector: {matchLabels: {app: web}}"
        #expect(try judges(rule(), constraints: selector, request) == isJudged)
        #expect(try judges(rule(), matchResources: selector, request) == isJudged)
    }

    @Test("A selector of objects selects no options of CONNECT, which have no labels to be selected by")
    func options() throws {
        let selector = "objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}"
        let request = try request(#"{"kind": "PodExecOptions"}"#, .connect)
        #expect(try !judges(rule(), constraints: selector, request))
        #expect(try judges(rule(), constraints: "objectSelector: {}", request))
    }

    @Test(
        "A namespace's labels that are not known here deny only where the binding does",
        arguments: [("[Deny]", false), ("[Warn]", true), ("[Audit]", true), ("[Deny, Audit]", false)])
    func unknownNamespace(_ actions: String, _ isAllowed: Bool) throws {
        let text = policy(
            "validations: [{expression: 'false'}]", binding: "validationActions: \(actions)",
            constraints: "namespaceSelector: {matchLabels: {tier: web}}")
        let answer = try Directory(text).gate.answer(request(), EmptyInventory())
        #expect(answer.isAllowed == isAllowed)
        #expect((answer.message + answer.warnings.joined()).contains("not known here"))
    }

    @Test("A selector selects no object that is not there")
    func absentObjects() throws {
        let selector = "objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}"
        #expect(try judges(rule(), constraints: selector, request("{}")))
        #expect(
            try !judges(
                rule(), constraints: selector, request(nil, old: #"{"metadata": {"labels": {"app": "a"}}}"#, .delete)))
    }

    @Test(
        "Policies, their bindings and the reviews that clusters live on are judged by none; webhooks are",
        arguments: [
            ("admissionregistration.k8s.io", "validatingadmissionpolicies", false),
            ("admissionregistration.k8s.io", "mutatingadmissionpolicybindings", false),
            ("admissionregistration.k8s.io", "validatingwebhookconfigurations", true),
            ("authorization.k8s.io", "subjectaccessreviews", false), ("authentication.k8s.io", "tokenreviews", false),
            ("example.com", "tokenreviews", true),
        ])
    func exemptions(_ group: String, _ resource: String, _ isJudged: Bool) throws {
        let request = try request {
            $0.kind = GroupVersionKind(group: group, version: "v1", kind: "Any")
            $0.resource = GroupVersionResource(group: group, version: "v1", resource: resource)
        }
        #expect(try judges(rule("*", groups: "*"), request) == isJudged)
    }

    @Test("A request that a policy does not match has no step of it")
    func steps() throws {
        let text = policy("validations: [{expression: 'false'}]", resources: "[services]")
        let decision = try Directory(text).gate.decide(try request(), .validating, inventory: Namespaces())
        #expect(decision.steps.isEmpty)
    }

    @Test(
        "Conditions hold all or nothing; one that is false stands above one that fails",
        arguments: [
            (["true", "true"], "Fail", true), (["true", "false"], "Fail", false),
            (["object.missing == 1", "false"], "Fail", false), (["object.missing == 1", "true"], "Fail", true),
            (["object.missing == 1", "true"], "Ignore", false),
            (["object.missing == 1", "object.missing == 1"], "Fail", true), (["namespaceObject == null"], "Fail", true),
        ])
    func conditions(_ expressions: [String], _ failurePolicy: String, _ isDenied: Bool) throws {
        let list = expressions.enumerated().map { "{name: c\($0), expression: '\($1)'}" }.joined(separator: ", ")
        let text = policy(
            """
            failurePolicy: \(failurePolicy)
            matchConditions: [\(list)]
            validations: [{expression: 'false', message: nope}]
            """)
        let message = try denial(text, request())
        #expect(message.isEmpty != isDenied)
        if isDenied, expressions.contains("object.missing == 1") {
            #expect(message == denied + "expression 'object.missing == 1' resulted in error: no such key: missing")
        }
    }
}

import Admission
import Configuration
import Documents
import Expressions
import Kubernetes
import Support
import Testing

@Suite("Upstream policies in a policy directory")
struct UpstreamTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A policy that takes its parameters from ReplicaLimits.
    private func policy(_ expression: String = "object.spec.replicas <= params.maximum") -> String {
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: replica-limit
        spec:
          paramKind: {apiVersion: rules.example.com/v1, kind: ReplicaLimit}
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          validations:
          - expression: \(expression)
            message: too many replicas
        """
    }

    private let binding = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: everywhere}
        spec:
          policyName: replica-limit
          validationActions: [Deny]
          paramRef: {name: limit, parameterNotFoundAction: Deny}
        """

    private let limit = """
        apiVersion: rules.example.com/v1
        kind: ReplicaLimit
        metadata: {name: limit}
        maximum: 3
        """

    private func load(_ options: PolicyAssembly.Options = .init()) throws(LoadError) -> PolicySet {
        try Loader(directory.path, options: options).load()
    }

    private func complaints() throws -> String {
        do throws(LoadError) {
            _ = try load()
            Issue.record("The directory should not have loaded.")
            return ""
        } catch {
            return error.description.replacing(directory.path, with: "DIR")
        }
    }

    private func message(_ set: PolicySet, replicas: Int) throws -> String {
        let request = AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"),
            resource: GroupVersionResource(group: "apps", version: "v1", resource: "deployments"), name: "web",
            namespace: "default", object: try JSON(parsing: #"{"spec": {"replicas": \#(replicas)}}"#))
        return set.merged.decide(request, .validating).response.message
    }

    @Test("They need no gate, and their parts may stand in any file")
    func alone() throws {
        try directory.write(limit, to: "a.yaml")
        try directory.write(binding + "\n---\n" + gate("guide"), to: "b.yaml")
        try directory.write(policy(), to: "c.yaml")
        let set = try load()
        #expect(set.names == ["guide"])
        #expect(set.bindingCount == 2)
        #expect(set.warnings.isEmpty)
        #expect(set.bindings(ofPolicy: "replica-limit").count == 1)
        #expect(try message(set, replicas: 3) == "")
        #expect(
            try message(set, replicas: 4)
                == "ValidatingAdmissionPolicy 'replica-limit' with binding 'everywhere' denied request: too many replicas"
        )
    }

    @Test("The hash is of their documents, too")
    func hash() throws {
        for (name, text) in [("a.yaml", limit), ("b.yaml", binding), ("c.yaml", policy())] {
            try directory.write(text, to: name)
        }
        let first = try load().hash
        try directory.write("# a comment\n" + limit, to: "a.yaml")
        #expect(try load().hash == first)
        try directory.write(limit.replacing("3", with: "4"), to: "a.yaml")
        #expect(try load().hash != first)
    }

    @Test("A policy without a binding is noted and does nothing; told so, it is bound")
    func unbound() throws {
        try directory.write(policy("object.spec.replicas < 4 && params == null"), to: "a.yaml")
        let set = try load()
        #expect(set.bindingCount == 0)
        #expect(
            set.warnings.map { "\($0.place): \($0.message)".replacing(directory.path, with: "DIR") } == [
                "DIR/a.yaml:4:9: The ValidatingAdmissionPolicy \"replica-limit\" has no binding and does nothing."
            ])
        #expect(set.bindings(ofPolicy: "replica-limit").count == 1)
        var options = PolicyAssembly.Options()
        options.bindsAll = true
        let bound = try load(options)
        #expect(bound.bindingCount == 1)
        #expect(try message(bound, replicas: 4).contains("too many replicas"))
    }

    @Test("An expression's fault is shown where it stands in the file")
    func faults() throws {
        try directory.write(policy("object.spec.replicas <= parms.maximum") + "\n---\n" + binding, to: "a.yaml")
        let text = try complaints()
        #expect(
            text == """
                DIR/a.yaml:11:41: error: The expression does not compile: undeclared reference to 'parms'; there are \
                authorizer, authorizer.requestResource, namespaceObject, object, oldObject, params, request, \
                variables.
                  11 |   - expression: object.spec.replicas <= parms.maximum
                     |                                         ^
                1 error.
                """)
    }

    @Test("The fault of a folded expression is shown where it stands; of an escaped one it is said where in it that is")
    func foldedFaults() throws {
        try directory.write(
            policy(">-\n      object.spec.replicas\n      <= params.maximum +") + "\n---\n" + binding, to: "a.yaml")
        let text = try complaints()
        #expect(text.contains("a.yaml:13:26: error: The expression does not compile: "))
        #expect(text.contains("\n  13 |       <= params.maximum +\n     |                          ^\n"))
        try directory.write(policy(#""true\x20&& nothing""#) + "\n---\n" + binding, to: "a.yaml")
        #expect(try complaints().contains("a.yaml:11:17: error: The expression does not compile at 1:9 of it: "))
    }

    @Test("Objects beside policies that are parameters of none are left out, with a word about it")
    func strays() throws {
        try directory.write(policy() + "\n---\n" + binding + "\n---\n" + limit, to: "a.yaml")
        try directory.write("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}", to: "b.yaml")
        try directory.write(
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: d}}", to: "c.yaml")
        let set = try load()
        #expect(set.bindingCount == 1)
        #expect(
            set.warnings.map { "\($0.place.split(separator: "/").last ?? ""): \($0.message)" } == [
                "b.yaml:1:14: The ConfigMap of v1 is left out: no policy here takes its parameters from such objects.",
                "c.yaml:1:14: The CustomResourceDefinition of apiextensions.k8s.io/v1 is left out: no policy here "
                    + "takes its parameters from such objects.",
            ])
    }

    @Test(
        "An object that was to be a policy is a mistake, and so is any in a directory without policies",
        arguments: [
            "{apiVersion: sekisho.de/v1alpha1, kind: Gate, metadata: {name: g}}",
            "{apiVersion: v1, kind: Gate, metadata: {name: g}}",
            "{apiVersion: admissionregistration.k8s.i/v1, kind: Odd, metadata: {name: g}}",
            "{apiVersion: policy/v1, kind: ValidatingAdmissionPolicy, metadata: {name: g}}",
        ])
    func misnamed(_ text: String) throws {
        try directory.write(policy() + "\n---\n" + binding + "\n---\n" + limit, to: "a.yaml")
        try directory.write(text, to: "b.yaml")
        #expect(try complaints().hasPrefix("DIR/b.yaml:1:14: error: This is a "))
        try directory.write("{apiVersion: v1, kind: Namespace, metadata: {name: n}}", to: "a.yaml")
        try directory.write("", to: "b.yaml")
        #expect(try complaints().hasPrefix("DIR/a.yaml:1:14: error: This is a Namespace of v1, but "))
    }

    @Test("A list's items are documents of their own, each at its place")
    func lists() throws {
        func item(_ text: String) -> String {
            "- " + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ") + "\n"
        }
        let head = "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: ''}\nitems:\n"
        try directory.write(head + item(policy()) + item(binding) + item(limit), to: "a.yaml")
        let set = try load()
        #expect(set.bindingCount == 1 && set.policyNames == ["replica-limit"])
        #expect(set.warnings == [])
        try directory.write(head + item(policy("true +")) + item(binding), to: "a.yaml")
        #expect(try complaints().hasPrefix("DIR/a.yaml:15:25: error: The expression does not compile: "))
        try directory.write(
            "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyList, items: "
                + "[{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {}}]}",
            to: "a.yaml")
        #expect(try complaints().contains("The key \"name\" is missing; wanted is the object's name."))
        try directory.write("{apiVersion: v1, kind: List, items: {a: b}}", to: "a.yaml")
        #expect(try complaints().contains("DIR/a.yaml:1:37: error: The list's items are an object; wanted is a list"))
    }

    @Test("The items of a typed list are what its kind says, as the API server leaves that out of them")
    func typedLists() throws {
        func list(_ kind: String, _ items: String...) -> String {
            let head = "apiVersion: admissionregistration.k8s.io/v1\nkind: \(kind)List\nitems:\n"
            let bodies = items.map { $0.split(separator: "\n").dropFirst(2).joined(separator: "\n  ") }
            return head + bodies.map { "- \($0)\n" }.joined()
        }
        try directory.write(list("ValidatingAdmissionPolicy", policy()), to: "a.yaml")
        try directory.write(list("ValidatingAdmissionPolicyBinding", binding) + "---\n" + limit, to: "b.yaml")
        let set = try load()
        #expect(set.bindingCount == 1 && set.policyNames == ["replica-limit"])
        #expect(set.warnings == [])
    }

    @Test("Names that are there twice are mistakes, with the place of the first")
    func repetitions() throws {
        try directory.write(policy() + "\n---\n" + binding + "\n---\n" + limit, to: "a.yaml")
        try directory.write(policy(), to: "b.yaml")
        #expect(
            try complaints().hasPrefix(
                "DIR/b.yaml:4:9: error: The ValidatingAdmissionPolicy \"replica-limit\" is there already, at DIR/a.yaml:4:9"
            ))
    }
}

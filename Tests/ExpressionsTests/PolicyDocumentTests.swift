import Admission
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("Upstream documents")
struct PolicyDocumentTests {
    @Test("All that is wrong with documents is said at once, each with its place")
    func complaints() throws {
        let directory = try Directory(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {}
            spec:
              failurPolicy: Fail
              failurePolicy: Never
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CRATE], resources: []}]
              variables: [{name: a b, expression: "1"}, {name: x, expression: "1"}, {name: x, expression: " "}]
              validations: [{expression: "1 +", reason: Unfriendly}, {message: alone}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: b}
            spec:
              validationActions: [Deny, Warn]
              paramRef: {name: a, selector: {}}
            ---
            apiVersion: admissionregistration.k8s.io/v2
            kind: ValidatingAdmissionPolicy
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmisionPolicy
            ---
            just text
            """)
        let places = directory.complaints.map { "\($0.pointer)" }
        #expect(
            Set(places).isSuperset(of: [
                "/metadata", "/spec/failurPolicy", "/spec/failurePolicy",
                "/spec/matchConstraints/resourceRules/0/operations/0",
                "/spec/matchConstraints/resourceRules/0/resources", "/spec/variables/0/name", "/spec/variables/2/name",
                "/spec/variables/2/expression", "/spec/validations/0/reason", "/spec/validations/1/expression", "/spec",
                "/spec/validationActions", "/spec/paramRef/selector", "/apiVersion", "/kind", "",
            ]), "\(places)")
        let suggestions = directory.complaints.compactMap(\.suggestion)
        #expect(
            suggestions == [
                "failurePolicy", "CREATE", "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy",
            ])
        let faults = directory.assembly.faults.map { "\($0.pointer)" }
        #expect(faults == ["/spec/validations/0/expression"])
    }

    @Test(
        "The place of a fault in an expression is that in the file, where the file has the expression as it is",
        arguments: [
            ("expression: object.spec +", "10:30", true), ("expression: 'object.spec +'", "10:31", true),
            ("expression: |\n    true &&\n      undeclared(1)", "12:19", true),
            ("expression: >-\n    true &&\n    undeclared(1)", "12:17", true),
            ("expression: 'object.x == ''a'' +'", "10:37", true),
            (#"expression: "object.x == \"a\" +""#, "10:37", true),
            (#"expression: "true\x20&& undeclared(1)""#, "10:17", false),
        ])
    func places(_ expression: String, _ place: String, _ isExact: Bool) throws {
        let directory = try Directory(policy("validations:\n- \(expression)"))
        let fault = try #require(directory.assembly.faults.first)
        let location = fault.location
        let line = location.line
        #expect("\(line):\(location.column)" == place, "\(location): \(fault.message)")
        #expect(fault.isExact == isExact)
        #expect("\(fault.innerLocation)" != "1:1")
    }

    @Test("A policy that nobody binds does nothing, and is noted; told so, it denies everywhere")
    func unbound() throws {
        let text = policy("validations: [{expression: 'false', message: nope}]")
            .replacing("policyName: p", with: "policyName: pq")
        let directory = try Directory(text)
        #expect(directory.assembly.bindings.isEmpty)
        #expect(
            directory.assembly.warnings.map(\.message) == [
                "The ValidatingAdmissionPolicy \"p\" has no binding and does nothing.",
                "There is no ValidatingAdmissionPolicy \"pq\" here, so that this binding does nothing.",
            ])
        #expect(directory.assembly.warnings.map(\.suggestion) == [nil, "p"])
        let all = try Directory(text, bindsAll: true)
        let answer = all.gate.answer(try request())
        #expect(answer.message == "ValidatingAdmissionPolicy 'p' with binding 'p' denied request: nope")
    }

    @Test("Names that are there twice are conflicts; those of other kinds and namespaces are not")
    func repetitions() throws {
        let one = policy("validations: [{expression: 'true'}]")
        let maps = ["a", "b"].map { "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: p, namespace: \($0)}}\n" }
        #expect(try Directory(one + maps.joined()).assembly.conflicts.isEmpty)
        let conflicts = try Directory(one + "---\n" + one).assembly.conflicts
        #expect(conflicts.count == 2)
        #expect(conflicts.first?.message.contains("is there already, at policies.yaml:3:18") == true)
    }

    @Test("Several bindings of a policy each have their say")
    func bindings() throws {
        let second = """
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: second}
            spec: {policyName: p, validationActions: [Warn]}
            """
        let text = policy("validations: [{expression: 'false', message: nope}]") + second
        let answer = try Directory(text).gate.answer(try request())
        #expect(answer.message == denied + "nope")
        #expect(answer.warnings == ["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'second': nope"])
    }

    @Test("Keys with null are taken for absent")
    func nulls() throws {
        let text = policy(
            """
            paramKind: null
            matchConditions: null
            variables: null
            auditAnnotations: null
            failurePolicy: null
            validations: [{expression: 'true', message: null, reason: null, messageExpression: null}]
            """,
            binding: """
                validationActions: [Deny]
                paramRef: null
                matchResources: {resourceRules: null, namespaceSelector: null, objectSelector: {}, matchPolicy: null}
                """, constraints: "excludeResourceRules: null\nnamespaceSelector: {}")
        #expect(try denial(text, request()) == "")
    }
}

import Admission
import Configuration
import Documents
import Expressions
import Kubernetes

extension Target {
    /// Upstream policies: every complaint is a sentence with a place in the file, and what has none judges requests without
    /// a crash, and the same each time.
    static let upstream = Target(
        name: "upstream",
        corpus: [
            policy + binding + parameters, policy + binding, policy, binding,
            """
            apiVersion: admissionregistration.k8s.io/v1beta1
            kind: MutatingAdmissionPolicy
            metadata: {name: p}
            spec:
              matchConstraints:
                resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"]}]
              failurePolicy: Ignore
              reinvocationPolicy: IfNeeded
              mutations:
              - patchType: ApplyConfiguration
                applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'a': 'b'}}}"}
              - patchType: JSONPatch
                jsonPatch: {expression: "[JSONPatch{op: 'add', path: '/metadata/labels', value: {'c': 'd'}}]"}
            ---
            apiVersion: admissionregistration.k8s.io/v1beta1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: b}
            spec: {policyName: p}

            """,
        ],
        tokens: [
            "object", "oldObject", "request.", "params", "variables.", "namespaceObject", "authorizer", "spec", "Deny",
            "Warn",
            "Audit", "Fail", "Ignore", "*", "*/*", "pods/", "[]", "{}", "null", "true", ".all(c, ", ".exists(c, ",
            "has(",
            " && ", " || ", " + ", "'", "\"", "(", ")", ": ", ", ", "- ", "\n", "\n---\n", "expression: ", "message: ",
            "variables:\n", "matchConditions:\n", "auditAnnotations:\n", "validations:\n", "9223372036854775807", "|\n",
            ">-\n",
        ],
        check: checkUpstream)

    private static let policy = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: p}
        spec:
          paramKind: {apiVersion: example.com/v1, kind: Limit}
          matchConstraints:
            resourceRules:
            - {apiGroups: ["", apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: ["*"]}
            excludeResourceRules: [{apiGroups: [""], apiVersions: ["*"], operations: ["*"], resources: [services]}]
            objectSelector: {matchExpressions: [{key: skip, operator: DoesNotExist}]}
          matchConditions: [{name: c, expression: "request.operation == 'CREATE'"}]
          variables:
          - {name: containers, expression: "object.kind == 'Pod' ? object.spec.containers : []"}
          - {name: images, expression: "variables.containers.map(c, c.image)"}
          validations:
          - expression: |
              variables.images.all(i, i.startsWith('nginx'))
              && (params == null || params.maximum > 1)
            messageExpression: "'images: ' + variables.images.join(', ')"
            message: wrong images
            reason: Forbidden
          auditAnnotations: [{key: k, valueExpression: "object.kind"}]

        """
    private static let binding = """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: b}
        spec:
          policyName: p
          validationActions: [Deny, Audit]
          paramRef: {selector: {}, parameterNotFoundAction: Deny}
          matchResources: {namespaceSelector: {matchLabels: {a: b}}}

        """
    private static let parameters = """
        ---
        {apiVersion: example.com/v1, kind: Limit, metadata: {name: l}, maximum: 2}

        """
}

@Sendable
private func checkUpstream(_ input: [UInt8]) throws(Violation) -> Bool {
    let source = SourceText(name: "input.yaml", bytes: input)
    let file = GateFile(source, reader: YAMLReader(limits: .init(bytes: 1 << 20, depth: 100, aliasedValues: 5000)))
    for complaint in file.complaints + file.strays([]) { try checkComplaint(complaint, source) }
    let assembly = PolicyAssembly(file.upstream)
    for fault in assembly.faults {
        let place = fault.location
        guard let line = source.line(place.line) else { throw Violation("the place is not in the text: \(place)") }
        try require(place.column >= 1 && place.column <= line.unicodeScalars.count + 1, "no such column: \(place)")
    }
    guard file.complaints.isEmpty, assembly.faults.isEmpty, !assembly.bindings.isEmpty else { return false }
    let gate = Gate(assembly.bindings)
    for request in requests {
        let decision = gate.decide(request, [.mutating, .validating])
        try require(decision.isAllowed == decision.denial.isEmpty, "a denial says why: \(decision.denial)")
        if let patched = decision.patchedObject, let object = request.object {
            let result = try? decision.patch.applied(to: .json(object))
            try require(result == .json(patched), "the patch makes another object than the policies")
        }
        let again = gate.decide(request, [.mutating, .validating])
        try require(again.denial == decision.denial, "a second look gives another verdict")
    }
    return true
}

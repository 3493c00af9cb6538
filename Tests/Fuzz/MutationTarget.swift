import Admission
import Configuration
import Documents
import Expressions
import Kubernetes

extension Target {
    /// Objects before mutating policies of upstream, as they come and with their defaults: the patch makes of the object
    /// what the policies made of it, a second look says the same, and defaults are filled in once.
    static let mutation = Target(
        name: "mutation",
        corpus: [
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"a":"b"},"finalizers":["x"]},"spec":{"hostNetwork":true,"containers":[{"name":"app","image":"app:1","ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}],"env":[{"name":"A","value":"1"}],"resources":{"limits":{"cpu":"1"}}}],"volumes":[{"name":"v","configMap":{"name":"c"}}]}}"#,
            #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"a/b":"c~d"}},"spec":{"replicas":0,"template":{"spec":{"initContainers":[{"name":"i"}],"containers":[null,{"name":"log"},{"name":"log"}]}}}}"#,
            #"{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\",\"targetAverageValue\":\"10\"}}]","autoscaling.alpha.kubernetes.io/behavior":"{\"ScaleUp\":null}"}},"spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":50}}"#,
            #"{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"maxReplicas":3,"behavior":{"scaleUp":{"policies":[]}},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":5}}},{"type":"External","external":{"metric":{"name":"m"},"target":{"value":"1"}}}]},"status":{"conditions":[{"type":"a"}],"currentMetrics":[{"type":"Object"}]}}"#,
            #"{"apiVersion":"events.k8s.io/v1","kind":"Event","regarding":{"name":"a"},"note":"n","deprecatedCount":1}"#,
            #"{"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer","ports":[{"port":1,"targetPort":"a"}],"externalIPs":["1.2.3.4"]}}"#,
            #"{"apiVersion":"example.com/v1","kind":"Widget","spec":{"containers":[{"name":"app"}],"list":[1,[2],{"a":null}]}}"#,
        ],
        tokens: [
            "null", "0", "1.0", "-1", "true", "\"\"", "[]", "{}", "[{}]", "\"name\":", "\"spec\":", "\"metadata\":",
            "\"containers\":", "\"annotations\":", "\"labels\":", "\"metrics\":", "\"ports\":", "\"containerPort\":",
            "\"protocol\":", "\"resources\":", "\"template\":", "\"log\"", "\"app\"", "~", "~0", "~1", "/", ",", "}",
            "]",
            "\\u0000", "\u{301}", "9223372036854775807", "1e400", "\"kind\":\"Pod\"", "\"apiVersion\":\"v1\"",
        ],
        check: checkMutation)
}

/// Policies that merge into lists by their keys, patch by position and by escaped names, name another version than the
/// object's, and ask for what the mutations before them have brought.
private let gate: Gate = {
    let steps = [
        ("*", "*/*", "Object{metadata: Object.metadata{labels: {'gate': 'open'}, finalizers: ['x', 'y']}}"),
        (
            "v1", "pods",
            """
            Object{spec: Object.spec{containers: [
              Object.spec.containers{name: 'log', image: 'log:1',
                ports: [Object.spec.containers.ports{containerPort: 80, name: 'web'}],
                env: [Object.spec.containers.env{name: 'A', value: '2'}, Object.spec.containers.env{name: 'B'}]},
              Object.spec.containers{name: 'app', resources: Object.spec.containers.resources{limits: {'memory': '1Gi'}}}]}}
            """
        ),
        ("v2", "horizontalpodautoscalers", "Object{spec: Object.spec{maxReplicas: size(object.spec.metrics)}}"),
        (
            "*", "*/*",
            """
            has(object.spec) && has(object.spec.containers)
              ? object.spec.containers.map(c, JSONPatch{op: 'add', path: '/spec/containers/-', value: c}) : []
            """
        ),
        (
            "*", "*/*",
            """
            has(object.metadata.annotations)
              ? object.metadata.annotations.map(k, JSONPatch{op: 'remove',
                  path: '/metadata/annotations/' + jsonpatch.escapeKey(k)})
              : [JSONPatch{op: 'copy', from: '/metadata', path: '/metadata/annotations'},
                 JSONPatch{op: 'test', path: '/spec/replicas', value: 0},
                 JSONPatch{op: 'move', from: '/spec', path: '/status'}]
            """
        ),
        (
            "v1", "events", "[JSONPatch{op: 'replace', path: '/message', value: object.apiVersion}]"
        ),
    ]
    let documents = steps.enumerated().map { policy($1.0, $1.1, $1.2, number: $0) }.joined(separator: "---\n")
    let file = GateFile(SourceText(name: "policies.yaml", bytes: Array(documents.utf8)))
    let assembly = PolicyAssembly(file.upstream)
    guard file.complaints.isEmpty, assembly.faults.isEmpty, assembly.bindings.count == steps.count else {
        fatalError("\(file.complaints.map(\.message)) \(assembly.faults.map(\.message))")
    }
    return Gate(assembly.bindings)
}()

private func policy(_ version: String, _ resource: String, _ expression: String, number: Int) -> String {
    let isPatch = expression.contains("JSONPatch{")
    let lines = expression.split(separator: "\n").map { "        " + $0 }.joined(separator: "\n")
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: p\(number)}
        spec:
          failurePolicy: Ignore
          reinvocationPolicy: IfNeeded
          matchConstraints:
            resourceRules:
            - {apiGroups: ["\(resource == "events" ? "" : "*")"], apiVersions: ["\(version)"], operations: ["*"], resources: ["\(resource)"]}
          mutations:
          - patchType: \(isPatch ? "JSONPatch" : "ApplyConfiguration")
            \(isPatch ? "jsonPatch" : "applyConfiguration"):
              expression: |-
        \(lines)
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: b\(number)}
        spec: {policyName: p\(number)}

        """
}

@Sendable
private func checkMutation(_ input: [UInt8]) throws(Violation) -> Bool {
    guard let object = try? JSON(parsing: input), let kind = GroupVersionKind(object: object) else { return false }
    let completed = CompletedObject(object, kind: kind, namespace: "n")
    try require(
        CompletedObject(completed.object, kind: kind, namespace: "n").filled.isEmpty,
        "defaults are filled in a second time")
    for object in [object, completed.object] { try checkPatch(of: object, kind) }
    return true
}

private func checkPatch(of object: JSON, _ kind: GroupVersionKind) throws(Violation) {
    let request = AdmissionRequest(
        uid: "1", kind: kind, resource: kind.guessedResource, name: "a", namespace: "n", object: object)
    let decision = gate.decide(request, [.mutating, .validating])
    try require(
        gate.decide(request, [.mutating, .validating]).patch == decision.patch, "a second look gives another patch")
    guard let patched = decision.patchedObject else {
        try require(decision.patch.isEmpty, "a patch without an object")
        return
    }
    let result = try? decision.patch.applied(to: .json(object))
    try require(result == .json(patched), "the patch makes another object than the policies")
    try require(
        decision.fills.allSatisfy { decision.patch.operations.indices.contains($0) }, "a mark without an operation")
}

import Admission
import Documents
import Expressions
import Glibc
import Kubernetes

/// Times upstream policies: `PolicyBenchmark [COUNT]` has a Deployment judged so often by gates of 3, 10, 100 and 1000
/// bound policies of which three match, and prints nanoseconds of processor time a decision.
///
/// The others are for other resources, or for other operations on this one.
let object = """
    {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"team-a","labels":{"app":"web"}},
    "spec":{"replicas":3,"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[
    {"name":"a","image":"registry.example.com/a:1.0","securityContext":{"runAsNonRoot":true}},
    {"name":"b","image":"registry.example.com/b:1.0","securityContext":{"runAsNonRoot":true}}]}}}}
    """

let matching = [
    "object.spec.replicas <= 5",
    "variables.containers.all(c, has(c.securityContext) && c.securityContext.runAsNonRoot == true)",
    "variables.containers.all(c, c.image.startsWith('registry.example.com/'))",
]

/// A policy and its binding, as text.
func policy(_ name: String, _ expression: String, resource: String, operation: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: \(name)}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [apps, ""], apiVersions: [v1], operations: [\(operation)], resources: [\(resource)]}
      variables: [{name: containers, expression: object.spec.template.spec.containers}]
      validations: [{expression: "\(expression)", message: is not as wanted}]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: \(name)}
    spec: {policyName: \(name), validationActions: [Deny]}
    ---

    """
}

/// So many policies, of which three match Deployments.
func policies(_ count: Int) -> String {
    let others = [("services", "CREATE"), ("configmaps", "CREATE"), ("deployments", "DELETE"), ("pods", "CREATE")]
    return (0..<count).map { number in
        if number < matching.count {
            return policy("p\(number)", matching[number], resource: "deployments", operation: "CREATE")
        }
        let (resource, operation) = others[number % others.count]
        return policy("p\(number)", "object.metadata.name != 'x'", resource: resource, operation: operation)
    }.joined()
}

/// Nanoseconds of processor time that this thread has taken.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 50_000
let request = AdmissionRequest(
    uid: "1", kind: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"),
    resource: GroupVersionResource(group: "apps", version: "v1", resource: "deployments"), name: "web",
    namespace: "team-a", object: try JSON(parsing: object))

for number in [1, 3, 10, 100, 1000] {
    let reader = ParameterReader()
    let source = SourceText(name: "policies.yaml", bytes: Array(policies(number).utf8))
    let start = processorTime()
    let documents = try YAMLReader(limits: .init(bytes: 1 << 24)).documents(in: source.bytes, as: .any)
        .filter { !$0.isBlank }.compactMap { UpstreamDocument(DocumentPlace(source, $0), reader) }
    let assembly = PolicyAssembly(documents)
    let gate = Gate(assembly.bindings)
    let loading = Int((processorTime() - start) / 1e6)
    var steps = 0
    let begin = processorTime()
    for _ in 0..<count { steps += gate.decide(request, .validating).steps.count }
    let time = Int((processorTime() - begin) / Double(count))
    print(
        "\(number) policies: \(time) ns a decision, \(steps / max(1, count)) match; loaded in \(loading) ms"
            + (assembly.faults.isEmpty && reader.complaints.isEmpty ? "" : ", with complaints"))
}

import Admission
import Documents
import Foundation
import Kubernetes
import Policies

/// Times `pod-security`: `PodSecurityBenchmark [POD.json [COUNT]]` judges a pod at each level so often, and prints nanoseconds
/// of processor time a judgement: of a pod that is read already, and with the reading of its JSON.
let standardPod = """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{
    "securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"},"fsGroup":2000},
    "containers":[
    {"name":"a","image":"registry.example.com/a:1.0","ports":[{"containerPort":8080}],
     "resources":{"requests":{"cpu":"100m"},"limits":{"memory":"512Mi"}},
     "livenessProbe":{"httpGet":{"path":"/live","port":8080}},"readinessProbe":{"httpGet":{"path":"/ready","port":8080}},
     "volumeMounts":[{"name":"tmp","mountPath":"/tmp"}],
     "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsUser":1000}},
    {"name":"b","image":"ghcr.io/x/b:1",
     "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}],
    "volumes":[{"name":"tmp","emptyDir":{"sizeLimit":"1Gi"}},{"name":"config","configMap":{"name":"web"}}]}}
    """

/// Nanoseconds of processor time that this thread has taken.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The processor time of one run, in nanoseconds.
func time(_ count: Int, _ body: () throws -> Void) rethrows -> Int {
    let start = processorTime()
    for _ in 0..<count { try body() }
    return Int((processorTime() - start) / Double(count))
}

/// A gate that enforces a level; one that lets everything pass where there is no such policy.
func gate(_ level: String) throws -> Gate {
    guard let type = Catalog.policy("pod-security") else { return Gate() }
    let policy: any Policy = type.read(try (["level": .string(level)] as JSONValue).parsed(), ParameterReader())
    return Gate([Binding(policy)])
}

let arguments = CommandLine.arguments.dropFirst()
let bytes = try arguments.first.map { Array(try Data(contentsOf: URL(filePath: $0))) } ?? Array(standardPod.utf8)
let count = arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000

func request(_ object: JSON) -> AdmissionRequest {
    AdmissionRequest(
        uid: "1", kind: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
        resource: GroupVersionResource(group: "", version: "v1", resource: "pods"), namespace: "shop", object: object)
}
let read = request(try JSON(parsing: bytes))
for level in ["privileged", "baseline", "restricted"] {
    let gate = try gate(level)
    var isAllowed = true
    let judging = time(count) { isAllowed = gate.decide(read, .validating).isAllowed && isAllowed }
    let whole = try time(count) {
        isAllowed = gate.decide(request(try JSON(parsing: bytes)), .validating).isAllowed && isAllowed
    }
    print("\(level): \(judging) ns, with reading \(whole) ns\(isAllowed ? "" : ", denied")")
}

import Admission
import Configuration
import Documents
import Kubernetes

extension Target {
    /// The loader of policies: every complaint is a sentence with a place in the file, and what has none can be put in
    /// front of a request.
    static let configuration = Target(
        name: "configuration",
        corpus: [
            gate(
                """
                  - policy: run-as-non-root
                    name: no-root
                    mode: Warn
                    onError: Allow
                    scope:
                      kinds: [Deployment, apps/StatefulSet, "*"]
                      operations: [CREATE, UPDATE]
                      namespaceSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}
                      serviceAccounts: [kube-system/*]
                    exempt:
                    - {namespaces: [kube-*], users: [admin], groups: [system:masters]}
                    parameters: {exempt: [proxy], users: [{minimum: 1000}]}
                """),
            gate(
                """
                  - policy: container-resources
                    parameters: {resources: {cpu: {requireRequest: true, defaultRequest: 100m, maximum: "2"}}}
                  - policy: namespace-quota
                    mode: Audit
                    parameters: {quotas: [{hard: {pods: 10, requests.cpu: "4"}, scopes: [NotBestEffort]}]}
                  - policy: require-network-policy
                    parameters: {directions: [Ingress, Egress], allowHostNetwork: true}
                """),
            gate(
                """
                  - policy: trusted-registries
                    parameters:
                      allow: [{images: [docker.io/library/*, "**"], groups: [dev]}]
                      deny: [ghcr.io/evil]
                      mirrors: [{from: docker.io, to: mirror.example.com/hub}]
                  - policy: inject
                    parameters:
                      injections:
                      - {pointer: /metadata/labels/team, value: red, overwrite: true}
                      - {base: containers, pointer: /env, action: append, value: [{name: A, value: b}]}
                      - {pointer: /spec, action: merge, value: {tolerations: [{key: a}]}}
                """),
            gate("  - {policy: run-as-non-root}\n  podTemplates: [{group: x.dev, kind: Y, pointer: /spec/template}]\n"),
            "apiVersion: sekisho.dev/v1alpha1\nkind: Cases\n---\napiVersion: v1\nkind: ConfigMap\n",
        ],
        tokens: [
            "apiVersion: sekisho.dev/v1alpha1\n", "kind: Gate\n", "metadata: {name: g}\n", "spec:\n", "  policies:\n",
            "  - policy: ", "    parameters: ", "    scope: ", "    exempt: ", "kinds: ", "namespaces: ", "Warn",
            "Audit",
            "false", "null", "[", "]", "{", "}", ": ", ", ", "*", "**", "/", "- ", "\n", "\n---\n", "-1",
            "9223372036854775807", "1e400", "1Ei", "0", "\"\"", "~", "é", "name: ", "<<: ", "&a ", "*a",
        ],
        check: checkConfiguration)

    private static func gate(_ policies: String) -> String {
        "apiVersion: sekisho.dev/v1alpha1\nkind: Gate\nmetadata: {name: guide}\nspec:\n  policies:\n" + policies
    }
}

@Sendable
private func checkConfiguration(_ input: [UInt8]) throws(Violation) -> Bool {
    let source = SourceText(name: "input.yaml", bytes: input)
    let reader = YAMLReader(limits: .init(bytes: 1 << 20, depth: 100, aliasedValues: 5000))
    let file = GateFile(source, reader: reader)
    for complaint in file.complaints { try checkComplaint(complaint, source) }
    guard file.complaints.isEmpty, !file.gates.isEmpty else { return false }
    for document in file.gates {
        let gate = Gate(document.bindings, templates: PodTemplates(others: document.templates))
        for request in requests { try checkDecision(gate, request) }
    }
    return true
}

func checkComplaint(_ complaint: Complaint, _ source: SourceText) throws(Violation) {
    let text = complaint.description
    guard let place = complaint.location else { throw Violation("there is no place: \(text)") }
    guard let line = source.line(place.line) else { throw Violation("the place is not in the text: \(text)") }
    try require(place.column >= 1 && place.column <= line.unicodeScalars.count + 1, "no such column: \(text)")
    try require(complaint.message.hasSuffix("."), "this is no sentence: \(text)")
    try require(complaint.suggestion?.isEmpty != true, "nothing is suggested: \(text)")
}

private func checkDecision(_ gate: Gate, _ request: AdmissionRequest) throws(Violation) {
    let decision = gate.decide(request, [.mutating, .validating])
    try require(decision.isAllowed == decision.denial.isEmpty, "a denial says why: \(decision.denial)")
    try require(decision.warnings.allSatisfy { $0.unicodeScalars.count <= 256 }, "a warning is too long")
    guard let object = request.object, let mended = decision.patchedObject else { return }
    var again = request
    again.object = mended
    let second = gate.decide(again, .mutating)
    try require(second.patchedObject.map { $0 == mended } ?? true, "a second pass gives another object")
    do {
        let patched = try decision.patch.applied(to: .json(object))
        try require(patched == .json(mended), "the patch gives another object")
    } catch let violation as Violation {
        throw violation
    } catch {
        throw Violation("the patch does not apply: \(error)")
    }
}

/// Requests that the gates decide.
let requests: [AdmissionRequest] = [
    request("Pod", #"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": \#(pod)}"#),
    request(
        "Deployment", group: "apps",
        #"{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {}, "spec": {"template": {"spec": \#(pod)}}}"#),
    request("Service", #"{"apiVersion": "v1", "kind": "Service", "metadata": {"labels": {"a": "b"}}}"#),
].compactMap(\.self)

private let pod = """
    {"initContainers": [{"name": "i", "image": "ghcr.io/evil/i@sha256:00", "env": [{"name": "A"}]}],
     "containers": [{"name": "app", "image": "nginx", "resources": {"requests": {"cpu": "1"}},
                     "securityContext": {"runAsUser": 0}}]}
    """

private func request(_ kind: String, group: String = "", _ text: String) -> AdmissionRequest? {
    guard let object = try? JSON(parsing: text) else { return nil }
    let kind = GroupVersionKind(group: group, version: "v1", kind: kind)
    return AdmissionRequest(
        uid: "u", kind: kind, resource: kind.guessedResource, namespace: "team-a",
        userInfo: UserInfo(username: "alice", groups: ["dev"]), object: object)
}

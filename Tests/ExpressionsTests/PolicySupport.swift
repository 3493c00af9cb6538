import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// Upstream documents from a text of YAML, put to work.
struct Directory {
    let assembly: PolicyAssembly
    /// What reading the documents had to complain of.
    let complaints: [ParameterReader.Complaint]

    init(_ text: String, bindsAll: Bool = false) throws {
        let source = SourceText(name: "policies.yaml", bytes: Array(text.utf8))
        let reader = ParameterReader()
        let documents = try YAMLReader().documents(in: source.bytes, as: .any).compactMap {
            UpstreamDocument(DocumentPlace(source, $0), reader)
        }
        complaints = reader.complaints
        var options = PolicyAssembly.Options()
        options.bindsAll = bindsAll
        assembly = PolicyAssembly(documents, options)
    }

    var gate: Gate { Gate(assembly.bindings) }

    /// Complaints and faults, each with where it is.
    var problems: [String] {
        complaints.map { "\($0.pointer): \($0.message)" } + assembly.faults.map { "\($0.pointer): \($0.message)" }
    }
}

/// A ValidatingAdmissionPolicy of deployments named `p`, and its binding `b`.
///
/// - Parameters:
///   - spec: lines of the policy's spec beside `matchConstraints`, with the indent that YAML wants there.
///   - binding: lines of the binding's spec beside the policy's name.
func policy(
    _ spec: String, resources: String = "[deployments]", binding: String = "validationActions: [Deny]",
    constraints: String = "", version: String = "v1"
) -> String {
    """
    apiVersion: admissionregistration.k8s.io/\(version)
    kind: ValidatingAdmissionPolicy
    metadata: {name: p}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: ["", apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: \(resources)}
    \(constraints.indented(4))
    \(spec.indented(2))
    ---
    apiVersion: admissionregistration.k8s.io/\(version)
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: b}
    spec:
      policyName: p
    \(binding.indented(2))

    """
}

extension String {
    /// Every line moved to the right.
    func indented(_ columns: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: columns) + $0 }.joined(separator: "\n")
    }
}

/// A request for an object given as JSON; a Deployment `web` of namespace `team-a` unless it says otherwise.
func request(
    _ object: String? = #"{"spec": {"replicas": 5}}"#, old: String? = nil, _ operation: Kubernetes.Operation = .create,
    namespace: String = "team-a", user: UserInfo = UserInfo(username: "alice", groups: ["developers"]),
    _ change: (inout AdmissionRequest) -> Void = { _ in }
) throws -> AdmissionRequest {
    var request = AdmissionRequest(
        uid: "1", kind: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"),
        resource: GroupVersionResource(group: "apps", version: "v1", resource: "deployments"), name: "web",
        namespace: namespace, operation: operation, userInfo: user, object: try object.map { try JSON(parsing: $0) },
        oldObject: try old.map { try JSON(parsing: $0) })
    change(&request)
    return request
}

/// An inventory of namespaces by name, each with its labels.
struct Namespaces: Inventory {
    var labels: [String: [String: String]] = ["team-a": ["tier": "web"]]

    func knows(_ kind: InventoryKind) -> Bool { kind == .namespaces }
    func namespace(_ name: String) -> JSON? {
        labels[name].flatMap { labels in
            let members = labels.map { JSONValue.Member($0.key, .string($0.value)) }
            return try? (["metadata": ["name": .string(name), "labels": .object(members)]] as JSONValue).parsed()
        }
    }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { [] }
}

extension Gate {
    /// What the gate answers to a request.
    func answer(_ request: AdmissionRequest, _ inventory: some Inventory = Namespaces()) -> AdmissionResponse {
        decide(request, .validating, inventory: inventory).response
    }
}

/// What comes of one policy's spec and a request: the message of a denial, empty where the request is allowed.
func denial(_ text: String, _ request: AdmissionRequest, _ inventory: some Inventory = Namespaces()) throws -> String {
    let directory = try Directory(text)
    #expect(directory.problems == [])
    return directory.gate.answer(request, inventory).message
}

/// What the API server puts before a denial's message.
let denied = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "

import CEL
import Documents
import Expressions

/// The `matchConditions` of a webhook, compiled, to be asked whether they leave a request out.
///
/// One that is false leaves it out; one that fails, or that speaks of what only a cluster knows, does not.
struct MatchConditions: Sendable {
    /// A condition that the API server would refuse.
    struct Fault: Sendable {
        /// Its position among the conditions.
        let position: Int
        /// What is wrong, in one line.
        let reason: String
    }

    /// Conditions that are looked at: no webhook may have more (`admissionregistration/v1`).
    static let limit = 64

    /// The newest libraries, so that nothing counts as wrong for being new.
    private static let environment = PolicyEnvironment(minor: 34, variables: []).environment(
        .authorizer, variables: nil)

    private var programs: [Program] = []
    private(set) var faults: [Fault] = []

    /// Compiles what stands there; elements that are no conditions are passed over.
    init(_ json: JSON?) {
        let conditions = json.map { Array($0.elements.prefix(Self.limit)) } ?? []
        for (position, condition) in conditions.enumerated() {
            guard let expression = condition["expression"]?.string else { continue }
            do throws(CheckFailure) {
                programs.append(try Program(expression, in: Self.environment, expecting: .bool))
            } catch {
                faults.append(
                    Fault(position: position, reason: "\(error)".split(separator: "\n").first.map(String.init) ?? ""))
            }
        }
    }

    /// There are none that can be evaluated.
    var isEmpty: Bool { programs.isEmpty }

    /// The API server would not ask about such a request.
    func leaveOut(_ target: RequestTarget, operation: String, namespace: String, user: Requester) -> Bool {
        guard !programs.isEmpty else { return false }
        let request = Self.request(target, operation, namespace, user)
        guard let json = try? request.parsed(), let object = try? Self.object(target, namespace).parsed() else {
            return false
        }
        var bindings = Bindings(Self.environment)
        bindings["request"] = Value(json)
        bindings["object"] = operation == "DELETE" ? .null : Value(object)
        bindings["oldObject"] = operation == "CREATE" ? .null : Value(object)
        return programs.contains { program in
            if case .bool(false) = program.evaluate(bindings).value { true } else { false }
        }
    }

    /// `admission.k8s.io/v1`, AdmissionRequest, without the objects.
    private static func request(
        _ target: RequestTarget, _ operation: String, _ namespace: String, _ user: Requester
    ) -> JSONValue {
        let resource: JSONValue = [
            "group": .string(target.group), "version": "v1", "resource": .string(target.resource),
        ]
        return [
            "kind": ["group": .string(target.group), "version": "v1", "kind": ""],
            "resource": resource, "requestResource": resource, "subResource": .string(target.subresource),
            "requestSubResource": .string(target.subresource), "name": "any", "namespace": .string(namespace),
            "operation": .string(operation), "dryRun": false,
            "userInfo": [
                "username": .string(user.name), "uid": "", "groups": .array(user.groups.map { .string($0) }),
                "extra": [:],
            ],
        ]
    }

    /// An object of which nothing is known but where it is.
    private static func object(_ target: RequestTarget, _ namespace: String) -> JSONValue {
        let home: [JSONValue.Member] = namespace.isEmpty ? [] : [.init("namespace", .string(namespace))]
        return ["metadata": .object([.init("name", "any")] + home)]
    }
}

/// Who asks for what a cluster lives of.
struct Requester: Sendable {
    let name: String
    let groups: [String]

    /// A kubelet.
    static let node = Requester(name: "system:node:any", groups: ["system:nodes", "system:authenticated"])
    /// A controller of the cluster, with an account of its own.
    static let controller = Requester(
        name: "system:serviceaccount:kube-system:replicaset-controller",
        groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"])
}

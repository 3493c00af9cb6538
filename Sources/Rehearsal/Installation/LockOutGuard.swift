import Documents

/// What keeps a webhook from standing in the way of what a cluster repairs itself with.
///
/// A node that can't renew its lease is taken for dead, one that can't get a certificate never joins, and pods of nodes
/// that can't report are moved elsewhere.
enum LockOutGuard {
    /// A condition in CEL that requests must meet to be asked about (Kubernetes 1.28 and later).
    struct Condition: Sendable {
        let name: String
        let expression: String
    }

    /// Leaves out what kubelets write, those too that are about to join.
    static let notByANode = Condition(
        name: "not-by-a-node",
        expression:
            #"!("system:nodes" in request.userInfo.groups || "system:bootstrappers" in request.userInfo.groups)"#)
    static let notANode = Condition(
        name: "not-a-node", expression: #"!(request.resource.group == "" && request.resource.resource == "nodes")"#)
    static let notALease = Condition(
        name: "not-a-lease",
        expression: #"!(request.resource.group == "coordination.k8s.io" && request.resource.resource == "leases")"#)
    static let notACertificateRequest = Condition(
        name: "not-a-certificate-request",
        expression: #"!(request.resource.group == "certificates.k8s.io" && "#
            + #"request.resource.resource == "certificatesigningrequests")"#)
    static let notAnAccessReview = Condition(
        name: "not-an-access-review",
        expression: #"!(request.resource.group in ["authentication.k8s.io", "authorization.k8s.io"])"#)

    /// All of them.
    static let conditions = [notByANode, notANode, notALease, notACertificateRequest, notAnAccessReview]

    /// The resources that the conditions leave out, by group.
    static let resources = [
        (group: "", resource: "nodes"), (group: "coordination.k8s.io", resource: "leases"),
        (group: "certificates.k8s.io", resource: "certificatesigningrequests"),
    ]

    /// The conditions as the API server reads them.
    static var matchConditions: JSONValue {
        .array(conditions.map { ["name": .string($0.name), "expression": .string($0.expression)] })
    }

    /// Leaves out namespaces by the label that the API server gives each of them.
    static func namespaceSelector(without namespaces: [String]) -> JSONValue {
        [
            "matchExpressions": [
                [
                    "key": "kubernetes.io/metadata.name", "operator": "NotIn",
                    "values": .array(namespaces.map { .string($0) }),
                ]
            ]
        ]
    }
}

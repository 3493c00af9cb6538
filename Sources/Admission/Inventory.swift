package import Documents
package import Kubernetes

/// What an inventory can know of.
package enum InventoryKind: String, Sendable, CaseIterable, Hashable {
    case ingresses
    case namespaces
    case networkPolicies
    case pods
}

/// Other objects than the one being judged: the manifests at hand, or the cluster.
package protocol Inventory: Sendable {
    /// The inventory can answer for this kind; where it can't, a binding that needs it follows its `onError`.
    func knows(_ kind: InventoryKind) -> Bool
    /// The Namespace of a name, or nil when there is none.
    func namespace(_ name: String) -> JSON?
    /// The NetworkPolicies of a namespace.
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy]
    /// The pods of a namespace, running or wanted by a controller.
    func pods(in namespace: String) -> [InventoryPod]
    /// The same pods with sums over them; nil where an inventory keeps none.
    func tally(in namespace: String) -> PodTally?
    /// The Ingresses of all namespaces with a rule for a host; the empty one is that of rules without a host.
    func ingresses(for host: String) -> [IngressView]
    /// What users may do; nil where no roles and bindings are known.
    var access: AccessRules? { get }
}

extension Inventory {
    package var access: AccessRules? { nil }
    package func tally(in namespace: String) -> PodTally? { nil }
    package func ingresses(for host: String) -> [IngressView] { [] }
}

/// A pod that is there, or that a controller wants, as many times as it wants it.
///
/// An inventory lists either what a controller wants, by its template, or the pods that are there, by their names; never
/// both.
package struct InventoryPod: Sendable {
    /// The pod, or pod template: an object with `metadata` and `spec`.
    package let json: JSON
    /// Kind of the object that it stands in or that owns it, the outermost one: `Pod` for a pod of its own.
    package let kind: String
    /// Name of that object.
    package let name: String
    /// How many of it are wanted.
    package let count: Int
    /// The pod as a view; nil where it has no shape of one.
    package let pod: PodView?
    /// What it takes of each resource.
    package let totals: PodTotals?

    package init(json: JSON, kind: String, name: String, count: Int) {
        self.json = json
        self.kind = kind
        self.name = name
        self.count = count
        pod = PodView(of: json, at: [])
        totals = pod.map(PodTotals.init)
    }
}

/// A NetworkPolicy that is there, read once.
package struct InventoryNetworkPolicy: Sendable {
    /// The object.
    package let json: JSON
    /// The policy, or what keeps it from being read.
    package let view: Result<NetworkPolicyView, NetworkPolicyError>

    package init(_ json: JSON) {
        self.json = json
        view = Result { () throws(NetworkPolicyError) in try NetworkPolicyView(json) }
    }
}

/// The inventory that knows nothing.
package struct EmptyInventory: Inventory {
    package init() {}
    package func knows(_ kind: InventoryKind) -> Bool { false }
    package func namespace(_ name: String) -> JSON? { nil }
    package func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    package func pods(in namespace: String) -> [InventoryPod] { [] }
}

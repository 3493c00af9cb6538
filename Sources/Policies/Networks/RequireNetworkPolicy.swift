import Admission
import Documents
import Kubernetes

/// Each pod is selected by a NetworkPolicy that limits its traffic.
///
/// A pod that no NetworkPolicy selects may talk to everything, and everything may talk to it. Policies add up: one that
/// allows everything undoes all others.
struct RequireNetworkPolicy: Validating {
    static let about = About(
        "require-network-policy", "Each pod is selected by a NetworkPolicy that limits its traffic.",
        judges: .workloads, fields: "metadata.labels", "hostNetwork", needs: [.networkPolicies],
        prose: """
            A pod that no NetworkPolicy selects may talk to everything, and everything may talk to it. For each \
            direction a policy in the pod's namespace must select the pod and govern that direction. Policies add up, \
            so none that selects the pod may allow everything on every port: no rule without peers, no address blocks \
            that together are all addresses, no peer that is all pods of all namespaces.

            Controllers are judged by the labels of their pod template; labels that are given to their pods later, \
            such as job-name or pod-template-hash, do not count. NetworkPolicies do not apply to pods on the host's \
            network, which are findings unless allowHostNetwork is set.
            """)

    @Parameter("The directions that must be limited.")
    var directions: [NetworkPolicyView.Direction] = [.ingress, .egress]

    @Parameter("Pods on the host's network, to which no NetworkPolicy applies, pass.")
    var allowHostNetwork: Bool = false

    var problems: [ParameterProblem] {
        directions.isEmpty
            ? [ParameterProblem("directions", "No direction is left to judge; wanted is Ingress, Egress or both.")] : []
    }

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod else { return [] }
        switch pod.spec?.boolField("hostNetwork") ?? .absent {
        case .malformed(let found, let wanted):
            return [Finding(Malformation(pointer: pod.pointer("hostNetwork"), found: found, wanted: wanted))]
        case .found(true): return allowHostNetwork ? [] : [Self.hostNetwork(pod)]
        case .found(false), .absent: break
        }
        if case .malformed(let found, let wanted) = pod.metadata?.objectField("labels") ?? .absent {
            return [Finding(Malformation(pointer: Guards.place(pod), found: found, wanted: wanted))]
        }
        let guards = Guards(of: pod, in: request.namespace, request.inventory)
        return directions.compactMap { guards.finding($0) }
    }

    private static func hostNetwork(_ pod: PodView) -> Finding {
        Finding(
            pod.pointer("hostNetwork"), found: "is true", wanted: "no NetworkPolicy applies to the host's network",
            fix: "Leave it out", reason: .forbidden)
    }
}

/// The NetworkPolicies of a namespace, as far as they concern one pod.
private struct Guards {
    private let pod: PodView
    private let namespace: String
    private var selecting: [NetworkPolicyView] = []
    private var others = 0
    private var unreadable: [String] = []

    init(of pod: PodView, in namespace: String, _ inventory: any Inventory) {
        self.pod = pod
        self.namespace = namespace
        for policy in inventory.networkPolicies(in: namespace) {
            switch policy.view {
            case .success(let view) where view.selects(pod.labels): selecting.append(view)
            case .success: others += 1
            case .failure(let error):
                let name = ObjectView(policy.json).name
                unreadable.append("\"\(name)\" can't be read: \(error.pointer.field) \(error.reason)")
            }
        }
    }

    /// What is wrong with one direction, if anything is.
    func finding(_ direction: NetworkPolicyView.Direction) -> Finding? {
        let governing = selecting.filter { $0.effect(on: direction) != .none }
        let side = direction == .ingress ? "ingress" : "egress"
        if NetworkPolicyView.allowsAll(governing, on: direction) {
            let open = governing.filter { $0.effect(on: direction) == .allowsAll }
            return finding(
                "are selected by \(Self.names(open.isEmpty ? governing : open)), by which all \(side) is allowed",
                "the NetworkPolicies that select the pod must limit it", "Limit the rules of spec.\(side) there")
        }
        guard governing.isEmpty else { return nil }
        return finding(
            "are selected by no NetworkPolicy of namespace \"\(namespace)\" for \(side)", "one must limit it",
            reasons(direction).joined(separator: "; "))
    }

    /// Why none of the policies that are there counts.
    private func reasons(_ direction: NetworkPolicyView.Direction) -> [String] {
        let idle = selecting.map { "\"\($0.name)\" selects the pod, but has no \(direction.rawValue) in policyTypes" }
        let rest = others == 0 ? [] : [others == 1 ? "One selects other pods" : "\(others) select other pods"]
        let reasons = idle + unreadable + rest
        return reasons.isEmpty ? ["There is none; begin with one that selects all pods and denies all"] : reasons
    }

    private func finding(_ found: String, _ wanted: String, _ fix: String) -> Finding {
        Finding(Self.place(pod), found: found, wanted: wanted, fix: fix, reason: .required)
    }

    /// The labels by which policies select the pod.
    static func place(_ pod: PodView) -> Pointer { pod.pointer.appending(["metadata", "labels"]) }

    private static func names(_ policies: [NetworkPolicyView]) -> String {
        policies.map { "\"\($0.name)\"" }.joined(separator: " and ")
    }
}

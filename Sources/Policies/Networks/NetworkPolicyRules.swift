import Admission
import Documents
import Kubernetes

/// NetworkPolicies limit what they govern.
///
/// One rule that allows everything undoes all others, and is easily taken for one that allows nothing: a rule without
/// peers is all peers, a rule without ports is all ports.
struct NetworkPolicyRules: Validating {
    static let about = About(
        "network-policy-rules", "NetworkPolicies limit the traffic that they govern.",
        judges: .kinds([KindPattern("networking.k8s.io/NetworkPolicy")]),
        fields: "spec.ingress", "spec.egress", "spec.policyTypes",
        prose: """
            A NetworkPolicy can look like a limit and be none: a rule without peers is for all peers, one without ports \
            for all ports, and what several rules or policies allow adds up. No rule may allow everything, openly or in \
            disguise, and neither may all of them together; address blocks that hold every address, one by itself or all \
            those for the same ports together, need exceptions; \
            rules name their ports; and rules for a direction that is not among the policy types, which are never \
            looked at, are findings, too. A policy that allows nothing is the best one to begin with.

            An update that leaves the spec as it was is let be.
            """)

    @Parameter("The directions that must be limited.")
    var directions: [NetworkPolicyView.Direction] = [.ingress, .egress]

    @Parameter("Address blocks that hold every address, such as 0.0.0.0/0, pass without exceptions.")
    var allowAnyAddress = false

    @Parameter("Each rule must name its ports, by number or name.")
    var requirePorts = true

    var problems: [ParameterProblem] {
        directions.isEmpty
            ? [ParameterProblem("directions", "No direction is left to judge; wanted is Ingress, Egress or both.")] : []
    }

    func check(_ request: Request) -> [Finding] {
        guard !request.leaves(["spec"]) else { return [] }
        do throws(NetworkPolicyError) {
            let view = try NetworkPolicyView(request.object)
            return directions.flatMap { direction in
                let rules = request.object["spec"]?.member(direction.rules) ?? nil
                guard view.effect(on: direction) != .none else { return idle(rules, direction) }
                let findings = open(view, direction) + check(rules, direction, open: view.openRules(on: direction))
                let isJudged = allowAnyAddress || view.effect(on: direction) == .allowsAll
                return isJudged ? findings : findings + NetworkPolicyBlocks(rules, direction).findings
            }
        } catch {
            return [Finding(error.pointer, found: "can't be read", wanted: "it \(error.reason)")]
        }
    }

    /// Rules that are never looked at.
    private func idle(_ rules: JSON?, _ direction: NetworkPolicyView.Direction) -> [Finding] {
        guard let rules, rules.count > 0 else { return [] }
        return [
            Finding(
                ["spec", direction.rules], found: "has rules", wanted: "policyTypes has no \(direction.rawValue)",
                fix: "Add it to spec.policyTypes, or leave the rules out")
        ]
    }

    /// Rules that allow everything, each by itself or else all together.
    private func open(_ view: NetworkPolicyView, _ direction: NetworkPolicyView.Direction) -> [Finding] {
        guard view.effect(on: direction) == .allowsAll else { return [] }
        let fix = "Name the peers or the ports, or leave the rule out: without rules nothing is allowed"
        let rules = view.openRules(on: direction)
        if rules.isEmpty {
            return [
                Finding(
                    ["spec", direction.rules], found: "allow all \(direction.rules) together",
                    wanted: "must limit it", fix: fix, reason: .forbidden)
            ]
        }
        return rules.map {
            Finding(
                Pointer(["spec", direction.rules, String($0)]), found: "allows all \(direction.rules)",
                wanted: "must limit it", fix: fix, reason: .forbidden)
        }
    }

    /// The other rules, one by one. Shapes are as they must be, since the view could be read.
    private func check(_ rules: JSON?, _ direction: NetworkPolicyView.Direction, open: [Int]) -> [Finding] {
        guard let rules else { return [] }
        let open = Set(open)
        return rules.elements.enumerated().filter { !open.contains($0.offset) }.flatMap { position, rule in
            let place = Pointer(["spec", direction.rules, String(position)])
            return (requirePorts ? ports(rule, place) : []) + (allowAnyAddress ? [] : blocks(rule, direction, place))
        }
    }

    private func ports(_ rule: JSON, _ place: Pointer) -> [Finding] {
        let ports = rule["ports"].map { Array($0.elements) } ?? []
        if ports.isEmpty {
            return [
                Finding(
                    place.appending("ports"), found: "is missing, which is every port",
                    wanted: "the ports must be named", reason: .required)
            ]
        }
        return ports.enumerated().filter { $0.element["port"].map(\.isNull) ?? true }.map { position, port in
            let name = port["protocol"]?.string ?? "TCP"
            return Finding(
                place.appending(["ports", String(position), "port"]), found: "is missing, which is every \(name) port",
                wanted: "the ports must be named", reason: .required)
        }
    }

    private func blocks(_ rule: JSON, _ direction: NetworkPolicyView.Direction, _ place: Pointer) -> [Finding] {
        guard let peers = rule.member(direction.peers) else { return [] }
        return peers.elements.enumerated().compactMap { position, peer in
            guard let cidr = peer["ipBlock"].flatMap(NetworkPolicyBlocks.unlimited) else { return nil }
            return Finding(
                place.appending([direction.peers, String(position), "ipBlock", "cidr"]),
                found: "is \"\(cidr)\", which is every address",
                wanted: "must be narrower, or have exceptions", reason: .forbidden)
        }
    }
}

extension NetworkPolicyView.Direction {
    /// The member of `spec` that has the rules.
    var rules: String { self == .ingress ? "ingress" : "egress" }
    /// The member of a rule that has the peers.
    var peers: String { self == .ingress ? "from" : "to" }
}

extension String {
    /// An address block whose prefix has no bits, so that it holds every address: `0.0.0.0/0`, `::/00`.
    var hasNoPrefix: Bool {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
        let length = utf8[utf8.index(after: slash)...]
        return !length.isEmpty && length.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

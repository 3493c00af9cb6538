package import Documents

/// A NetworkPolicy (`networking.k8s.io/v1`), read for what it does to the pods that it selects.
package struct NetworkPolicyView: Sendable {
    /// The way of the traffic, seen from the selected pods.
    package enum Direction: String, Sendable, CaseIterable, Hashable {
        case ingress = "Ingress"
        case egress = "Egress"
    }

    /// What the policy does to one direction.
    package enum Effect: Sendable, Hashable {
        /// The direction is not among its policy types: traffic is as free as without it.
        case none
        /// No rule allows anything: default deny.
        case deniesAll
        /// Its rules allow some traffic.
        case allowsSome
        /// Its rules allow everything, openly or in disguise.
        case allowsAll
    }

    /// `metadata.name`, or empty.
    package let name: String
    /// `metadata.namespace`, or empty.
    package let namespace: String
    /// The pods of its namespace that it is about; a missing selector is all of them.
    package let podSelector: LabelSelector
    /// What it does to traffic to the pods.
    package var ingress: Effect { effect(on: .ingress) }
    /// What it does to traffic from the pods.
    package var egress: Effect { effect(on: .egress) }
    /// What its rules reach in the directions that it governs.
    private let reaches: [Direction: Reach]

    /// Reads a NetworkPolicy object. A field of the wrong type is an error with its place.
    package init(_ object: JSON) throws(NetworkPolicyError) {
        let view = ObjectView(object)
        name = view.name
        namespace = view.namespace
        let spec = try PolicyNode(object).object("spec")
        podSelector = try spec?.selector("podSelector") ?? .everything
        let types = try Self.types(spec)
        var reaches: [Direction: Reach] = [:]
        if types.contains(.ingress) { reaches[.ingress] = try Reach(of: spec, rules: "ingress", peers: "from") }
        if types.contains(.egress) { reaches[.egress] = try Reach(of: spec, rules: "egress", peers: "to") }
        self.reaches = reaches
    }

    /// What it does to one direction.
    package func effect(on direction: Direction) -> Effect {
        guard let reach = reaches[direction] else { return .none }
        return reach.isNothing ? .deniesAll : reach.isEverything ? .allowsAll : .allowsSome
    }

    /// Positions of the rules of one direction that allow everything, each by itself; none where the policy does not
    /// govern the direction.
    package func openRules(on direction: Direction) -> [Int] { reaches[direction]?.openRules ?? [] }

    /// Policies that are about one pod allow everything in a direction, since what they allow adds up.
    package static func allowsAll(_ policies: [NetworkPolicyView], on direction: Direction) -> Bool {
        policies.compactMap { $0.reaches[direction] }.reduce(into: Reach()) { $0.add($1) }.isEverything
    }

    /// It is about a pod of its own namespace with these labels.
    package func selects(_ labels: JSON?) -> Bool { podSelector.matches(labels) }

    /// The directions that it governs: `policyTypes`; where that is missing or empty, ingress, and egress if there are
    /// egress rules.
    private static func types(_ spec: PolicyNode?) throws(NetworkPolicyError) -> Set<Direction> {
        guard let spec else { return [.ingress] }
        let listed = try spec.list("policyTypes")
        if listed.isEmpty { return try spec.list("egress").isEmpty ? [.ingress] : [.ingress, .egress] }
        var types: Set<Direction> = []
        for type in listed {
            guard let direction = Direction.allCases.first(where: { type.json.equals($0.rawValue) }) else {
                throw type.error("must be Ingress or Egress")
            }
            types.insert(direction)
        }
        return types
    }
}

/// What a policy's rules reach on every port, rule by rule.
private struct Reach {
    private var ranges: [AddressRange] = []
    private var isUnlimited = false
    /// There are no rules.
    private(set) var isNothing = true
    /// Positions of the rules that reach everything.
    private(set) var openRules: [Int] = []

    init() {}

    init(of spec: PolicyNode?, rules name: StaticString, peers: StaticString) throws(NetworkPolicyError) {
        for (position, rule) in (try spec?.list(name) ?? []).enumerated() {
            var own = Reach()
            try own.add(rule, peers: peers)
            if own.isEverything { openRules.append(position) }
            add(own)
        }
    }

    /// There is no limit, or the address blocks together hold every address of a family.
    var isEverything: Bool {
        isUnlimited || AddressRange.areEverything(ranges)
    }

    mutating func add(_ other: Reach) {
        ranges += other.ranges
        isUnlimited = isUnlimited || other.isUnlimited
        isNothing = isNothing && other.isNothing
    }

    /// Rules that are limited to some ports reach nothing here.
    mutating func add(_ rule: PolicyNode, peers name: StaticString) throws(NetworkPolicyError) {
        try rule.checkObject()
        isNothing = false
        let isOpen = try Self.isOpen(try rule.list("ports"))
        let peers = try rule.list(name)
        for peer in peers {
            let blocks = try Self.reach(of: peer)
            if isOpen { add(blocks) }
        }
        if isOpen, peers.isEmpty { isUnlimited = true }
    }

    private mutating func add(_ blocks: [AddressRange]?) {
        if let blocks { ranges += blocks } else { isUnlimited = true }
    }

    /// No ports are all ports, and so is an entry for every TCP port.
    private static func isOpen(_ ports: [PolicyNode]) throws(NetworkPolicyError) -> Bool {
        for port in ports {
            try port.checkObject()
            let isTCP = port.json["protocol"].map { $0.isNull || $0.equals("TCP") } ?? true
            let first = port.json["port"].flatMap { $0.isNull ? nil : $0 }
            let isFromFirst = first?.int.map { $0 <= 1 } ?? false
            let isToLast = port.json["endPort"]?.int.map { $0 >= 65535 } ?? false
            if isTCP, first == nil || (isFromFirst && isToLast) { return true }
        }
        return ports.isEmpty
    }

    /// The addresses of a peer; none for pods that selectors narrow down, nil for everything.
    private static func reach(of peer: PolicyNode) throws(NetworkPolicyError) -> [AddressRange]? {
        try peer.checkObject()
        if let block = try peer.object("ipBlock") { return try addresses(block) }
        let namespaces = try peer.selector("namespaceSelector")
        let pods = try peer.selector("podSelector")
        guard let namespaces else { return pods == nil ? nil : [] }
        return namespaces.selectsEveryNamespace && pods?.isEmpty ?? true ? nil : []
    }

    private static func addresses(_ block: PolicyNode) throws(NetworkPolicyError) -> [AddressRange] {
        guard let range = block.json["cidr"]?.string.flatMap(AddressRange.init(cidr:)) else {
            throw block.error("must have a `cidr` such as 10.0.0.0/8 or 2001:db8::/32")
        }
        var exceptions: [AddressRange] = []
        for exception in try block.list("except") {
            guard let range = exception.json.string.flatMap(AddressRange.init(cidr:)) else {
                throw exception.error("must be an address block such as 10.0.0.0/8 or 2001:db8::/32")
            }
            exceptions.append(range)
        }
        return range.subtracting(exceptions)
    }
}

extension LabelSelector {
    /// Nothing is asked but the label that every namespace has (KEP-2161).
    fileprivate var selectsEveryNamespace: Bool {
        requirements.allSatisfy { $0 == .exists(key: "kubernetes.io/metadata.name") }
    }
}

import Admission
import Documents
import Kubernetes

/// The address blocks of a NetworkPolicy's rules in one direction, those for the same ports taken together: two halves
/// of all addresses are every address.
struct NetworkPolicyBlocks {
    /// What rules with the same ports reach.
    fileprivate struct Group {
        var ranges: [AddressRange] = []
        /// Positions of the rules.
        var rules: [Int] = []
        /// A block holds every address by itself, which is another finding.
        var hasUnlimitedBlock = false
    }

    private let direction: NetworkPolicyView.Direction
    /// In the order of their first rules.
    private var groups: [Group] = []

    /// Reads rules whose shapes are as they must be.
    init(_ rules: JSON?, _ direction: NetworkPolicyView.Direction) {
        self.direction = direction
        guard let rules else { return }
        var positions: [Set<Port>: Int] = [:]
        for (position, rule) in rules.elements.enumerated() {
            let blocks = rule.member(direction.peers)?.elements.compactMap { $0["ipBlock"] } ?? []
            guard !blocks.isEmpty else { continue }
            let ports: Set<Port> = rule["ports"].map { Set($0.elements.map { Port($0) }) } ?? []
            let group = positions[ports] ?? groups.count
            if group == groups.count { groups.append(Group()) }
            positions[ports] = group
            groups[group].rules.append(position)
            for block in blocks { groups[group].add(block) }
        }
    }

    /// Groups that hold every address, none of their blocks by itself.
    var findings: [Finding] {
        groups.filter { !$0.hasUnlimitedBlock && AddressRange.areEverything($0.ranges) }.map { group in
            let place = Pointer(["spec", direction.rules])
            let isOne = group.rules.count == 1
            let rule = isOne ? group.rules.first.map { place.appending([String($0), direction.peers]) } : nil
            return Finding(
                rule ?? place, found: isOne ? "hold every address together" : "hold every address for the same ports",
                wanted: "must be narrower, or have exceptions", reason: .forbidden)
        }
    }

    /// The text of a block that holds every address, or nil.
    static func unlimited(_ block: JSON) -> String? {
        guard let cidr = block["cidr"]?.string, cidr.hasNoPrefix, block["except"].map({ $0.count == 0 }) ?? true else {
            return nil
        }
        return cidr
    }
}

extension NetworkPolicyBlocks.Group {
    fileprivate mutating func add(_ block: JSON) {
        hasUnlimitedBlock = hasUnlimitedBlock || NetworkPolicyBlocks.unlimited(block) != nil
        guard let range = block["cidr"]?.string.flatMap(AddressRange.init(cidr:)) else { return }
        let exceptions = block["except"]?.elements.compactMap { $0.string.flatMap(AddressRange.init(cidr:)) } ?? []
        ranges += range.subtracting(exceptions)
    }
}

/// What a rule says of a port (`networking.k8s.io/v1`, NetworkPolicyPort).
private struct Port: Hashable {
    let transport: String
    let name: String
    let first: Int64?
    let last: Int64?

    init(_ json: JSON) {
        transport = json["protocol"]?.string ?? "TCP"
        name = json["port"]?.string ?? ""
        first = json["port"]?.int
        last = json["endPort"]?.int ?? first
    }
}

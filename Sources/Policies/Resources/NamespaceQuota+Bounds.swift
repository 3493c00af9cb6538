import Admission
import Documents
import Kubernetes

/// What a quota counts.
enum QuotaMeasure: Hashable, Sendable {
    case pods
    case amount(PodResources.Bound, String)

    /// Reads a name as a ResourceQuota has it; nil for what is no pod's.
    init?(_ name: String) {
        let bare = name.hasPrefix("requests.") ? String(name.dropFirst("requests.".count)) : name
        switch name {
        case "pods": self = .pods
        case "limits.cpu", "limits.memory", "limits.ephemeral-storage":
            self = .amount(.limits, String(name.dropFirst("limits.".count)))
        case _ where Self.native.contains(bare) || bare.hasPrefix("hugepages-"): self = .amount(.requests, bare)
        case _ where bare != name && Self.isExtended(bare): self = .amount(.requests, bare)
        default: return nil
        }
    }

    /// The resource must be named by each container: cpu and memory (quota/v1/evaluator/core, validationSet).
    var isRequired: Bool {
        switch self {
        case .pods: false
        case .amount(_, let name): name == "cpu" || name == "memory"
        }
    }

    /// What one pod takes; nil where it names no such resource.
    func amount(of share: QuotaClaim.Share) -> Quantity? {
        switch self {
        case .pods: Quantity(1)
        case .amount(let bound, let name): share.amount(bound, of: name)
        }
    }

    /// What pods take together; held at the bounds of the range.
    func sum(_ shares: [QuotaClaim.Share]) -> Quantity {
        shares.reduce(.zero) { sum, share in sum + (amount(of: share) ?? .zero) * share.count }
    }

    /// Resources outside of Kubernetes' own have a domain: `nvidia.com/gpu`.
    static func isExtended(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: "/")) }

    private static let native = ["cpu", "memory", "ephemeral-storage"]
}

/// The bounds of a quota, by the names of a ResourceQuota.
struct QuotaBounds: ParameterValue {
    /// A bound, and its name as it was written.
    struct Entry: Sendable {
        let name: String
        let measure: QuotaMeasure
        let hard: Quantity
    }

    /// In the order of the configuration.
    private(set) var entries: [Entry] = []

    static var shape: ParameterShape { .map(of: Quantity.shape) }

    static func read(_ json: JSON, _ reader: ParameterReader) -> QuotaBounds? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "an object")
            return nil
        }
        var bounds = QuotaBounds()
        for member in json.members {
            let name = member.name
            reader.descend(name) {
                guard let measure = QuotaMeasure(name) else { return complain(name, reader) }
                guard let hard = Quantity.read(member.value, reader) else { return }
                if hard.isNegative { return reader.complain("A bound can't be negative.") }
                bounds.entries.append(Entry(name: name, measure: measure, hard: hard))
            }
        }
        return bounds
    }

    var json: JSONValue { .object(entries.map { .init($0.name, $0.hard.json) }) }

    private static func complain(_ name: String, _ reader: ParameterReader) {
        if QuotaMeasure.isExtended(name), !name.hasPrefix("limits."), QuotaMeasure("requests." + name) != nil {
            return reader.complainOfKey("\"\(name)\" is counted by requests.", suggestion: "requests." + name)
        }
        let known = [
            "pods", "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
            "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        ]
        let names = known.joined(separator: ", ")
        reader.complainOfKey(
            "\"\(name)\" is nothing that pods take; wanted is one of \(names), hugepages-SIZE, or requests.DOMAIN/NAME.",
            suggestion: Spelling.nearest(to: name, among: known))
    }
}

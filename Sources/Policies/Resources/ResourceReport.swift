import Admission
import Documents
import Kubernetes

/// Puts into words what is wrong with one resource of one container.
struct ResourceReport {
    let pod: PodView
    let container: ContainerView
    let resource: String
    let claim: ResourceClaim

    /// Adds findings; what is the pod's fault is added once for all its containers.
    func add(_ faults: [ResourceFault], to findings: inout FindingList) {
        if let malformed { findings.add(malformed) }
        for fault in faults { findings.add(finding(fault)) }
    }

    private var malformed: Finding? {
        guard let (place, error) = claim.malformation else { return nil }
        let wanted = "must be a quantity such as 500m, 2 or 512Mi"
        switch error.reason {
        case .malformed: return finding(place, "is \(Self.quoted(error.text))", wanted)
        case .outOfRange: return finding(place, "is \(Self.quoted(error.text)), which is too large", wanted)
        case .wrongType(let found): return finding(place, "is \(found)", wanted, reason: .wrongType)
        }
    }

    private func finding(_ fault: ResourceFault) -> Finding {
        let request = claim.request ?? .zero
        let limit = claim.limit ?? .zero
        let (requests, limits) = (claim.requestPlace, claim.limitPlace)
        switch fault {
        case .requestMissing: return finding(requests, "is missing", "must be set", reason: .required)
        case .limitMissing: return finding(limits, "is missing", "must be set", reason: .required)
        case .requestZero: return finding(requests, "is 0, which is no request", "must be more")
        case .limitZero: return finding(limits, "is 0, which is no limit", "must be more")
        case .requestNegative: return finding(requests, "is \(request)", "must not be negative")
        case .limitNegative: return finding(limits, "is \(limit)", "must not be negative")
        case .requestTooLow(let minimum): return finding(requests, "is \(request)", "must be at least \(minimum)")
        case .requestTooHigh(let maximum): return finding(requests, "is \(request)", "must be at most \(maximum)")
        case .limitTooHigh(let maximum): return finding(limits, "is \(limit)", "must be at most \(maximum)")
        case .requestAboveLimit(let limit):
            return finding(requests, "is \(request)", "must be at most the limit, \(limit)")
        case .limitAboveRatio(let ratio, let request):
            return finding(limits, "is \(limit)", "must be at most \(Self.plain(ratio)) times the request, \(request)")
        case .requestNotLimit(let limit):
            return finding(requests, "is \(request)", "must be equal to the limit, \(limit)")
        case .limitNotThere(let request):
            return finding(limits, "is missing", "must be equal to the request, \(request)", reason: .required)
        }
    }

    private func finding(
        _ place: ResourceClaim.Place, _ found: String, _ wanted: String, reason: Finding.Reason = .invalid
    ) -> Finding {
        let path = ["resources", place.isLimit ? "limits" : "requests", resource]
        let owner = place.isOwn ? container.pointer : pod.pointer()
        return Finding(
            owner.appending(Pointer(path)), container: place.isOwn ? container.name : nil, found: found,
            wanted: wanted, reason: reason)
    }

    /// `1.5` for 1500m.
    private static func plain(_ ratio: Quantity) -> String {
        ratio == Quantity(ratio.units) ? "\(ratio.units)" : "\(ratio.double)"
    }

    /// The text in quotes, cut where it is longer than any sensible quantity.
    private static func quoted(_ text: String) -> String {
        text.count > 40 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
    }
}

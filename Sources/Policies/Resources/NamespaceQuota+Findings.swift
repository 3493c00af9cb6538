import Admission
import Documents
import Kubernetes

extension NamespaceQuota.Quota {
    /// Containers that do not name what the quota counts, where they must.
    func omissions(_ claim: QuotaClaim) -> [Finding] {
        hard.entries.filter(\.measure.isRequired).flatMap { entry -> [Finding] in
            guard case .amount(let bound, let resource) = entry.measure else { return [] }
            let resources = PodResources(claim.pod)
            if resources.isSetForAll(bound, of: resource) { return [] }
            return claim.pod.containers.filter {
                $0.list != .ephemeral && resources.amount(bound, of: resource, in: $0) == nil
            }.map { container in
                Finding(
                    in: container, ["resources", bound.name, resource], found: "is missing",
                    wanted: "\(title(claim.request.namespace)) counts it", fix: "Set it", reason: .required)
            }
        }
    }

    /// The bounds that are passed with this request.
    func excesses(_ claim: QuotaClaim) -> [Finding] {
        let before = claim.before.flatMap { includes($0.pod) ? $0 : nil }
        return zip(hard.entries, used(besides: claim)).compactMap { entry, used in
            let each = entry.measure.amount(of: claim.share) ?? .zero
            let asked = each * claim.count
            if asked.isZero { return nil }
            if let before, asked <= entry.measure.sum([before]) { return nil }
            return used + asked > entry.hard ? finding(entry, claim, each: each, asked: asked, used: used) : nil
        }
    }

    /// What the other pods of the namespace take, bound by bound.
    private func used(besides claim: QuotaClaim) -> [Quantity] {
        guard let tally = claim.tally else { return sums(claim.others) }
        let all = tally.sums(identity) { pods in sums(pods.compactMap { QuotaClaim.Share(of: $0) }) }
        // Sums that are held at the end of the range can't be taken apart.
        guard all.allSatisfy({ $0 < Quantity(Int64(Int32.max)) * Int(Int32.max) }) else { return sums(claim.others) }
        return zip(all, sums(claim.own(of: tally))).map { $0 - $1 }
    }

    private func sums(_ shares: [QuotaClaim.Share]) -> [Quantity] {
        let included = shares.filter { includes($0.pod) }
        return hard.entries.map { $0.measure.sum(included) }
    }

    /// All that its sums go by: the names of the bounds, and the scopes.
    private var identity: String {
        let parts = [hard.entries.map(\.name), scopes.map(\.rawValue), [scopeSelector.json.identity]]
        return parts.map { $0.joined(separator: ",") }.joined(separator: ";")
    }

    private func finding(
        _ entry: QuotaBounds.Entry, _ claim: QuotaClaim, each: Quantity, asked: Quantity, used: Quantity
    ) -> Finding {
        let left = entry.hard > used ? "\(entry.hard - used)" : "none"
        let found =
            switch entry.measure {
            case .pods: asked == Quantity(1) ? "asks for 1 pod" : "asks for \(asked) pods"
            case .amount where claim.count == 1: "asks for \(asked) of \(entry.name)"
            case .amount: "asks for \(asked) of \(entry.name) (\(claim.count) pods, \(each) each)"
            }
        let (place, container) = place(entry.measure, claim)
        return Finding(
            place, container: container, found: found,
            wanted: "\(title(claim.request.namespace)) has \(left) left of \(entry.hard) with \(used) used",
            reason: .forbidden)
    }

    /// The one field that asks for a resource; the pod's spec where several do.
    private func place(_ measure: QuotaMeasure, _ claim: QuotaClaim) -> (Pointer, container: String?) {
        guard case .amount(let bound, let resource) = measure else { return (claim.countPlace, nil) }
        let resources = PodResources(claim.pod)
        if resources.isSetForAll(bound, of: resource) {
            return (claim.pod.pointer("resources", bound.name, resource), nil)
        }
        let asking = claim.pod.containers.filter {
            resources.amount(bound, of: resource, in: $0).map { !$0.isZero } ?? false
        }
        guard asking.count == 1, let container = asking.first else { return (claim.pod.pointer(), nil) }
        return (container.pointer("resources", bound.name, resource), container.name)
    }

    private func title(_ namespace: String) -> String {
        name.isEmpty ? "the quota of namespace \"\(namespace)\"" : "quota \"\(name)\" of namespace \"\(namespace)\""
    }
}

extension JSONValue {
    fileprivate var identity: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }
}

extension PodResources.Bound {
    /// The field's name.
    fileprivate var name: String { self == .requests ? "requests" : "limits" }
}

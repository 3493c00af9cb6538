import Documents

/// What a pod takes of each resource that it names, reckoned once: for pods that are looked at again and again.
package struct PodTotals: Sendable {
    private struct Entry: Sendable {
        let name: String
        let requests: Quantity?
        let limits: Quantity?
    }

    /// A few, so that looking through them is the fastest way.
    private let entries: [Entry]

    /// Reckons all resources of a pod.
    package init(_ pod: PodView) {
        let resources = PodResources(pod)
        entries = resources.names.sorted().map { name in
            Entry(
                name: name, requests: resources.amount(.requests, of: name), limits: resources.amount(.limits, of: name)
            )
        }
    }

    /// The amount of a resource that the whole pod takes; nil where nothing in it names one.
    package func amount(_ bound: PodResources.Bound, of name: String) -> Quantity? {
        for entry in entries where entry.name == name { return bound == .requests ? entry.requests : entry.limits }
        return nil
    }
}

extension PodResources {
    /// The resources that the pod names.
    fileprivate var names: Set<String> {
        let statuses = [pod.json["status"]?["containerStatuses"], pod.json["status"]?["initContainerStatuses"]]
        let running = statuses.compactMap { $0?.elements }.flatMap(Array.init)
        let owners = pod.containers.map(\.json) + running
        let resources = owners.map { $0["resources"] } + [pod.spec?["resources"]]
        let amounts =
            resources.flatMap { [$0?["requests"], $0?["limits"]] } + running.map { $0["allocatedResources"] }
            + [pod.spec?["overhead"]]
        return Set(amounts.compactMap { $0?.members }.flatMap { $0.map(\.name) })
    }
}

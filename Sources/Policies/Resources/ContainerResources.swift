import Admission
import Documents
import Kubernetes

/// Containers must say what they need.
///
/// A container without requests is placed blindly, and the first to be evicted; one without a memory limit can take
/// its neighbours' memory. For each resource: required requests and limits, bounds, the ratio between the two, and
/// defaults for those who say nothing.
struct ContainerResources: Validating, Mutating {
    static let about = About(
        "container-resources", "Containers must say what they need of each resource.", judges: .workloads,
        fields: "resources.requests", "resources.limits",
        prose: """
            A container without requests is placed blindly, and the first to be evicted; one without a memory limit \
            can take its neighbours' memory. For each resource, requests and limits can be required, bounded, held \
            in proportion, and filled in where they are missing. A container that sets only a limit requests as much, \
            as Kubernetes has it; requests and limits of the pod count for containers that have none of their own. \
            Ephemeral containers may have no resources and are let be.
            """)

    @Parameter("What containers may ask for, by resource: cpu, memory, ephemeral-storage, or any extended resource.")
    var resources = ResourceRules([
        "cpu": ResourceRule(requireRequest: true, requireLimit: false),
        "memory": ResourceRule(requireRequest: true, requireLimit: true),
    ])

    @Parameter("Init containers that end before the others start are judged, too; sidecars among them always are.")
    var initContainers = true

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod, request.concerns(.ordinary) else { return [] }
        var findings = FindingList()
        let shared = ResourceLists(of: pod.spec)
        if let (path, found, wanted) = shared.malformation {
            let place = pod.pointer().appending(Pointer(path))
            findings.add(Finding(Malformation(pointer: place, found: found, wanted: wanted)))
        }
        for container in pod.containers where isJudged(container) {
            let own = ResourceLists(of: container.json)
            if let (path, found, wanted) = own.malformation {
                findings.add(
                    Finding(in: container, path, found: found, wanted: "must be \(wanted)", reason: .wrongType))
                continue
            }
            for entry in resources.entries {
                let claim = ResourceClaim(entry.name, own: own, shared: shared)
                let faults = entry.rule.faults(claim)
                if claim.malformation == nil, faults.isEmpty { continue }
                ResourceReport(pod: pod, container: container, resource: entry.name, claim: claim)
                    .add(faults, to: &findings)
            }
        }
        return findings.all
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod else { return }
        let shared = ResourceLists(of: pod.spec)
        guard shared.malformation == nil else { return }
        for container in pod.containers where isJudged(container) {
            let own = ResourceLists(of: container.json)
            guard own.malformation == nil else { continue }
            for entry in resources.entries where !shared.names(entry.name) {
                let claim = ResourceClaim(entry.name, own: own, shared: shared)
                guard claim.malformation == nil else { continue }
                fill(entry, claim, container, &draft)
            }
        }
    }

    private func isJudged(_ container: ContainerView) -> Bool {
        switch container.list {
        case .ephemeral: false
        case .initial where !initContainers && !container.isSidecar: false
        case .initial, .ordinary: !container.isNamed(by: exempt)
        }
    }

    private func fill(
        _ entry: ResourceRules.Entry, _ claim: ResourceClaim, _ container: ContainerView, _ draft: inout Draft
    ) {
        guard let pair = entry.rule.completed(request: claim.request, limit: claim.limit) else { return }
        if let request = pair.request, claim.request == nil {
            draft.set(container.pointer("resources", "requests", entry.name), request.json)
        }
        if let limit = pair.limit {
            draft.set(container.pointer("resources", "limits", entry.name), limit.json)
        }
    }
}

extension ResourceRule {
    fileprivate func faults(_ claim: ResourceClaim) -> [ResourceFault] {
        guard claim.malformation == nil else { return [] }
        return faults(
            request: claim.request, limit: claim.limit, isLimit: claim.isLimit, areOfOneLevel: claim.isOfOneLevel)
    }
}

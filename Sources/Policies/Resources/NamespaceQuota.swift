import Admission
import Documents
import Kubernetes

/// The pods of a namespace together take no more than their share.
///
/// One namespace must not starve the others. What a ResourceQuota counts is counted here in the same way, with one
/// difference: a controller is refused when it is sent, and not only its pods when they come.
struct NamespaceQuota: Validating {
    static let about = About(
        "namespace-quota", "The pods of a namespace together take no more than their share.", judges: .workloads,
        fields: "containers[].resources", "resources", "overhead", "priorityClassName", "activeDeadlineSeconds",
        needs: [.pods], judgesUnchangedPods: true,
        prose: """
            One namespace must not starve the others. Each quota holds for each of its namespaces by itself, and \
            counts as a ResourceQuota does: pods that have not ended, what they request and what they are limited to, \
            with init containers, sidecars, overhead and the pod's own resources taken into account, within scopes. \
            Where cpu or memory are counted, each container must name them.

            A controller asks for as many pods as it wants at a time; a DaemonSet counts as one pod, since the number \
            of nodes is not known, and pods that a rollout adds for a while are not counted beforehand. An update that \
            asks for no more than before passes, even where the quota is exceeded. What the cluster's controllers make \
            of a controller counts with it, and by itself if anybody else sends it: everybody can write an owner.
            """)

    @Parameter("The quotas; each holds by itself.")
    var quotas: [Quota] = []

    @Parameter("Users that carry out what others have sent; what they make of a controller counts with it.")
    var controllers: [NamePattern] = builtInControllers

    var problems: [ParameterProblem] {
        quotas.isEmpty ? [ParameterProblem("quotas", "Nothing is limited; wanted is at least one quota.")] : []
    }

    func check(_ request: Request) -> [Finding] {
        let quotas = quotas.filter { $0.governs(request.namespace) }
        guard !quotas.isEmpty, let claim = QuotaClaim(of: request) else { return [] }
        if claim.isCountedWithOwner(where: controllers) { return [] }
        let faults = claim.malformations
        guard faults.isEmpty else { return faults.map(Finding.init) }
        let concerned = quotas.filter { $0.includes(claim.pod) }
        // What is there already must not keep its controller from being scaled down or deleted.
        let isNew = !request.isPodUnchanged
        return concerned.flatMap { (isNew ? $0.omissions(claim) : []) + $0.excesses(claim) }
    }
}

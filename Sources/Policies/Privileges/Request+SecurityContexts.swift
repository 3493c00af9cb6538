import Admission
import Documents
import Kubernetes

extension Request {
    /// Judges the containers that the request concerns, but for those that are exempt, by their security contexts and
    /// their pod's. A context that is no object is a finding by itself.
    func judgeContexts(
        exempt: [NamePattern],
        _ judge: (
            _ own: SecurityContext, _ shared: SecurityContext, _ container: ContainerView,
            _ faults: inout [SecurityFault]
        ) -> Void
    ) -> [Finding] {
        guard let pod else { return [] }
        var findings = FindingList()
        var faults: [SecurityFault] = []
        findings.add(SecurityFault(pod.securityContext, isOwn: false), nil, pod)
        let shared = SecurityContext(pod.securityContext)
        for container in pod.containers where concerns(container.list) && !container.isNamed(by: exempt) {
            let field = container.securityContext
            if let fault = SecurityFault(field, isOwn: true) {
                findings.add(fault, container, pod)
                continue
            }
            judge(SecurityContext(field), shared, container, &faults)
            if faults.isEmpty { continue }
            for fault in faults { findings.add(fault, container, pod) }
            faults.removeAll()
        }
        return findings.all
    }

    /// Judges the pod itself, unless the request can only bring ephemeral containers.
    func judgePod(_ judge: (_ pod: PodView, _ faults: inout [SecurityFault]) -> Void) -> [Finding] {
        guard let pod, concerns(.ordinary) else { return [] }
        var faults: [SecurityFault] = []
        judge(pod, &faults)
        return faults.map { $0.finding(nil, pod) }
    }
}

import Admission
import Documents
import Kubernetes

/// Containers must keep the masks of `/proc`.
struct ProcMount: Validating {
    static let about = About(
        "proc-mount", "Containers must keep the masks of /proc.", judges: .workloads,
        fields: "securityContext.procMount", "hostUsers",
        prose: """
            The kernel shows and takes much of the whole node in /proc, which container runtimes hide from containers. \
            procMount: Unmasked shows it all; only nested containers in a user namespace of their own need that.
            """)

    @Parameter("Pods with a user namespace of their own (hostUsers: false) may have it all.")
    var allowUserNamespaces = false

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    func check(_ request: Request) -> [Finding] {
        if allowUserNamespaces, request.pod?.spec?["hostUsers"]?.bool == false { return [] }
        return request.judgeContexts(exempt: exempt) { own, _, _, faults in faults.add(ProcMountRule().fault(own)) }
    }
}

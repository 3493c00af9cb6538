import Admission
import Documents
import Kubernetes

/// Pods must set only kernel parameters that no other pod can feel.
struct Sysctls: Validating {
    static let about = About(
        "sysctls", "Pods must set only kernel parameters that no other pod can feel.", judges: .workloads,
        fields: "securityContext.sysctls[*].name",
        prose: """
            Many parameters of the kernel are those of the whole node, whoever sets them. Only those of a namespace of \
            the pod's own may be set: unless others are given, the ones that the Pod Security Standards call safe.
            """)

    @Parameter("The names that may be set, such as net.ipv4.tcp_syncookies; * stands for any run of characters.")
    var allowed = SysctlsCheck.safe.map { NamePattern($0) }

    func check(_ request: Request) -> [Finding] {
        request.judgePod { pod, faults in
            faults.add(SecurityFault(pod.securityContext, isOwn: false))
            SysctlRule(allowed: allowed).check(SecurityContext(pod.securityContext), &faults)
        }
    }
}

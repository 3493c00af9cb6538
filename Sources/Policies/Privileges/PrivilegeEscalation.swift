import Admission
import Documents
import Kubernetes

/// Processes must not gain privileges.
///
/// `allowPrivilegeEscalation: false` makes the kernel ignore set-user-ID programs (`no_new_privs`); a privileged
/// container has all of the node (Pod Security Standards, baseline and restricted).
struct PrivilegeEscalation: Validating, Mutating {
    static let about = About(
        "privilege-escalation", "Containers must not be privileged, nor gain privileges.", judges: .workloads,
        fields: "securityContext.allowPrivilegeEscalation", "securityContext.privileged", "os.name",
        prose: """
            A privileged container has all of the node, and a process that may gain privileges is root as soon as it \
            finds a program that is. Each container needs allowPrivilegeEscalation: false, and must not have \
            privileged: true. The former is filled in where it is missing, unless the pod would be denied all the same.
            """)

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    @Parameter("Containers may be privileged; those that are need not say that they gain no privileges.")
    var allowPrivileged = false

    @Parameter("Forbidden values are replaced, too: what is true becomes false.")
    var overwrite = false

    func check(_ request: Request) -> [Finding] {
        let isForWindows = request.pod?.isForWindows ?? false
        return request.judgeContexts(exempt: exempt) { own, _, _, faults in
            let privileged = PrivilegeRule.privileged(own)
            if let privileged, !allowPrivileged || privileged.reason == .wrongType { faults.append(privileged) }
            // The API server refuses a privileged container that gains none.
            if isForWindows || allowPrivileged && privileged != nil { return }
            faults.add(PrivilegeRule.escalation(own))
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, !pod.isForWindows else { return }
        draft.edit(request) { draft in
            for container in pod.containers where !container.isNamed(by: exempt) { mend(container, &draft) }
        } isWell: { request in
            check(request).isEmpty
        }
    }

    private func mend(_ container: ContainerView, _ draft: inout Draft) {
        let own = SecurityContext(container.securityContext)
        if own.privileged.value == true {
            guard overwrite, !allowPrivileged else { return }
            draft.set(container.pointer("securityContext", "privileged"), false)
        }
        // The API server refuses this beside that capability.
        if own.capabilities.value?["add"]?.elements.contains(where: { $0.equals("CAP_SYS_ADMIN") }) ?? false { return }
        let place = container.pointer("securityContext", "allowPrivilegeEscalation")
        if overwrite { draft.set(place, false) } else { draft.setDefault(place, false) }
    }
}

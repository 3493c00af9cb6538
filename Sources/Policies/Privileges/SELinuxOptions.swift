import Admission
import Documents
import Kubernetes

/// Containers must keep to SELinux's labels for containers.
struct SELinuxOptions: Validating {
    static let about = About(
        "selinux-options", "Containers must keep to SELinux's labels for containers.", judges: .workloads,
        fields: "securityContext.seLinuxOptions.type", "securityContext.seLinuxOptions.user",
        "securityContext.seLinuxOptions.role",
        prose: """
            Where the nodes have SELinux, the label of a process says what it may touch, and a pod that chooses its \
            own may choose that of the host's super user. Only types of containers may be chosen, and neither users \
            nor roles. The options of a pod are judged for the containers that have none of their own.
            """)

    @Parameter("The types that may be chosen.")
    var types = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"]

    @Parameter("The users that may be chosen.")
    var users: [String] = []

    @Parameter("The roles that may be chosen.")
    var roles: [String] = []

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    func check(_ request: Request) -> [Finding] {
        let rule = SELinuxRule(types: types, users: users, roles: roles)
        return request.judgeContexts(exempt: exempt) { own, shared, _, faults in
            let field = SecurityField(own.seLinuxOptions, shared.seLinuxOptions)
            rule.check(field.value, isOwn: field.isOwn, &faults)
        }
    }
}

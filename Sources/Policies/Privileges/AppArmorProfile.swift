import Admission
import Documents
import Kubernetes

/// Containers must not escape AppArmor.
struct AppArmorProfile: Validating {
    static let about = About(
        "apparmor-profile", "Containers must not escape AppArmor.", judges: .workloads,
        fields: "securityContext.appArmorProfile.type", "securityContext.appArmorProfile.localhostProfile",
        "metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]",
        prose: """
            Where the nodes have AppArmor, the container runtime confines every container by its default profile, \
            unless a field or an annotation, which came first, says otherwise. The values of a container count before \
            those of its pod.
            """)

    @Parameter("The types of profiles that containers may have: RuntimeDefault, Localhost, Unconfined.")
    var types = ["RuntimeDefault", "Localhost"]

    @Parameter("The names that local profiles may have; if none are given, any. * stands for any run of characters.")
    var localhostProfiles: [NamePattern] = []

    @Parameter("Containers need a profile in a field, their own or their pod's.")
    var isRequired = false

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    func check(_ request: Request) -> [Finding] {
        let rule = ProfileRule(field: "appArmorProfile", types: types, localhost: localhostProfiles)
        let annotations = request.judgePod { pod, faults in ProfileAnnotationRule.appArmor.check(pod, &faults) }
        let isForWindows = request.pod?.isForWindows ?? false
        let fields = request.judgeContexts(exempt: exempt) { own, shared, _, faults in
            let field = SecurityField(own.appArmorProfile, shared.appArmorProfile)
            if !field.isAbsent { return faults.add(rule.fault(field.value, isOwn: field.isOwn)) }
            if isRequired, !isForWindows { faults.append(rule.missing) }
        }
        return annotations + fields
    }

    var problems: [ParameterProblem] { profileProblems(types) }
}

import Admission
import Documents
import Kubernetes

/// Containers must be confined by seccomp.
struct SeccompProfile: Validating, Mutating {
    static let about = About(
        "seccomp-profile", "Containers must be confined by seccomp.", judges: .workloads,
        fields: "securityContext.seccompProfile.type", "securityContext.seccompProfile.localhostProfile", "os.name",
        prose: """
            The kernel has hundreds of system calls of which a program needs few, and the others are where it is \
            attacked. The default profile of the container runtime blocks what no ordinary program needs, but only \
            where a container or its pod asks for it. It is filled in at the pod where containers say nothing, unless \
            the pod would be denied all the same. The values of a container count before those of its pod.
            """)

    @Parameter("The types of profiles that containers may have: RuntimeDefault, Localhost, Unconfined.")
    var types = ["RuntimeDefault", "Localhost"]

    @Parameter("The names that local profiles may have; if none are given, any. * stands for any run of characters.")
    var localhostProfiles: [NamePattern] = []

    @Parameter("Containers need a profile, their own or their pod's. If false, only a forbidden one is found.")
    var isRequired = true

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    @Parameter("Forbidden profiles are replaced, too: by RuntimeDefault.")
    var overwrite = false

    private var rule: ProfileRule {
        ProfileRule(field: "seccompProfile", types: types, localhost: localhostProfiles)
    }

    func check(_ request: Request) -> [Finding] {
        if request.pod?.isForWindows ?? false { return [] }
        let rule = rule
        return request.judgeContexts(exempt: exempt) { own, shared, _, faults in
            faults.add(fault(SecurityField(own.seccompProfile, shared.seccompProfile), rule))
        }
    }

    private func fault(_ field: SecurityField<JSON>, _ rule: ProfileRule) -> SecurityFault? {
        field.isAbsent ? (isRequired ? rule.missing : nil) : rule.fault(field.value, isOwn: field.isOwn)
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, !pod.isForWindows, isRequired || overwrite else { return }
        let rule = rule
        draft.edit(request) { draft in
            draft.fill("seccompProfile", ["type": "RuntimeDefault"], in: pod, exempt: exempt) { own, shared in
                let field = SecurityField(own.seccompProfile, shared.seccompProfile)
                if field.isAbsent { return isRequired ? FieldOpening(isOwn: false) : nil }
                guard overwrite, let fault = fault(field, rule), fault.reason != .wrongType else { return nil }
                return FieldOpening(isOwn: field.isOwn)
            }
        } isWell: { request in
            check(request).isEmpty
        }
    }

    var problems: [ParameterProblem] { profileProblems(types) }
}

/// What is wrong with a list of types of profiles.
func profileProblems(_ types: [String]) -> [ParameterProblem] {
    if types.isEmpty { return [ParameterProblem("types", "No type is allowed; wanted is RuntimeDefault at least.")] }
    return types.filter { !["RuntimeDefault", "Localhost", "Unconfined"].contains($0) }.map { type in
        ParameterProblem("types", "\"\(type)\" is no type; wanted is RuntimeDefault, Localhost or Unconfined.")
    }
}

import Admission
import Documents
import Kubernetes

/// Containers must not run as root.
///
/// A process that is root inside its container is root on the node as soon as it finds a way out. Each container needs
/// `runAsNonRoot: true`, its own or its pod's, so that the kubelet refuses an image whose user is root; and no
/// `runAsUser: 0`, which would be refused only when the container starts (Pod Security Standards, restricted).
struct RunAsNonRoot: Validating, Mutating {
    static let about = About(
        "run-as-non-root", "Containers must not run as root.", judges: .workloads,
        fields: "securityContext.runAsNonRoot", "securityContext.runAsUser", "securityContext.runAsGroup",
        "securityContext.fsGroup", "securityContext.supplementalGroups",
        "securityContext.windowsOptions.runAsUserName", "hostUsers", "os.name",
        prose: """
            A process that is root inside its container is root on the node as soon as it finds a way out. Each \
            container needs runAsNonRoot: true, its own or its pod's, so that the kubelet refuses an image whose user \
            is root, and no runAsUser: 0. Missing values are filled in at the pod, unless the pod would be denied all \
            the same. The values of a container count before those of its pod. Names of containers are chosen by those \
            who write the pod: where that is a danger, exempt by namespace or service account instead.
            """)

    @Parameter("Containers, by name, that may run as root; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    @Parameter("Pods with a user namespace of their own (hostUsers: false) may run as root.")
    var allowUserNamespaces = false

    @Parameter("Users that containers may run as. If any are given, each container or its pod must name one of them.")
    var users: [IDRange] = []

    @Parameter("Groups that containers may run as. If any are given, each container or its pod must name one of them.")
    var groups: [IDRange] = []

    @Parameter("Groups that fsGroup may name. If none are given, any.")
    var volumeGroups: [IDRange] = []

    @Parameter("Groups that supplementalGroups may name. If none are given, any.")
    var supplementalGroups: [IDRange] = []

    @Parameter("The user that is filled in where neither the container nor its pod names one.")
    var defaultUser: Int? = nil

    @Parameter("The group that is filled in where neither the container nor its pod names one.")
    var defaultGroup: Int? = nil

    @Parameter("Forbidden values are replaced, too: false by true, users and groups by the defaults if there are any.")
    var overwrite = false

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod, !isWaived(pod) else { return [] }
        var findings = FindingList()
        let shared = SecurityContext(pod.securityContext)
        let fault = SecurityFault(pod.securityContext, isOwn: false)
        let isForWindows = pod.isForWindows
        for container in pod.containers where request.concerns(container.list) && !container.isNamed(by: exempt) {
            let field = container.securityContext
            if let fault = SecurityFault(field, isOwn: true) ?? fault {
                findings.add(fault, container, pod)
                continue
            }
            let own = SecurityContext(field)
            findings.add(flagFault(own, shared), container, pod)
            findings.add(windowsFault(own, shared), container, pod)
            if isForWindows { continue }
            findings.add(userFault(own, shared), container, pod)
            findings.add(groupFault(own, shared), container, pod)
            findings.add(volumeGroupFault(shared), container, pod)
            findings.add(supplementalFault(shared), container, pod)
        }
        return findings.all
    }

    private func isWaived(_ pod: PodView) -> Bool {
        allowUserNamespaces && pod.spec?["hostUsers"]?.bool == false
    }
}

// MARK: Judging

extension RunAsNonRoot {
    private func flagFault(_ own: SecurityContext, _ shared: SecurityContext) -> SecurityFault? {
        let field = SecurityField(own.runAsNonRoot, shared.runAsNonRoot)
        return field.isAbsent ? NonRootRule.missingFlag : NonRootRule.flag(field.value, isOwn: field.isOwn)
    }

    private func userFault(_ own: SecurityContext, _ shared: SecurityContext) -> SecurityFault? {
        let field = SecurityField(own.runAsUser, shared.runAsUser)
        if var fault = NonRootRule.user(field.value, isOwn: field.isOwn) {
            if let defaultUser {
                fault.mend = .set(defaultUser.json)
            } else if !users.isEmpty {
                fault.mend = nil
            }
            return fault
        }
        if case .found(let id) = field.value, users.isEmpty, id > 0, id <= IDRange.highest { return nil }
        return rangeFault("runAsUser", field, users.isEmpty ? [IDRange()] : users, isRequired: !users.isEmpty)
    }

    private func groupFault(_ own: SecurityContext, _ shared: SecurityContext) -> SecurityFault? {
        guard !groups.isEmpty else { return nil }
        return rangeFault("runAsGroup", SecurityField(own.runAsGroup, shared.runAsGroup), groups, isRequired: true)
    }

    private func rangeFault(
        _ name: String, _ field: SecurityField<Int64>, _ ranges: [IDRange], isRequired: Bool
    ) -> SecurityFault? {
        switch field.value {
        case .absent where !isRequired: return nil
        case .found(let id) where ranges.contains(id): return nil
        case .found(let id):
            return SecurityFault([name], isOwn: field.isOwn, found: "is \(id)", wanted: "must be \(ranges.sentence)")
        case .malformed(let found, let wanted): return SecurityFault([name], isOwn: field.isOwn, found, wanted)
        case .absent:
            return SecurityFault(
                [name], isOwn: true, found: "is missing", wanted: "must be \(ranges.sentence)",
                fix: "Set it here, or in the pod's securityContext for all containers", reason: .required)
        }
    }

    private func volumeGroupFault(_ shared: SecurityContext) -> SecurityFault? {
        guard !volumeGroups.isEmpty else { return nil }
        return rangeFault("fsGroup", SecurityField(.absent, shared.fsGroup), volumeGroups, isRequired: false)
    }

    private func supplementalFault(_ shared: SecurityContext) -> SecurityFault? {
        guard !supplementalGroups.isEmpty else { return nil }
        switch shared.supplementalGroups {
        case .absent: return nil
        case .malformed(let found, let wanted):
            return SecurityFault(["supplementalGroups"], isOwn: false, found, wanted)
        case .found(let list):
            guard let stray = list.elements.enumerated().first(where: { !isSupplemental($1) }) else { return nil }
            return SecurityFault(
                ["supplementalGroups", String(stray.offset)], isOwn: false,
                found: "is \(stray.element.int.map(String.init) ?? stray.element.typeName)",
                wanted: "must be \(supplementalGroups.sentence)")
        }
    }

    private func isSupplemental(_ json: JSON) -> Bool { json.int.map(supplementalGroups.contains) ?? false }

    /// The kubelet takes this user of Windows for root, and no other (`kuberuntime`, verifyRunAsNonRoot).
    private func windowsFault(_ own: SecurityContext, _ shared: SecurityContext) -> SecurityFault? {
        let field = SecurityField(own.windowsUserName, shared.windowsUserName)
        switch field.value {
        case .absent: return nil
        case .found(let name) where name.lowercased() != "containeradministrator": return nil
        case .found(let name):
            return SecurityFault(
                ["windowsOptions", "runAsUserName"], isOwn: field.isOwn, found: "is \(name)",
                wanted: "must be another user", reason: .forbidden)
        case .malformed(let found, let wanted):
            return SecurityFault(["windowsOptions", "runAsUserName"], isOwn: field.isOwn, found, wanted)
        }
    }
}

// MARK: Mending

extension RunAsNonRoot {
    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, !isWaived(pod) else { return }
        draft.edit(request) { draft in
            draft.fill("runAsNonRoot", true, in: pod, exempt: exempt) { own, shared in
                opening(SecurityField(own.runAsNonRoot, shared.runAsNonRoot), flagFault(own, shared))
            }
            if pod.isForWindows { return }
            if let user = defaultUser {
                draft.fill("runAsUser", user.json, in: pod, exempt: exempt) { own, shared in
                    opening(SecurityField(own.runAsUser, shared.runAsUser), userFault(own, shared))
                }
            }
            if let group = defaultGroup {
                draft.fill("runAsGroup", group.json, in: pod, exempt: exempt) { own, shared in
                    opening(SecurityField(own.runAsGroup, shared.runAsGroup), groupFault(own, shared))
                }
            }
        } isWell: { request in
            check(request).isEmpty
        }
    }

    private func opening<Value>(_ field: SecurityField<Value>, _ fault: SecurityFault?) -> FieldOpening? {
        if field.isAbsent { return FieldOpening(isOwn: false) }
        guard overwrite, let fault, fault.reason != .wrongType else { return nil }
        return FieldOpening(isOwn: field.isOwn)
    }
}

// MARK: Parameters

extension RunAsNonRoot {
    var problems: [ParameterProblem] {
        var problems: [ParameterProblem] = []
        if users.contains(0) {
            problems.append(ParameterProblem("users", "The users include 0, which is root; wanted is a minimum of 1."))
        }
        if let user = defaultUser, !(users.isEmpty ? [IDRange()] : users).contains(Int64(user)) {
            problems.append(ParameterProblem("defaultUser", "\(user) is no user that containers may run as."))
        }
        if let group = defaultGroup, !(groups.isEmpty ? [IDRange(0, IDRange.highest)] : groups).contains(Int64(group)) {
            problems.append(ParameterProblem("defaultGroup", "\(group) is no group that containers may run as."))
        }
        return problems
    }
}

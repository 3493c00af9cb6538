import Admission
import Documents
import Kubernetes

/// Pods must keep to the Pod Security Standards.
///
/// The same controls as the API server's own admission plugin, at every version and in its words, and pod templates
/// denied where the plugin only warns: a denied Deployment is seen, the denied pods of its ReplicaSet are not.
struct PodSecurity: Validating {
    static let about = About(
        "pod-security", "Pods must keep to the Pod Security Standards.", judges: .workloads,
        fields: "securityContext", "hostNetwork", "hostPID", "hostIPC", "hostUsers", "os.name", "volumes",
        "ports[*].hostPort", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
        "metadata.annotations", "runtimeClassName",
        prose: """
            The standards of Kubernetes in one policy, with the controls of every version and in the words of the API \
            server's own admission plugin. Level and version are given here, or by the labels \
            pod-security.kubernetes.io/enforce, audit and warn of the namespace with what is given here where there is \
            none. Unlike the plugin, pod templates are denied, too, unless enforceTemplates is false: users see that a \
            Deployment is denied, but not that the pods of its ReplicaSet are. As the plugin has it, an update of a pod \
            is judged only where containers or images changed. All values that stand anywhere count, those that a \
            container overrides, too.
            """)

    @Parameter("The level that is enforced: privileged, baseline or restricted.")
    var level = PodSecurityLevel.baseline

    @Parameter("The version of the level: latest, or that of a Kubernetes such as v1.29.")
    var version = PodSecurityVersion.latest

    @Parameter("What users are warned of without being denied.")
    var warn = PodSecurityStandardEntry()

    @Parameter("What the audit log has notes of without anybody being denied.")
    var audit = PodSecurityStandardEntry()

    @Parameter(
        "The labels of the namespace say level and version of each mode; those given here hold where it has none.")
    var followLabels = false

    @Parameter("Pod templates are denied as pods are. If false, users are only warned of them.")
    var enforceTemplates = true

    @Parameter("What is not judged.")
    var exempt = PodSecurityExemptions()

    func obstacle(to request: Request) -> String? {
        guard followLabels, !request.namespace.isEmpty, !exempt.exempts(request) else { return nil }
        guard request.inventory.knows(.namespaces), request.inventory.namespace(request.namespace) != nil else {
            return "the labels of namespace \"\(request.namespace)\" are not known here"
        }
        return nil
    }

    func check(_ request: Request) -> [Finding] {
        guard let view = request.pod, !exempt.exempts(request), PodUpdate.isSignificant(request) else { return [] }
        let pod = SecuredPod(view)
        let wanted = standards(request)
        let isTemplate = !view.pointer.tokens.isEmpty
        var findings: [Finding] = []
        if enforceTemplates || !isTemplate {
            let denied = evaluate(pod, wanted.enforce, .enforce)
            findings += denied
            if denied.isEmpty || wanted.warn != wanted.enforce { findings += evaluate(pod, wanted.warn, .warn) }
            if denied.isEmpty || wanted.audit != wanted.enforce { findings += evaluate(pod, wanted.audit, .audit) }
        } else {
            findings = evaluate(pod, wanted.warnOfTemplates, .warn) + evaluate(pod, wanted.audit, .audit)
        }
        return findings
    }

    private func standards(_ request: Request) -> PodSecurityStandards {
        let defaults = PodSecurityStandards(
            enforce: PodSecurityStandard(level: level, version: version), audit: audit.standard, warn: warn.standard)
        guard followLabels, !request.namespace.isEmpty else { return defaults }
        let namespace = request.inventory.namespace(request.namespace)
        return PodSecurityStandards(labels: namespace?["metadata"]?["labels"], defaults: defaults)
    }

    private func evaluate(_ pod: SecuredPod, _ standard: PodSecurityStandard, _ mode: Mode) -> [Finding] {
        guard standard.level != .privileged else { return [] }
        let evaluation = PodSecurityEvaluation(pod, standard)
        if evaluation.isEmpty { return [] }
        return malformed(pod.view, mode)
            + evaluation.findings(mode, mode == .enforce ? "violates" : "would violate", standard)
    }

    /// Contexts that are no objects, in which nothing can be read.
    private func malformed(_ pod: PodView, _ mode: Mode) -> [Finding] {
        var list = FindingList()
        list.add(SecurityFault(pod.securityContext, isOwn: false), nil, pod)
        for container in pod.containers {
            list.add(SecurityFault(container.securityContext, isOwn: true), container, pod)
        }
        var findings = list.all
        for position in findings.indices { findings[position].mode = mode }
        return findings
    }
}

/// What `pod-security` does not judge.
struct PodSecurityExemptions: ParameterObject, ParameterValue {
    @Parameter("Namespaces by name; * stands for any run of characters.")
    var namespaces: [NamePattern] = []

    @Parameter("Users by name. Pods that a controller makes are the controller's, so exempt its user for them.")
    var users: [NamePattern] = []

    @Parameter("Runtime classes that pods name.")
    var runtimeClasses: [NamePattern] = []

    /// One of them holds for a request.
    func exempts(_ request: Request) -> Bool {
        let admission = request.admission
        if !namespaces.isEmpty, namespaces.contains(where: { $0.matches(admission.namespace) }) { return true }
        if !users.isEmpty, users.contains(where: { $0.matches(admission.userInfo.username) }) { return true }
        guard !runtimeClasses.isEmpty, let name = request.pod?.spec?["runtimeClassName"]?.string else { return false }
        return !name.isEmpty && runtimeClasses.contains { $0.matches(name) }
    }
}

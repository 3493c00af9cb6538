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

            Where the labels count, a Namespace with a label that is no level or version is denied, and who makes a \
            namespace stricter is warned of the pods in it that are less so. The audit log has the plugin's notes: \
            enforce-policy, audit-violations, exempt and error.
            """)
    private static let aboutWithLabels = about.judging(.workloadsAnd([KindPattern("/Namespace")]))

    /// Namespaces are judged where their labels count.
    var about: About { followLabels ? Self.aboutWithLabels : Self.about }

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
        guard followLabels, !request.namespace.isEmpty, !request.isOfNamespace, exempt.reason(request) == nil else {
            return nil
        }
        guard request.inventory.knows(.namespaces), request.inventory.namespace(request.namespace) != nil else {
            return "the labels of namespace \"\(request.namespace)\" are not known here"
        }
        return nil
    }

    /// Seccomp had no field but annotations, which an update can change by themselves.
    func minds(unchangedPodOf request: Request) -> Bool { PodUpdate.changesProfiles(request) }

    func check(_ request: Request) -> [Finding] { judge(request).findings }

    func judge(_ request: Request) -> Judgement {
        guard let view = request.pod else { return Judgement(request.isOfNamespace ? namespaceFindings(request) : []) }
        if let reason = exempt.reason(request) { return Judgement([], notes: [Note("exempt", reason)]) }
        guard PodUpdate.isSignificant(request) else { return .pass }
        let labels = labels(request)
        let judgement = judge(SecuredPod(view), labels.standards, hasWarnLevel: labels.hasWarnLevel)
        guard !labels.problems.isEmpty else { return judgement }
        let error = Note("error", "Failed to parse policy: \(labels.problems.aggregate)")
        return Judgement(judgement.findings, notes: judgement.notes + [error])
    }

    private func judge(_ pod: SecuredPod, _ wanted: PodSecurityStandards, hasWarnLevel: Bool) -> Judgement {
        let isTemplate = !pod.view.pointer.tokens.isEmpty
        guard enforceTemplates || !isTemplate else {
            let warn = hasWarnLevel ? wanted.warn : wanted.warnOfTemplates
            let audit = evaluate(pod, wanted.audit, .audit)
            return Judgement(evaluate(pod, warn, .warn) + audit, notes: violations(audit))
        }
        var findings = evaluate(pod, wanted.enforce, .enforce)
        let isDenied = !findings.isEmpty
        if !isDenied || wanted.warn != wanted.enforce { findings += evaluate(pod, wanted.warn, .warn) }
        let audit = evaluate(pod, wanted.audit, .audit)
        if !isDenied || wanted.audit != wanted.enforce { findings += audit }
        return Judgement(
            findings, notes: [Note("enforce-policy", wanted.enforce.text)] + violations(audit))
    }

    /// What the plugin notes of a pod that it would deny if the audited standard were enforced.
    private func violations(_ audit: [Finding]) -> [Note] {
        audit.compactMap(\.headline).first.map { [Note("audit-violations", $0)] } ?? []
    }

    private var standards: PodSecurityStandards {
        PodSecurityStandards(
            enforce: PodSecurityStandard(level: level, version: version), audit: audit.standard, warn: warn.standard)
    }

    private func labels(_ request: Request) -> PodSecurityLabels {
        guard followLabels, !request.namespace.isEmpty else { return PodSecurityLabels(nil, defaults: standards) }
        let namespace = request.inventory.namespace(request.namespace)
        return PodSecurityLabels(namespace?["metadata"]?["labels"], defaults: standards)
    }

    private func namespaceFindings(_ request: Request) -> [Finding] {
        guard followLabels, request.admission.subResource.isEmpty else { return [] }
        let change = NamespaceChange(request, defaults: standards)
        return change.invalidLabels + change.strandedPods(exempt)
    }

    private func evaluate(_ pod: SecuredPod, _ standard: PodSecurityStandard, _ mode: Mode) -> [Finding] {
        guard standard.level != .privileged else { return [] }
        let evaluation = PodSecurityEvaluation(pod, standard)
        if evaluation.isEmpty { return [] }
        return malformed(pod.view, mode)
            + evaluation.findings(mode, standard)
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

    /// Why a request is not judged, in the plugin's word; nil where it is.
    func reason(_ request: Request) -> String? {
        let admission = request.admission
        if !namespaces.isEmpty, namespaces.matches(admission.namespace) { return "namespace" }
        if !users.isEmpty, users.matches(admission.userInfo.username) { return "user" }
        return request.pod.map(exempts) ?? false ? "runtimeClass" : nil
    }

    /// A pod runs in one of the runtime classes.
    func exempts(_ pod: PodView) -> Bool {
        guard !runtimeClasses.isEmpty, let name = pod.spec?["runtimeClassName"]?.string else { return false }
        return !name.isEmpty && runtimeClasses.matches(name)
    }
}

extension Request {
    /// It is about a Namespace itself.
    var isOfNamespace: Bool { admission.kind.group.isEmpty && admission.kind.kind == "Namespace" }
}

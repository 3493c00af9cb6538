import Documents

/// Something that a cluster needs to keep up and to repair itself.
private struct VitalResource {
    let check: Ailment.Check
    let targets: [RequestTarget]
    /// Where its objects live; nil outside of namespaces.
    let namespaces: [String]?
    /// Who writes them.
    let user: Requester
    let why: String
    /// A condition that leaves it out.
    let condition: LockOutGuard.Condition

    static let all = [
        VitalResource(
            check: .leases, targets: [RequestTarget(group: "coordination.k8s.io", resource: "leases")],
            namespaces: ["kube-node-lease", "kube-system"], user: .node,
            why: "Nodes and controllers renew leases every few seconds; nodes that can't are taken for dead.",
            condition: LockOutGuard.notALease),
        VitalResource(
            check: .nodes,
            targets: ["", "status"].map {
                RequestTarget(group: "", resource: "nodes", subresource: $0, isNamespaced: false)
            },
            namespaces: nil, user: .node,
            why: "Nodes that can't report their state are taken for dead, and new ones can't join.",
            condition: LockOutGuard.notANode),
        VitalResource(
            check: .certificateRequests,
            targets: ["", "approval", "status"].map {
                RequestTarget(
                    group: "certificates.k8s.io", resource: "certificatesigningrequests", subresource: $0,
                    isNamespaced: false)
            },
            namespaces: nil, user: .node,
            why: "Nodes ask for their certificates this way; without one they can't join or stay.",
            condition: LockOutGuard.notACertificateRequest),
        VitalResource(
            check: .accessReviews,
            targets: [
                RequestTarget(group: "authentication.k8s.io", resource: "tokenreviews", isNamespaced: false),
                RequestTarget(group: "authorization.k8s.io", resource: "subjectaccessreviews", isNamespaced: false),
            ],
            namespaces: nil, user: .node,
            why: "Kubelets and API servers behind this one ask this way who may call them, and refuse everybody "
                + "without an answer.",
            condition: LockOutGuard.notAnAccessReview),
    ]
}

extension WebhookView {
    /// What the webhook must not stand in the way of, but does.
    func lockOuts(_ namespaces: NamespaceLabels) -> [Ailment] {
        VitalResource.all.compactMap { vital($0, namespaces) }
            + [ownNamespace(namespaces), kubeSystem(namespaces)]
            .compactMap(\.self)
    }

    private func vital(_ vital: VitalResource, _ namespaces: NamespaceLabels) -> Ailment? {
        let homes = vital.namespaces.map { $0.filter { selects(namespace: namespaces[$0]) } } ?? [""]
        let asked = vital.targets.first { target in
            homes.contains { isAsked(about: target, of: $0, by: vital.user) }
        }
        guard let target = asked else { return nil }
        let path = target.subresource.isEmpty ? target.resource : "\(target.resource)/\(target.subresource)"
        let rule = rules.firstIndex { $0.covers(target) } ?? 0
        return ailment(
            vital.check, isStrict ? .danger : .caution, ["rules", String(rule)],
            "It is asked about \(path)" + (isStrict ? ", and they are denied while it does not answer." : "."),
            why: isStrict ? vital.why : "\(vital.why) Each of them waits up to \(timeout) s for an answer.",
            fix: "Name in rules only what is judged, or add a matchCondition: \(vital.condition.expression).")
    }

    private func ownNamespace(_ namespaces: NamespaceLabels) -> Ailment? {
        guard let namespace = serviceNamespace, namespace != "kube-system" else { return nil }
        return lockOut(
            .ownNamespace, namespace, namespaces, role: "the namespace of the webhook's own server",
            why:
                "Once all its servers are gone, none can come back: what they are made of would have to be admitted by them."
        )
    }

    private func kubeSystem(_ namespaces: NamespaceLabels) -> Ailment? {
        lockOut(
            .kubeSystem, "kube-system", namespaces, role: "where the cluster keeps its own parts",
            why: "DNS, the network and the controllers can't be started or mended while the webhook does not answer.")
    }

    /// The webhook has a say in what a namespace needs to come up.
    private func lockOut(
        _ check: Ailment.Check, _ namespace: String, _ namespaces: NamespaceLabels, role: String, why: String
    ) -> Ailment? {
        guard isStrict, selects(namespace: namespaces[namespace]) else { return nil }
        let resources = Self.needs.filter { isAsked(about: $0, of: namespace, by: .controller) }.map(\.resource)
        guard let first = resources.first else { return nil }
        let names = resources.count > 1 ? "\(first) and \(resources.count - 1) other resources" : first
        let selector = (try? selector("namespaceSelector")).map { " (its selector: \($0))" } ?? ""
        return ailment(
            check, .danger, ["namespaceSelector"],
            "It is asked about \(names) of \(namespace), \(role)\(selector), and they are denied while it does not answer.",
            why: why,
            fix: "Leave the namespace out: namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, "
                + "operator: NotIn, values: [\(namespace)]}]}.")
    }

    /// What servers are made of and found by.
    private static let needs = [
        ("", "pods"), ("apps", "replicasets"), ("apps", "deployments"), ("apps", "daemonsets"),
        ("apps", "statefulsets"), ("", "configmaps"), ("", "secrets"), ("", "serviceaccounts"), ("", "services"),
        ("", "endpoints"), ("discovery.k8s.io", "endpointslices"),
    ]
    .map { RequestTarget(group: $0, resource: $1) }
}

extension WebhookView {
    /// An ailment of this webhook, at a place below it.
    func ailment(
        _ check: Ailment.Check, _ severity: Ailment.Severity, _ place: Pointer, _ what: String, why: String, fix: String
    ) -> Ailment {
        Ailment(
            check: check, severity: severity, manifest: manifest, webhook: name, pointer: pointer.appending(place),
            what: what, why: why, fix: fix)
    }
}

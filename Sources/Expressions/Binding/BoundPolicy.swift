package import Admission
package import Documents
import Kubernetes

/// A policy and one of its bindings, ready for requests: what validating and mutating ones share.
package struct BoundPolicy: Sendable {
    /// The policy.
    package let policy: CompiledPolicy
    /// The binding.
    package let binding: PolicyBindingDocument
    private let constraints: ResourceMatcher
    private let limits: ResourceMatcher
    private let parameters: BoundParameters

    /// Binds.
    ///
    /// - Parameter given: what stands for the parameters that the binding refers to; nil for those themselves.
    package init(
        _ policy: CompiledPolicy, _ binding: PolicyBindingDocument, _ store: ParameterStore, given: [JSON]? = nil
    ) {
        self.policy = policy
        self.binding = binding
        constraints = ResourceMatcher(policy.document.matchConstraints)
        limits = ResourceMatcher(binding.matchResources)
        let kind = policy.document.paramKind
        let found =
            given.flatMap { kind == nil ? nil : BoundParameters(given: $0) }
            ?? BoundParameters(kind, binding.paramRef, store)
        // The plugin for validations gives them their kind back (plugin/policy/validating/dispatcher.go, `wrappedParam`).
        let isTyped = policy.document.kind == .mutating && kind?.isTyped ?? false
        parameters = isTyped ? found.untyped : found
    }

    /// What the policy is, for the reference and reports.
    package var about: About {
        let document = policy.document
        return About(
            document.name, "Rules of the \(document.kind.rawValue) \(document.name).", judges: .anything,
            prose: document.prose)
    }

    /// The requests of which any can match: those of the policy's rules, of which the binding leaves these operations.
    package var rules: [MatchRule] {
        constraints.matchRules.compactMap { rule in
            let operations = rule.operations.intersection(limits.operations)
            guard !operations.isEmpty else { return nil }
            return MatchRule(groups: rule.groups, resources: rule.resources, operations: operations)
        }
    }

    /// Whether policy and binding match a request. Policies and their bindings are judged by none, and neither are the
    /// reviews of authentication and authorization, without which no cluster works (apiserver,
    /// plugin/policy/generic/plugin.go; kubernetes, pkg/kubeapiserver/admission/exclusion).
    package func match(_ request: Request) -> Scope.Match {
        let resource = request.admission.resource
        if Self.isExempt(resource.resource, of: resource.group) { return .no }
        let first = constraints.match(request)
        if first == .no { return .no }
        let second = limits.match(request)
        if second == .no { return .no }
        return first == .yes ? second : first
    }

    /// No policy judges the resource.
    static func isExempt(_ resource: String, of group: String) -> Bool { exempt[group]?.contains(resource) ?? false }

    private static let exempt: [String: Set<String>] = [
        UpstreamDocument.group: [
            "validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
        ],
        "authentication.k8s.io": ["selfsubjectreviews", "tokenreviews"],
        "authorization.k8s.io": [
            "localsubjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews",
        ],
    ]

    /// What keeps the policy from judging: it asks for the Namespace, and that is not known here.
    package func obstacle(to request: Request) -> String? {
        guard policy.usesNamespace, request.namesNamespace, namespace(of: request) == nil else { return nil }
        return "the namespace \"\(request.namespace)\" is not known here"
    }

    private func namespace(of request: Request) -> JSON? {
        guard request.namesNamespace, request.inventory.knows(.namespaces) else { return nil }
        return request.inventory.namespace(request.namespace)
    }

    /// The request as the policy's rules name it: in another version of the API, where they name that one and not the
    /// request's own (matchPolicy Equivalent; apiserver, plugin/policy/matching/matching.go). One whose conversion is not
    /// known here stays as it is.
    func converted(_ request: Request) -> Request {
        guard let resource = constraints.equivalent(of: request.admission) else { return request }
        return Request(request, in: resource) ?? request
    }

    /// The policy's invocations for a request, one for each set of parameters; or why there are none.
    func invocations(for request: Request) -> Result<[Invocation], BoundParameters.Lack> {
        parameters.collect(namespace: request.namespace).map { found in
            guard !found.isEmpty else { return [] }
            let base = Invocation(policy, request, namespace: policy.usesNamespace ? namespace(of: request) : nil)
            return found.map { base.with(parameters: $0) }
        }
    }

    /// A citation of the policy, as the API server quotes it.
    func citation(_ message: String) -> RuleCitation {
        RuleCitation(
            kind: policy.document.kind.rawValue, policy: policy.document.name, binding: binding.name, message: message)
    }
}

extension Request {
    /// The same request in another group and version; nil where the objects' conversion is not known.
    fileprivate convenience init?(_ other: Request, in resource: GroupVersionResource) {
        var admission = other.admission
        let kind = GroupVersionKind(group: resource.group, version: resource.version, kind: admission.kind.kind)
        let convert = { (object: JSON) in Conversion.object(object, from: other.admission.kind, to: kind) }
        guard let object = convert(other.object) else { return nil }
        if admission.object != nil { admission.object = object }
        if let old = admission.oldObject {
            guard let old = convert(old) else { return nil }
            admission.oldObject = old
        }
        admission.document = admission.document?.naming(kind, resource)
        admission.kind = kind
        admission.resource = resource
        self.init(other, admission, object: object)
    }

    /// The object lives in a namespace. The request for a Namespace names itself, which does not count.
    fileprivate var namesNamespace: Bool {
        let kind = admission.kind
        return !namespace.isEmpty && !(kind.kind == "Namespace" && kind.group.isEmpty)
    }
}

extension JSON {
    /// The `request` of a review with these instead of its kind and resource.
    fileprivate func naming(_ kind: GroupVersionKind, _ resource: GroupVersionResource) -> JSON? {
        var draft = Draft(self)
        draft.set(
            ["kind"],
            ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)])
        draft.set(
            ["resource"],
            [
                "group": .string(resource.group), "version": .string(resource.version),
                "resource": .string(resource.resource),
            ])
        return try? draft.object()
    }
}

extension PolicyDocument {
    /// What its author says of it, or else what its rules say.
    fileprivate var prose: String {
        let annotations = place.json["metadata"]?["annotations"]
        let description = ["description", "kubernetes.io/description", "policies.kyverno.io/description"].lazy
            .compactMap { annotations?.member($0)?.string }.first
        return description ?? validations.compactMap(\.message).joined(separator: " ")
    }
}

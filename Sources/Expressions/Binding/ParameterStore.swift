import Documents
import Kubernetes

/// The objects that policies take their parameters from.
package struct ParameterStore: Sendable {
    private struct Kind: Hashable {
        let group: String
        let kind: String
    }

    private let documents: [Kind: [ParameterDocument]]

    /// Sorts the objects by kind; a kind's versions are taken for the same, since nothing is converted here.
    package init(_ documents: [ParameterDocument] = []) {
        self.documents = Dictionary(grouping: documents) { Kind(group: $0.type.group, kind: $0.type.kind) }
    }

    /// The objects of a kind.
    func documents(of kind: ParamKind) -> [ParameterDocument] {
        documents[Kind(group: kind.group, kind: kind.kind)] ?? []
    }

    /// Whether objects of a kind live in namespaces: those of Kubernetes' own groups do unless they are known not to, others
    /// do when one of them says so. Where there is none, a reference that names a namespace is taken at its word.
    func isNamespaced(_ kind: ParamKind, _ ref: ParamRef) -> Bool {
        guard !EquivalentResources.isBuiltIn(kind.group) else {
            return !Self.clusterKinds.contains(kind.kind)
        }
        let documents = documents(of: kind)
        return documents.isEmpty ? !(ref.namespace ?? "").isEmpty : documents.contains { !$0.namespace.isEmpty }
    }

    /// Kinds of Kubernetes that live in no namespace.
    private static let clusterKinds: Set<String> = [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "PriorityClass",
        "RuntimeClass", "IngressClass", "VolumeAttachment", "CSIDriver", "CSINode", "CertificateSigningRequest",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
        "CustomResourceDefinition", "APIService", "DeviceClass", "FlowSchema", "PriorityLevelConfiguration",
        "ComponentStatus", "ClusterTrustBundle", "StorageVersion", "StorageVersionMigration", "IPAddress",
        "ServiceCIDR", "ResourceSlice", "DeviceTaintRule", "VolumeAttributesClass", "PodSecurityPolicy",
    ]
}

extension ParamKind {
    /// The API group; empty for the core group.
    package var group: String {
        guard let slash = apiVersion.firstIndex(of: "/") else { return "" }
        return String(apiVersion[..<slash])
    }

    /// The API server reads objects of the kind into Go types, which say neither of which kind they are nor of which
    /// version (apiserver, plugin/policy/generic/policy_source.go, `ensureParamsForPolicyLocked`).
    var isTyped: Bool {
        EquivalentResources.isBuiltIn(group) && !["apiextensions.k8s.io", "apiregistration.k8s.io"].contains(group)
    }
}

extension JSON {
    /// The object without what says of which kind it is.
    fileprivate var untyped: JSON {
        guard kind == .object else { return self }
        let rest = members.filter { $0.name != "apiVersion" && $0.name != "kind" }
        return (try? JSONValue.object(rest.map { .init($0.name, .json($0.value)) }).parsed()) ?? self
    }
}

/// The parameters of one binding, looked up at load as far as that can be (apiserver, `CollectParams`).
struct BoundParameters: Sendable {
    /// Why there are no parameters, in the API server's words.
    struct Lack: Error, Sendable {
        let message: String
    }

    private enum Source: Sendable {
        /// The same for every request.
        case fixed(Result<[JSON?], Lack>)
        /// Those of the request's namespace.
        case byNamespace([String: [JSON]])
    }

    private let source: Source
    private let denies: Bool

    /// These and no others, for every request.
    init(given parameters: [JSON]) {
        source = .fixed(.success(parameters))
        denies = false
    }

    init(_ kind: ParamKind?, _ ref: ParamRef?, _ store: ParameterStore) {
        // What v1alpha1 leaves out is Deny there (admissionregistration/v1alpha1, defaults.go).
        denies = ref.map { $0.parameterNotFoundAction != .allow } ?? false
        guard let kind, let ref else {
            source = .fixed(.success([nil]))
            return
        }
        let found = store.documents(of: kind).filter { ref.selects($0) }
        let namespace = ref.namespace ?? ""
        switch (store.isNamespaced(kind, ref), namespace.isEmpty) {
        case (true, true):
            let byNamespace = Dictionary(grouping: found) { $0.namespace.isEmpty ? "default" : $0.namespace }
            source = .byNamespace(byNamespace.mapValues { $0.map(\.json) })
        case (true, false):
            let inside = found.filter { ($0.namespace.isEmpty ? "default" : $0.namespace) == namespace }
            source = .fixed(Self.found(inside.map(\.json), denies))
        case (false, true): source = .fixed(Self.found(found.map(\.json), denies))
        case (false, false):
            source = .fixed(
                .failure(Lack(message: "paramRef.namespace must not be provided for a cluster-scoped `paramKind`")))
        }
    }

    private init(_ source: Source, denies: Bool) {
        self.source = source
        self.denies = denies
    }

    /// The same parameters without what says of which kind they are.
    var untyped: BoundParameters {
        switch source {
        case .fixed(let result): BoundParameters(.fixed(result.map { $0.map { $0?.untyped } }), denies: denies)
        case .byNamespace(let known):
            BoundParameters(.byNamespace(known.mapValues { $0.map(\.untyped) }), denies: denies)
        }
    }

    /// The parameters for a request, each of which is judged with by itself; nil stands for judging without. Nothing at all
    /// means that the request is not judged.
    func collect(namespace: String) -> Result<[JSON?], Lack> {
        switch source {
        case .fixed(let result): return result
        case .byNamespace(let known):
            guard !namespace.isEmpty else {
                return .failure(
                    Lack(
                        message:
                            "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources"))
            }
            return Self.found(known[namespace] ?? [], denies)
        }
    }

    private static func found(_ parameters: [JSON], _ denies: Bool) -> Result<[JSON?], Lack> {
        guard parameters.isEmpty, denies else { return .success(parameters) }
        return .failure(Lack(message: "no params found for policy binding with `Deny` parameterNotFoundAction"))
    }
}

extension ParamRef {
    fileprivate func selects(_ document: ParameterDocument) -> Bool {
        if let selector { return selector.matches(ObjectView(document.json).labels) }
        return document.name == name
    }
}

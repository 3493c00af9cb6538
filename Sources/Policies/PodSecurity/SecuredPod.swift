import Documents
import Kubernetes

/// A pod as the controls see it, its security context read once.
struct SecuredPod {
    /// The pod.
    let view: PodView
    /// Its own context.
    let context: SecurityContext
    /// The fields that it has, in its spec and context.
    let fields: PodFields
    /// It says that it runs on Windows.
    let isForWindows: Bool
    /// It has a user namespace of its own (`hostUsers: false`, KEP-127): its root is nobody on the host.
    let hasUserNamespace: Bool

    init(_ view: PodView) {
        self.view = view
        context = SecurityContext(view.securityContext)
        let annotations = view.annotations.map { $0.count > 0 } ?? false
        let spec = PodFields(of: view.spec)
        fields = spec.union(PodFields(of: context.json)).union(annotations ? .annotations : [])
        isForWindows = spec.contains(.os) && view.isForWindows
        hasUserNamespace = spec.contains(.hostUsers) && view.spec?["hostUsers"]?.bool == false
    }
}

/// A container as the controls see it, its security context read once.
struct SecuredContainer {
    /// The container.
    let json: JSON
    /// Its own context.
    let context: SecurityContext
    /// The fields that it has, in itself and its context.
    let fields: PodFields

    /// Nil where the context is something that can't be read.
    init?(_ view: ContainerView) {
        let field = view.securityContext
        if case .malformed = field { return nil }
        json = view.json
        context = SecurityContext(field)
        fields = PodFields(of: json).union(PodFields(of: context.json))
    }
}

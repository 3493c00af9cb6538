package import Kubernetes

/// Which requests: every part that is given must hold; a part that is empty holds for all.
package struct Scope: Sendable {
    /// Kinds of the object, or of the object whose subresource is used.
    package var kinds: [KindPattern] = []
    /// What is being done.
    package var operations: Set<Operation> = []
    /// `ephemeralcontainers`, `exec`, …; the empty text is the object itself, `*` any.
    package var subresources: Set<String> = []
    /// Namespaces by name.
    package var namespaces: [NamePattern] = []
    /// Namespaces by their labels.
    package var namespaceSelector: LabelSelector?
    /// Objects by their labels; old or new.
    package var objectSelector: LabelSelector?
    /// Users by name.
    package var users: [NamePattern] = []
    /// Users by group; one is enough.
    package var groups: [NamePattern] = []
    /// Service accounts, as `namespace/name`.
    package var serviceAccounts: [NamePattern] = []

    package init() {}

    /// Whether a request is in scope; can't be told where the inventory lacks the namespace's labels.
    enum Match: Equatable {
        case yes, no
        case unknown(String)
    }

    /// Everything but kinds, which the index of the gate has already matched; cheap parts first.
    func match(_ request: AdmissionRequest, _ inventory: some Inventory) -> Match {
        guard matchesPlace(request), matchesUser(request.userInfo), matchesObject(request) else { return .no }
        guard let namespaceSelector else { return .yes }
        return Self.matchNamespace(request, namespaceSelector, inventory)
    }

    /// All of it, kinds too.
    func matchFully(_ request: AdmissionRequest, _ inventory: some Inventory) -> Match {
        let parent = KnownKinds.kind(of: request)
        guard kinds.isEmpty || kinds.contains(where: { $0.matches(group: parent.group, kind: parent.kind) }) else {
            return .no
        }
        guard subresources.isEmpty || subresources.contains("*") || subresources.contains(request.subResource) else {
            return .no
        }
        return match(request, inventory)
    }

    private func matchesPlace(_ request: AdmissionRequest) -> Bool {
        (operations.isEmpty || operations.contains(request.operation))
            && (namespaces.isEmpty || namespaces.contains { $0.matches(request.namespace) })
    }

    private func matchesUser(_ user: UserInfo) -> Bool {
        guard users.isEmpty || users.contains(where: { $0.matches(user.username) }) else { return false }
        if !groups.isEmpty {
            guard user.groups.contains(where: { group in groups.contains { $0.matches(group) } }) else { return false }
        }
        guard !serviceAccounts.isEmpty else { return true }
        guard let account = user.serviceAccount else { return false }
        let name = "\(account.namespace)/\(account.name)"
        return serviceAccounts.contains { $0.matches(name) }
    }

    /// The selector holds for the new object or the old one (apiserver, objectSelector).
    private func matchesObject(_ request: AdmissionRequest) -> Bool {
        guard let objectSelector else { return true }
        return [request.object, request.oldObject].contains { object in
            object.map { objectSelector.matches(ObjectView($0).labels) } ?? false
        }
    }

    /// Namespaces match by their own labels, other cluster-scoped objects always (apiserver, namespaceSelector).
    private static func matchNamespace(
        _ request: AdmissionRequest, _ selector: LabelSelector, _ inventory: some Inventory
    ) -> Match {
        if request.kind.group.isEmpty, request.kind.kind == "Namespace" {
            let labels = (request.object ?? request.oldObject).flatMap { ObjectView($0).labels }
            return selector.matches(labels) ? .yes : .no
        }
        guard !request.namespace.isEmpty else { return .yes }
        guard inventory.knows(.namespaces) else {
            return .unknown("the labels of namespace \"\(request.namespace)\" are not known here")
        }
        let namespace = inventory.namespace(request.namespace)
        return selector.matches(namespace.flatMap { ObjectView($0).labels }) ? .yes : .no
    }
}

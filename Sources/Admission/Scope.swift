import Documents
package import Kubernetes

/// Which requests: every part that is given must hold; a part that is empty holds for all.
package struct Scope: Sendable {
    /// Kinds of the object, or of the object whose subresource is used.
    package var kinds: [KindPattern] = []
    /// What is being done.
    package var operations: Set<Operation> = []
    /// `ephemeralcontainers`, `exec`, …; the empty text is the object itself, `*` any.
    package var subresources: Set<String> = []
    /// Objects by name.
    package var names: [NamePattern] = []
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
    package enum Match: Equatable, Sendable {
        case yes, no
        case unknown(String)
    }

    /// Whether a binding's scope holds: everything but kinds and subresources, which the index of the gate has already
    /// matched; cheap parts first.
    ///
    /// Objects are selected by their new labels or their old ones, and a selector of namespaces does not limit objects
    /// that live in none (apiserver, objectSelector and namespaceSelector).
    func match(_ request: AdmissionRequest, _ inventory: some Inventory) -> Match {
        guard matchesPlace(request), matchesName(request, inDoubt: true), matchesUser(request.userInfo) else {
            return .no
        }
        if let objectSelector {
            let isSelected = [request.object, request.oldObject].contains { objectSelector.selects($0) }
            guard isSelected else { return .no }
        }
        return matchNamespace(request, inventory, otherwise: .yes)
    }

    /// Whether an exemption holds: all of it, kinds and subresources too.
    ///
    /// In doubt it does not: names that the API server will make must match whatever it adds, objects are selected by the labels that they will have, and a selector of namespaces
    /// selects no object that lives in none.
    func exempts(_ request: AdmissionRequest, _ templates: PodTemplates, _ inventory: some Inventory) -> Match {
        guard matchesPlace(request), matchesKind(request, templates), matchesName(request, inDoubt: false),
            matchesUser(request.userInfo)
        else { return .no }
        if let objectSelector, !objectSelector.selects(request.object ?? request.oldObject) { return .no }
        return matchNamespace(request, inventory, otherwise: .no)
    }

    private func matchesKind(_ request: AdmissionRequest, _ templates: PodTemplates) -> Bool {
        if !kinds.isEmpty {
            let parent = KnownKinds.kind(of: request, templates: templates)
            guard kinds.contains(where: { $0.matches(group: parent.group, kind: parent.kind) }) else { return false }
        }
        return subresources.isEmpty || subresources.contains("*") || subresources.contains(request.subResource)
    }

    private func matchesPlace(_ request: AdmissionRequest) -> Bool {
        (operations.isEmpty || operations.contains(request.operation))
            && (namespaces.isEmpty || namespaces.contains { $0.matches(request.namespace) })
    }

    /// An object without a name gets one that begins with its `generateName` (meta/v1, ObjectMeta).
    private func matchesName(_ request: AdmissionRequest, inDoubt: Bool) -> Bool {
        if names.isEmpty { return true }
        let object = (request.object ?? request.oldObject).map(ObjectView.init)
        let name = request.name.isEmpty ? object?.name ?? "" : request.name
        if !name.isEmpty { return names.contains { $0.matches(name) } }
        guard let stem = object?.metadata?["generateName"]?.string, !stem.isEmpty else { return inDoubt }
        if inDoubt {
            let made = NamePattern(stem + "*")
            return names.contains { $0.overlaps(made) }
        }
        return names.contains { $0.description.hasSuffix("*") && $0.matches(stem) }
    }

    private func matchesUser(_ user: UserInfo) -> Bool {
        if users.isEmpty, groups.isEmpty, serviceAccounts.isEmpty { return true }
        guard users.isEmpty || users.contains(where: { $0.matches(user.username) }) else { return false }
        if !groups.isEmpty {
            guard user.groups.contains(where: { group in groups.contains { $0.matches(group) } }) else { return false }
        }
        guard !serviceAccounts.isEmpty else { return true }
        guard let account = user.serviceAccount else { return false }
        let name = "\(account.namespace)/\(account.name)"
        return serviceAccounts.contains { $0.matches(name) }
    }

    /// Namespaces match by their own labels.
    private func matchNamespace(
        _ request: AdmissionRequest, _ inventory: some Inventory, otherwise outside: Match
    ) -> Match {
        guard let namespaceSelector else { return .yes }
        if request.kind.group.isEmpty, request.kind.kind == "Namespace" {
            return namespaceSelector.selects(request.object ?? request.oldObject) ? .yes : .no
        }
        guard !request.namespace.isEmpty else { return outside }
        guard inventory.knows(.namespaces), let namespace = inventory.namespace(request.namespace) else {
            return .unknown("the labels of namespace \"\(request.namespace)\" are not known here")
        }
        return namespaceSelector.selects(namespace) ? .yes : .no
    }
}

extension LabelSelector {
    /// The selector holds for an object's labels; never for an object that is not there.
    fileprivate func selects(_ object: JSON?) -> Bool {
        object.map { matches(ObjectView($0).labels) } ?? false
    }
}

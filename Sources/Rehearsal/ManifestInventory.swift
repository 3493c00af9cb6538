package import Admission
package import Configuration
package import Documents
package import Kubernetes

/// The cluster that would be if the manifests were applied to an empty one.
///
/// Of objects that are there twice the last one counts, as applying them in order would have it. Pods and controllers
/// that belong to a controller among the manifests do not count beside it.
package struct ManifestInventory: Inventory {
    private let namespaces: [String: JSON]
    private let policies: [String: [InventoryNetworkPolicy]]
    private let pods: [String: PodTally]
    /// By the hosts of their rules.
    private let ingresses: [String: [IngressView]]
    /// What users may do by the roles and bindings among the manifests; nil where there are none.
    package let access: AccessRules?

    /// Sorts the manifests.
    ///
    /// - Parameters:
    ///   - namespace: the one of objects that name none.
    ///   - templates: where kinds keep their pods.
    package init(
        _ manifests: [Manifest], namespace: String = "default", templates: PodTemplates = PodTemplates()
    ) {
        let census = Census(manifests, namespace: namespace)
        let expander = Expander(templates)
        var namespaces: [String: JSON] = [:]
        var policies: [String: [InventoryNetworkPolicy]] = [:]
        var pods: [String: [InventoryPod]] = [:]
        var ingresses: [String: [IngressView]] = [:]
        let roles = census.current.filter { $0.manifest.kind.group == "rbac.authorization.k8s.io" }
        access = roles.isEmpty ? nil : AccessRules(roles.map { ($0.namespace, $0.manifest.object) })
        for (place, manifest) in census.current {
            if let pod = expander.pod(of: manifest), !census.hasOwner(manifest, in: place) {
                pods[place, default: []].append(pod)
            } else if manifest.kind.kind == "NetworkPolicy", manifest.kind.group == "networking.k8s.io" {
                policies[place, default: []].append(InventoryNetworkPolicy(manifest.object))
            } else if manifest.kind.isIngress {
                let ingress = IngressView(manifest.object, namespace: place)
                for host in Set(ingress.routes.map(\.host)) { ingresses[host, default: []].append(ingress) }
            } else if manifest.kind.kind == "Namespace", manifest.kind.group.isEmpty {
                namespaces[place] = Self.labelled(manifest.object, place)
            }
        }
        (self.namespaces, self.policies, self.ingresses) = (namespaces, policies, ingresses)
        self.pods = pods.mapValues(PodTally.init)
    }

    /// Reads the manifests that the paths name; nothing is known where there are no paths.
    package static func read(_ paths: [String]) throws(LoadError) -> any Inventory {
        guard !paths.isEmpty else { return EmptyInventory() }
        let result = ManifestReader().read(paths)
        guard result.complaints.isEmpty else { throw LoadError(result.complaints) }
        return ManifestInventory(result.manifests)
    }

    /// Everything that there is is known.
    package func knows(_ kind: InventoryKind) -> Bool { true }

    /// The Namespace among the manifests, or one with nothing but the label that every namespace has.
    package func namespace(_ name: String) -> JSON? {
        namespaces[name] ?? Self.labelled(nil, name)
    }

    package func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { policies[namespace] ?? [] }

    package func pods(in namespace: String) -> [InventoryPod] { pods[namespace]?.pods ?? [] }

    package func tally(in namespace: String) -> PodTally? { pods[namespace] }

    package func ingresses(for host: String) -> [IngressView] { ingresses[host] ?? [] }

    /// A Namespace with the label that the API server gives to every one (KEP-2161).
    private static func labelled(_ namespace: JSON?, _ name: String) -> JSON? {
        let bare: JSONValue = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
        guard let object = try? (namespace.map { .json($0) } ?? bare).parsed() else { return namespace }
        var draft = Draft(object)
        draft.setDefault(["metadata", "labels", "kubernetes.io/metadata.name"], .string(name))
        return (try? draft.object()) ?? namespace
    }
}

extension GroupVersionKind {
    fileprivate var isIngress: Bool {
        kind == "Ingress" && (group == "networking.k8s.io" || group == "extensions")
    }
}

/// The manifests as a cluster would hold them, by namespace and name.
private struct Census {
    private struct Identity: Hashable {
        let namespace: String
        let group: String
        let kind: String
        let name: String
    }

    /// Each object once, with its namespace, in the order of the manifests.
    let current: [(namespace: String, manifest: Manifest)]
    private let identities: [Identity: Int]

    init(_ manifests: [Manifest], namespace: String) {
        let kinds = KindCatalog(manifests)
        let placed = manifests.map { (namespace: kinds.namespace(of: $0, default: namespace), manifest: $0) }
        var last: [Identity: Int] = [:]
        for (position, entry) in placed.enumerated() { last[Self.identity(entry)] = position }
        identities = last
        current = placed.enumerated().filter { position, entry in
            ObjectView(entry.manifest.object).name.isEmpty || last[Self.identity(entry)] == position
        }.map(\.element)
    }

    /// The object's controller (`meta/v1`, OwnerReference) is among the manifests.
    func hasOwner(_ manifest: Manifest, in namespace: String) -> Bool {
        guard let owners = ObjectView(manifest.object).metadata?["ownerReferences"] else { return false }
        return owners.elements.contains { owner in
            guard owner["controller"]?.bool ?? false, let kind = GroupVersionKind(object: owner) else { return false }
            let name = owner["name"]?.string ?? ""
            return identities[
                Identity(namespace: namespace, group: kind.group, kind: kind.kind, name: name)] != nil
        }
    }

    private static func identity(_ entry: (namespace: String, manifest: Manifest)) -> Identity {
        let kind = entry.manifest.kind
        return Identity(
            namespace: entry.namespace, group: kind.group, kind: kind.kind,
            name: ObjectView(entry.manifest.object).name)
    }
}

package import Admission

/// Every built-in policy, one line each, in the order of the chapters.
package enum Catalog {
    /// The types; a policy that is not here does not exist.
    package static let policies: [any Policy.Type] = [
        ContainerResources.self,
        NamespaceQuota.self,
        RunAsNonRoot.self,
        TrustedRegistries.self,
        RequireNetworkPolicy.self,
        Inject.self,
    ]

    /// The policy of an id, or nil.
    package static func policy(_ id: String) -> (any Policy.Type)? { policies.first { $0.about.id == id } }

    /// All ids, in order.
    package static var ids: [String] { policies.map { $0.about.id } }
}

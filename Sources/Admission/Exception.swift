package import Kubernetes

/// Lets pass what policies find, or would change, where somebody has answered for it: for a reason, for a time.
///
/// An exemption of a binding says whom a policy is not about. An exception says that the policy is right, and that it is
/// not enforced all the same: what it finds stays in the evidence.
package final class Exception: Sendable {
    /// Names it in the evidence; unique among all that are loaded.
    package let name: String
    /// The bindings that it is about, by their names or their policies' ids.
    package let policies: [NamePattern]
    /// The requests that it is about; all of it must hold, as for an exemption.
    package let scope: Scope
    /// The containers that it is about, by name; empty for the whole object.
    package let containers: [NamePattern]
    /// The containers that it is about, by image; empty for all that are named.
    package let images: [ImagePattern]
    /// Why it is needed.
    package let reason: String
    /// Who answers for it.
    package let owner: String
    /// When it ends.
    package let expiry: Expiry

    package init(
        _ name: String, policies: [NamePattern], scope: Scope, containers: [NamePattern] = [],
        images: [ImagePattern] = [], reason: String, owner: String, expiry: Expiry
    ) {
        self.name = name
        self.policies = policies
        self.scope = scope
        self.containers = containers
        self.images = images
        self.reason = reason
        self.owner = owner
        self.expiry = expiry
    }

    /// It is about the whole object, and not only about some of its containers.
    package var coversObjects: Bool { containers.isEmpty && images.isEmpty }

    /// It is about a binding, which one of its patterns names.
    package func names(_ binding: Binding) -> Bool {
        policies.contains { $0.matches(binding.name) || $0.matches(binding.about.id) }
    }

    /// It is about a container: by its name, and by its image as it is now.
    package func covers(_ container: ContainerView) -> Bool {
        guard containers.isEmpty || containers.contains(where: { $0.matches(container.name) }) else { return false }
        guard !images.isEmpty else { return true }
        guard let text = container.image.value, let image = try? ImageReference(parsing: text) else { return false }
        return images.contains { $0.matches(image) }
    }

    /// `exception "legacy-agent" (owner team-a, until 2026-12-31)`, for people.
    package var title: String {
        let end = expiry.seconds == nil ? "never ends" : "until \(expiry)"
        return "exception \"\(name)\" (owner \(owner), \(end))"
    }
}

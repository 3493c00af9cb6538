package import Admission

/// Every built-in policy, one line each, chapter by chapter.
package enum Catalog {
    /// Policies that belong together.
    package struct Chapter: Sendable {
        /// Its title, which is also the name of the folder that holds its policies.
        package let title: String
        /// The types.
        package let policies: [any Policy.Type]

        init(_ title: String, _ policies: [any Policy.Type]) {
            self.title = title
            self.policies = policies
        }
    }

    /// All chapters; a policy that is not here does not exist.
    package static let chapters = [
        Chapter(
            "Resources",
            [
                ContainerResources.self,
                NamespaceQuota.self,
                ReplicaLimits.self,
                VolumeLimits.self,
            ]),
        Chapter(
            "Privileges",
            [
                RunAsNonRoot.self,
                PrivilegeEscalation.self,
                Capabilities.self,
                HostAccess.self,
                SeccompProfile.self,
                AppArmorProfile.self,
                SELinuxOptions.self,
                Sysctls.self,
                ProcMount.self,
                ReadOnlyRootFilesystem.self,
                ServiceAccountToken.self,
                InteractiveAccess.self,
                PodSecurity.self,
            ]),
        Chapter(
            "Registries",
            [
                TrustedRegistries.self,
                ImagePull.self,
            ]),
        Chapter(
            "Sources",
            [
                ImageReference.self
            ]),
        Chapter(
            "Networks",
            [
                RequireNetworkPolicy.self,
                NetworkPolicyRules.self,
                ServiceExposure.self,
                IngressTLS.self,
            ]),
        Chapter(
            "Workloads",
            [
                RequiredMetadata.self,
                Probes.self,
                Inject.self,
            ]),
    ]

    /// The types, in the order of the chapters.
    package static let policies: [any Policy.Type] = chapters.flatMap { $0.policies }

    /// The policy of an id, or nil.
    package static func policy(_ id: String) -> (any Policy.Type)? { policies.first { $0.about.id == id } }

    /// All ids, in order.
    package static var ids: [String] { policies.map { $0.about.id } }
}

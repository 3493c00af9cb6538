import Documents
import Kubernetes

/// Looks for what can lock people, or the cluster itself, out.
package struct Examination: Sendable {
    /// What a bundle of certificates is worth.
    package enum BundleState: Sendable, Equatable {
        case good
        /// It soon isn't; a sentence that says when.
        case ending(String)
        /// It can't be read, or is over; a sentence.
        case unusable(String)
    }

    /// What is wrong, in the order of the configurations and the places in them.
    package let ailments: [Ailment]
    /// Configurations that were looked at.
    package let configurations: Int
    /// Webhooks in them.
    package let webhooks: Int

    /// Examines the webhook configurations among the manifests. Namespaces among them are taken to have the labels that
    /// they have there; all others only that of their name.
    ///
    /// - Parameter inspect: says what a PEM bundle of authorities is worth.
    package init(_ manifests: [Manifest], inspect: (_ bundle: [UInt8]) -> BundleState) {
        let namespaces = NamespaceLabels(manifests)
        let chosen = manifests.filter(WebhookView.isConfiguration)
        let views = chosen.flatMap(WebhookView.all)
        var ailments = chosen.flatMap { FieldCheck($0).ailments }
        ailments += views.flatMap { view in
            view.malformations + view.lockOuts(namespaces) + view.breaches + view.widths(namespaces)
                + view.bundleAilments(inspect)
        }
        ailments += TimeoutSum(views, namespaces).ailments + NameCheck(chosen, views).ailments
        self.ailments = ailments.inOrder(of: chosen)
        configurations = chosen.count
        webhooks = views.count
    }

    /// Ailments of a severity.
    package func count(_ severity: Ailment.Severity) -> Int { ailments.count { $0.severity == severity } }
}

extension [Ailment] {
    /// By configuration, then by place; what stands at one place stays in its order.
    fileprivate func inOrder(of manifests: [Manifest]) -> [Ailment] {
        manifests.flatMap { manifest in
            let own = filter { $0.manifest.isSame(as: manifest) }.enumerated()
            return own.sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }.map(\.element)
        }
    }
}

extension Manifest {
    /// The very same object of the same file.
    fileprivate func isSame(as other: Manifest) -> Bool {
        file == other.file && documentNumber == other.documentNumber && location == other.location
    }
}

/// The labels of namespaces: at least the one that the API server gives each of them.
struct NamespaceLabels: Sendable {
    private var labels: [String: JSON] = [:]

    init(_ manifests: [Manifest]) {
        for manifest in manifests where manifest.kind.group.isEmpty && manifest.kind.kind == "Namespace" {
            labels[manifest.name] = manifest.object["metadata"]?["labels"]
        }
    }

    /// The labels of a namespace.
    subscript(_ name: String) -> JSON? {
        let key = "kubernetes.io/metadata.name"
        let others = labels[name]?.members.filter { $0.name != key }.map {
            JSONValue.Member($0.name, .json($0.value))
        }
        return try? JSONValue.object((others ?? []) + [.init(key, .string(name))]).parsed()
    }
}

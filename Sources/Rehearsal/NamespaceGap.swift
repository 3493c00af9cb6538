import Admission
package import Configuration
import Expressions
import Kubernetes

/// Namespaces for whose labels selectors ask, and of which no manifest is given: a dry run takes them to have but the
/// label that the API server sets itself, so that policies for chosen namespaces pass over them in silence.
package struct NamespaceGap: Sendable {
    /// Their names, sorted.
    package let names: [String]

    /// What is missing in the manifests of a report, for the policies that made it.
    package init(_ report: Report, _ policies: PolicySet) {
        guard policies.namespaceSelectors.contains(where: \.asksForLabels) else {
            names = []
            return
        }
        let given = report.entries.filter { $0.manifest.kind.group.isEmpty && $0.manifest.kind.kind == "Namespace" }
        let wanted = Set(report.entries.map(\.namespace).filter { !$0.isEmpty })
        names = wanted.subtracting(given.map(\.manifest.name)).sorted()
    }

    /// What to do about it, a sentence; nil where nothing is missing.
    package var sentence: String? {
        guard !names.isEmpty else { return nil }
        let (noun, pronoun) = names.count == 1 ? ("Namespace", "it") : ("Namespaces", "them")
        return "Some policies select namespaces by labels, and no manifest has the \(noun) "
            + "\(names.joined(separator: ", ")); add \(pronoun) to the manifests to be judged by these."
    }
}

extension PolicySet {
    /// The selectors of gates, of upstream policies, and of their bindings.
    fileprivate var namespaceSelectors: [LabelSelector] {
        let scopes = merged.bindings.flatMap { [$0.scope.namespaceSelector] + $0.exemptions.map(\.namespaceSelector) }
        let documents = upstream.map { document -> LabelSelector? in
            switch document {
            case .policy(let policy): policy.matchConstraints.namespaceSelector
            case .binding(let binding): binding.matchResources?.namespaceSelector
            case .parameter: nil
            }
        }
        return (scopes + documents).compactMap(\.self)
    }
}

extension LabelSelector {
    /// It asks for a label that nobody but an author of manifests sets.
    fileprivate var asksForLabels: Bool {
        requirements.contains { requirement in
            switch requirement {
            case .isIn(let key, _), .isNotIn(let key, _), .exists(let key), .doesNotExist(let key):
                key != "kubernetes.io/metadata.name"
            }
        }
    }
}

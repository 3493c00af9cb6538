import Documents
import Kubernetes

/// How long one write may have to wait for all mutating webhooks, which are asked one after the other.
struct TimeoutSum {
    private let views: [WebhookView]
    private let namespaces: NamespaceLabels

    /// Seconds that the API server gives all mutating webhooks of a request together.
    private static let bound = 34

    init(_ views: [WebhookView], _ namespaces: NamespaceLabels) {
        self.views = views.filter(\.isMutating)
        self.namespaces = namespaces
    }

    /// One ailment, for the resource with the longest wait, at the webhook that takes it past the bound.
    var ailments: [Ailment] {
        let sums = Self.targets.map { target in (target: target, views: views.filter { asks($0, target) }) }
        let worst = sums.max { Self.seconds($0.views) < Self.seconds($1.views) }
        guard let worst, Self.seconds(worst.views) > Self.bound, let last = Self.culprit(worst.views) else { return [] }
        let names = worst.views.map { "\($0.name) \($0.timeout)" }.joined(separator: ", ")
        return [
            last.ailment(
                .timeout, .danger, ["timeoutSeconds"],
                "For \(worst.target.resource) the API server may wait \(Self.seconds(worst.views)) s: \(names).",
                why:
                    "It asks mutating webhooks one after the other and gives all of them together \(Self.bound) s: past "
                    + "that the request fails, even where each may be ignored.",
                fix: "Lower timeoutSeconds, to 5 or less each.")
        ]
    }

    private func asks(_ view: WebhookView, _ target: RequestTarget) -> Bool {
        view.covers(target) && (!target.isNamespaced || view.selects(namespace: namespaces["default"]))
    }

    private static func seconds(_ views: [WebhookView]) -> Int { views.reduce(0) { $0 + $1.timeout } }

    private static func culprit(_ views: [WebhookView]) -> WebhookView? {
        var sum = 0
        return views.first { view in
            sum += view.timeout
            return sum > bound
        }
    }

    /// What people write every day.
    private static let targets = [
        RequestTarget(group: "", resource: "pods", operations: ["CREATE"]),
        RequestTarget(group: "apps", resource: "deployments"), RequestTarget(group: "", resource: "configmaps"),
        RequestTarget(group: "", resource: "secrets"), RequestTarget(group: "", resource: "services"),
        RequestTarget(group: "", resource: "namespaces", isNamespaced: false),
    ]
}

/// Names that stand twice.
struct NameCheck {
    private let manifests: [Manifest]
    private let views: [WebhookView]

    init(_ manifests: [Manifest], _ views: [WebhookView]) {
        self.manifests = manifests
        self.views = views
    }

    var ailments: [Ailment] { configurations + webhooks }

    private var configurations: [Ailment] {
        var seen: Set<[String]> = []
        return manifests.filter { !seen.insert([$0.kind.kind, $0.name]).inserted }.map { manifest in
            Ailment(
                check: .duplicateName, severity: .caution, manifest: manifest, webhook: "",
                pointer: ["metadata", "name"], what: "There is a \(manifest.kind.kind) \"\(manifest.name)\" already.",
                why: "Of two that are applied, only the later one stays.", fix: "Give it another name.")
        }
    }

    private var webhooks: [Ailment] {
        var seen: Set<[String]> = []
        return views.filter { view in
            let place = [view.manifest.file, view.manifest.location.description, view.name]
            return !seen.insert(place).inserted
        }
        .map { view in
            view.ailment(
                .duplicateName, .danger, ["name"], "Another webhook of this configuration has the name already.",
                why: "The API server refuses the configuration.", fix: "Give each webhook a name of its own.")
        }
    }
}

import Documents
import Kubernetes

/// One webhook of a configuration, with the defaults of its version filled in.
struct WebhookView: Sendable {
    /// The configuration.
    let manifest: Manifest
    /// The webhook's place in the configuration.
    let pointer: Pointer
    /// The webhook as it is written.
    let json: JSON
    /// The conditions under which it is asked.
    let conditions: MatchConditions

    init(_ json: JSON, at pointer: Pointer, of manifest: Manifest) {
        self.json = json
        conditions = MatchConditions(json["matchConditions"])
        self.pointer = pointer
        self.manifest = manifest
    }

    /// The webhooks of a configuration; none when it is of another kind.
    static func all(in manifest: Manifest) -> [WebhookView] {
        guard isConfiguration(manifest) else { return [] }
        let place: Pointer = ["webhooks"]
        return (manifest.object["webhooks"]?.elements).map(Array.init)?.enumerated().map { position, json in
            WebhookView(json, at: place.appending(position), of: manifest)
        } ?? []
    }

    /// The object configures webhooks.
    static func isConfiguration(_ manifest: Manifest) -> Bool {
        manifest.kind.group == "admissionregistration.k8s.io"
            && ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].contains(manifest.kind.kind)
    }

    /// The webhook may change objects.
    var isMutating: Bool { manifest.kind.kind == "MutatingWebhookConfiguration" }

    /// Defaults differ from those of v1.
    private var isBeta: Bool { manifest.kind.version == "v1beta1" }

    var name: String { json["name"]?.string ?? "" }

    /// Requests are denied when the webhook does not answer.
    var isStrict: Bool { json["failurePolicy"]?.string.map { $0 == "Fail" } ?? !isBeta }

    /// Seconds that the API server waits; outside of 1 to 30 it refuses the configuration.
    var timeout: Int {
        guard let seconds = json["timeoutSeconds"]?.int else { return isBeta ? 30 : 10 }
        return Int(min(max(seconds, 0), 30))
    }

    /// As written, or as the API server takes a missing one.
    var sideEffects: String { json["sideEffects"]?.string ?? (isBeta ? "Unknown" : "") }

    var reinvocationPolicy: String { json["reinvocationPolicy"]?.string ?? "Never" }

    var reviewVersions: [String] {
        json["admissionReviewVersions"].map { $0.elements.compactMap(\.string) } ?? (isBeta ? ["v1beta1"] : [])
    }

    /// The namespace of the Service that answers, as named or by the name in a URL, `https://NAME.NAMESPACE.svc/`; nil
    /// for all other URLs.
    var serviceNamespace: String? {
        let client = json["clientConfig"]
        if let namespace = client?["service"]?["namespace"]?.string { return namespace }
        guard let url = client?["url"]?.string, url.hasPrefix("https://") else { return nil }
        let host = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != ":" && $0 != "?" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 3 && labels[2] == "svc" ? String(labels[1]) : nil
    }

    /// The authorities of the server's certificate, base64 of PEM.
    var caBundle: String? { json["clientConfig"]?["caBundle"]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    var rules: [RuleView] { json["rules"]?.elements.map(RuleView.init) ?? [] }

    /// What the webhook is asked about; nil when a selector can't be read.
    func selector(_ name: String) throws(LabelSelectorError) -> LabelSelector {
        guard let selector = json.member(name), !selector.isNull else { return .everything }
        return try LabelSelector(selector, at: pointer.appending(name))
    }
}

extension WebhookView {
    /// The webhook is asked about a resource, as far as rules and the selector of objects tell; objects have no labels.
    func covers(_ target: RequestTarget) -> Bool {
        rules.contains { $0.covers(target) } && selects(nil, "objectSelector")
    }

    /// The webhook is asked about objects of a namespace with these labels.
    func selects(namespace labels: JSON?) -> Bool { selects(labels, "namespaceSelector") }

    /// A selector that can't be read selects everything, as far as warnings go.
    private func selects(_ labels: JSON?, _ selector: String) -> Bool {
        (try? self.selector(selector))?.matches(labels) ?? true
    }

    /// The webhook is asked, as far as rules, the selector of objects and the conditions tell, about a target that lives
    /// in a namespace, or in none where that is empty.
    func isAsked(about target: RequestTarget, of namespace: String, by user: Requester) -> Bool {
        guard covers(target) else { return false }
        return target.operations.contains { operation in
            rules.contains { $0.covers(target.with(operation)) }
                && !conditions.leaveOut(target, operation: operation, namespace: namespace, user: user)
        }
    }
}

/// What a request is about, for rules.
struct RequestTarget: Sendable {
    let group: String
    let resource: String
    var subresource = ""
    var operations = ["CREATE", "UPDATE"]
    var isNamespaced = true

    /// The same for one operation.
    func with(_ operation: String) -> RequestTarget {
        RequestTarget(
            group: group, resource: resource, subresource: subresource, operations: [operation],
            isNamespaced: isNamespaced)
    }
}

/// One rule: `admissionregistration.k8s.io/v1`, RuleWithOperations.
struct RuleView: Sendable {
    let groups: [String]
    let resources: [String]
    let operations: [String]
    private let scope: String

    init(_ json: JSON) {
        func texts(_ name: String) -> [String] { json.member(name)?.elements.compactMap(\.string) ?? [] }
        groups = texts("apiGroups")
        resources = texts("resources")
        operations = texts("operations")
        scope = json["scope"]?.string ?? "*"
    }

    /// Every resource of some group is meant.
    var isWildcard: Bool { resources.contains("*") || resources.contains("*/*") }

    /// The API server would ask; `*` leaves subresources out, `*/*` does not.
    func covers(_ target: RequestTarget) -> Bool {
        guard groups.contains("*") || groups.contains(target.group) else { return false }
        guard operations.contains("*") || operations.contains(where: target.operations.contains) else { return false }
        guard scope == "*" || scope == (target.isNamespaced ? "Namespaced" : "Cluster") else { return false }
        return resources.contains { covers($0, target) }
    }

    private func covers(_ pattern: String, _ target: RequestTarget) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
        guard let resource = parts.first, resource == "*" || resource == target.resource else { return false }
        guard parts.count == 2 else { return target.subresource.isEmpty }
        // Of these patterns only the one for everything has the objects themselves in it.
        if target.subresource.isEmpty { return pattern == "*/*" }
        return parts[1] == "*" || parts[1] == target.subresource
    }
}

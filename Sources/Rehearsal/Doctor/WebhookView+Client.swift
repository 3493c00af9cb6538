import Documents
import FoundationEssentials

extension WebhookView {
    /// How the API server is to reach the webhook: `WebhookClientConfig`.
    var clientFaults: [Ailment] {
        guard let client = json["clientConfig"], client.kind == .object else {
            return json["clientConfig"].map { !$0.isNull } ?? false ? [] : [clientFault("It has no clientConfig")]
        }
        let (url, service) = (client["url"].flatMap(\.present), client["service"].flatMap(\.present))
        switch (url, service) {
        case (nil, nil): return [clientFault("Its clientConfig has neither url nor service")]
        case (.some, .some): return [clientFault("Its clientConfig has both url and service")]
        case (let url?, nil): return url.string.map(urlFaults) ?? []
        case (nil, let service?): return service.kind == .object ? serviceFaults(service) : []
        }
    }

    private func clientFault(_ found: String) -> Ailment {
        fault(
            ["clientConfig"], "\(found); wanted is exactly one of url and service.",
            fix: "Name a service of the cluster, or the url of a server outside.")
    }

    private func urlFaults(_ text: String) -> [Ailment] {
        func fault(_ sentence: String, fix: String) -> Ailment {
            self.fault(["clientConfig", "url"], "Its url is \"\(text)\", \(sentence).", fix: fix)
        }
        let form = "Write https://HOST/PATH."
        guard let url = URLComponents(string: text) else {
            return [fault("which is none; wanted is https://HOST/PATH", fix: form)]
        }
        var faults: [Ailment] = []
        if url.scheme?.lowercased() != "https" {
            faults.append(fault("and webhooks are asked by https only", fix: form))
        }
        if url.host?.isEmpty ?? true { faults.append(fault("which names no host", fix: form)) }
        if url.user != nil || url.password != nil {
            faults.append(fault("and must not name a user", fix: "Remove what stands before the @."))
        }
        if !(url.query?.isEmpty ?? true) || !(url.fragment?.isEmpty ?? true) {
            faults.append(fault("and must have no query and no fragment", fix: "Put it all into the path."))
        }
        return faults
    }

    private func serviceFaults(_ service: JSON) -> [Ailment] {
        let place: Pointer = ["clientConfig", "service"]
        var faults = ["name", "namespace"].filter { service.member($0)?.string?.isEmpty ?? true }.map { key in
            fault(place.appending(key), "Its service has no \(key).", fix: "Name the service and its namespace.")
        }
        if let port = service["port"]?.int, !(1...65_535).contains(port) {
            faults.append(
                fault(
                    place.appending("port"), "The port of its service is \(port); wanted is 1 to 65535.",
                    fix: "Write the port of the Service, 443 unless given."))
        }
        if let path = service["path"]?.string, !isServicePath(path) {
            faults.append(
                fault(
                    place.appending("path"),
                    "The path of its service is \"\(path)\"; wanted are a slash and names in lower case between slashes.",
                    fix: "Write it as /validate or /validate/pods."))
        }
        return faults
    }

    /// A path whose segments are DNS names; the last one may be followed by a slash.
    private func isServicePath(_ path: String) -> Bool {
        guard !path.isEmpty, path != "/" else { return true }
        guard path.hasPrefix("/") else { return false }
        var segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if segments.count > 1, segments.last?.isEmpty ?? false { segments.removeLast() }
        return segments.allSatisfy { isDomain(String($0)) }
    }
}

extension JSON {
    /// The value unless it is null.
    fileprivate var present: JSON? { isNull ? nil : self }
}

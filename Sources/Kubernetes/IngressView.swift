package import Documents

/// An Ingress (`networking.k8s.io/v1`), read for the traffic that it takes. What is malformed is passed over.
package struct IngressView: Sendable {
    /// Requests that go to a backend.
    package struct Route: Hashable, Sendable {
        /// The host; empty for every one.
        package let host: String
        /// The path, `/` where none is given; the same without a slash at its end where it is a prefix.
        package let path: String
        /// `Exact`, `Prefix` or `ImplementationSpecific`.
        package let pathType: String
        /// Leads from the Ingress to the path, or to the rule that has none.
        package let pointer: Pointer

        /// What it takes; two routes with the same take the same requests.
        package var requests: Requests {
            Requests(host: Array(host.utf8), path: Array(path.utf8), pathType: Array(pathType.utf8))
        }
    }

    /// What a route takes, as bytes: texts compare less strictly than Ingress controllers do.
    package struct Requests: Hashable, Sendable {
        let host: [UInt8]
        let path: [UInt8]
        let pathType: [UInt8]
    }

    /// `metadata.name`, or empty.
    package let name: String
    /// Its namespace.
    package let namespace: String
    /// The controller's class: the old annotation, which comes first, or `spec.ingressClassName`; nil for the default.
    package let ingressClass: String?
    /// In the order of the rules.
    package let routes: [Route]
    /// Positions of the routes, by the bytes of their hosts.
    private let positions: [[UInt8]: [Int]]

    /// Reads an Ingress.
    ///
    /// - Parameter namespace: the one that it lives in.
    package init(_ object: JSON, namespace: String) {
        let view = ObjectView(object)
        name = view.name
        self.namespace = namespace
        ingressClass =
            view.annotations?["kubernetes.io/ingress.class"]?.string ?? object["spec"]?["ingressClassName"]?.string
        routes = Self.routes(object["spec"]?["rules"])
        positions = Dictionary(grouping: routes.indices) { [routes] in Array(routes[$0].host.utf8) }
    }

    /// The routes of a host, in the order of the rules.
    package func routes(of host: String) -> [Route] { (positions[Array(host.utf8)] ?? []).map { routes[$0] } }

    private static func routes(_ rules: JSON?) -> [Route] {
        guard let rules else { return [] }
        return rules.elements.enumerated().flatMap { position, rule in
            let host = rule["host"]?.string ?? ""
            let place: Pointer = ["spec", "rules", String(position)]
            let paths = rule["http"]?["paths"].map { Array($0.elements) } ?? []
            if paths.isEmpty { return [Route(host: host, path: "/", pathType: "Prefix", pointer: place)] }
            return paths.enumerated().map { number, path in
                route(host, path, place.appending(["http", "paths", String(number), "path"]))
            }
        }
    }

    private static func route(_ host: String, _ json: JSON, _ place: Pointer) -> Route {
        let type = json["pathType"]?.string ?? "ImplementationSpecific"
        var path = json["path"]?.string ?? "/"
        if type == "Prefix", path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return Route(host: host, path: path.isEmpty ? "/" : path, pathType: type, pointer: place)
    }
}

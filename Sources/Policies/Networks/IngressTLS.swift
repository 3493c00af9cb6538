import Admission
import Documents
import Kubernetes

/// Ingresses serve named hosts, encrypted, each its own.
///
/// Without TLS anybody on the way reads along; with an empty or wildcard host, or the host and path of somebody else,
/// an Ingress takes traffic that is not its own.
struct IngressTLS: Validating {
    static let about = About(
        "ingress-tls", "Ingresses serve named hosts with TLS, and take nobody else's traffic.",
        judges: .kinds([KindPattern("networking.k8s.io/Ingress"), KindPattern("extensions/Ingress")]),
        fields: "spec.rules", "spec.tls", "spec.defaultBackend", "spec.ingressClassName",
        prose: """
            Without TLS anybody on the way reads along. Each host of a rule must be among the hosts of spec.tls, itself \
            or by a wildcard for its first label; an entry there without hosts stands for no host that a rule names. \
            Rules without a host, default backends and wildcard hosts take the traffic of everybody, and so does an \
            Ingress of the same class with the host and path of another one: that is judged within the Ingress, and \
            against all others as far as they are known here. Classes, by field or by the old annotation, can be \
            limited.

            An update that leaves spec and annotations as they were is let be.
            """)

    @Parameter("Each host must have TLS.")
    var requireTLS = true

    @Parameter("Each entry of spec.tls must name the secret with its certificate.")
    var requireSecret = false

    @Parameter("Rules without a host, and default backends, pass.")
    var allowAnyHost = false

    @Parameter("Hosts such as *.example.com pass.")
    var allowWildcardHosts = false

    @Parameter("The classes that Ingresses must name one of; any or none, unless some are named.")
    var classes: [NamePattern] = []

    @Parameter("No two Ingresses of a class may have a host and path in common.")
    var uniquePaths = true

    func check(_ request: Request) -> [Finding] {
        guard !request.leaves(["spec"], ["metadata", "annotations"]) else { return [] }
        var reader = FieldReader()
        guard let spec = reader.read(request.object.objectField("spec"), ["spec"]) else { return reader.findings }
        let certified = CertifiedHosts(spec, requireSecret: requireSecret, &reader)
        checkRules(spec, certified, &reader)
        if !allowAnyHost {
            for name in ["defaultBackend", "backend"] where spec.member(name).map({ !$0.isNull }) ?? false {
                reader.find("serves every host that no rule names", "each host must be named", at: ["spec", name])
            }
        }
        checkClass(request.view, spec, &reader)
        return reader.findings + (uniquePaths ? shared(request) : [])
    }

    private func checkRules(_ spec: JSON, _ certified: CertifiedHosts, _ reader: inout FieldReader) {
        for (position, rule) in reader.objects(spec.listField("rules"), ["spec", "rules"]) {
            let place: Pointer = ["spec", "rules", String(position), "host"]
            if case .malformed = rule.stringField("host") {
                _ = reader.read(rule.stringField("host"), place)
                continue
            }
            let host = rule["host"]?.string ?? ""
            let text = host.isEmpty ? "is missing, which is every host" : "is \"\(host)\""
            if host.isEmpty, !allowAnyHost {
                reader.find(text, "each host must be named", at: place, reason: .required)
            } else if host.utf8.starts(with: "*".utf8), !allowWildcardHosts {
                reader.find(text, "each host must be named", at: place)
            } else if requireTLS, !certified.cover(host) {
                reader.find(
                    text, "no entry of spec.tls covers it", at: place, fix: "Add it to the hosts of one",
                    reason: .required)
            }
        }
    }

    private func checkClass(_ view: ObjectView, _ spec: JSON, _ reader: inout FieldReader) {
        guard !classes.isEmpty else { return }
        let old = "kubernetes.io/ingress.class"
        let named = [
            (["spec", "ingressClassName"], spec.stringField("ingressClassName")),
            (
                ["metadata", "annotations", old],
                view.annotations?.stringField("kubernetes.io/ingress.class") ?? .absent
            ),
        ].compactMap { tokens, field in reader.read(field, Pointer(tokens)).map { (Pointer(tokens), $0) } }
        if named.isEmpty {
            reader.find("is missing", "must be \(classes.listed)", at: ["spec", "ingressClassName"], reason: .required)
        }
        for (place, name) in named where !classes.matches(name) {
            reader.find("is \"\(name)\"", "must be \(classes.listed)", at: place)
        }
    }

    /// Routes that this Ingress has twice, or another one has as well: of several others, the one that the inventory names
    /// first. The routes of a host are gone through once, however many this Ingress has.
    private func shared(_ request: Request) -> [Finding] {
        let own = IngressView(request.object, namespace: request.namespace)
        let isKnown = request.inventory.knows(.ingresses)
        var others: [[UInt8]: [IngressView.Requests: IngressView]] = [:]
        var seen: Set<IngressView.Requests> = []
        return own.routes.compactMap { route in
            guard seen.insert(route.requests).inserted else { return finding(route, "this Ingress has twice") }
            guard isKnown else { return nil }
            let host = Array(route.host.utf8)
            let known = others[host] ?? takers(of: route.host, own, request.inventory)
            others[host] = known
            return known[route.requests].map { finding(route, "Ingress \"\($0.namespace)/\($0.name)\" has, too") }
        }
    }

    /// The other Ingresses of the class that serve a host, by what they take of it.
    private func takers(
        of host: String, _ own: IngressView, _ inventory: any Inventory
    ) -> [IngressView.Requests: IngressView] {
        var takers: [IngressView.Requests: IngressView] = [:]
        for other in inventory.ingresses(for: host) where other.ingressClass == own.ingressClass {
            if other.namespace == own.namespace, other.name == own.name, !own.name.isEmpty { continue }
            for route in other.routes(of: host) where takers[route.requests] == nil { takers[route.requests] = other }
        }
        return takers
    }

    private func finding(_ route: IngressView.Route, _ others: String) -> Finding {
        let host = route.host.isEmpty ? "of every host" : "of host \"\(route.host)\""
        return Finding(
            route.pointer, found: "is \"\(route.path)\" \(host), which \(others)", wanted: "must be unique",
            reason: .invalid)
    }
}

/// The hosts for which an Ingress has certificates.
private struct CertifiedHosts {
    /// As bytes, since texts compare less strictly than the hosts of certificates do.
    private var hosts: Set<[UInt8]> = []
    private var isOpen = false

    init(_ spec: JSON, requireSecret: Bool, _ reader: inout FieldReader) {
        for (position, entry) in reader.objects(spec.listField("tls"), ["spec", "tls"]) {
            let place: Pointer = ["spec", "tls", String(position)]
            let own = reader.texts(entry.listField("hosts"), place.appending("hosts")).map(\.text)
            hosts.formUnion(own.map { Array($0.utf8) })
            isOpen = isOpen || own.isEmpty
            let secret = reader.read(entry.stringField("secretName"), place.appending("secretName"))
            if requireSecret, secret?.isEmpty ?? true {
                reader.find("is missing", "must be set", at: place.appending("secretName"), reason: .required)
            }
        }
    }

    /// A host is among them, itself or by a wildcard for its first label; the empty one is every host.
    func cover(_ host: String) -> Bool {
        if host.isEmpty { return isOpen }
        if hosts.contains(Array(host.utf8)) { return true }
        guard let dot = host.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
        return hosts.contains(Array("*".utf8) + Array(host[dot...].utf8))
    }
}

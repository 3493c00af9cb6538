package import Admission
package import Documents
import Kubernetes

/// Everything that a cluster needs to run the gate, as Kubernetes objects.
package struct Installation: Sendable {
    /// What the API server does when no server answers.
    package enum FailurePolicy: String, Sendable, CaseIterable {
        /// It denies.
        case fail = "Fail"
        /// It admits.
        case ignore = "Ignore"
    }

    /// Where the server's certificate comes from.
    package enum Certificates: Sendable {
        /// Made beforehand, as PEM; they go into a Secret.
        case issued(certificate: [UInt8], key: [UInt8], authority: [UInt8])
        /// cert-manager makes and renews them, with an authority of its own in the same namespace.
        case certManager
        /// The servers issue them to themselves, in memory, with this authority, as PEM, which goes into a Secret.
        /// Clients trust the bundle, which holds the authority's certificate and, while one follows another, that one's.
        case selfManaged(certificate: [UInt8], key: [UInt8], bundle: [UInt8])
        /// Somebody else keeps the Secret; clients trust this authority, as PEM, or those of the API server's machine.
        case present(authority: [UInt8]?)
    }

    /// What has the Prometheus Operator collect the servers' metrics.
    package enum Monitor: String, Sendable, CaseIterable {
        /// A PodMonitor.
        case pod
        /// A ServiceMonitor.
        case service
    }

    /// What can be chosen.
    package struct Options: Sendable {
        /// The namespace of everything that lives in one.
        package var namespace = "sekisho-system"
        /// The container image, whose entry point is the program.
        package var image: String
        /// Servers that run at the same time.
        package var replicas = 2
        /// What the API server does when none of them answers.
        package var failurePolicy = FailurePolicy.fail
        /// Seconds that the API server waits for an answer, 1 to 30.
        package var timeout = 5
        /// Namespaces that are never judged, besides the installation's own.
        package var excludedNamespaces = ["kube-system", "kube-node-lease"]
        /// The pods' PriorityClass, if any.
        package var priorityClass: String?
        /// The Secret of the certificate, or of the authority where servers issue their own, with `tls.crt` and
        /// `tls.key`; nil for the usual name.
        package var secret: String?

        /// The object by which the Prometheus Operator collects metrics; nil for none.
        package var monitor: Monitor?

        package init(image: String) { self.image = image }
    }

    let gate: Gate
    let hash: String
    let files: PolicyFiles
    let certificates: Certificates
    let options: Options

    /// An installation of policies.
    ///
    /// - Parameters:
    ///   - gate: the policies, of which the webhooks' rules follow.
    ///   - hash: tells sets of policies apart; a new one rolls the pods.
    ///   - files: the policies' files.
    package init(
        _ gate: Gate, hash: String, files: [PolicyFile], certificates: Certificates, options: Options
    ) {
        self.gate = gate
        self.hash = hash
        self.files = PolicyFiles(files)
        self.certificates = certificates
        self.options = options
    }

    /// The name of most objects.
    static let name = "sekisho"

    /// Seconds from SIGTERM until the kubelet kills: accepting, answering, and some to spare.
    static let grace = (delay: 10, answers: 20, spare: 5)

    /// All objects, each after those that it needs; the webhook configurations are the last.
    package var objects: [JSONValue] { serverObjects + networkObjects + webhookObjects }

    /// The objects as a file for `kubectl apply`.
    ///
    /// - Throws: only when an object is nested deeper than any reader goes.
    package func yaml() throws(JSONError) -> String {
        var text = ""
        for object in objects {
            text += (text.isEmpty ? "" : "---\n") + YAMLText(try object.parsed()).text
        }
        return text
    }

    /// What people should know of this installation, each a sentence or two.
    package var advice: [String] { sizeAdvice + ruleAdvice + gate.bindings.compactMap(needAdvice) }
}

extension Installation {
    /// The labels of objects; the component says whether they are the server or ask it.
    static func labels(_ component: String) -> JSONValue {
        [
            "app.kubernetes.io/name": .string(name), "app.kubernetes.io/component": .string(component),
        ]
    }

    /// `metadata` of an object, in the namespace unless it lives outside of all.
    func metadata(
        _ name: String = Installation.name, isNamespaced: Bool = true, component: String = "server",
        annotations: JSONValue? = nil
    ) -> JSONValue {
        var members: [JSONValue.Member] = [.init("name", .string(name))]
        if isNamespaced { members.append(.init("namespace", .string(options.namespace))) }
        members.append(.init("labels", Self.labels(component)))
        if let annotations { members.append(.init("annotations", annotations)) }
        return .object(members)
    }

    private var sizeAdvice: [String] {
        guard files.size > 1_000_000 else { return [] }
        return ["The policies have \(files.size) bytes, but a ConfigMap holds 1 MiB: spread them over more than one."]
    }

    private var ruleAdvice: [String] {
        let rules = gate.webhookRules(for: .mutating) + gate.webhookRules(for: .validating)
        let resources = Set(rules.flatMap { rule in rule.resources.map { [rule.group, $0] } })
        let hidden = LockOutGuard.resources.filter { resources.contains([$0.group, $0.resource]) }.map { guarded in
            "Policies judge \(guarded.resource), but the guard against lock-outs keeps the API server from asking."
        }
        guard resources.contains(where: { $0.last == "*" }) else { return hidden }
        return [
            "A policy judges every kind, so that the API server asks about every object: name kinds in its scope."
        ] + hidden
    }

    /// A server sees nothing of the cluster but what it is asked about.
    private func needAdvice(_ binding: Binding) -> String? {
        guard !binding.about.needs.isEmpty, binding.mode == .enforce, binding.onError == .deny else { return nil }
        let needs = binding.about.needs.map(\.rawValue).sorted().joined(separator: " and ")
        return
            "\(binding.name) needs the \(needs) of the cluster, which the server does not know: it denies all that it "
            + "judges, unless it says onError: Allow."
    }
}

import ArgumentParser
import Configuration
import Documents
import Foundation
import Rehearsal
import TLS
import Webhook

/// `sekisho manifests`: what a cluster needs to run the gate.
struct Manifests: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the installation in a cluster, as YAML for kubectl.",
        discussion: """
            The webhooks' rules name exactly what the policies judge. kube-system, the installation's own namespace, \
            nodes, leases and certificate requests are never judged, so that the cluster can repair itself. Objects of \
            the server and those that make the API server ask bear different labels: apply the server first.

            Examples:
              sekisho manifests --policies policies > sekisho.yaml
              kubectl apply -f sekisho.yaml -l app.kubernetes.io/component=server
              kubectl -n sekisho-system rollout status deployment/sekisho
              kubectl apply -f sekisho.yaml
            """)

    /// Where the server's certificate comes from.
    enum Source: String, ExpressibleByArgument, CaseIterable {
        case secret
        case certManager = "cert-manager"
        case none
    }

    @Option(help: ArgumentHelp("The policy directory, or a single file.", valueName: "path"))
    var policies: String

    @Option(help: ArgumentHelp("The container image; its entry point is this program.", valueName: "image"))
    var image = "sekisho:\(Version.current)"

    @Option(help: ArgumentHelp("The namespace of the installation.", valueName: "name"))
    var namespace = "sekisho-system"

    @Option(help: "Servers that run at the same time.")
    var replicas = 2

    @Option(help: "What the API server does when no server answers: Fail (deny) or Ignore (admit).")
    var failurePolicy = Installation.FailurePolicy.fail

    @Option(help: ArgumentHelp("Seconds that the API server waits for an answer, 1 to 5.", valueName: "seconds"))
    var timeout = 5

    @Option(
        help: ArgumentHelp(
            "The server's certificate: in a secret, made now; by cert-manager; or none, since the Secret is there.",
            valueName: "source"))
    var certificates = Source.secret

    @Option(help: ArgumentHelp("The Secret of the certificate, with tls.crt and tls.key.", valueName: "name"))
    var secret = "sekisho-tls"

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "With --certificates none: the authority that the API server is to trust, PEM.", valueName: "file"))
    var authority: String?

    @Option(help: ArgumentHelp("Days for which a certificate that is made now is good.", valueName: "days"))
    var days = 365

    @Option(
        name: .customLong("exclude-namespace"),
        help: ArgumentHelp(
            "A namespace that is never judged, besides the installation's own; repeatable. (default: kube-system, kube-node-lease)",
            valueName: "name"))
    var excludedNamespaces: [String] = []

    @Option(help: ArgumentHelp("The pods' PriorityClass.", valueName: "name"))
    var priorityClass: String?

    func validate() throws {
        let numbers = [("--replicas", replicas, 1...100), ("--timeout", timeout, 1...5), ("--days", days, 1...36_500)]
        for (option, value, range) in numbers where !range.contains(value) {
            throw ValidationError("\(option) wants \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
        for name in [namespace] + excludedNamespaces where !Self.isNamespace(name) {
            throw ValidationError("\"\(name)\" is no namespace: wanted are up to 63 of a-z, 0-9 and - between them.")
        }
        guard authority == nil || certificates == .none else {
            throw ValidationError("--ca-bundle goes with --certificates none; otherwise the authority is known.")
        }
    }

    func run() throws {
        let installation: Installation
        do {
            let set = try Loader(policies).load()
            installation = Installation(
                set.merged, hash: set.hash, files: try Self.files(set, below: policies),
                certificates: try chosenCertificates(), options: options)
        } catch {
            Output.errors.say(error is LoadError ? "\(error)" : "error: \(error)")
            throw ExitStatus.badInput.code
        }
        try Output.standard.write(try installation.yaml())
        for advice in installation.advice { Output.errors.say("warning: \(advice)") }
    }

    /// A DNS label, RFC 1123.
    private static func isNamespace(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        return isPlain && (1...63).contains(name.utf8.count) && !name.hasPrefix("-") && !name.hasSuffix("-")
    }

    private var options: Installation.Options {
        var options = Installation.Options(image: image)
        options.namespace = namespace
        options.replicas = replicas
        options.failurePolicy = failurePolicy
        options.timeout = timeout
        options.secret = secret
        options.priorityClass = priorityClass
        if !excludedNamespaces.isEmpty { options.excludedNamespaces = excludedNamespaces }
        return options
    }

    private func chosenCertificates() throws -> Installation.Certificates {
        switch certificates {
        case .certManager: return .certManager
        case .none: return .present(authority: try authority.map(Self.bundle))
        case .secret:
            let authority = try CertificateAuthority(name: "Sekisho authority", validity: .days(days))
            let server = try authority.issue(.service("sekisho", namespace: namespace, validity: .days(days)))
            return .issued(
                certificate: try server.certificate.pem, key: try server.key.pem,
                authority: try authority.certificate.pem)
        }
    }

    /// The certificates of a file, which must be some.
    private static func bundle(_ path: String) throws -> [UInt8] {
        let bytes = try bytes(of: path)
        _ = try Certificate.chain(pem: bytes)
        return bytes
    }

    private static func files(_ set: PolicySet, below path: String) throws -> [PolicyFile] {
        let folder = path.hasSuffix("/") ? path : path + "/"
        return try set.files.map { file in
            let isBelow = file.hasPrefix(folder)
            let name = isBelow ? String(file.dropFirst(folder.count)) : URL(fileURLWithPath: file).lastPathComponent
            return PolicyFile(path: name, text: String(decoding: try bytes(of: file), as: UTF8.self))
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension Installation.FailurePolicy: ExpressibleByArgument {}

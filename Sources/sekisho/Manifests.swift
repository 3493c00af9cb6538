import ArgumentParser
import Configuration
import Documents
import FoundationEssentials
import Rehearsal
import Webhook

/// `sekisho manifests`: what a cluster needs to run the gate.
struct Manifests: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the installation in a cluster, as YAML for kubectl.",
        discussion: """
            The webhooks' rules name exactly what the policies judge. kube-system, the installation's own namespace, \
            nodes, leases and certificate requests are never judged, so that the cluster can repair itself. Objects of \
            the server and those that make the API server ask bear different labels: apply the server first. The \
            next time, --reuse keeps the certificates.

            Examples:
              sekisho manifests --policies policies > sekisho.yaml
              kubectl apply -f sekisho.yaml -l app.kubernetes.io/component=server
              kubectl -n sekisho-system rollout status deployment/sekisho
              kubectl apply -f sekisho.yaml
              sekisho manifests --policies policies --reuse sekisho.yaml > next.yaml
            """)

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
        name: .customLong("exclude-namespace"),
        help: ArgumentHelp(
            "A namespace that is never judged, besides the installation's own; repeatable. (default: kube-system, kube-node-lease)",
            valueName: "name"))
    var excludedNamespaces: [String] = []

    @Option(help: ArgumentHelp("The pods' PriorityClass.", valueName: "name"))
    var priorityClass: String?

    @Option(help: "Add a PodMonitor (pod) or a ServiceMonitor (service) for the Prometheus Operator.")
    var monitor: Installation.Monitor?

    @OptionGroup(title: "Certificates")
    var certificates: InstallationCertificates

    func validate() throws {
        let numbers = [("--replicas", replicas, 1...100), ("--timeout", timeout, 1...5)]
        for (option, value, range) in numbers where !range.contains(value) {
            throw ValidationError("\(option) wants \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
        for name in [namespace] + excludedNamespaces where !Self.isNamespace(name) {
            throw ValidationError("\"\(name)\" is no namespace: wanted are up to 63 of a-z, 0-9 and - between them.")
        }
    }

    func run() throws {
        let installation: Installation
        do {
            let set = try Loader(policies).load()
            installation = Installation(
                set.merged, hash: set.hash, files: try Self.files(set, below: policies),
                certificates: try certificates.chosen(namespace: namespace), options: options)
        } catch {
            Output.errors.say(error)
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
        options.secret = certificates.secret
        options.priorityClass = priorityClass
        options.monitor = monitor
        if !excludedNamespaces.isEmpty { options.excludedNamespaces = excludedNamespaces }
        return options
    }

    private static func files(_ set: PolicySet, below path: String) throws -> [PolicyFile] {
        let folder = path.hasSuffix("/") ? path : path + "/"
        return try set.files.map { file in
            let isBelow = file.hasPrefix(folder)
            let name = isBelow ? String(file.dropFirst(folder.count)) : URL(fileURLWithPath: file).lastPathComponent
            return PolicyFile(
                path: name, text: String(decoding: try InputFile.read(file), as: UTF8.self))
        }
    }
}

extension Installation.FailurePolicy: ExpressibleByArgument {}
extension Installation.Monitor: ExpressibleByArgument {}

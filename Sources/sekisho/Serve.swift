import Admission
import ArgumentParser
import Configuration
import Foundation
import Rehearsal
import Webhook

/// `sekisho serve`: the admission webhook server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the API server's admission reviews over HTTPS.",
        discussion: """
            Reviews are posted to /validate and /mutate, or to /validate/NAME and /mutate/NAME for one Gate alone. Health \
            and metrics are on a second, plain port: /livez, /readyz, /metrics. Policies and certificates are read again \
            when their files change; SIGHUP reads the policies at once; SIGTERM drains and stops.

            Example: sekisho serve --policies Manifests/policies/guide
            """)

    @Option(help: "The policy directory, or a single file.")
    var policies: String

    @Option(help: "Host and port for the API server.")
    var listen = "0.0.0.0:8443"

    @Option(help: "Host and port for health and metrics, without TLS; \"none\" for nowhere.")
    var admin = "127.0.0.1:8080"

    @Option(help: "The certificate chain, PEM, the server's own first. (default: Certs/server.crt)")
    var certificate: String?

    @Option(help: "The private key of the certificate, PEM. (default: Certs/server.key)")
    var key: String?

    @OptionGroup(title: "A certificate of its own making")
    var issuing: IssuingOptions

    @Option(name: .customLong("client-ca"), help: "Let in only clients with a certificate from these authorities, PEM.")
    var clientAuthorities: String?

    @Option(
        name: .customLong("client-name"),
        help: "A name that a client's certificate may bear, with --client-ca; repeatable. (default: kube-apiserver)")
    var clientNames: [String] = []

    @Option(help: "Manifests, a file or directory, of other objects that policies may look up; repeatable.")
    var inventory: [String] = []

    @Option(help: "Event loops; one a core unless given.")
    var loops: Int?

    @Option(help: "The largest body, in MiB.")
    var bodyLimit = 16

    @Option(help: "Seconds that a decision may take at most.")
    var timeLimit = 10

    @Option(help: "Seconds that connections are still accepted after SIGTERM, while /readyz says no.")
    var drainDelay = 3

    @Option(help: "Seconds that requests in flight have after that.")
    var drainGrace = 30

    func run() async throws {
        let signals = Signals()
        OpenFiles.raiseLimit()
        do {
            let webhook = try await Webhook.start(
                settings, inventory: try ManifestInventory.read(inventory), journal: Journal(),
                cores: ProcessInfo.processInfo.activeProcessorCount)
            await webhook.run(until: signals)
        } catch {
            Output.errors.say("\(error)")
            throw ExitStatus.badInput.code
        }
    }

    func validate() throws {
        guard issuing.authority == nil || (certificate == nil && key == nil) else {
            throw ValidationError("--ca makes the server issue its own certificate: leave out --certificate and --key.")
        }
    }

    private var settings: Settings {
        var settings = Settings(policies: policies)
        settings.listen = listen
        settings.admin = admin == "none" ? nil : admin
        settings.certificate = certificate ?? settings.certificate
        settings.key = key ?? settings.key
        settings.issuing = issuing.settings
        settings.clientAuthorities = clientAuthorities
        settings.clientNames = clientNames
        settings.inventory = inventory
        settings.limits.loops = loops
        let (bytes, isTooMany) = bodyLimit.multipliedReportingOverflow(by: 1 << 20)
        settings.limits.body = isTooMany ? .max : bytes
        settings.limits.decision = .seconds(timeLimit)
        settings.limits.drainDelay = .seconds(drainDelay)
        settings.limits.drain = .seconds(drainGrace)
        return settings
    }
}

import Admission
import ArgumentParser
import Configuration
import FoundationEssentials
import Rehearsal
import Telemetry
import Transport
import Webhook

/// `sekisho serve`: the admission webhook server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the API server's admission reviews over HTTPS.",
        discussion: """
            Reviews are posted to /validate and /mutate, or to /validate/NAME and /mutate/NAME for one Gate alone. Health \
            and metrics are on a second, plain port: /livez, /readyz, /metrics. Policies and certificates are read again \
            when their files change; SIGHUP reads the policies at once and opens the audit log anew; SIGTERM drains \
            and stops.

            Logs and the audit log tell who wanted what, the verdict and the findings; never the object, and of a \
            Secret not even the findings' words.

            Examples:
              sekisho serve --policies Manifests/policies/guide
              sekisho serve --policies policies --audit-log audit.jsonl --log-decisions all
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

    @Option(
        help: ArgumentHelp("How lines on standard error look: text or json.", valueName: "format"))
    var logFormat = LogLine.Format.json

    @Option(
        help: ArgumentHelp(
            "Decisions to tell of on standard error, a line each: none, denied or all.", valueName: "which"))
    var logDecisions = DecisionVerbosity.none

    @Option(
        help: ArgumentHelp(
            "Write a line of JSON for each decision to a file, or - for standard output.", valueName: "file"))
    var auditLog: String?

    @Flag(help: "Keep the last 256 decisions, step by step, for /explain?uid=UID on the admin port.")
    var explain = false

    func run() async throws {
        let signals = Signals()
        OpenFiles.raiseLimit()
        LargeBlocks.returnWhenFreed()
        try expectFiles()
        do {
            let webhook = try await Webhook.start(
                settings, inventory: try ManifestInventory.read(inventory), journal: Journal(format: logFormat),
                cores: ProcessInfo.processInfo.activeProcessorCount, reporting: reporting)
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

    /// Says at once what is not there, and how certificates are made for one who has not named any; after what is wrong
    /// with the settings themselves, of which the start tells.
    private func expectFiles() throws {
        guard (try? settings.checked()) != nil else { return }
        do throws(LoadError) {
            try InputFile.expectReadable(files)
        } catch {
            Output.errors.say(error)
            let isNamed = certificate != nil || key != nil || issuing.authority != nil
            if !isNamed {
                Output.errors.say(
                    "Certificates for trials are made by `sekisho certs dev`; name yours by --certificate and --key.")
            }
            throw ExitStatus.badInput.code
        }
    }

    /// What must be there for the server to start, beside policies.
    private var files: [String] {
        let settings = settings
        let pair = [settings.certificate, settings.key]
        return (settings.issuing.map { [$0.authority, $0.key] } ?? pair) + [clientAuthorities].compactMap(\.self)
    }

    private var reporting: Reporting {
        var reporting = Reporting()
        reporting.decisions = logDecisions
        reporting.auditLog = auditLog
        reporting.traces = explain ? 256 : nil
        return reporting
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

extension LogLine.Format: ExpressibleByArgument {}
extension DecisionVerbosity: ExpressibleByArgument {}

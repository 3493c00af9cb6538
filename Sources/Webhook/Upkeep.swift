import Configuration
import Glibc
import Synchronization
import TLS
import Telemetry
import Transport

/// What changes while the server runs, and what keeps it fresh: the policies in force and the certificates.
final class Upkeep: Sendable {
    /// The policies in force, read by every request.
    let policies: Published<ActivePolicies>
    /// What new connections speak.
    let tls: Published<ServingCertificate>
    /// Certificates that were taken over, and that were refused.
    let certificateReloads = Counter()
    let certificateReloadFailures = Counter()
    private let certificateLoad = Atomic(time(nil))
    /// Those who are told of decisions.
    let witnesses: Witnesses
    /// Whether mutating policies come to rest.
    let convergence: ConvergenceCheck
    private let reloader: Reloader
    private let source: CertificateSource
    private let certificates: Mutex<CertificateWatcher>
    private let interval: Duration
    private let journal: Journal
    private let draining = Atomic(false)
    private let notices = Mutex(ExceptionNotices())

    /// Reads policies and certificates for the first time.
    init(_ settings: Settings, journal: Journal, reporting: Reporting = Reporting()) throws {
        witnesses = try Witnesses(reporting, journal: journal)
        convergence = ConvergenceCheck { message, kind, bindings in
            journal.write(.warning, message, ["kind": kind, "bindings": bindings])
        }
        source = settings.certificateSource
        let stamps = source.fingerprint
        let certificate = try source.load()
        certificates = Mutex(CertificateWatcher(loaded: stamps, renewal: certificate.renewal))
        tls = Published(certificate)
        let relay = Relay()
        let reloader = try Reloader(Loader(settings.policies), interval: settings.limits.reload) { relay.pass($0) }
        let policies = Published(ActivePolicies(reloader.current))
        self.reloader = reloader
        self.policies = policies
        self.journal = journal
        interval = settings.limits.reload
        relay.connect { outcome in Self.take(outcome, policies, journal) }
    }

    /// Numbers of the policies' reloads.
    var reloads: Reloader.Statistics { reloader.statistics }

    /// The server takes its leave, and is not ready for more.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// When the certificate in use was read, in seconds since 1970.
    var certificateTime: Int { certificateLoad.load(ordering: .relaxed) }

    func beginDraining() { draining.store(true, ordering: .relaxed) }

    /// Looks at policies and certificates until the task is cancelled.
    func run(_ listener: Listener) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.reloader.run() }
            group.addTask {
                repeat {
                    self.speakOfExceptions()
                    await self.lookAtCertificates(listener)
                } while (try? await Task.sleep(for: self.interval)) != nil
            }
        }
    }

    /// Reads the policies again now, and opens the audit log anew.
    func reload() {
        witnesses.reopen()
        _ = reloader.reload()
    }

    private static func take(_ outcome: Reloader.Outcome, _ policies: Published<ActivePolicies>, _ journal: Journal) {
        switch outcome {
        case .replaced(let set):
            policies.publish(ActivePolicies(set, after: policies.current))
            journal.write(
                .info, "policies taken over", ["policies": "\(set.bindingCount)", "policySet": set.hash])
            for warning in set.warnings { journal.write(.warning, warning.message, ["place": warning.place]) }
        case .refused(let error):
            journal.write(.error, "policies refused, the old ones stay", ["reason": error.description])
        case .unchanged, .unsettled: break
        }
    }

    private func speakOfExceptions() {
        let now = Int64(time(nil))
        for warning in notices.withLock({ $0.due(policies.current.set, at: now) }) {
            journal.write(.warning, warning.message, ["place": warning.place])
        }
    }

    private func lookAtCertificates(_ listener: Listener) async {
        guard certificates.withLock({ $0.isDue(source.fingerprint) }) else { return }
        do throws(TLSError) {
            let certificate = try source.load()
            await listener.replace(certificate.context)
            tls.publish(certificate)
            certificates.withLock { $0.took(certificate) }
            certificateReloads.add()
            certificateLoad.store(time(nil), ordering: .relaxed)
            let leaf = certificate.context.chain.first
            journal.write(
                .info, "certificate taken over",
                ["subject": leaf?.subject ?? "", "notAfter": leaf.map { "\($0.notAfter)" } ?? ""])
            for warning in certificate.warnings { journal.write(.warning, warning) }
        } catch {
            certificateReloadFailures.add()
            journal.write(.error, "certificate refused, the old one stays", ["reason": error.description])
        }
    }
}

/// Passes a reloader's outcomes on to who is connected later: the reloader must exist before the policies it fills.
private final class Relay: Sendable {
    typealias Receiver = @Sendable (Reloader.Outcome) -> Void
    private let receiver = Mutex<Receiver?>(nil)

    func connect(_ receiver: @escaping Receiver) { self.receiver.withLock { $0 = receiver } }
    func pass(_ outcome: Reloader.Outcome) { receiver.withLock { $0 }?(outcome) }
}

package import Admission
package import Configuration
import HTTP
import TLS
import Telemetry
import Transport

/// The server: two listeners, the policies in force, and what keeps both fresh.
package final class Webhook: Sendable {
    /// The port for the API server.
    package var port: Int { listener.port }
    /// The port for the kubelet and Prometheus; nil without one.
    package var adminPort: Int? { admin?.port }

    private let settings: Settings
    private let journal: Journal
    private let upkeep: Upkeep
    private let listener: Listener
    private let admin: Listener?

    /// Reads policies and certificates and begins to listen.
    ///
    /// - Parameters:
    ///   - inventory: what policies may look up.
    ///   - cores: how many event loops there are, unless the settings say so.
    ///   - reporting: what is told of decisions besides metrics.
    /// - Throws: what is wrong with the settings, the policies, the certificates or the addresses, as sentences.
    package static func start(
        _ settings: Settings, inventory: any Inventory, journal: Journal, cores: Int,
        reporting: Reporting = Reporting()
    ) async throws -> Webhook {
        let addresses = try settings.checked()
        let upkeep = try Upkeep(settings, journal: journal, reporting: reporting)
        let endpoint = ReviewEndpoint(
            upkeep.policies, inventory: inventory, witnesses: upkeep.witnesses, convergence: upkeep.convergence)
        let transport = settings.transport(addresses.listen, cores: cores)
        let listener = try await Listener.start(transport, tls: upkeep.tls.current.context) { request, context in
            endpoint.answer(request, context)
        }
        do {
            let admin = try await startAdmin(settings, addresses.admin, upkeep, listener)
            return Webhook(settings, journal, upkeep, listener, admin)
        } catch {
            await listener.drain(grace: .zero)
            throw error
        }
    }

    private static func startAdmin(
        _ settings: Settings, _ address: ListenAddress?, _ upkeep: Upkeep, _ listener: Listener
    ) async throws(ListenError) -> Listener? {
        guard let address else { return nil }
        let endpoint = AdminEndpoint(
            isReady: { !upkeep.isDraining }, metrics: { MetricsText(upkeep, listener.numbers) },
            traces: upkeep.witnesses.traces)
        return try await Listener.start(settings.adminTransport(address)) { request, context in
            endpoint.answer(request, context)
        }
    }

    private init(
        _ settings: Settings, _ journal: Journal, _ upkeep: Upkeep, _ listener: Listener, _ admin: Listener?
    ) {
        self.settings = settings
        self.journal = journal
        self.upkeep = upkeep
        self.listener = listener
        self.admin = admin
    }

    /// Serves until a signal asks it to stop, then drains; a second such signal ends the delay before that.
    package func run(until signals: Signals) async {
        announce()
        let watching = Task { [self] in await upkeep.run(listener) }
        var events = signals.events.makeAsyncIterator()
        while let event = await events.next(), event == .reload { upkeep.reload() }
        upkeep.beginDraining()
        journal.write(.info, "draining", ["delay": "\(settings.limits.drainDelay)"])
        await wait(settings.limits.drainDelay, orUntil: signals)
        watching.cancel()
        await listener.drain(grace: settings.limits.drain)
        await admin?.drain(grace: .zero)
        await upkeep.witnesses.close()
        journal.write(.info, "stopped")
    }

    private func announce() {
        for warning in upkeep.tls.current.warnings { journal.write(.warning, warning) }
        for warning in upkeep.policies.current.set.warnings {
            journal.write(.warning, warning.message, ["place": warning.place])
        }
        journal.write(
            .info, "ready",
            [
                "port": "\(port)", "adminPort": adminPort.map { "\($0)" } ?? "none",
                "policies": "\(upkeep.policies.current.set.bindingCount)",
                "policySet": upkeep.policies.current.set.hash,
            ])
    }

    private func wait(_ delay: Duration, orUntil signals: Signals) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: delay) }
            group.addTask {
                var events = signals.events.makeAsyncIterator()
                while let event = await events.next(), event == .reload {}
            }
            await group.next()
            group.cancelAll()
        }
    }
}

import Configuration
import TLS
import Telemetry
import Transport

extension MetricsText {
    /// The whole page of a server.
    init(_ upkeep: Upkeep, _ numbers: TransportNumbers) {
        self.init()
        family("sekisho_build_info", .gauge, "1, with the version of the server.")
        sample("sekisho_build_info", ["version": Version.current], 1)
        upkeep.policies.current.metrics.write(to: &self)
        write(numbers)
        writePolicies(upkeep.policies.current, upkeep)
        writeCertificates(upkeep.tls.current, upkeep)
    }

    private mutating func writePolicies(_ active: ActivePolicies, _ upkeep: Upkeep) {
        family("sekisho_policy_set_info", .gauge, "1, with the hash of the policies in force.")
        sample("sekisho_policy_set_info", ["hash": active.set.hash], 1)
        one("sekisho_policy_bindings", .gauge, "Policy bindings in force.", active.set.bindingCount)
        one("sekisho_policy_reloads_total", .counter, "Policy sets taken over.", upkeep.reloads.loaded)
        one(
            "sekisho_policy_reload_failures_total", .counter, "Policy sets refused; the old one stayed.",
            upkeep.reloads.refused)
        one("sekisho_draining", .gauge, "1 while the server takes its leave.", upkeep.isDraining ? 1 : 0)
    }

    private mutating func writeCertificates(_ tls: TLSContext, _ upkeep: Upkeep) {
        family(
            "sekisho_certificate_expiry_seconds", .gauge, "When the serving certificate ends, in seconds since 1970.")
        for certificate in tls.chain.prefix(1) {
            sample(
                "sekisho_certificate_expiry_seconds", ["subject": certificate.subject], certificate.notAfter.seconds)
        }
        one(
            "sekisho_certificate_reloads_total", .counter, "Certificates taken over.", upkeep.certificateReloads.current
        )
        one(
            "sekisho_certificate_reload_failures_total", .counter, "Certificates refused; the old one stayed.",
            upkeep.certificateReloadFailures.current)
    }
}

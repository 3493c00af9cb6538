import Admission
import Configuration
import TLS
import Telemetry
import Transport

extension MetricsText {
    /// The whole page of a server.
    init(_ upkeep: Upkeep, _ numbers: TransportNumbers) {
        self.init()
        family(.build)
        sample(.build, ["version": Version.current], 1)
        upkeep.policies.current.metrics.write(to: &self)
        write(numbers)
        writePolicies(upkeep.policies.current, upkeep)
        writeCertificates(upkeep.tls.current, upkeep)
        write(upkeep.witnesses)
        write(upkeep.convergence)
        write(ProcessNumbers())
    }

    private mutating func writePolicies(_ active: ActivePolicies, _ upkeep: Upkeep) {
        family(.policySet)
        sample(.policySet, ["hash": active.set.hash], 1)
        let reloads = upkeep.reloads
        one(.policyBindings, active.set.bindingCount)
        one(.policyReloads, reloads.loaded)
        one(.policyReloadFailures, reloads.refused)
        one(.policyReloadTime, reloads.loadedAt)
        one(.policyRefused, reloads.refusal == nil ? 0 : 1)
        one(.draining, upkeep.isDraining ? 1 : 0)
        writeExceptions(active.set)
    }

    private mutating func writeExceptions(_ set: PolicySet) {
        family(.exceptionExpiry)
        for exception in set.exceptions {
            let labels: Labels = ["exception": exception.name, "owner": exception.owner]
            if let seconds = exception.expiry.seconds {
                sample(.exceptionExpiry, labels, seconds)
            } else {
                sample(.exceptionExpiry, labels, Double.infinity)
            }
        }
    }

    private mutating func writeCertificates(_ serving: ServingCertificate, _ upkeep: Upkeep) {
        family(.certificateExpiry)
        for certificate in serving.context.chain.prefix(1) {
            sample(.certificateExpiry, ["subject": certificate.subject], certificate.notAfter.seconds)
        }
        if let authority = serving.authority {
            family(.authorityExpiry)
            sample(.authorityExpiry, ["subject": authority.subject], authority.notAfter.seconds)
        }
        one(.certificateReloads, upkeep.certificateReloads.current)
        one(.certificateReloadFailures, upkeep.certificateReloadFailures.current)
        one(.certificateReloadTime, upkeep.certificateTime)
    }
}

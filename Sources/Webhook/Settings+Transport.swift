import Configuration
import HTTP
import Transport

extension Settings {
    /// Where the server's TLS comes from.
    var certificateSource: CertificateSource {
        let names = clientNames.isEmpty ? ["kube-apiserver"] : clientNames
        guard let issuing else {
            return .files(
                CertificateFiles(
                    certificate: certificate, key: key, clientAuthority: clientAuthorities, clientNames: names))
        }
        return .authority(
            AuthorityFiles(
                certificate: issuing.authority, key: issuing.key, service: issuing.service,
                namespace: issuing.namespace, lifetime: issuing.lifetime, clientAuthority: clientAuthorities,
                clientNames: names))
    }

    /// The transport of the port for the API server.
    func transport(_ address: ListenAddress, cores: Int) -> TransportSettings {
        var transport = TransportSettings(cores: limits.loops ?? cores)
        transport.host = address.host
        transport.port = address.port
        transport.limits.body = limits.body
        transport.bodyBudget = limits.bodies
        transport.maximumConnections = limits.connections
        transport.timeouts.request = limits.decision
        transport.connectionAge = limits.connectionAge
        return transport
    }

    /// The transport of the port for health and metrics: one loop, small requests.
    func adminTransport(_ address: ListenAddress) -> TransportSettings {
        var transport = TransportSettings(cores: 1)
        transport.host = address.host
        transport.port = address.port
        transport.limits.body = 0
        transport.maximumConnections = 64
        transport.timeouts.drainIdle = .zero
        return transport
    }
}

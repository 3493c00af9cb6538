import TLS

/// Certificates and keys that live for one test run.
struct Fixtures: Sendable {
    let authority: CertificateAuthority
    let stranger: CertificateAuthority
    let server: IssuedCertificate

    static let shared = Result { () throws(TLSError) in try Fixtures() }

    /// The one set that all tests share.
    static func get() throws -> Fixtures { try shared.get() }

    private init() throws(TLSError) {
        authority = try CertificateAuthority(name: "Test authority")
        stranger = try CertificateAuthority(name: "Another authority")
        server = try authority.issue(.service("sekisho", namespace: "gate"))
    }

    /// A context that presents the server's certificate.
    func serverContext(
        clientAuthority: CertificateAuthority? = nil, clientNames: [String] = ["kube-apiserver"],
        tickets: TLSContext.Tickets = .none
    ) throws -> TLSContext {
        try TLSContext(
            certificateChainPEM: server.certificate.pem, privateKeyPEM: server.key.pem,
            clientAuthorityPEM: clientAuthority?.certificate.pem, clientNames: clientNames, tickets: tickets)
    }

    /// What a client trusts that knows this server's authority, with a certificate of its own or without.
    func clientSettings(_ identity: IssuedCertificate? = nil) throws -> ClientSettings {
        var settings = ClientSettings(authorityPEM: try authority.certificate.pem)
        settings.certificateChainPEM = try identity?.certificate.pem
        settings.privateKeyPEM = try identity?.key.pem
        return settings
    }
}

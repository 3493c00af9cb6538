import CLibSSL

/// What every session of a server, or of a client, has in common: certificate, key, trust, and the rules of hardening.
///
/// Make one for each certificate and key, and one session of it for each connection. A context is replaced, never
/// changed: sessions keep the one they were made of.
///
/// Safe to share: every property is a constant, and nothing changes the `SSL_CTX` behind it after the initializer.
package final class TLSContext: @unchecked Sendable {
    /// Whether sessions can be resumed.
    package enum Tickets: Sendable, Equatable {
        /// Every handshake is a full one. For clients that never resume, as the API server: a ticket that nobody uses
        /// costs a seventh of a handshake (measured: 17 of 128 µs) and 255 bytes, and resuming saves the server next to
        /// nothing (126 µs), because the key exchange stays.
        case none
        /// That many stateless tickets a handshake (RFC 8446, section 4.6.1; RFC 5077 for TLS 1.2).
        case issued(Int)
    }

    /// The side that sessions of this context take.
    let role: Role

    let handle: ContextHandle

    /// The chain that is presented, leaf first; empty for a client without a certificate.
    package let chain: [Certificate]

    /// The authorities that may vouch for the peer; empty when none is asked for.
    package let authorities: [Certificate]

    /// What is odd about the certificates without being wrong, as sentences: expired, not yet valid, no DNS names, a
    /// chain out of order.
    package let warnings: [String]

    /// The names of which a client's certificate must bear one; looked at by the verification callback.
    private let admitted: AdmittedNames?

    /// A server's context.
    ///
    /// - Parameters:
    ///   - certificateChainPEM: the server's certificate, followed by its intermediates.
    ///   - privateKeyPEM: the private key of the first certificate, without passphrase.
    ///   - clientAuthorityPEM: when given, clients must present a certificate from one of these authorities, for client
    ///     use, bearing one of `clientNames`.
    ///   - clientNames: common names or DNS names of the clients that are let in.
    ///   - tickets: whether sessions can be resumed.
    /// - Throws: a sentence about the first thing that is wrong; an expired certificate is only a warning.
    package init(
        certificateChainPEM: [UInt8], privateKeyPEM: [UInt8], clientAuthorityPEM: [UInt8]? = nil,
        clientNames: [String] = ["kube-apiserver"], tickets: Tickets = .none
    ) throws(TLSError) {
        let chain = try Certificate.chain(pem: certificateChainPEM)
        let authorities = try clientAuthorityPEM.map(authorityCertificates) ?? []
        handle = try ContextHandle(method: TLS_server_method())
        try handle.harden(.v1_2 ... .v1_3)
        try handle.present(chain, PrivateKey(pem: privateKeyPEM))
        try handle.serve(tickets)
        admitted = authorities.isEmpty ? nil : AdmittedNames(clientNames)
        if let admitted { try handle.demandClientCertificate(from: authorities, named: admitted) }
        role = .server
        self.chain = chain
        self.authorities = authorities
        warnings = chainWarnings(chain, at: .now)
    }

    /// A client's context, for tests and tools.
    package init(client settings: ClientSettings) throws(TLSError) {
        chain = try settings.certificateChainPEM.map { pem throws(TLSError) in try Certificate.chain(pem: pem) } ?? []
        authorities = try settings.authorityPEM.map(authorityCertificates) ?? []
        handle = try ContextHandle(method: TLS_client_method())
        try handle.harden(settings.versions)
        if let key = settings.privateKeyPEM { try handle.present(chain, PrivateKey(pem: key)) }
        if !authorities.isEmpty {
            try handle.trust(authorities)
            SSL_CTX_set_verify(handle.raw, SSL_VERIFY_PEER, nil)
        }
        try handle.offer(settings.applicationProtocols)
        role = .client
        admitted = nil
        warnings = []
    }
}

/// The two sides of a session.
enum Role {
    case server
    case client

    /// The other side, as sentences call it.
    var peer: String {
        switch self {
        case .server: "client"
        case .client: "server"
        }
    }
}

/// What a client offers and trusts.
package struct ClientSettings: Sendable {
    /// The authorities that may vouch for the server. Without them any certificate is accepted: for tests only.
    package var authorityPEM: [UInt8]?

    /// The client's own certificate and its intermediates, for servers that ask.
    package var certificateChainPEM: [UInt8]?

    /// The private key of the client's certificate.
    package var privateKeyPEM: [UInt8]?

    /// The versions that the client speaks.
    package var versions: ClosedRange<TLSVersion> = .v1_2 ... .v1_3

    /// The protocols that the client offers by ALPN; none, and it doesn't use ALPN.
    package var applicationProtocols: [String] = []

    /// A client that trusts `authorityPEM`, or everybody.
    package init(authorityPEM: [UInt8]? = nil) {
        self.authorityPEM = authorityPEM
    }
}

private func authorityCertificates(_ pem: [UInt8]) throws(TLSError) -> [Certificate] {
    try Certificate.chain(pem: pem)
}

private func chainWarnings(_ chain: [Certificate], at moment: UnixTime) -> [String] {
    var warnings = chain.compactMap { $0.expiryWarning(at: moment) }
    if let leaf = chain.first, leaf.dnsNames.isEmpty, leaf.ipAddresses.isEmpty {
        warnings.append(
            "The certificate \"\(leaf.subject)\" has no subject alternative names; Kubernetes doesn't accept it.")
    }
    for (certificate, next) in zip(chain, chain.dropFirst()) where !next.isIssuer(of: certificate) {
        warnings.append(
            "The certificate \"\(next.subject)\" follows \"\(certificate.subject)\" and didn't issue it.")
    }
    return warnings
}

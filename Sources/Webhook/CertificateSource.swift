package import TLS

/// Where a server's TLS comes from.
package enum CertificateSource: Sendable, Equatable {
    /// The files of a certificate and its key, which somebody renews.
    case files(CertificateFiles)
    /// The files of an authority, with which the server issues certificates to itself.
    case authority(AuthorityFiles)

    /// Reads the files; an error names the file.
    package func load() throws(TLSError) -> ServingCertificate {
        switch self {
        case .files(let files): ServingCertificate(context: try files.load())
        case .authority(let files): try files.issue()
        }
    }

    /// What the files look like from outside; changes when one is written or replaced.
    package var fingerprint: [FileStamp] {
        switch self {
        case .files(let files): files.fingerprint
        case .authority(let files): files.fingerprint
        }
    }
}

/// What new connections are served with.
package struct ServingCertificate: Sendable {
    /// The certificate, its key, and who is let in.
    package let context: TLSContext
    /// When another is to be issued, before this one ends; nil where somebody else sees to it.
    package var renewal: UnixTime?
    /// The authority that the server issues with itself.
    package var authority: Certificate?

    /// What is odd about it without being wrong, as sentences.
    package var warnings: [String] { context.warnings + authorityWarnings(at: .now) }

    /// Nothing renews an authority but a person, who must hear of it in time.
    private func authorityWarnings(at moment: UnixTime) -> [String] {
        guard let authority, authority.notAfter < moment.adding(seconds: Self.notice) else { return [] }
        return [
            "The authority \"\(authority.subject)\" ends on \(authority.notAfter), and all that it has issued with it; "
                + "have clients trust another one beside it, then put that one's files in the place of its own."
        ]
    }

    /// Ninety days, in seconds.
    private static let notice: Int64 = 90 * 86_400
}

/// The files of an authority, and for whom it issues.
///
/// The certificate lives in memory only, and each server has a key of its own; nothing must be written anywhere, and
/// nothing restarted.
package struct AuthorityFiles: Sendable, Equatable {
    /// The authority's certificate, maybe among others.
    package var certificate: String
    /// The authority's private key.
    package var key: String
    /// The Service by whose names the server is called.
    package var service: String
    /// The namespace of the Service.
    package var namespace: String
    /// How long a certificate is good for; the next one is issued when two thirds of that are over.
    package var lifetime: Duration
    /// The authorities that clients' certificates must come from; nil lets everybody in.
    package var clientAuthority: String?
    /// The names that clients' certificates may bear.
    package var clientNames: [String]

    package init(
        certificate: String, key: String, service: String, namespace: String,
        lifetime: Duration = .seconds(90 * 86_400),
        clientAuthority: String? = nil, clientNames: [String] = ["kube-apiserver"]
    ) {
        (self.certificate, self.key) = (certificate, key)
        (self.service, self.namespace) = (service, namespace)
        self.lifetime = lifetime
        (self.clientAuthority, self.clientNames) = (clientAuthority, clientNames)
    }

    /// What the files look like from outside.
    package var fingerprint: [FileStamp] {
        [certificate, key, clientAuthority].compactMap { $0.map { FileStamp(path: $0) } }
    }

    /// Reads the authority, and issues a certificate that is good from now on, for the rest of the authority's time at
    /// most.
    package func issue() throws(TLSError) -> ServingCertificate {
        let authority = try CertificateAuthority.load(certificate: certificate, key: key)
        if let reason = authority.certificate.expiryWarning(at: .now) {
            throw TLSError(.unsuitableCertificate, reason).inFile(certificate)
        }
        let seconds = max(1, lifetime.components.seconds)
        let issued = try authority.issue(
            .service(
                service, namespace: namespace,
                validity: .seconds(seconds, until: authority.certificate.notAfter)))
        let context = try TLSContext.load(
            issued, clientAuthority: clientAuthority, clientNames: clientNames)
        return ServingCertificate(
            context: context, renewal: Self.renewal(now: .now, end: issued.certificate.notAfter),
            authority: authority.certificate)
    }

    /// When two thirds of the time are over; not at every look when that is near.
    static func renewal(now: UnixTime, end: UnixTime) -> UnixTime {
        now.adding(seconds: max(1, (end.seconds - now.seconds) / 3 * 2))
    }
}

import ArgumentParser
import Rehearsal
import TLS

/// The options of an installation's certificates.
struct InstallationCertificates: ParsableArguments {
    /// Where the server's certificate comes from.
    enum Source: String, ExpressibleByArgument, CaseIterable {
        case secret
        case certManager = "cert-manager"
        case selfManaged = "self-managed"
        case none
    }

    @Option(
        name: .customLong("certificates"),
        help: ArgumentHelp(
            "Where the server's certificate comes from: a Secret, filled in now; cert-manager; the server, which issues "
                + "its own by an authority in a Secret and renews it; or none, since the Secret is there.",
            valueName: "source"))
    var source = Source.secret

    @Option(
        help: ArgumentHelp(
            "The Secret, with tls.crt and tls.key. (default: sekisho-tls, or sekisho-authority if self-managed)",
            valueName: "name"))
    var secret: String?

    @Option(
        help: ArgumentHelp(
            "Keep the certificates of the Secret in this YAML, such as an earlier output of this command; - for standard "
                + "input.", valueName: "file"))
    var reuse: String?

    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp("The authority that issues, PEM; a new one unless given.", valueName: "file"))
    var authority: String?

    @Option(name: .customLong("ca-key"), help: ArgumentHelp("Its private key, PEM.", valueName: "file"))
    var authorityKey: String?

    @Option(
        help: ArgumentHelp(
            "With secret: a certificate that is there, PEM, together with --ca-bundle.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("Its private key, PEM.", valueName: "file"))
    var key: String?

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "The authorities that the API server is to trust, PEM; the one that issues unless given.", valueName: "file"
        ))
    var bundle: String?

    @Option(
        help: ArgumentHelp(
            "With secret: days for which a certificate that is issued now is good. (default: 365)", valueName: "days"))
    var days: Int?

    /// Days for which a certificate is issued.
    private var validDays: Int { days ?? 365 }

    func validate() throws {
        guard (1...36_500).contains(validDays) else {
            throw ValidationError("--days wants 1 to 36500, not \(validDays).")
        }
        guard (authority == nil) == (authorityKey == nil) else {
            throw ValidationError("--ca and --ca-key go together: an authority's certificate, and its private key.")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together.")
        }
        guard [reuse, authority, certificate].compactMap(\.self).count < 2 else {
            throw ValidationError("--reuse, --ca and --certificate say the same thing in three ways: give one of them.")
        }
        try validateSource()
    }

    private func validateSource() throws {
        let given = [("--reuse", reuse), ("--ca", authority), ("--certificate", certificate), ("--ca-bundle", bundle)]
        let usable: [String]
        switch source {
        case .secret: usable = given.map(\.0)
        case .selfManaged: usable = ["--reuse", "--ca", "--ca-bundle"]
        case .none: usable = ["--ca-bundle"]
        case .certManager: usable = []
        }
        for (option, value) in given where value != nil && !usable.contains(option) {
            throw ValidationError("\(option) has no meaning with --certificates \(source.rawValue).")
        }
        if source != .secret {
            try IdleOptions.refuse(["--days": days != nil], "with --certificates \(source.rawValue)")
        }
        if reuse != nil { try IdleOptions.refuse(["--days": days != nil], "with --reuse, which issues nothing") }
        if certificate != nil {
            try IdleOptions.refuse(["--days": days != nil], "with --certificate, which is issued already")
        }
        guard certificate == nil || bundle != nil else {
            throw ValidationError(
                "--certificate wants --ca-bundle, too: the authorities that the API server is to trust.")
        }
    }
}

extension InstallationCertificates {
    /// What was chosen, for an installation in this namespace.
    ///
    /// - Throws: what is wrong with the files, as a sentence.
    func chosen(namespace: String) throws -> Installation.Certificates {
        let bundle = try bundle.map(Self.bundle)
        switch source {
        case .certManager: return .certManager
        case .none: return .present(authority: bundle)
        case .secret: return try secret(bundle, namespace)
        case .selfManaged: return try selfManaged(bundle, namespace)
        }
    }

    private func secret(_ bundle: [UInt8]?, _ namespace: String) throws -> Installation.Certificates {
        let pair: (certificate: [UInt8], key: [UInt8], authority: [UInt8]?)
        if let reuse {
            let kept = try KeptSecret(reuse, name: secret ?? "sekisho-tls", namespace: namespace)
            pair = (kept.certificate, kept.key, kept.bundle)
        } else if let certificate, let key {
            pair = (try InputFile.read(certificate), try InputFile.read(key), nil)
        } else {
            let authority = try chosenAuthority(.days(validDays))
            let issued = try authority.issue(
                .service("sekisho", namespace: namespace, validity: Self.validity(validDays, authority)))
            pair = (try issued.certificate.pem, try issued.key.pem, try authority.certificate.pem)
        }
        guard let trusted = bundle ?? pair.authority else {
            throw ValidationError("The Secret has no ca.crt: say by --ca-bundle whom the API server is to trust.")
        }
        try check(pair.certificate, pair.key, trusted, namespace)
        if let leaf = try Certificate.chain(pem: pair.certificate).first {
            warn(leaf, days: 30, "the server must have another one by then")
        }
        return .issued(certificate: pair.certificate, key: pair.key, authority: trusted)
    }

    private func selfManaged(_ bundle: [UInt8]?, _ namespace: String) throws -> Installation.Certificates {
        if let reuse {
            let kept = try KeptSecret(reuse, name: secret ?? "sekisho-authority", namespace: namespace)
            let authority = try CertificateAuthority(certificatePEM: kept.certificate, privateKeyPEM: kept.key)
            return try selfManaged(authority, bundle ?? kept.bundle)
        }
        return try selfManaged(try chosenAuthority(.days(3650)), bundle)
    }

    /// A bundle without the authority would have every request refused.
    private func selfManaged(
        _ authority: CertificateAuthority, _ bundle: [UInt8]?
    ) throws -> Installation.Certificates {
        let certificate = try authority.certificate.pem
        let bundle = bundle ?? certificate
        guard try Certificate.chain(pem: bundle).contains(where: { (try? $0.pem) == certificate }) else {
            throw TLSError(
                .unsuitableCertificate,
                "The bundle lacks the authority \"\(authority.certificate.subject)\" that the servers issue with.")
        }
        if let reason = authority.certificate.expiryWarning(at: .now) {
            throw TLSError(.unsuitableCertificate, reason)
        }
        warn(authority.certificate, days: 90, "another authority must have taken over by then")
        return .selfManaged(certificate: certificate, key: try authority.key.pem, bundle: bundle)
    }

    /// Tells of a certificate that ends within so many days.
    private func warn(_ certificate: Certificate, days: Int64, _ consequence: String) {
        guard certificate.notAfter < UnixTime.now.adding(seconds: days * 86_400) else { return }
        Output.errors.say(
            "warning: The certificate \"\(certificate.subject)\" ends on \(certificate.notAfter): \(consequence).")
    }

    private func chosenAuthority(_ validity: Validity) throws -> CertificateAuthority {
        guard let authority, let authorityKey else {
            return try CertificateAuthority(name: "Sekisho authority", validity: validity)
        }
        try InputFile.expectReadable([authority, authorityKey])
        return try .load(certificate: authority, key: authorityKey)
    }

    /// So many days, and no longer than the authority.
    private static func validity(_ days: Int, _ authority: CertificateAuthority) -> Validity {
        .seconds(Int64(days) * 86_400, until: authority.certificate.notAfter)
    }

    /// The certificates of a file, which must be some.
    private static func bundle(_ path: String) throws -> [UInt8] {
        let bytes = try InputFile.read(path)
        var collection = CertificateCollection()
        try collection.add(pem: bytes, place: path)
        guard !collection.certificates.isEmpty else {
            throw TLSError(.malformedPEM, "\(path): There is no certificate here.")
        }
        return bytes
    }

    /// Refuses what the API server would refuse later, at every request.
    private func check(_ certificate: [UInt8], _ key: [UInt8], _ trusted: [UInt8], _ namespace: String) throws {
        var collection = CertificateCollection()
        try collection.add(pem: certificate, place: self.certificate ?? "tls.crt")
        try collection.add(pem: key, place: self.key ?? "tls.key")
        var wishes = CertificateReport.Wishes()
        wishes.names = ["sekisho.\(namespace).svc"]
        wishes.authorities = try Certificate.chain(pem: trusted)
        let problems = CertificateReport(collection, wishes).problems
        guard problems.isEmpty else {
            throw TLSError(.unsuitableCertificate, problems.joined(separator: "\n"))
        }
    }
}

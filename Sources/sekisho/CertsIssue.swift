import ArgumentParser
import Rehearsal
import TLS

extension Certs {
    /// `sekisho certs issue`: a certificate for a Service.
    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue",
            abstract: "Issue a server's certificate for a Service, by a new authority or one that is there.",
            discussion: """
                The certificate bears every form of the Service's name. Keys are ECDSA on P-256, readable by their owner \
                only. Files that are there are never overwritten unless --force says so; with --secret nothing is \
                written, and a Secret is printed, whose ca.crt is the caBundle of webhook configurations as well.

                Examples:
                  sekisho certs issue --service sekisho -n sekisho-system
                  sekisho certs issue --ca Certs/ca.crt --ca-key Certs/ca.key --days 90 --force
                  sekisho certs issue -n gate --secret sekisho-tls | kubectl apply -f -
                """)

        @Option(help: ArgumentHelp("The Service's name.", valueName: "name"))
        var service = "sekisho"

        @Option(name: [.short, .long], help: ArgumentHelp("The Service's namespace.", valueName: "name"))
        var namespace = "sekisho-system"

        @Option(help: ArgumentHelp("One more DNS name or address; repeatable.", valueName: "name"))
        var name: [String] = []

        @Flag(help: "It is for localhost and the loopback addresses, too.")
        var localhost = false

        @Option(help: ArgumentHelp("Days for which the certificate is good.", valueName: "days"))
        var days = 365

        @Option(
            name: .customLong("ca"),
            help: ArgumentHelp("The certificate of an authority that is there, PEM.", valueName: "file"))
        var authority: String?

        @Option(name: .customLong("ca-key"), help: ArgumentHelp("Its private key, PEM.", valueName: "file"))
        var authorityKey: String?

        @Option(help: ArgumentHelp("Days for which a new authority is good. (default: 3650)", valueName: "days"))
        var caDays: Int?

        @Option(
            help: ArgumentHelp(
                "The directory for the files, made where it is missing. (default: Certs)", valueName: "path"))
        var directory: String?

        @Option(help: ArgumentHelp("Print a Secret of this name instead of writing files.", valueName: "name"))
        var secret: String?

        @Flag(help: "Overwrite what is there.")
        var force = false

        func validate() throws {
            for (option, value) in [("--days", days), ("--ca-days", caDays ?? days)] where !(1...36_500).contains(value)
            {
                throw ValidationError("\(option) wants 1 to 36500, not \(value).")
            }
            guard (authority == nil) == (authorityKey == nil) else {
                throw ValidationError("--ca and --ca-key go together: an authority's certificate, and its private key.")
            }
            if authority != nil {
                try IdleOptions.refuse(["--ca-days": caDays != nil], "with --ca, which is there already")
            }
            if secret != nil {
                try IdleOptions.refuse(
                    ["--directory": directory != nil, "--force": force], "with --secret, which writes no files")
            }
        }

        func run() throws {
            do {
                let authority = try chosenAuthority()
                let issued = try authority.issue(try request(authority))
                if let secret { return try print(issued, authority, secret) }
                try write(issued, authority)
            } catch let error as OutputError {
                throw error
            } catch {
                Output.errors.say(error)
                throw ExitStatus.badInput.code
            }
        }
    }
}

extension Certs.Issue {
    private func chosenAuthority() throws -> CertificateAuthority {
        guard let authority, let authorityKey else {
            return try CertificateAuthority(name: "Sekisho authority", validity: .days(max(caDays ?? 3650, days)))
        }
        try InputFile.expectReadable([authority, authorityKey])
        return try .load(certificate: authority, key: authorityKey)
    }

    private func request(_ authority: CertificateAuthority) throws(TLSError) -> LeafRequest {
        var request = LeafRequest.service(service, namespace: namespace, isLocal: localhost, validity: .days(days))
        for name in name { request.add(name: name) }
        let left = (authority.certificate.notAfter.seconds - UnixTime.now.seconds) / 86_400
        guard request.validity.notAfter <= authority.certificate.notAfter else {
            throw TLSError(
                .invalidRequest,
                "The authority \"\(authority.certificate.subject)\" ends on \(authority.certificate.notAfter), before the "
                    + "certificate would; "
                    + (left < 1 ? "it is of no use any more." : "--days can be up to \(left)."))
        }
        return request
    }

    private func print(_ issued: IssuedCertificate, _ authority: CertificateAuthority, _ name: String) throws {
        let secret = CertificateSecret(
            name: name, namespace: namespace, certificate: try issued.certificate.pem, key: try issued.key.pem,
            authority: try authority.certificate.pem)
        try Output.standard.write(
            "# For the webhook configurations:\n# caBundle: \(secret.bundle)\n" + (try secret.yaml()))
        guard self.authority == nil else { return }
        Output.errors.say(
            "note: The key of the new authority is not kept: the next certificate has another, which clients must trust "
                + "first.")
    }

    private func write(_ issued: IssuedCertificate, _ authority: CertificateAuthority) throws {
        var files: [CertificateDirectory.File] = [
            .certificate("tls.crt", try issued.certificate.pem), .key("tls.key", try issued.key.pem),
        ]
        if self.authority == nil {
            files += [.certificate("ca.crt", try authority.certificate.pem), .key("ca.key", try authority.key.pem)]
        }
        let directory = directory ?? "Certs"
        try CertificateDirectory(path: directory).writeNew(files, overwrites: force)
        let certificate = issued.certificate
        try Output.standard.write(
            """
            Issued by "\(certificate.issuer)", in \(directory):
              \(files.map(\.name).joined(separator: ", "))
            Good until \(certificate.notAfter), for
              \((certificate.dnsNames + certificate.ipAddresses).joined(separator: ", "))

            """)
    }
}

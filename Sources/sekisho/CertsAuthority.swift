import ArgumentParser
import Rehearsal
import TLS

extension Certs {
    /// `sekisho certs authority`: an authority alone.
    struct Authority: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "authority",
            abstract: "Make an authority, for `serve --ca` and `certs issue --ca`.",
            discussion: """
                Its key is ECDSA on P-256, readable by its owner only. Files that are there are never overwritten unless \
                --force says so; with --secret nothing is written, and a Secret is printed.

                Examples:
                  sekisho certs authority --directory Next
                  sekisho certs authority --secret sekisho-authority -n gate > secret.yaml
                """)

        @Option(help: ArgumentHelp("Its common name.", valueName: "name"))
        var name = "Sekisho authority"

        @Option(help: ArgumentHelp("Days for which it is good.", valueName: "days"))
        var days = 3650

        @Option(
            help: ArgumentHelp(
                "The directory for ca.crt and ca.key, made where it is missing. (default: Certs)", valueName: "path"))
        var directory: String?

        @Option(help: ArgumentHelp("Print a Secret of this name instead of writing files.", valueName: "name"))
        var secret: String?

        @Option(
            name: [.short, .long],
            help: ArgumentHelp("The namespace of the Secret. (default: sekisho-system)", valueName: "name"))
        var namespace: String?

        @Flag(help: "Overwrite what is there.")
        var force = false

        func validate() throws {
            guard (1...36_500).contains(days) else { throw ValidationError("--days wants 1 to 36500, not \(days).") }
            guard secret != nil else {
                return try IdleOptions.refuse(["--namespace": namespace != nil], "without --secret")
            }
            try IdleOptions.refuse(
                ["--directory": directory != nil, "--force": force], "with --secret, which writes no files")
        }

        func run() throws {
            do {
                let authority = try CertificateAuthority(name: name, validity: .days(days))
                let (certificate, key) = (try authority.certificate.pem, try authority.key.pem)
                if let secret {
                    let secret = CertificateSecret(
                        name: secret, namespace: namespace ?? "sekisho-system", certificate: certificate, key: key)
                    return try Output.standard.write(
                        "# For the webhook configurations:\n# caBundle: \(secret.bundle)\n" + (try secret.yaml()))
                }
                let directory = directory ?? "Certs"
                try CertificateDirectory(path: directory).writeNew(
                    [.certificate("ca.crt", certificate), .key("ca.key", key)], overwrites: force)
                try Output.standard.write(
                    "The authority \"\(authority.certificate.subject)\", in \(directory): ca.crt, ca.key\n"
                        + "Good until \(authority.certificate.notAfter)\n")
            } catch let error as OutputError {
                throw error
            } catch {
                Output.errors.say(error)
                throw ExitStatus.badInput.code
            }
        }
    }
}

import ArgumentParser
import TLS

/// `sekisho certs`: certificates.
struct Certs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make certificates, and say what is in some.",
        subcommands: [Development.self, Issue.self, Authority.self, Inspect.self])

    /// `sekisho certs dev`: an authority of one's own, for trials.
    struct Development: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dev",
            abstract: "Make an authority, a server's and a client's certificate for development.",
            discussion: """
                The server's certificate is for localhost, for the Service sekisho in the namespace sekisho, and for \
                the names given. Keys are ECDSA on P-256, readable by their owner only. Files that are there are kept, \
                unless --force says otherwise.

                Examples:
                  sekisho certs dev
                  sekisho certs dev --name gate.example.org --name 192.0.2.7
                """)

        @Option(help: ArgumentHelp("The directory for the files, made where it is missing.", valueName: "path"))
        var directory = "Certs"

        @Option(help: "One more DNS name or address of the server; repeatable.")
        var name: [String] = []

        @Option(help: "Days for which the server's and the client's certificate are good.")
        var days = 365

        @Flag(help: "Overwrite what is there.")
        var force = false

        func run() throws {
            let found = DevelopmentCertificates.present(in: directory, names: name)
            if case .everything(let server) = found, !force {
                try report(server, "Kept what is there; --force makes new ones.")
            } else if case .unusable(let reason) = found, !force {
                Output.errors.say("error: \(reason) Add --force to overwrite.")
                throw ExitStatus.badInput.code
            } else {
                try report(make(), "Made anew.")
            }
        }

        private func make() throws -> Certificate {
            do {
                let certificates = try DevelopmentCertificates(names: name, days: days)
                try certificates.write(to: directory)
                return certificates.server
            } catch {
                Output.errors.say("error: \(error)")
                throw ExitStatus.badInput.code
            }
        }

        private func report(_ server: Certificate, _ origin: String) throws {
            let text = DevelopmentCertificates.text(directory, server)
            try Output.standard.write("\(text)\(origin)\n\n\(DevelopmentCertificates.advice(directory))")
        }

        func validate() throws {
            guard (1...36_500).contains(days) else { throw ValidationError("--days wants 1 to 36500, not \(days).") }
        }
    }
}

import ArgumentParser
import TLS

extension Certs {
    /// `sekisho certs inspect`: what is in certificates and keys, and what is wrong with them.
    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inspect",
            abstract: "Say what is in certificates and keys, and what is wrong with them.",
            discussion: """
                Files are PEM, or Kubernetes objects: Secrets, ConfigMaps and webhook configurations (caBundle); HOST:PORT \
                is what a server presents, and a directory stands for its .crt, .cer, .pem and .key files. All PEM files are judged together, each object by itself: whether certificates have ended or are about to, \
                whether keys belong to them, whether clients that trust the authorities among them find a way to one, \
                and whether they are for the names wanted.

                Exit status: 0 nothing is wrong, 1 something is, 2 bad input.

                Examples:
                  sekisho certs inspect Certs/*.crt Certs/*.key
                  sekisho certs inspect Certs/server.crt --ca Certs/ca.crt \\
                    --service sekisho -n sekisho-system
                  kubectl -n sekisho-system get secret sekisho-tls -o yaml |
                    sekisho certs inspect --within 30d -
                  sekisho certs inspect localhost:8443 --ca Certs/ca.crt --name localhost
                """)

        /// How the outcome is printed.
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case text, json
        }

        @Argument(help: "Files, directories with some, HOST:PORT, or - for standard input.")
        var paths: [String]

        @Option(
            help: ArgumentHelp("Certificates that end within this time are wrong, too: 30d, 12h.", valueName: "time"))
        var within = TimeSpan.days(30)

        @Option(help: ArgumentHelp("The Service that servers' certificates are to be for.", valueName: "name"))
        var service: String?

        @Option(
            name: [.short, .long],
            help: ArgumentHelp("The Service's namespace. (default: sekisho-system)", valueName: "name"))
        var namespace: String?

        @Option(help: ArgumentHelp("A name or address that they are to be for; repeatable.", valueName: "name"))
        var name: [String] = []

        @Option(
            name: .customLong("ca"),
            help: ArgumentHelp(
                "The authorities that clients trust, PEM; those among the certificates unless given.", valueName: "file"
            ))
        var authorities: String?

        @Option(
            name: [.short, .long], help: ArgumentHelp("The outcome for people or for programs.", valueName: "format"))
        var output = Format.text

        func validate() throws {
            if service == nil { try IdleOptions.refuse(["--namespace": namespace != nil], "without --service") }
        }

        func run() throws {
            let reports: [CertificateReport]
            do {
                let wishes = try wishes
                reports = try CertificateMaterial(paths).collections.map { CertificateReport($0, wishes) }
            } catch {
                Output.errors.say(error)
                throw ExitStatus.badInput.code
            }
            let printer = CertificateReportPrinter(reports)
            switch output {
            case .text: try Output.standard.write(printer.text)
            case .json: try Output.standard.write(printer.json)
            }
            guard reports.allSatisfy(\.problems.isEmpty) else { throw ExitStatus.findings.code }
        }

        private var wishes: CertificateReport.Wishes {
            get throws {
                var wishes = CertificateReport.Wishes()
                wishes.margin = within.seconds
                wishes.names = (service.map { ["\($0).\(namespace ?? "sekisho-system").svc"] } ?? []) + name
                guard let authorities else { return wishes }
                var trusted = CertificateCollection()
                try trusted.add(pem: try InputFile.read(authorities), place: authorities)
                wishes.authorities = trusted.certificates.map(\.value)
                return wishes
            }
        }
    }
}

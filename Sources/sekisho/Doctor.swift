import ArgumentParser
import Configuration
import Rehearsal
import TLS

/// `sekisho doctor`: webhook configurations that can lock people, or the cluster itself, out.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say where webhook configurations, ours or anybody's, can lock a cluster out.",
        discussion: """
            Leases, nodes, certificate requests and access reviews; the server's own namespace and kube-system; \
            wildcards; timeouts that add up to more than the API server waits; certificates that end; dry runs; and all \
            that the API server refuses: unknown keys and values, names, urls, conditions that are no CEL. Rules, selectors and matchConditions are evaluated; a condition that asks the authorizer leaves \
            nothing out.

            Exit status: 0 nothing was found, 1 something was, 2 bad input.

            Examples:
              kubectl get -o yaml \\
                mutatingwebhookconfigurations,validatingwebhookconfigurations |
                sekisho doctor -
              sekisho manifests --policies policies | sekisho doctor -
            """)

    /// How the outcome is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: "Manifests: files, directories with all below them, or - for standard input.")
    var paths: [String]

    @Option(name: [.short, .long], help: ArgumentHelp("The outcome for people or for programs.", valueName: "format"))
    var output = Format.text

    @Option(help: ArgumentHelp("Certificates that end within so many days are told of.", valueName: "days"))
    var days = 30

    func validate() throws {
        guard (0...36_500).contains(days) else { throw ValidationError("--days wants 0 to 36500, not \(days).") }
    }

    func run() throws {
        let result = ManifestReader().read(paths)
        let examination = Examination(result.manifests) { inspect($0, at: .now) }
        var complaints = result.complaints
        if examination.configurations == 0, complaints.isEmpty { complaints = [absence] }
        if !complaints.isEmpty { Output.errors.say(LoadError(complaints).description) }
        if examination.configurations > 0 { try Output.standard.write(text(examination)) }
        guard complaints.isEmpty else { throw ExitStatus.badInput.code }
        guard examination.ailments.isEmpty else { throw ExitStatus.findings.code }
    }

    private func text(_ examination: Examination) -> String {
        switch output {
        case .text: DiagnosisPrinter(Output.standard.style).text(examination)
        case .json: DiagnosisJSONPrinter().text(examination)
        }
    }

    private var absence: Complaint {
        let names = paths.map { $0 == ManifestReader.standardInput ? "standard input" : $0 }
        return Complaint(
            file: names.joined(separator: ", "),
            "There is no webhook configuration here; wanted are objects of admissionregistration.k8s.io, kind "
                + "MutatingWebhookConfiguration or ValidatingWebhookConfiguration.")
    }

    /// Of several authorities one that is good is enough: so they are exchanged.
    private func inspect(_ bundle: [UInt8], at now: UnixTime) -> Examination.BundleState {
        do throws(TLSError) {
            let chain = try Certificate.chain(pem: bundle)
            let good = chain.filter { $0.expiryWarning(at: now) == nil }
            guard let last = good.max(by: { $0.notAfter < $1.notAfter }) else {
                return .unusable(chain.first?.expiryWarning(at: now) ?? "It holds no certificate.")
            }
            guard last.notAfter < now.adding(seconds: Int64(days) * 86_400) else { return .good }
            return .ending("The certificate \"\(last.subject)\" ends on \(last.notAfter).")
        } catch {
            return .unusable("\(error)")
        }
    }
}

import ArgumentParser
import Configuration
import Rehearsal

/// `sekisho test`: what policies must make of objects.
struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play cases: files that say what a policy must make of an object.",
        discussion: """
            A case names a policy with its parameters, or of --policies an upstream policy \
            (ValidatingAdmissionPolicy, MutatingAdmissionPolicy) or a gate, an object, and what must come out: allow, \
            deny with the findings, or patch with the changes. What came out otherwise is shown: - was expected and \
            did not come, + came and was not expected. Objects are judged as they are written; with defaults: true beside cases: they are completed \
            first as the API server does before admission. Gate documents in the same files are passed over.

            Exit status: 0 all came out as expected, 1 something didn't, 2 bad input.

            Examples:
              sekisho test tests
              sekisho test tests --filter run-as-non-root --filter 'sidecar*denied'
              sekisho test tests --policies policies
              sekisho test tests --coverage -o junit > report.xml
            """)

    /// How the outcome is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, junit
    }

    @Argument(help: "Files of cases, directories with all below them, or - for standard input.")
    var paths: [String]

    @Option(help: ArgumentHelp("The policy directory, or a single file, that cases are about.", valueName: "path"))
    var policies: String?

    @Option(
        help: ArgumentHelp(
            "Play only cases whose \"POLICY: NAME\" has this text in it, * standing for any run of characters; repeatable.",
            valueName: "text"))
    var filter: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("The outcome for people or for programs.", valueName: "format"))
    var output = Format.text

    @Flag(help: "Say which policies and which of their parameters no case is about.")
    var coverage = false

    @Flag(name: [.short, .long], help: "Name the cases that came out as expected, too.")
    var verbose = false

    func run() throws {
        let policies = try load()
        let collection = CaseCollection(reading: paths, policies: policies)
        let run = CaseRun(collection, choosing: CaseFilter(filter))
        if !run.complaints.isEmpty { Output.errors.say(LoadError(run.complaints).description) }
        if run.count > 0 || output == .junit { try Output.standard.write(text(run)) }
        if coverage { try report(CaseCoverage(run, upstream: policies?.policyDocuments ?? [])) }
        guard run.complaints.isEmpty else { throw ExitStatus.badInput.code }
        guard run.count > 0 else {
            Output.errors.say("error: None of \(run.skipped) cases is chosen by --filter; name others.")
            throw ExitStatus.badInput.code
        }
        guard run.failures == 0 else { throw ExitStatus.findings.code }
    }

    private func load() throws -> PolicySet? {
        do throws(LoadError) {
            return try policies.map { path throws(LoadError) in try Loader(path).load() }
        } catch {
            Output.errors.say(error.description)
            throw ExitStatus.badInput.code
        }
    }

    /// On standard output, unless a program reads that.
    private func report(_ coverage: CaseCoverage) throws {
        let target = output == .text ? Output.standard : Output.errors
        try target.write((output == .text ? "\n" : "") + CoveragePrinter(target.style).text(coverage))
    }

    private func text(_ run: CaseRun) -> String {
        switch output {
        case .junit: CaseJUnitPrinter().text(run)
        case .text: CaseTextPrinter(Output.standard.style, isVerbose: verbose).text(run)
        }
    }
}

import Admission
import ArgumentParser
import Configuration
import Expressions
import Glibc
import Kubernetes
import Rehearsal

/// `sekisho check`: what the gate would say of manifests.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the gate would deny and change in manifests, without a cluster.",
        discussion: """
            Every object is judged as if it were created in a cluster that holds all manifests given and nothing else, \
            with the fields that the API server fills in before admission unless --no-defaults is given. The report has \
            each finding at its file, line and column, and each change as a diff. With --fix the changes are written \
            into the files, and so is the mend of every finding that has one: comments, order and quotes stay as they \
            are. What nobody but you can decide is left, and said.

            Exit status: 0 nothing is as bad as --fail-on says, 1 something is, 2 bad input.

            Examples:
              sekisho check Manifests --policies policies
              helm template CHART | sekisho check - --policies policies
              kustomize build . | sekisho check - --policies policies -o github
              sekisho check Manifests --policies policies -o sarif > sekisho.sarif
              sekisho check Manifests --policies policies --diff
              sekisho check web.yaml --policies policies --as alice --as-group developers
            """)

    /// How the report is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit, sarif, github
    }

    /// What makes the exit status 1.
    enum Threshold: String, ExpressibleByArgument, CaseIterable {
        case deny, warn, none

        /// The mildest severity that does.
        var severity: Report.Severity? {
            switch self {
            case .deny: .denied
            case .warn: .warned
            case .none: nil
            }
        }
    }

    @Argument(help: "Manifests: files, directories with all below them, or - for standard input.")
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "The policy directory, or a single file: gates, exceptions, and upstream policies with their bindings.",
            valueName: "path"))
    var policies: String

    @Option(name: [.short, .long], help: ArgumentHelp("The report for people or for programs.", valueName: "format"))
    var output = Format.text

    @Option(
        help: ArgumentHelp("What makes the exit status 1: a denial, a warning as well, or nothing.", valueName: "what"))
    var failOn = Threshold.deny

    @Flag(name: [.short, .long], help: "Print what is wrong, and neither changes nor numbers.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Print every object, and which policies it passes.")
    var verbose = false

    @Option(help: ArgumentHelp("The namespace of objects that name none.", valueName: "name"))
    var namespace = "default"

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The user who creates the objects. (default: an administrator)", valueName: "user"))
    var user: String?

    @Option(
        name: .customLong("as-group"), help: ArgumentHelp("A group of that user; repeatable.", valueName: "group"))
    var groups: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: "Judge objects with what the API server fills in before admission, such as imagePullPolicy.")
    var defaults = true

    @Flag(
        help:
            "Put upstream policies (ValidatingAdmissionPolicy, MutatingAdmissionPolicy) to work that have no binding: they deny and change, everywhere."
    )
    var bindAll = false

    @Flag(help: "Write into the files what the gate would change, and mend what it finds where that is known.")
    var fix = false

    @Flag(help: "Print what --fix would do, in place of the report.")
    var diff = false

    func validate() throws {
        guard user != nil || groups.isEmpty else { throw ValidationError("--as-group wants a user; add --as USER.") }
        guard !quiet || !verbose else { throw ValidationError("--quiet and --verbose contradict each other.") }
        guard !diff || !fix && output == .text else { throw ValidationError("--diff goes with neither --fix nor -o.") }
        guard !fix || !paths.contains(ManifestReader.standardInput) else {
            throw ValidationError("--fix changes files, and standard input is none; name the files.")
        }
    }

    /// How often --fix goes over the files at most.
    private static let rounds = 4

    func run() throws {
        var complaints: [Complaint] = []
        let policies = load(&complaints)
        var rehearsal = Rehearsal(
            policies?.merged ?? Gate(), user: requester, namespace: namespace, fillsDefaults: defaults)
        rehearsal.now = now
        var report = report(rehearsal, policies, &complaints)
        if fix || diff { report = rehearsal.mended(report) }
        // A mended object may change what is found in others.
        var round = 0
        while try fix && round < Self.rounds && mend(report) {
            round += 1
            complaints = []
            report = rehearsal.mended(self.report(rehearsal, policies, &complaints))
        }
        if !complaints.isEmpty { Output.errors.say(LoadError(complaints).description) }
        if let policies, !quiet { sayWhatIsLeftOut(report, policies) }
        if diff {
            try printDiff(report)
        } else if !report.entries.isEmpty || output.showsComplaints || complaints.isEmpty {
            try Output.standard.write(text(report, complaints))
        }
        guard complaints.isEmpty else { throw ExitStatus.badInput.code }
        guard !report.reaches(failOn.severity) else { throw ExitStatus.findings.code }
    }

    /// Policies that may have had no say though somebody wanted them to.
    private func sayWhatIsLeftOut(_ report: Report, _ policies: PolicySet) {
        if !bindAll, !policies.unbound.isEmpty {
            Output.errors.say("note: Policies without a binding are put to work by --bind-all.")
        }
        if let sentence = NamespaceGap(report, policies).sentence { Output.errors.say("note: \(sentence)") }
    }

    /// Reads and judges the manifests; without policies they are only read.
    private func report(
        _ rehearsal: Rehearsal, _ policies: PolicySet?, _ complaints: inout [Complaint]
    ) -> Report {
        var bar = quiet ? nil : Output.errors.progressBar
        let result = ManifestReader().read(paths) { bar.show("Reading", $0, of: $1) }
        complaints += result.complaints
        if result.manifests.isEmpty, result.complaints.isEmpty { complaints += paths.map(Self.absence) }
        let warnings = result.warnings + (policies?.warnings ?? []) + (policies?.exceptionWarnings(at: now) ?? [])
        let report = rehearsal.run(policies == nil ? [] : result.manifests, warnings: warnings) {
            bar.show("Judging", $0, of: $1)
        }
        bar.finish()
        return report
    }

    /// Seconds since 1970.
    private var now: Int64 { Int64(time(nil)) }

    /// Changes the files, and says what is left as it is; whether anything is changed.
    private func mend(_ report: Report) throws -> Bool {
        let fixes = ManifestFix.all(report)
        let isLast = !fixes.contains(where: \.isChange)
        for fix in fixes {
            if fix.isChange { try FileReplacement.write(fix.new, to: fix.file) }
            if isLast { say(fix) }
            if fix.isChange, !quiet {
                Output.errors.say("\(fix.file): changed: \(fix.titles.joined(separator: ", ")).")
            }
        }
        return !isLast
    }

    private func printDiff(_ report: Report) throws {
        for fix in ManifestFix.all(report) {
            let diff = UnifiedDiff(file: fix.file, from: fix.old, to: fix.new, style: Output.standard.style)
            try Output.standard.write(diff.text)
            say(fix)
        }
        sayUndecided(report)
    }

    /// What no mend is known for; a report says it by itself.
    private func sayUndecided(_ report: Report) {
        if quiet { return }
        for line in report.undecided { Output.errors.say(line) }
    }

    private func say(_ fix: ManifestFix) {
        for refusal in fix.refusals {
            let place = "\(fix.file):\(refusal.location)"
            Output.errors.say("\(place): warning: \(refusal.title) is left as it is, since \(refusal.reason).")
        }
    }

    private func load(_ complaints: inout [Complaint]) -> PolicySet? {
        do throws(LoadError) {
            var options = PolicyAssembly.Options()
            options.bindsAll = bindAll
            return try Loader(policies, options: options).load()
        } catch {
            complaints += error.complaints
            return nil
        }
    }

    private var requester: UserInfo {
        user.map { UserInfo(impersonating: $0, groups: groups) } ?? Rehearsal.administrator
    }

    private func text(_ report: Report, _ complaints: [Complaint]) -> String {
        switch output {
        case .json: JSONPrinter().text(report)
        case .junit: JUnitPrinter(failingAt: failOn.severity).text(report, complaints)
        case .sarif: SARIFPrinter(version: Sekisho.configuration.version).text(report, complaints)
        case .github: GitHubPrinter().text(report, complaints)
        case .text:
            TextPrinter(Output.standard.style, detail: quiet ? .findings : verbose ? .everything : .usual).text(report)
        }
    }

    private static func absence(_ path: String) -> Complaint {
        Complaint(
            file: path == ManifestReader.standardInput ? ManifestReader.standardInputName : path,
            "There are no manifests here; wanted are Kubernetes objects as YAML or JSON.")
    }
}

extension Check.Format {
    /// What can't be read is a part of what is printed, and not only said beside it.
    fileprivate var showsComplaints: Bool {
        switch self {
        case .text, .json: false
        case .junit, .sarif, .github: true
        }
    }
}

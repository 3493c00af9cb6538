import Admission
import ArgumentParser
import Configuration
import Foundation
import Kubernetes
import Rehearsal

/// `sekisho check`: what the gate would say of manifests.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the gate would deny and change in manifests, without a cluster.",
        discussion: """
            Every object is judged as if it were created in a cluster that holds all manifests given and nothing else. \
            The report has each finding at its file, line and column, and each change as a diff.

            Exit status: 0 nothing would be denied (warnings may be there), 1 something would be, 2 bad input.

            Examples:
              sekisho check Manifests --policies policies
              helm template CHART | sekisho check - --policies policies
              sekisho check web.yaml --policies policies --as alice --as-group developers
            """)

    /// How the report is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: "Manifests: files, directories with all below them, or - for standard input.")
    var paths: [String]

    @Option(help: ArgumentHelp("The policy directory, or a single file.", valueName: "path"))
    var policies: String

    @Option(name: [.short, .long], help: ArgumentHelp("The report for people or for programs.", valueName: "format"))
    var output = Format.text

    @Option(help: ArgumentHelp("The namespace of objects that name none.", valueName: "name"))
    var namespace = "default"

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The user who creates the objects. (default: an administrator)", valueName: "user"))
    var user: String?

    @Option(
        name: .customLong("as-group"), help: ArgumentHelp("A group of that user; repeatable.", valueName: "group"))
    var groups: [String] = []

    func validate() throws {
        guard user != nil || groups.isEmpty else { throw ValidationError("--as-group wants a user; add --as USER.") }
    }

    func run() throws {
        let manifests = ManifestReader().read(paths)
        var complaints = manifests.complaints
        if manifests.manifests.isEmpty, complaints.isEmpty { complaints = paths.map(Self.absence) }
        let policies = load(&complaints)
        if !complaints.isEmpty { Output.errors.say(LoadError(complaints).description) }
        guard let policies else { throw ExitStatus.badInput.code }
        let report = Rehearsal(policies.merged, user: requester, namespace: namespace).run(manifests.manifests)
        if !manifests.manifests.isEmpty { try Output.standard.write(text(report)) }
        guard complaints.isEmpty else { throw ExitStatus.badInput.code }
        guard report.isClean else { throw ExitStatus.findings.code }
    }

    private func load(_ complaints: inout [Complaint]) -> PolicySet? {
        do throws(LoadError) {
            return try Loader(policies).load()
        } catch {
            complaints += error.complaints
            return nil
        }
    }

    private var requester: UserInfo {
        user.map { UserInfo(impersonating: $0, groups: groups) } ?? Rehearsal.administrator
    }

    private func text(_ report: Report) -> String {
        switch output {
        case .json: return JSONPrinter().text(report)
        case .text:
            let environment = ProcessInfo.processInfo.environment
            return TextPrinter(Style(isTerminal: Output.standard.isTerminal, environment: environment)).text(report)
        }
    }

    private static func absence(_ path: String) -> Complaint {
        Complaint(
            file: path == ManifestReader.standardInput ? "standard input" : path,
            "There are no manifests here; wanted are Kubernetes objects as YAML or JSON.")
    }
}

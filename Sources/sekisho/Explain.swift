import Admission
import ArgumentParser
import Configuration
import Expressions
import Policies
import Rehearsal

/// `sekisho explain`: what the policies are and what they can be told.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what the policies are, and what each can be told.",
        discussion: """
            Examples:
              sekisho explain
              sekisho explain run-as-non-root
              sekisho explain replica-limit --policies policies
              sekisho explain pod-security --level restricted --version v1.29
              sekisho explain exception
              sekisho explain --markdown > policies.md
            """)

    @Argument(help: "The policy's id or name, or \"exception\"; all policies are listed unless one is given.")
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "Say what a level of the Pod Security Standards forbids: privileged, baseline or restricted.",
            valueName: "level"))
    var level: String?

    @Option(
        help: ArgumentHelp(
            "The version of the level: latest, or that of a Kubernetes such as v1.29. (default: latest)",
            valueName: "version"))
    var version: String?

    @Option(
        help: ArgumentHelp(
            "The policy directory whose upstream policies (ValidatingAdmissionPolicy, MutatingAdmissionPolicy) are listed and explained, too.",
            valueName: "path"))
    var policies: String?

    @Flag(help: "Print a page of Markdown with everything there is to say.")
    var markdown = false

    func validate() throws {
        guard level != nil || version != nil else { return }
        guard policy == "pod-security", !markdown else {
            throw ValidationError("--level and --version say more of pod-security, and go with nothing else.")
        }
    }

    func run() throws {
        if level != nil || version != nil { return try Output.standard.write(standard().text) }
        let set = try loaded()
        if let text = try set.flatMap(upstream) { return try Output.standard.write(text) }
        let printer = ReferencePrinter(Output.standard.style)
        if !markdown, policy?.lowercased() == ExceptionReference.id {
            return try Output.standard.write(printer.exception)
        }
        let policies = try chosen(set)
        if markdown {
            try Output.standard.write(ReferenceMarkdown().text(policies))
        } else if policy != nil {
            try Output.standard.write(policies.map(printer.text).joined())
        } else {
            let others = set.map { PolicyDocumentPrinter($0, Output.standard.style).list } ?? ""
            try Output.standard.write(others + (others.isEmpty ? "" : "\n") + printer.list(policies))
        }
    }

    private func standard() throws -> PodSecurityPage {
        do throws(PodSecurityPage.Problem) {
            return try PodSecurityPage(level: level, version: version, Output.standard.style)
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// What there is to say of an upstream policy; nil where none of that name is asked for.
    private func upstream(_ set: PolicySet) throws -> String? {
        let found = set.policyDocuments.filter { $0.name == policy }
        guard !found.isEmpty else { return nil }
        try IdleOptions.refuse(["--markdown": markdown], "with an upstream policy, whose page is for terminals only")
        let printer = PolicyDocumentPrinter(set, Output.standard.style)
        return found.map(printer.text).joined(separator: "\n")
    }

    private func loaded() throws -> PolicySet? {
        do throws(LoadError) {
            return try policies.map { path throws(LoadError) in try Loader(path).load() }
        } catch {
            Output.errors.say(error.description)
            throw ExitStatus.badInput.code
        }
    }

    private func chosen(_ set: PolicySet?) throws -> [PolicyReference] {
        guard let policy else { return PolicyReference.all }
        let found = PolicyReference.all.filter { $0.about.id == policy }
        guard found.isEmpty else { return found }
        let names = (set?.policyNames ?? []) + Catalog.ids
        let suggestion = Spelling.nearest(to: policy, among: names).map { " Did you mean \"\($0)\"?" }
        let place = set == nil ? " Upstream policies are found in what --policies names." : ""
        let advice = suggestion ?? " There are \(names.joined(separator: ", "))."
        throw ValidationError("There is no policy \"\(policy)\".\(place)\(advice)")
    }
}

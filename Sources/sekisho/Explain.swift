import Admission
import ArgumentParser
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
              sekisho explain --markdown > policies.md
            """)

    @Argument(help: "The policy's id; all policies are listed unless one is given.")
    var policy: String?

    @Flag(help: "Print a page of Markdown with everything there is to say.")
    var markdown = false

    func run() throws {
        let policies = try chosen()
        let printer = ReferencePrinter(Output.standard.style)
        if markdown {
            try Output.standard.write(ReferenceMarkdown().text(policies))
        } else if policy != nil {
            try Output.standard.write(policies.map(printer.text).joined())
        } else {
            try Output.standard.write(printer.list(policies))
        }
    }

    private func chosen() throws -> [PolicyReference] {
        guard let policy else { return PolicyReference.all }
        let found = PolicyReference.all.filter { $0.about.id == policy }
        guard found.isEmpty else { return found }
        let suggestion = Spelling.nearest(to: policy, among: Catalog.ids).map { " Did you mean \"\($0)\"?" }
        let advice = suggestion ?? " There are \(Catalog.ids.joined(separator: ", "))."
        throw ValidationError("There is no policy \"\(policy)\".\(advice)")
    }
}

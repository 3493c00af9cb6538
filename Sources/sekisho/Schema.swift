import ArgumentParser
import Rehearsal

/// `sekisho schema`: what editors are to know of our YAML.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of policies and cases, for editors.",
        discussion: """
            With the schema an editor completes keys, shows what they mean, and marks what is wrong. Editors with the \
            YAML language server take it from a comment in the first line of a file:

              # yaml-language-server: $schema=sekisho.schema.json

            ValidatingAdmissionPolicies and MutatingAdmissionPolicies have the schema of Kubernetes instead.

            Example:
              sekisho schema > sekisho.schema.json
            """)

    func run() throws { try Output.standard.write(EditorSchema.text) }
}

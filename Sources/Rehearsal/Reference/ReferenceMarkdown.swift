import Admission
import Configuration
import Documents

/// Prints the reference as a page of Markdown (CommonMark, with GitHub's tables).
package struct ReferenceMarkdown: Sendable {
    package init() {}

    /// The whole page: what there is, what every policy can be told, and each policy.
    package func text(_ policies: [PolicyReference]) -> String {
        """
        <!-- Made by `sekisho explain --markdown`; a test fails when it is stale. -->
        # The policies

        \(contents(policies))
        V validates objects, M changes them. `sekisho explain POLICY` prints the same at a terminal.

        ## What every policy can be told

        \(Self.common)

        \(table(ParameterRow.rows(DocumentReference.binding)))
        ## Exceptions

        \(ExceptionReference.prose.joined(separator: "\n\n"))

        ```yaml
        \(ExceptionReference.example)
        ```

        \(table(ParameterRow.rows(DocumentReference.exception)))
        \(policies.indices.map { chapter(at: $0, policies) + section(policies[$0]) }.joined(separator: "\n"))
        """
    }

    private static let common = """
        A policy is put to work in `spec.policies` of a Gate document. These are the keys of such an entry; \
        `parameters` has those of the policy itself, which follow below.
        """

    private func contents(_ policies: [PolicyReference]) -> String {
        let rows = policies.map { policy in
            let work = (policy.validates ? "V" : "") + (policy.mutates ? "M" : "")
            return "| \(policy.chapter) | [\(policy.about.id)](#\(policy.about.id)) | \(work) | "
                + "\(cell(policy.about.summary)) |\n"
        }
        return "| Chapter | Policy | | What it is for |\n|---|---|---|---|\n" + rows.joined()
    }

    /// The heading of a chapter before its first policy.
    private func chapter(at position: Int, _ policies: [PolicyReference]) -> String {
        let title = policies[position].chapter
        return position > 0 && policies[position - 1].chapter == title ? "" : "## \(title)\n\n"
    }

    private func section(_ policy: PolicyReference) -> String {
        let about = policy.about
        let fields = about.fields.map { "`\($0)`" }.joined(separator: ", ")
        let needs = policy.needs.map { "\n- Needs \($0), from the inventory." } ?? ""
        return """
            ### \(about.id)

            \(escaped(about.summary))

            \(escaped(about.prose))

            - It \(policy.work) \(policy.judged).
            - Fields: \(fields).\(needs)

            \(parameters(policy))
            ```yaml
            \(policy.exampleLines.joined(separator: "\n"))
            ```

            """
    }

    private func parameters(_ policy: PolicyReference) -> String {
        let rows = ParameterRow.rows(policy.parameters)
        return rows.isEmpty ? "It has no parameters.\n" : table(rows)
    }

    private func table(_ rows: [ParameterRow]) -> String {
        "| Parameter | What it means | What it can be | Default |\n|---|---|---|---|\n"
            + rows.map { row in
                "| `\(row.name)` | \(cell(row.help)) | \(cell(row.type)) | "
                    + (row.standard.map { "`\(inCode($0))`" } ?? "") + " |\n"
            }.joined()
    }

    private func cell(_ text: String) -> String {
        escaped(text).replacing("|", with: "\\|").replacing("\n", with: " ")
    }

    /// A code span of a table's cell; the bar would end the cell even there.
    private func inCode(_ text: String) -> String { text.replacing("|", with: "\\|") }

    /// The text with escapes before characters that Markdown would take for marks, unless they are in a code span.
    private func escaped(_ text: String) -> String {
        var isCode = false
        return text.reduce(into: "") { result, character in
            if character == "`" { isCode.toggle() }
            if !isCode, "\\*_<[]".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}

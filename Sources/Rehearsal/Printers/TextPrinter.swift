import Admission
import Configuration
import Documents
import Kubernetes

/// Prints a report for people: what is wrong and where, what would be changed, and the numbers.
package struct TextPrinter: Sendable {
    /// How much is said.
    package enum Detail: Sendable, CaseIterable {
        /// Only what is wrong: no changes, no numbers.
        case findings
        /// What is wrong, what would be changed, and the numbers; other objects are only counted.
        case usual
        /// Every object, and what each policy has to do with it.
        case everything
    }

    private let style: Style
    private let detail: Detail

    /// A printer with colours or without.
    package init(_ style: Style = Style(isColored: false), detail: Detail = .usual) {
        self.style = style
        self.detail = detail
    }

    /// The whole report, its parts with an empty line between them; nothing where there is nothing to say.
    package func text(_ report: Report) -> String {
        let warnings = report.warnings.map(text).joined()
        let numbers = detail == .findings ? "" : summary(report)
        return (report.entries.map(text) + [warnings, numbers]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// One line, as the findings of objects have it.
    private func text(_ warning: Complaint) -> String {
        let place = warning.location.map { "\(warning.file):\($0)" } ?? warning.file
        return "\(place.printable): \(style.paint("warning", .doubtful)): \(warning.message.printable)\n"
    }

    /// The report's numbers.
    package func summary(_ report: Report) -> String {
        let summary = report.summary
        return text(summary) + exceptions(summary.exceptions)
    }

    private func text(_ entry: Report.Entry) -> String {
        guard isShown(entry) else { return "" }
        let manifest = entry.manifest
        let source = manifest.source.map { ", from \($0)" } ?? ""
        let place = "\(manifest.file):\(manifest.location)\(source)".printable
        let heading = style.paint(entry.title.printable, .heading) + style.paint(" (\(place))", .quiet) + "\n"
        return heading + entry.remarks.map { text($0, manifest) }.joined()
            + (detail == .findings ? "" : mutation(entry)) + (detail == .everything ? silence(entry) : "")
    }

    private func isShown(_ entry: Report.Entry) -> Bool {
        switch detail {
        case .findings: !entry.remarks.isEmpty
        case .usual: !entry.remarks.isEmpty || !entry.editors.isEmpty
        case .everything: true
        }
    }

    /// The policies that have nothing to say, and why.
    private func silence(_ entry: Report.Entry) -> String {
        let steps = entry.decision.steps.filter { $0.stage == .validating }
        let kinds = [
            ("passed", steps.filter { $0.outcome == .passed }), ("exempt from", steps.filter { $0.outcome == .exempt }),
        ]
        let lines = kinds.filter { !$0.1.isEmpty }.map { words, steps in
            "  \(words) \(steps.map(\.binding.name).joined(separator: ", "))\n"
        }
        let fields = entry.filled.map(\.field.printable).joined(separator: ", ")
        let defaults = fields.isEmpty ? "" : "  filled in by default: \(fields)\n"
        let notes = entry.notes.map { "  noted by \($0.policy): \($0.key): \($0.value)".printable + "\n" }.joined()
        return exceptions(entry) + (lines.isEmpty && entry.isUnspoken ? "  judged by no policy\n" : lines.joined())
            + notes + defaults
    }

    private func text(_ remark: Report.Remark, _ manifest: Manifest) -> String {
        let verdict = style.paint("\(remark.severity.rawValue) by \(remark.policy)", role(remark.severity))
        let citation = remark.finding?.rule
        let rule = citation?.place.map { "      rule: \($0), bound by \(citation?.binding ?? "")".printable + "\n" }
        let fix = (rule ?? "") + (remark.fix.map { "      fix: \($0.printable).\n" } ?? "")
        let place = manifest.title(of: remark.location).printable
        return "  \(place): \(verdict): \(remark.message.printable)\n" + fix
    }

    private func mutation(_ entry: Report.Entry) -> String {
        guard !entry.editors.isEmpty else { return "" }
        let editors = style.paint("changed by \(entry.editors.joined(separator: ", "))", .note)
        guard let object = entry.changedObject else { return "  \(editors) in what is filled in by default only\n" }
        return "  \(editors):\n" + TextDiff(from: entry.manifest.object, to: object).hunks.map(text).joined()
    }

    private func text(_ hunk: TextDiff.Hunk) -> String {
        let place = hunk.place.tokens.isEmpty ? "the object" : hunk.place.field.printable
        return style.paint("    @@ \(place) @@", .note) + "\n"
            + hunk.lines.map { "    " + text($0) + "\n" }.joined()
    }

    private func text(_ line: TextDiff.Line) -> String {
        switch line.change {
        case .kept: " " + line.text
        case .removed: style.paint("-" + line.text, .removed)
        case .added: style.paint("+" + line.text, .added)
        }
    }

    private func role(_ severity: Report.Severity) -> Style.Role {
        switch severity {
        case .denied: .bad
        case .warned: .doubtful
        case .audited: .note
        }
    }
}

extension TextPrinter {
    private func text(_ summary: Report.Summary) -> String {
        guard summary.objects > 0 else { return "There are no objects to judge.\n" }
        let clean = summary.objects - summary.denied - summary.warned - summary.audited
        let counts = [
            count(summary.denied, "denied", .bad), count(summary.warned, "warned", .doubtful),
            count(summary.audited, "audited", .note), count(clean, "clean", .heading),
        ]
        let changed = summary.mutated > 0 ? "; \(summary.mutated) changed" : ""
        let total =
            "\(counted(summary.objects, "object")): \(counts.compactMap(\.self).joined(separator: ", "))\(changed).\n"
            + mendable(summary)
        guard detail == .everything || summary.namespaces.count > 1 else {
            return total + summary.policies.map(text).joined()
        }
        let policies = summary.policies.isEmpty ? "" : "By policy:\n" + summary.policies.map(text).joined()
        return total + policies + "By namespace:\n" + summary.namespaces.map(text).joined()
    }

    private func mendable(_ summary: Report.Summary) -> String {
        guard summary.mendable > 0 else { return "" }
        let findings = summary.policies.reduce(0) { $0 + $1.denied + $1.warned + $1.audited }
        return "\(summary.mendable) of \(counted(findings, "finding")) can be mended by --fix.\n"
    }

    private func text(_ namespace: Report.Summary.Namespace) -> String {
        let counts = [
            counted(namespace.objects, "object"), count(namespace.denied, "denied", .bad),
            count(namespace.warned, "warned", .doubtful), count(namespace.audited, "audited", .note),
            count(namespace.mutated, "changed", .note),
        ]
        let name = namespace.name.isEmpty ? "(outside of namespaces)" : namespace.name.printable
        return "  \(name): \(counts.compactMap(\.self).joined(separator: ", "))\n"
    }

    private func text(_ policy: Report.Summary.Policy) -> String {
        let counts = [
            count(policy.denied, "denied", .bad), count(policy.warned, "warned", .doubtful),
            count(policy.audited, "audited", .note), count(policy.mutated, "changed", .note),
        ]
        return "  \(policy.name): \(counts.compactMap(\.self).joined(separator: ", "))\n"
    }

    private func count(_ number: Int, _ word: String, _ role: Style.Role) -> String? {
        number > 0 ? style.paint("\(number) \(word)", role) : nil
    }
}

extension Report.Entry {
    /// `Deployment team-a/web`.
    var title: String {
        let name = manifest.name.isEmpty ? "(no name)" : manifest.name
        return "\(manifest.kind.kind) \(namespace.isEmpty ? name : "\(namespace)/\(name)")"
    }
}

import Documents
import Kubernetes

/// Prints what is wrong with webhook configurations, for people.
package struct DiagnosisPrinter: Sendable {
    private let style: Style

    /// A printer with colours or without.
    package init(_ style: Style = Style(isColored: false)) { self.style = style }

    /// Each configuration with its ailments, and how many there are.
    package func text(_ examination: Examination) -> String {
        var text = ""
        var last = ""
        for ailment in examination.ailments {
            let heading = heading(ailment.manifest)
            if heading != last { text += (text.isEmpty ? "" : "\n") + heading }
            last = heading
            text += self.text(ailment)
        }
        return text + (text.isEmpty ? "" : "\n") + summary(examination)
    }

    private func heading(_ manifest: Manifest) -> String {
        let title = style.paint("\(manifest.kind.kind) \(manifest.name)".printable, .heading)
        return title + style.paint(" (\(manifest.file):\(manifest.location))".printable, .quiet) + "\n"
    }

    private func text(_ ailment: Ailment) -> String {
        let verdict = style.paint(
            "\(ailment.severity.rawValue): \(ailment.check.rawValue)", ailment.severity == .danger ? .bad : .doubtful)
        let webhook = ailment.webhook.isEmpty ? "" : "\(ailment.webhook): "
        return """
              \("\(ailment.manifest.file):\(ailment.location)".printable): \(verdict): \((webhook + ailment.what).printable)
                  why: \(ailment.why.printable)
                  fix: \(ailment.fix.printable)

            """
    }

    private func summary(_ examination: Examination) -> String {
        let subject =
            "\(Self.count(examination.webhooks, "webhook")) in "
            + Self.count(examination.configurations, "configuration")
        let counts = Ailment.Severity.allCases.compactMap { severity in
            let count = examination.count(severity)
            return count > 0 ? Self.count(count, severity.rawValue) : nil
        }
        return "\(subject): \(counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")).\n"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Prints the same for programs: one JSON document, in which members may come but never go or change their meaning.
package struct DiagnosisJSONPrinter: Sendable {
    package init() {}

    /// The whole examination, and a line's end.
    package func text(_ examination: Examination) -> String {
        let document: JSONValue = [
            "apiVersion": "sekisho.dev/v1alpha1", "kind": "Diagnosis",
            "summary": [
                "configurations": .int(Int64(examination.configurations)),
                "webhooks": .int(Int64(examination.webhooks)),
                "dangers": .int(Int64(examination.count(.danger))),
                "cautions": .int(Int64(examination.count(.caution))),
            ],
            "findings": .array(examination.ailments.map(finding)),
        ]
        var writer = JSONWriter(capacity: 4096)
        document.write(to: &writer)
        return writer.text + "\n"
    }

    private func finding(_ ailment: Ailment) -> JSONValue {
        [
            "severity": .string(ailment.severity.rawValue), "check": .string(ailment.check.rawValue),
            "kind": .string(ailment.manifest.kind.kind), "name": .string(ailment.manifest.name),
            "webhook": .string(ailment.webhook), "file": .string(ailment.manifest.file),
            "line": .int(Int64(ailment.location.line)), "column": .int(Int64(ailment.location.column)),
            "pointer": .string(ailment.pointer.description), "field": .string(ailment.pointer.field),
            "what": .string(ailment.what), "why": .string(ailment.why), "fix": .string(ailment.fix),
        ]
    }
}

package import Configuration
import Documents

/// Prints a report as workflow commands of GitHub Actions, which become annotations of the lines in question, and the
/// numbers for the log.
package struct GitHubPrinter: Sendable {
    package init() {}

    /// The whole report.
    package func text(_ report: Report, _ complaints: [Complaint] = []) -> String {
        let remarks = report.entries.flatMap { entry in entry.remarks.map { text($0, entry) } }
        let warnings = report.warnings.map { text($0, "warning", title: "doubtful input") }
        return (complaints.map { text($0, "error", title: "bad input") } + remarks + warnings).joined()
            + TextPrinter().summary(report)
    }

    private func text(_ remark: Report.Remark, _ entry: Report.Entry) -> String {
        let fix = remark.fix.map { " \($0)." } ?? ""
        return command(
            remark.severity.command, entry.manifest.file, remark.location,
            title: "\(entry.title) is \(remark.severity.rawValue) by \(remark.policy)",
            remark.message + fix + remark.ruleNote + (entry.manifest.source.map { " (from \($0))" } ?? ""))
    }

    private func text(_ complaint: Complaint, _ name: String, title: String) -> String {
        command(name, complaint.file, complaint.location, title: title, complaint.message)
    }

    private func command(
        _ name: String, _ file: String, _ location: SourceLocation?, title: String, _ message: String
    ) -> String {
        // What came from standard input has no file that a line could be shown of.
        let isFile = file != ManifestReader.standardInputName
        let place = location.map { [("line", String($0.line)), ("col", String($0.column))] } ?? []
        let properties = (isFile ? [("file", file)] + place : []) + [("title", title)]
        let list = properties.map { "\($0)=\(Self.escapedProperty($1))" }.joined(separator: ",")
        let origin = isFile ? "" : location.map { "\(file):\($0): " } ?? "\(file): "
        return "::\(name) \(list)::\(Self.escaped(origin + message))\n"
    }

    /// actions/toolkit, `core/src/command.ts`: what ends a command, and the sign of escapes itself.
    private static func escaped(_ text: String) -> String {
        text.replacing("%", with: "%25").unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar.isControl ? " " : scalar)
            }
        }
    }

    /// The same, and what ends a property.
    private static func escapedProperty(_ text: String) -> String {
        escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

extension Report.Severity {
    fileprivate var command: String {
        switch self {
        case .denied: "error"
        case .warned: "warning"
        case .audited: "notice"
        }
    }
}

import Admission
package import Configuration
import Documents
import Kubernetes

/// Prints a report as JUnit's XML: a suite for each file, a test case for each object, and errors for what could not be
/// read.
package struct JUnitPrinter: Sendable {
    private let threshold: Report.Severity?

    /// A printer of reports in which an object fails that is as bad as the threshold, or worse.
    package init(failingAt threshold: Report.Severity? = .denied) { self.threshold = threshold }

    /// The whole report.
    package func text(_ report: Report, _ complaints: [Complaint] = []) -> String {
        var xml = XMLText()
        let counts = counts(
            report.entries.count + complaints.count + report.warnings.count, failures(report.entries),
            errors: complaints.count)
        xml.element("testsuites", [("name", "sekisho check")] + counts) { xml in
            for (file, entries) in files(report) { write(file, entries, &xml) }
            if !complaints.isEmpty { write(complaints, &xml) }
            if !report.warnings.isEmpty { write(warnings: report.warnings, &xml) }
        }
        return xml.text
    }

    /// The objects by file, in the order of the report.
    private func files(_ report: Report) -> [(String, [Report.Entry])] {
        let groups = Dictionary(grouping: report.entries, by: \.manifest.file)
        let names = report.entries.map(\.manifest.file).reduce(into: [String]()) { names, name in
            if names.last != name { names.append(name) }
        }
        return names.map { ($0, groups[$0] ?? []) }
    }

    private func failures(_ entries: [Report.Entry]) -> Int { entries.count { !failing($0).isEmpty } }

    private func failing(_ entry: Report.Entry) -> [Report.Remark] {
        guard let threshold else { return [] }
        return entry.remarks.filter { $0.severity <= threshold }
    }

    /// What an object would fail of if no exception let it pass; nil where it does fail, or has nothing to fail of.
    private func skipping(_ entry: Report.Entry) -> Report.Excepted? {
        guard let threshold, failing(entry).isEmpty else { return nil }
        return entry.excepted.first { $0.remark.severity <= threshold }
    }

    private func counts(_ tests: Int, _ failures: Int, errors: Int) -> [(String, String)] {
        [
            ("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors)),
            ("time", Duration.zero.secondsText),
        ]
    }

    private func write(_ file: String, _ entries: [Report.Entry], _ xml: inout XMLText) {
        let counts = counts(entries.count, failures(entries), errors: 0)
        let skipped = entries.count { skipping($0) != nil }
        xml.element("testsuite", [("name", file)] + counts + [("skipped", String(skipped))]) { xml in
            for entry in entries { write(entry, &xml) }
        }
    }

    private func write(_ entry: Report.Entry, _ xml: inout XMLText) {
        let manifest = entry.manifest
        let attributes = [
            ("name", entry.title), ("classname", manifest.kind.apiVersion), ("file", manifest.file),
            ("line", String(manifest.location.line)), ("time", Duration.zero.secondsText),
        ]
        guard !entry.remarks.isEmpty || !entry.excepted.isEmpty else { return xml.element("testcase", attributes) }
        let failing = failing(entry)
        let others = entry.remarks.filter { remark in threshold.map { remark.severity > $0 } ?? true }
        xml.element("testcase", attributes) { xml in
            if let first = failing.first {
                let rest = failing.count > 1 ? " (and \(failing.count - 1) more)" : ""
                xml.element(
                    "failure", [("message", first.message + rest), ("type", first.about.id)],
                    text: text(failing, manifest))
            }
            if let skipped = skipping(entry) {
                let message = "\(skipped.exception.title) lets pass: \(skipped.remark.message)"
                xml.element("skipped", [("message", message)])
            }
            let lines = entry.excepted.map { text([$0.remark], manifest) + " Let pass by \($0.exception.title)." }
            let output = (others.isEmpty ? [] : [text(others, manifest)]) + lines
            if !output.isEmpty { xml.element("system-out", [], text: output.joined(separator: "\n")) }
        }
    }

    private func text(_ remarks: [Report.Remark], _ manifest: Manifest) -> String {
        remarks.map { remark in
            let fix = remark.fix.map { " \($0)." } ?? ""
            return "\(manifest.title(of: remark.location)): \(remark.severity.rawValue) by \(remark.policy): "
                + remark.message + fix + remark.ruleNote
        }.joined(separator: "\n")
    }

    private func write(_ complaints: [Complaint], _ xml: inout XMLText) {
        let counts = counts(complaints.count, 0, errors: complaints.count)
        xml.element("testsuite", [("name", "files that can't be read")] + counts + [("skipped", "0")]) { xml in
            for complaint in complaints { xml.write(complaint) }
        }
    }

    /// Cases that pass: what is odd about an input makes nothing fail.
    private func write(warnings: [Complaint], _ xml: inout XMLText) {
        let counts = counts(warnings.count, 0, errors: 0)
        xml.element("testsuite", [("name", "doubtful input")] + counts + [("skipped", "0")]) { xml in
            for warning in warnings {
                xml.element("testcase", warning.testCase) { $0.element("system-out", [], text: warning.message) }
            }
        }
    }
}

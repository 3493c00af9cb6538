import Admission
package import Configuration
import Documents
import Kubernetes

/// Prints a report as SARIF 2.1.0 (OASIS), which code scanning reads: a rule for each policy, a result for each finding,
/// a notification for each input that could not be read.
package struct SARIFPrinter: Sendable {
    private let version: String
    private let policies: [PolicyReference]

    /// A printer of a program's version.
    ///
    /// - Parameter policies: those that are rules even where the report does not name them.
    package init(version: String, policies: [PolicyReference] = PolicyReference.all) {
        self.version = version
        self.policies = policies
    }

    /// The whole report as one run, and a line's end.
    package func text(_ report: Report, _ complaints: [Complaint] = []) -> String {
        let rules = rules(report)
        let results = report.entries.flatMap { entry in
            entry.remarks.map { result($0, entry, rules.firstIndex(of: $0.about.id)) }
                + entry.excepted.map { excepted in
                    result(excepted.remark, entry, rules.firstIndex(of: excepted.remark.about.id))
                        .replacing("suppressions", by: [excepted.exception.suppression])
                }
        }
        let run: JSONValue = [
            "tool": ["driver": driver(report, rules)],
            "columnKind": "unicodeCodePoints",
            "invocations": [
                [
                    "executionSuccessful": .bool(complaints.isEmpty),
                    "toolExecutionNotifications": .array(
                        complaints.map { notification($0, "error") }
                            + report.warnings.map { notification($0, "warning") }),
                ]
            ],
            "results": .array(results),
        ]
        let log: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
        ]
        return IndentedJSON(log).text + "\n"
    }

    /// The ids of all rules: those of the catalogue, and then others that the report names.
    private func rules(_ report: Report) -> [String] {
        report.allRemarks.reduce(into: policies.map(\.about.id)) { ids, remark in
            if !ids.contains(remark.about.id) { ids.append(remark.about.id) }
        }
    }

    private func driver(_ report: Report, _ ids: [String]) -> JSONValue {
        let remarks = report.allRemarks
        let rules = ids.map { id in
            if let policy = policies.first(where: { $0.about.id == id }) {
                return rule(policy.about, tags: [policy.chapter])
            }
            return remarks.first { $0.about.id == id }.map { rule($0.about, tags: []) } ?? ["id": .string(id)]
        }
        return ["name": "sekisho", "version": .string(version), "rules": .array(rules)]
    }

    private func rule(_ about: About, tags: [String]) -> JSONValue {
        let place = policies.contains { $0.about.id == about.id } ? "" : " --policies DIRECTORY"
        return [
            "id": .string(about.id),
            "shortDescription": ["text": .string(about.summary)],
            "fullDescription": ["text": .string(about.prose)],
            "help": ["text": .string("\(about.summary) More of it: sekisho explain \(about.id)\(place)")],
            "defaultConfiguration": ["level": "error"],
            "properties": ["tags": .array(tags.map { .string($0) })],
        ]
    }

    private func result(_ remark: Report.Remark, _ entry: Report.Entry, _ rule: Int?) -> JSONValue {
        let manifest = entry.manifest
        let fix = remark.fix.map { " \($0)." } ?? ""
        let result: JSONValue = [
            "ruleId": .string(remark.about.id),
            "ruleIndex": .int(Int64(rule ?? -1)),
            "level": .string(remark.severity.level),
            "message": Self.message(remark.message + fix),
            "locations": [
                [
                    "physicalLocation": Self.place(manifest.file, remark.location),
                    "logicalLocations": [Self.logicalPlace(remark, entry)],
                ]
            ],
            "partialFingerprints": ["sekisho/v1": .string(remark.fingerprint(entry))],
            "properties": Self.properties(remark, manifest),
        ]
        guard let place = Self.rulePlace(remark) else { return result }
        return result.replacing("relatedLocations", by: [place])
    }

    /// Where the rule of an upstream policy stands.
    private static func rulePlace(_ remark: Report.Remark) -> JSONValue? {
        guard let rule = remark.finding?.rule, let file = rule.file, let location = rule.location else { return nil }
        let text = "The rule of \(rule.kind) \(rule.policy), bound by \(rule.binding)"
        return ["id": 1, "physicalLocation": place(file, location), "message": message(text)]
    }

    private static func properties(_ remark: Report.Remark, _ manifest: Manifest) -> JSONValue {
        let source =
            (manifest.source.map { [JSONValue.Member("source", .string($0))] } ?? [])
            + (remark.finding?.rule?.place.map { [.init("rule", .string($0))] } ?? [])
        return .object(
            [.init("binding", .string(remark.policy)), .init("severity", .string(remark.severity.rawValue))] + source)
    }

    private func notification(_ complaint: Complaint, _ level: String) -> JSONValue {
        let location = Self.place(complaint.file, complaint.location)
        return [
            "level": .string(level), "message": Self.message(complaint.message),
            "locations": [["physicalLocation": location]],
        ]
    }

    /// Section 3.11.5: braces are doubled, since single ones hold the place of an argument.
    private static func message(_ text: String) -> JSONValue {
        ["text": .string(text.replacing("{", with: "{{").replacing("}", with: "}}"))]
    }

    private static func place(_ file: String, _ location: SourceLocation?) -> JSONValue {
        let artifact: JSONValue = ["uri": .string(FileURI.reference(to: file))]
        guard let location else { return ["artifactLocation": artifact] }
        let region: JSONValue = [
            "startLine": .int(Int64(location.line)), "startColumn": .int(Int64(location.column)),
        ]
        return ["artifactLocation": artifact, "region": region]
    }

    private static func logicalPlace(_ remark: Report.Remark, _ entry: Report.Entry) -> JSONValue {
        let field = remark.finding.map { $0.pointer.description } ?? ""
        let name = field.isEmpty ? entry.title : "\(entry.title) \(field)"
        return ["fullyQualifiedName": .string(name), "kind": "object"]
    }
}

extension Report {
    /// The remarks, those that exceptions let pass as well.
    fileprivate var allRemarks: [Remark] { entries.flatMap { $0.remarks + $0.excepted.map(\.remark) } }
}

extension Exception {
    /// Sections 3.27.23 and 3.35: the decision is kept outside of the source, in the policy directory.
    fileprivate var suppression: JSONValue {
        ["kind": "external", "status": "accepted", "justification": .string("\(title): \(reason)")]
    }
}

extension Report.Severity {
    /// SARIF 2.1.0, section 3.27.10.
    fileprivate var level: String {
        switch self {
        case .denied: "error"
        case .warned: "warning"
        case .audited: "note"
        }
    }
}

extension Report.Remark {
    /// Tells the remark from all others however lines move about: the same field of the same object, for the same
    /// binding, and the same of its rules.
    fileprivate func fingerprint(_ entry: Report.Entry) -> String {
        let parts =
            [
                about.id, policy, entry.manifest.kind.apiVersion, entry.title, finding?.pointer.description ?? "",
                finding?.container ?? "", finding?.found ?? "",
            ] + (finding?.rule.map { [$0.binding, $0.index.map(String.init) ?? $0.message] } ?? [])
        var hash = ContentHash()
        for part in parts { hash.add(Array(part.utf8) + [0]) }
        return hash.text
    }
}

/// File names as URIs (RFC 3986).
enum FileURI {
    /// A relative reference, or a `file` URI for an absolute path.
    static func reference(to path: String) -> String {
        let text = path.utf8.reduce(into: "") { text, byte in
            if isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return path.hasPrefix("/") ? "file://" + text : text
    }

    /// Section 2.3, and the slash. A colon would make the first segment a scheme.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~/".utf8.contains(byte)
        }
    }
}

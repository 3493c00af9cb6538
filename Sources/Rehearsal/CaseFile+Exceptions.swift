import Admission
import Configuration
import Documents

/// When a case is played.
struct CaseTime: ParameterValue {
    /// Since 1970; of a date, its first.
    let seconds: Int64
    private let text: String

    static var shape: ParameterShape { .text("a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> CaseTime? {
        guard let text = String.read(json, reader) else { return nil }
        guard let end = Expiry(parsing: text)?.seconds else {
            reader.complain("\"\(text)\" is no time; wanted is a date such as 2026-12-31, or 2026-12-31T18:00:00Z.")
            return nil
        }
        // A date ends after its day.
        return CaseTime(seconds: text.utf8.count == "2026-12-31".utf8.count ? end - 86_400 : end, text: text)
    }

    var json: JSONValue { .string(text) }
}

extension CaseFile {
    /// The exceptions that a case names or spells out, for a gate.
    static func exceptions(
        _ entry: CaseEntry, _ gate: Gate, _ policies: PolicySet?, _ reader: ParameterReader
    ) -> [Exception] {
        entry.exceptions.enumerated().compactMap { position, element in
            reader.descend(String(position)) {
                guard case .json(let json) = element else { return nil }
                let exception =
                    json.string.map { named($0, policies, reader) } ?? ExceptionDocument.exception(json, reader)
                guard let exception else { return nil }
                guard gate.bindings.contains(where: exception.names) else {
                    let names = gate.bindings.map(\.name).joined(separator: ", ")
                    reader.complain("The exception \"\(exception.name)\" is about none of the policies here: \(names).")
                    return nil
                }
                return exception
            }
        }
    }

    private static func named(_ name: String, _ policies: PolicySet?, _ reader: ParameterReader) -> Exception? {
        guard let policies else {
            reader.complain("Exceptions by name want their policies; name their directory by --policies.")
            return nil
        }
        if let exception = policies.exceptions.first(where: { $0.name == name }) { return exception }
        let names = policies.exceptions.map(\.name)
        let suggestion = Spelling.nearest(to: name, among: names)
        let known = names.isEmpty || suggestion != nil ? "" : "; there are \(names.joined(separator: ", "))"
        reader.complain("There is no exception \"\(name)\"\(known).", suggestion: suggestion)
        return nil
    }
}

import Admission
package import Configuration
package import Documents
import Kubernetes
import Policies

/// A file of cases, each of which says what a policy must make of an object: `kind: Cases`.
package struct CaseFile: Sendable {
    /// The cases, in order. Those with complaints are left out.
    package private(set) var cases: [Case] = []
    /// All that is wrong with the file, in no order.
    package private(set) var complaints: [Complaint] = []
    private let source: SourceText

    /// Reads the documents of a file. Those of other kinds of this program, such as `kind: Gate`, are passed over.
    package init(_ source: SourceText, reader: YAMLReader = YAMLReader()) {
        self.source = source
        do throws(YAMLError) {
            for (position, document) in try reader.documents(in: source.bytes).enumerated() {
                read(document, number: position + 1)
            }
        } catch {
            complaints.append(Complaint(source, at: error.location, "This is no YAML: \(error.reason.sentence)"))
        }
    }

    /// Plays all cases, in order.
    package func run() -> [Outcome] { cases.map { $0.outcome() } }

    private mutating func read(_ document: YAMLDocument, number: Int) {
        guard !document.json.isNull, !isOther(document.json) else { return }
        if let stranger = GroupVersionKind(object: document.json), stranger.isStranger {
            let sentence =
                "This is a \(stranger.kind) of \(stranger.apiVersion); wanted are Cases of \(documentVersion)."
            return complaints.append(Complaint(source, at: document.start, sentence))
        }
        let reader = ParameterReader()
        let entry = CasesEntry.read(document.json, reader)
        if let type = policy(entry.policy, reader), case .array(let elements) = entry.cases.opened {
            reader.descend("cases") {
                for (position, element) in elements.enumerated() {
                    guard case .json(let json) = element else { continue }
                    let place = Place(file: source.name, document: document, number: number, position: position)
                    reader.descend(String(position)) { cases += read(json, type, place, reader) }
                }
            }
        }
        complaints += reader.complaints.map { Complaint($0, in: document, of: source) }
    }

    /// Documents that stand beside cases in a policy directory.
    private func isOther(_ json: JSON) -> Bool {
        ["Gate", "Exception"].contains { json["kind"]?.equals($0) ?? false }
    }

    private func policy(_ id: String, _ reader: ParameterReader) -> (any Policy.Type)? {
        if let type = Catalog.policy(id) { return type }
        let suggestion = Spelling.nearest(to: id, among: Catalog.ids)
        let known = suggestion == nil ? "; there are \(Catalog.ids.joined(separator: ", "))" : ""
        reader.descend("policy") {
            reader.complain(
                id.isEmpty ? "The policy's id is missing\(known)." : "There is no policy \"\(id)\"\(known).",
                suggestion: suggestion)
        }
        return nil
    }

    /// The case, or none when something is wrong with it.
    private func read(_ json: JSON, _ type: any Policy.Type, _ place: Place, _ reader: ParameterReader) -> [Case] {
        let count = reader.complaints.count
        let entry = CaseEntry.read(json, reader)
        let policy = reader.descend("parameters") { type.read(json["parameters"], reader) }
        guard reader.complaints.count == count, let made = Case(entry, policy, place, json, reader) else { return [] }
        return reader.complaints.count == count ? [made] : []
    }
}

extension CaseFile {
    /// Where a case stands.
    struct Place {
        /// The file's name as the user gave it.
        let file: String
        /// The document.
        let document: YAMLDocument
        /// Position of the document in its file, from 1.
        let number: Int
        /// Position of the case in the document, from 0.
        let position: Int

        /// Leads from the document to the case.
        var pointer: Pointer { ["cases", String(position)] }
    }
}

extension GroupVersionKind {
    /// The object is no document of this program, and does not mean to be one.
    fileprivate var isStranger: Bool { group != "sekisho.dev" && kind != "Cases" }
}

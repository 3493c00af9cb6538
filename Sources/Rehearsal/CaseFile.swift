import Admission
package import Configuration
package import Documents
import Expressions
import Kubernetes
import Policies

/// A file of cases, each of which says what a policy must make of an object: `kind: Cases`.
package struct CaseFile: Sendable {
    /// The cases, in order. Those with complaints are left out.
    package private(set) var cases: [Case] = []
    /// All that is wrong with the file, in no order.
    package private(set) var complaints: [Complaint] = []
    private let source: SourceText
    private let policies: PolicySet?
    /// The lines of the cases so far, by what they are about and their names.
    private var lines: [[String]: Int] = [:]

    /// Reads the documents of a file. Those of other kinds of this program, such as `kind: Gate`, are passed over.
    ///
    /// - Parameter policies: the gates that cases may be about.
    package init(_ source: SourceText, policies: PolicySet? = nil, reader: YAMLReader = YAMLReader()) {
        self.source = source
        self.policies = policies
        do throws(YAMLError) {
            for (position, document) in try reader.documents(in: source.bytes).enumerated() {
                read(document, number: position + 1)
            }
        } catch {
            complaints.append(Complaint(error, in: source))
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
        let topic = topic(entry, reader)
        if case .array(let elements) = entry.cases.opened {
            reader.descend("cases") {
                for (position, element) in elements.enumerated() {
                    guard case .json(let json) = element else { continue }
                    let place = Place(
                        file: source.name, document: document, number: number, position: position,
                        fillsDefaults: entry.defaults)
                    reader.descend(String(position)) {
                        note(json, entry.policy ?? entry.gate, place, reader)
                        cases += read(json, topic, place, reader)
                    }
                }
            }
        }
        complaints += reader.complaints.map { Complaint($0, in: document, of: source) }
    }

    /// Complains of a name that another case about the same has already: by their names cases are chosen and reported.
    private mutating func note(_ json: JSON, _ topic: String?, _ place: Place, _ reader: ParameterReader) {
        guard let name = json["name"]?.string, !name.isEmpty else { return }
        let title = [topic ?? "", name]
        guard let line = lines[title] else {
            lines[title] = place.document.location(at: place.pointer).line
            return
        }
        reader.descend("name") {
            reader.complain(
                "The case of line \(line) is called \"\(name)\", too; give each case of a policy a name of its own.")
        }
    }

    /// Documents that stand beside cases in a policy directory.
    private func isOther(_ json: JSON) -> Bool {
        ["Gate", "Exception"].contains { json["kind"]?.equals($0) ?? false } || isUpstream(json)
    }

    /// Upstream policies, their bindings, and their parameters.
    private func isUpstream(_ json: JSON) -> Bool {
        guard let type = GroupVersionKind(object: json) else { return false }
        return type.group == UpstreamDocument.group
            || policies?.policyDocuments.contains {
                $0.paramKind?.kind == type.kind && $0.paramKind?.group == type.group
            }
                ?? false
    }

    /// What cases are about, before they set parameters.
    private enum Topic {
        case policy(any Policy.Type)
        case gate(String, Gate)
        /// The bindings of an upstream policy.
        case upstream(String, Gate)
        /// Something that there isn't; what else is wrong with the cases is told all the same.
        case unknown

        /// There is such a thing.
        var isKnown: Bool { if case .unknown = self { false } else { true } }
    }

    /// What the cases are about; when there is no such thing the reader has a complaint.
    private func topic(_ entry: CasesEntry, _ reader: ParameterReader) -> Topic {
        if let name = entry.gate {
            guard entry.policy == nil else { return .unknown }
            if let gate = name == "*" ? policies?.merged : policies?.gate(named: name) { return .gate(name, gate) }
            complain(ofGate: name, reader)
        } else if let id = entry.policy {
            if let type = Catalog.policy(id) { return .policy(type) }
            let bindings = policies?.bindings(ofPolicy: id) ?? []
            if !bindings.isEmpty {
                return .upstream(id, Gate(bindings, templates: policies?.merged.templates ?? .init()))
            }
            complain(ofPolicy: id, reader)
        }
        return .unknown
    }

    private func complain(ofGate name: String, _ reader: ParameterReader) {
        let names = policies?.names ?? []
        let suggestion = Spelling.nearest(to: name, among: names)
        let sentence =
            policies == nil
            ? "Cases of a gate want its policies; name their directory by --policies."
            : "There is no gate \"\(name)\""
                + (suggestion == nil ? "; there are \(names.joined(separator: ", "))." : ".")
        reader.descend("gate") { reader.complain(sentence, suggestion: suggestion) }
    }

    private func complain(ofPolicy id: String, _ reader: ParameterReader) {
        let names = Catalog.ids + (policies?.policyNames ?? [])
        let suggestion = Spelling.nearest(to: id, among: names)
        let known = suggestion == nil ? "; there are \(names.joined(separator: ", "))" : ""
        reader.descend("policy") {
            let place = policies == nil ? " Upstream policies are found in what --policies names." : ""
            reader.complain("There is no policy \"\(id)\"\(known).\(place)", suggestion: suggestion)
        }
    }

    /// The case, or none when something is wrong with it.
    private func read(_ json: JSON, _ topic: Topic, _ place: Place, _ reader: ParameterReader) -> [Case] {
        let count = reader.complaints.count
        let entry = CaseEntry.read(json, reader)
        let subject = reader.descend("parameters") { complete(topic, json["parameters"], reader) }
        let whole = reader.descend("params") { self.subject(subject, of: topic, json["params"], reader) }
        reader.descend(["expect", "deny"]) { judge(entry.expect.deny ?? [], topic, reader) }
        let exceptions = reader.descend("exceptions") {
            topic.isKnown ? Self.exceptions(entry, whole.gate, policies, reader) : []
        }
        guard reader.complaints.count == count, var made = Case(entry, whole, place, json, reader), topic.isKnown else {
            return []
        }
        made.exceptions = exceptions
        return reader.complaints.count == count ? [made] : []
    }

    /// Findings have a field, but for those of upstream policies, whose rules speak of whole objects.
    private func judge(_ findings: [ExpectedFinding], _ topic: Topic, _ reader: ParameterReader) {
        switch topic {
        case .upstream, .unknown: return
        case .policy, .gate: break
        }
        for (position, finding) in findings.enumerated() where finding.path == nil && finding.message != nil {
            reader.descend([String(position), "path"]) { reader.complain(ExpectedFinding.lack) }
        }
    }

    /// What a case is about, its upstream policy judging with the case's own params where it has some.
    private func subject(
        _ subject: CaseFile.Subject, of topic: Topic, _ params: JSON?, _ reader: ParameterReader
    ) -> CaseFile.Subject {
        guard let params, params.kind == .array, params.count > 0, topic.isKnown else { return subject }
        let name: String? = if case .upstream(let name, _) = topic { name } else { nil }
        guard let name, let policies, let kind = policies.paramKind(ofPolicy: name) else {
            reader.complain("Only an upstream policy with a paramKind takes params; remove these.")
            return subject
        }
        let documents = Array(params.elements)
        for (position, document) in documents.enumerated() {
            guard let type = GroupVersionKind(object: document), type.kind == kind.kind, type.group == kind.group else {
                reader.descend(String(position)) {
                    reader.complain("Wanted is a \(kind.kind) of \(kind.apiVersion), which is the policy's paramKind.")
                }
                continue
            }
        }
        let bindings = policies.bindings(ofPolicy: name, parameters: documents)
        return .gate(name, Gate(bindings, templates: policies.merged.templates))
    }

    /// What a case is about, with its parameters.
    private func complete(_ topic: Topic, _ parameters: JSON?, _ reader: ParameterReader) -> CaseFile.Subject {
        switch topic {
        case .policy(let type): return .policy(type.read(parameters, reader))
        case .gate(let name, let gate), .upstream(let name, let gate):
            if parameters != nil { reader.complain("A gate has its parameters already; remove these.") }
            return .gate(name, gate)
        case .unknown: return .gate("", Gate())
        }
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
        /// The document's objects get what the API server fills in.
        let fillsDefaults: Bool

        /// Leads from the document to the case.
        var pointer: Pointer { ["cases", String(position)] }
    }
}

extension GroupVersionKind {
    /// The object is no document of this program, and does not mean to be one.
    fileprivate var isStranger: Bool { group != "sekisho.dev" && kind != "Cases" }
}

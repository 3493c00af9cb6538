import Admission
package import Documents
package import Expressions
import Kubernetes

/// A file of a policy directory, read: its `Gate` and `Exception` documents, and all that is wrong with them.
package struct GateFile: Sendable {
    /// The gates, in order. Those with complaints are here as far as they could be read.
    package private(set) var gates: [GateDocument] = []
    /// The exceptions, in order. Those with complaints are here as far as they could be read.
    package private(set) var exceptions: [ExceptionDocument] = []
    /// The upstream policies, their bindings, and what may be their parameters, in order.
    package private(set) var upstream: [UpstreamDocument] = []
    /// All that is wrong, in no order.
    package private(set) var complaints: [Complaint] = []
    private let source: SourceText

    /// Reads the documents of a file. `kind: Cases` is passed over.
    package init(_ source: SourceText, reader: YAMLReader = YAMLReader(), as format: YAMLReader.Format = .any) {
        self.source = source
        do throws(YAMLError) {
            for document in try reader.documents(in: source.bytes, as: format) { read(document) }
        } catch {
            complaints.append(Complaint(error, in: source))
        }
    }

    /// - Parameter implied: what the document is where it doesn't say so.
    private mutating func read(_ document: YAMLDocument, as implied: GroupVersionKind? = nil) {
        guard !document.json.isNull else { return }
        if document.json.isList { return readItems(document) }
        let reader = ParameterReader()
        if let type = GroupVersionKind(object: document.json) ?? implied, type.group != "sekisho.dev" {
            let document = UpstreamDocument(DocumentPlace(source, document), as: implied, reader)
            if let document { upstream.append(document) }
        } else {
            read(document, reader)
        }
        complaints += reader.complaints.map { Complaint($0, in: document, of: source) }
    }

    /// Reads what a list holds, as if each were a document of its own.
    private mutating func readItems(_ list: YAMLDocument) {
        guard let items = list.json["items"], !items.isNull else { return }
        guard items.kind == .array else {
            let message = "The list's items are \(items.typeName); wanted is a list of objects."
            return complaints.append(Complaint(source, at: list.location(of: items), message))
        }
        for item in items.elements { read(list.part(item), as: list.json.itemType) }
    }

    /// Reads a document of this program.
    private mutating func read(_ document: YAMLDocument, _ reader: ParameterReader) {
        switch kind(document.json, reader) {
        case "Gate":
            let entry = GateEntry.read(document.json, reader)
            let bindings = bindings(entry, document, reader)
            gates.append(gate(entry, bindings, document))
        case "Exception": exceptions.append(ExceptionDocument(document, of: source, reader))
        default: break
        }
    }

    /// A document's kind, nil where it has none; one that is neither a gate nor an exception nor `Cases` is complained of.
    private func kind(_ json: JSON, _ reader: ParameterReader) -> String? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "a Gate document of \(documentVersion)")
            return nil
        }
        guard let apiVersion = text("apiVersion", json, reader), let kind = text("kind", json, reader) else {
            return nil
        }
        guard apiVersion == documentVersion else {
            complain(ofVersion: apiVersion, reader)
            return nil
        }
        let kinds = ["Gate", "Exception", "Cases"]
        if !kinds.contains(kind) {
            reader.descend("kind") {
                reader.complain(
                    "\"\(kind)\" is unknown; wanted is Gate or Exception (or Cases, which is passed over).",
                    suggestion: Spelling.nearest(to: kind, among: kinds))
            }
        }
        return kind
    }

    private func complain(ofVersion apiVersion: String, _ reader: ParameterReader) {
        reader.descend("apiVersion") {
            reader.complain(
                "\"\(apiVersion)\" is unknown; wanted is \(documentVersion).",
                suggestion: Spelling.nearest(to: apiVersion, among: [documentVersion]))
        }
    }

    private func text(_ name: String, _ json: JSON, _ reader: ParameterReader) -> String? {
        guard let member = json.member(name) else {
            let wanted = name == "kind" ? "Gate" : documentVersion
            reader.complainMissing(name, wanted: wanted)
            return nil
        }
        return reader.descend(name) { String.read(member, reader) }
    }

    private func bindings(_ entry: GateEntry, _ document: YAMLDocument, _ reader: ParameterReader) -> [Binding] {
        guard let spec = document.json["spec"], spec.kind == .object else {
            if document.json["spec"] == nil { reader.complainMissing("spec", wanted: "an object with \"policies\"") }
            return []
        }
        return reader.descend("spec") {
            guard let policies = spec["policies"] else {
                reader.complainMissing("policies", wanted: "a list of policies")
                return []
            }
            return reader.descend("policies") { bindings(policies, entry, document, reader) }
        }
    }

    private func bindings(
        _ policies: JSON, _ entry: GateEntry, _ document: YAMLDocument, _ reader: ParameterReader
    ) -> [Binding] {
        guard policies.kind == .array else {
            reader.complain(policies, wanted: "a list of policies")
            return []
        }
        if policies.count == 0 { reader.complain("The list is empty; a gate without policies lets everything pass.") }
        let templates = PodTemplates(others: entry.spec.podTemplates.map(\.entry))
        let bindingReader = BindingReader(reader: reader, templates: templates)
        var places: [String: SourceLocation] = [:]
        return policies.elements.enumerated().compactMap { position, json in
            reader.descend(String(position)) {
                guard let binding = bindingReader.binding(json) else { return nil }
                let place = document.location(of: json["name"] ?? json["policy"] ?? json)
                if let first = places.updateValue(place, forKey: binding.name) {
                    complain(ofName: binding.name, json, first: first, reader)
                    places[binding.name] = first
                }
                return binding
            }
        }
    }

    private func complain(ofName name: String, _ json: JSON, first: SourceLocation, _ reader: ParameterReader) {
        reader.descend(json["name"] == nil ? "policy" : "name") {
            reader.complain(
                "The name \"\(name)\" is taken already, at \(source.title(of: first)); give this policy a name of its own."
            )
        }
    }

    private func gate(_ entry: GateEntry, _ bindings: [Binding], _ document: YAMLDocument) -> GateDocument {
        var writer = JSONWriter(capacity: 4096)
        writer.json(document.json)
        let templates = document.json["spec"]?["podTemplates"]
        return GateDocument(
            name: entry.metadata.name, bindings: bindings, templates: entry.spec.podTemplates.map(\.entry),
            source: source, nameLocation: document.location(of: document.json["metadata"]?["name"] ?? document.json),
            templateLocations: templates?.elements.map { document.location(of: $0) } ?? [], content: writer.bytes)
    }
}

extension JSON {
    /// A `v1` List, as kubectl writes several objects, or a list of upstream policies or bindings.
    fileprivate var isList: Bool {
        guard let type = GroupVersionKind(object: self), type.kind.hasSuffix("List") else { return false }
        return type.group.isEmpty ? type.kind == "List" : type.group == UpstreamDocument.group
    }

    /// What the items of a list of upstream documents are: the API server leaves that out of them.
    fileprivate var itemType: GroupVersionKind? {
        guard let type = GroupVersionKind(object: self), type.kind != "List" else { return nil }
        return GroupVersionKind(group: type.group, version: type.version, kind: String(type.kind.dropLast(4)))
    }
}

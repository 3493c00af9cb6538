import Configuration
import Documents
import Kubernetes

/// The objects of one document: itself, or the items of the list that it is.
struct ListExpansion {
    private(set) var manifests: [Manifest] = []
    private(set) var complaints: [Complaint] = []
    private let document: YAMLDocument
    private let number: Int
    private let text: SourceText

    init(_ document: YAMLDocument, number: Int, text: SourceText) {
        self.document = document
        self.number = number
        self.text = text
    }

    /// Takes the object at a place of the document, or the objects of the list there. Items of a typed list need no
    /// kind of their own: the API server leaves it out.
    mutating func visit(_ json: JSON, at place: Pointer, impliedKind: GroupVersionKind? = nil) {
        guard json.kind == .object else {
            return complain("This is \(json.typeName); wanted is an object with apiVersion and kind.", at: place)
        }
        guard let kind = GroupVersionKind(object: json) ?? impliedKind, !kind.kind.isEmpty, !kind.version.isEmpty else {
            return complain(Self.sentence(for: json), at: place)
        }
        guard kind.isList(json) else { return append(json, kind, place) }
        visitItems(json, at: place, impliedKind: kind.item)
    }

    private mutating func visitItems(_ list: JSON, at place: Pointer, impliedKind: GroupVersionKind?) {
        guard let items = list["items"], !items.isNull else { return }
        let place = place.appending("items")
        guard items.kind == .array else {
            return complain("The list's items are \(items.typeName); wanted is a list of objects.", at: place)
        }
        for (position, item) in items.elements.enumerated() {
            visit(item, at: place.appending(position), impliedKind: impliedKind)
        }
    }

    private mutating func append(_ json: JSON, _ kind: GroupVersionKind, _ place: Pointer) {
        let source = OriginComment.source(above: document.start.line, in: text) ?? OriginComment.source(of: json)
        manifests.append(
            Manifest(
                json, kind: kind, file: text.name, documentNumber: number, document: document, place: place,
                source: source))
    }

    private mutating func complain(_ message: String, at place: Pointer) {
        complaints.append(
            Complaint(text, at: document.location(at: place), message + TemplateText.hint(for: text.bytes)))
    }

    private static func sentence(for json: JSON) -> String {
        for name in ["apiVersion", "kind"] {
            guard let value = json.member(name) else {
                return "This object has no \(name); wanted is a Kubernetes object with apiVersion and kind."
            }
            guard value.kind == .string, !value.equals("") else {
                let found = value.kind == .string ? "empty" : value.typeName
                return "This object's \(name) is \(found); wanted is a string such as \(name == "kind" ? "Pod" : "v1")."
            }
        }
        return "This object's apiVersion names no version; wanted is one such as v1 or apps/v1."
    }
}

extension GroupVersionKind {
    /// The object is a list of other objects: `v1` List, or a typed one such as PodList. Lists have no name.
    fileprivate func isList(_ object: JSON) -> Bool {
        if group.isEmpty, kind == "List" { return true }
        return kind.hasSuffix("List") && object["items"]?.kind == .array && ObjectView(object).name.isEmpty
    }

    /// What the items of a typed list are; nil for the list of anything.
    fileprivate var item: GroupVersionKind? {
        kind == "List" ? nil : GroupVersionKind(group: group, version: version, kind: String(kind.dropLast(4)))
    }
}

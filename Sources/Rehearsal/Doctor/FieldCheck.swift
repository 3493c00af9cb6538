import Admission
import Documents
import Kubernetes

/// Looks for keys that the API server does not know in a webhook configuration, and for values of another type than it
/// takes; selectors are read elsewhere.
struct FieldCheck {
    private let manifest: Manifest
    private let schemas: KindSchemas

    init(_ manifest: Manifest, _ schemas: KindSchemas = .builtIn) {
        self.manifest = manifest
        self.schemas = schemas
    }

    /// In the order of the document; none for a version whose fields are not known.
    var ailments: [Ailment] {
        guard let type = schemas.type(of: manifest.kind) else { return [] }
        return visit(manifest.object, type, [])
    }

    private func visit(_ json: JSON, _ type: SchemaType, _ place: Pointer) -> [Ailment] {
        guard !json.isNull else { return [] }
        guard let wanted = mismatch(json, type) else { return children(json, type, place) }
        return [
            ailment(
                place, "\(subject(place)) is \(json.typeName); wanted is \(wanted).", why: WebhookView.refused,
                fix: "Write \(wanted).")
        ]
    }

    private func children(_ json: JSON, _ type: SchemaType, _ place: Pointer) -> [Ailment] {
        switch type {
        case .list(let element, _):
            return json.elements.enumerated().flatMap { visit($0.element, element, place.appending($0.offset)) }
        case .map(let element, _):
            return json.members.flatMap { visit($0.value, element, place.appending($0.name)) }
        case .object:
            guard let object = schemas.object(type), !object.name.hasSuffix(".LabelSelector") else { return [] }
            return json.members.flatMap { member in
                let below = place.appending(member.name)
                return object.fields[member.name].map { visit(member.value, $0, below) }
                    ?? [unknown(member.name, below, Array(object.fields.keys))]
            }
        default: return []
        }
    }

    private func unknown(_ name: String, _ place: Pointer, _ known: [String]) -> Ailment {
        let suggestion = Spelling.nearest(to: name, among: known)
        let end =
            suggestion.map { " here. Did you mean \"\($0)\"?" }
            ?? "; known are \(known.sorted().joined(separator: ", "))."
        return ailment(
            place, "The key \"\(name)\" is unknown\(end)",
            why: "kubectl refuses the configuration, and for other clients the API server drops the key.",
            fix: suggestion.map { "Write \($0)." } ?? "Remove it.")
    }

    /// What is wanted instead; nil where the value is of the type.
    private func mismatch(_ json: JSON, _ type: SchemaType) -> String? {
        let (isOne, wanted): (Bool, String) =
            switch type {
            case .string, .bytes, .time: (json.kind == .string, "a string")
            case .int: (json.int != nil, "a whole number")
            case .bool: (json.bool != nil, "true or false")
            case .list: (json.kind == .array, "a list")
            case .map, .object: (json.kind == .object, "an object")
            case .number, .intOrString, .quantity, .any, .atomic: (true, "")
            }
        return isOne ? nil : wanted
    }

    private func subject(_ place: Pointer) -> String {
        place.tokens.last.map { Pointer.index($0) == nil ? $0 : "Element \($0)" } ?? "This"
    }

    private func ailment(_ place: Pointer, _ what: String, why: String, fix: String) -> Ailment {
        let isBelow = place.tokens.count > 2 && place.tokens[0] == "webhooks"
        let webhook = isBelow ? manifest.object[Pointer(Array(place.tokens.prefix(2)))]?["name"]?.string : nil
        return Ailment(
            check: .form, severity: .danger, manifest: manifest, webhook: webhook ?? "", pointer: place, what: what,
            why: why, fix: fix)
    }
}

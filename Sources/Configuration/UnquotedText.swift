package import Documents

/// Texts of an object that YAML reads as booleans or numbers, where the API server takes nothing but strings: names,
/// labels, annotations, and the data of ConfigMaps and Secrets.
package struct UnquotedText: Sendable {
    /// Where the value stands in the object.
    package let pointer: Pointer
    private let json: JSON

    private init(_ pointer: Pointer, _ json: JSON) {
        self.pointer = pointer
        self.json = json
    }

    /// What is wrong, and what is wanted.
    package var sentence: String {
        let type = json.bool == nil ? "a number" : "a boolean"
        return
            "YAML reads \(pointer.field) as \(type), \(json.compactText); the API server wants a string: put it in quotes."
    }

    /// All of an object, those of its templates and selectors, too.
    package static func all(in object: JSON) -> [UnquotedText] {
        guard ["ConfigMap", "Secret"].contains(object["kind"]?.string) else { return visit(object, []) }
        return visit(object, []) + ["data", "stringData"].flatMap { texts(object.member($0), Pointer([$0])) }
    }

    private static func visit(_ json: JSON, _ place: Pointer) -> [UnquotedText] {
        if json.kind == .array {
            return json.elements.enumerated().flatMap { visit($0.element, place.appending($0.offset)) }
        }
        return json.members.flatMap { member -> [UnquotedText] in
            let below = place.appending(member.name)
            return switch member.name {
            case "metadata": metadata(member.value, below)
            case "matchLabels": texts(member.value, below)
            default: visit(member.value, below)
            }
        }
    }

    private static func metadata(_ json: JSON, _ place: Pointer) -> [UnquotedText] {
        json.members.flatMap { member -> [UnquotedText] in
            let below = place.appending(member.name)
            return switch member.name {
            case "name", "namespace", "generateName": [text(member.value, below)].compactMap(\.self)
            case "labels", "annotations": texts(member.value, below)
            default: []
            }
        }
    }

    private static func texts(_ json: JSON?, _ place: Pointer) -> [UnquotedText] {
        json?.members.compactMap { text($0.value, place.appending($0.name)) } ?? []
    }

    /// Nil for what quotes would not have made a string.
    private static func text(_ json: JSON, _ place: Pointer) -> UnquotedText? {
        json.isBooleanOrNumber ? UnquotedText(place, json) : nil
    }
}

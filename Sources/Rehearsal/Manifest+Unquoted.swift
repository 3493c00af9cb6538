import Documents

extension Manifest {
    /// Names, labels and annotations that YAML reads as booleans or numbers, where the API server takes nothing but
    /// strings: each with its place, and a sentence.
    var unquoted: [(SourceLocation, String)] {
        Self.unquoted(in: object, at: []).map { place, json in
            let sentence =
                "YAML reads \(place.field) as \(json.kind == .true || json.kind == .false ? "a boolean" : "a number"), "
                + "\(json.compactText); the API server wants a string: put it in quotes."
            return (location(at: place), sentence)
        }
    }

    /// The metadata of the object and of templates in it, and the labels that selectors name.
    private static func unquoted(in json: JSON, at place: Pointer) -> [(Pointer, JSON)] {
        guard json.kind == .object || json.kind == .array else { return [] }
        if json.kind == .array {
            return json.elements.enumerated().flatMap { unquoted(in: $0.element, at: place.appending($0.offset)) }
        }
        return json.members.flatMap { member -> [(Pointer, JSON)] in
            let below = place.appending(member.name)
            return switch member.name {
            case "metadata": metadata(member.value, at: below)
            case "matchLabels": texts(member.value, at: below)
            default: unquoted(in: member.value, at: below)
            }
        }
    }

    private static func metadata(_ json: JSON, at place: Pointer) -> [(Pointer, JSON)] {
        json.members.flatMap { member -> [(Pointer, JSON)] in
            let below = place.appending(member.name)
            return switch member.name {
            case "name", "namespace", "generateName": member.value.isPlain ? [(below, member.value)] : []
            case "labels", "annotations": texts(member.value, at: below)
            default: []
            }
        }
    }

    private static func texts(_ json: JSON, at place: Pointer) -> [(Pointer, JSON)] {
        json.members.filter(\.value.isPlain).map { (place.appending($0.name), $0.value) }
    }
}

extension JSON {
    /// A boolean or a number, which quotes would have made a string.
    fileprivate var isPlain: Bool {
        switch kind {
        case .true, .false, .integer, .number: true
        case .null, .string, .array, .object: false
        }
    }
}

import Documents

/// A reader of JSON Schema (2020-12) that knows the keywords which ours uses, and complains of every other one.
struct SchemaCheck {
    let root: JSON

    /// What is wrong with a value, a line each.
    func faults(of value: JSON) -> [String] { faults(of: value, root, at: []) }

    /// Words for people and editors, which say nothing of the value.
    private static let notes: Set<String> = ["$schema", "$defs", "title", "description", "default"]

    private func faults(of value: JSON, _ schema: JSON, at place: Pointer) -> [String] {
        if schema.kind == .true { return [] }
        return schema.members.flatMap { keyword -> [String] in
            if Self.notes.contains(keyword.name) { return [] }
            switch keyword.name {
            case "if":
                guard faults(of: value, keyword.value, at: place).isEmpty, let then = schema["then"] else { return [] }
                return faults(of: value, then, at: place)
            case "then": return []
            case "allOf": return keyword.value.elements.flatMap { faults(of: value, $0, at: place) }
            case "anyOf":
                let fits = keyword.value.elements.contains { faults(of: value, $0, at: place).isEmpty }
                return fits ? [] : ["\(place): no alternative fits"]
            case "$ref": return faults(of: value, target(of: keyword.value), at: place)
            default: return faults(of: value, keyword.name, keyword.value, schema, at: place)
            }
        }
    }

    private func faults(
        of value: JSON, _ keyword: String, _ wanted: JSON, _ schema: JSON, at place: Pointer
    ) -> [String] {
        switch keyword {
        case "type": return isOfType(value, wanted) ? [] : ["\(place): the type is wrong"]
        case "const": return value.compactText == wanted.compactText ? [] : ["\(place): the value is wrong"]
        case "enum":
            let isChoice = wanted.elements.contains { $0.compactText == value.compactText }
            return isChoice ? [] : ["\(place): no such choice"]
        case "required":
            guard value.kind == .object else { return [] }
            let missing = wanted.elements.compactMap(\.string).filter { value.member($0) == nil }
            return missing.map { "\(place): \($0) is missing" }
        case "minItems": return value.kind != .array || value.count >= wanted.int ?? 0 ? [] : ["\(place): too few"]
        case "items":
            guard value.kind == .array else { return [] }
            return value.elements.enumerated().flatMap { faults(of: $1, wanted, at: place.appending($0)) }
        case "properties":
            return wanted.members.flatMap { member in
                guard value.kind == .object, let part = value.member(member.name) else { return [String]() }
                return faults(of: part, member.value, at: place.appending(member.name))
            }
        case "additionalProperties": return faultsOfOthers(value, wanted, schema["properties"], at: place)
        default: return ["\(keyword) is no keyword that ours uses"]
        }
    }

    private func faultsOfOthers(_ value: JSON, _ wanted: JSON, _ known: JSON?, at place: Pointer) -> [String] {
        guard value.kind == .object else { return [] }
        return value.members.filter { known?.member($0.name) == nil }.flatMap { member in
            wanted.kind == .false
                ? ["\(place): \(member.name) is unknown"]
                : faults(of: member.value, wanted, at: place.appending(member.name))
        }
    }

    private func isOfType(_ value: JSON, _ wanted: JSON) -> Bool {
        let types = wanted.kind == .array ? wanted.elements.compactMap(\.string) : [wanted.string ?? ""]
        return types.contains { type in
            switch value.kind {
            case .object: type == "object"
            case .array: type == "array"
            case .string: type == "string"
            case .integer: type == "integer" || type == "number"
            case .number: type == "number"
            case .true, .false: type == "boolean"
            case .null: type == "null"
            }
        }
    }

    private func target(of reference: JSON) -> JSON {
        let pointer = reference.string.flatMap { Pointer(parsing: String($0.dropFirst())) }
        return pointer.flatMap { root[$0] } ?? reference
    }
}

package import Documents

extension Bool: ParameterValue {
    package static var shape: ParameterShape { .boolean }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Bool? {
        guard let value = json.bool else {
            reader.complain(json, wanted: "true or false")
            return nil
        }
        return value
    }
    package var json: JSONValue { .bool(self) }
}

extension Int: ParameterValue {
    package static var shape: ParameterShape { .integer }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Int? {
        guard let value = json.int.flatMap({ Int(exactly: $0) }) else {
            reader.complain(json, wanted: "a whole number")
            return nil
        }
        return value
    }
    package var json: JSONValue { .int(Int64(self)) }
}

extension String: ParameterValue {
    package static var shape: ParameterShape { .text("text") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> String? {
        guard let value = json.string else {
            reader.complain(json, wanted: json.isBooleanOrNumber ? "text: put it in quotes" : "text")
            return nil
        }
        return value
    }
    package var json: JSONValue { .string(self) }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
    package static var shape: ParameterShape { Wrapped.shape }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Wrapped?? {
        json.isNull ? .some(nil) : Wrapped.read(json, reader).map { .some($0) }
    }
    package var json: JSONValue { map(\.json) ?? .null }
}

extension Array: ParameterValue where Element: ParameterValue {
    package static var shape: ParameterShape { .list(of: Element.shape) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> [Element]? {
        guard json.kind == .array else {
            reader.complain(json, wanted: "a list")
            return nil
        }
        return json.elements.enumerated().compactMap { position, element in
            reader.descend(String(position)) { Element.read(element, reader) }
        }
    }
    package var json: JSONValue { .array(map(\.json)) }
}

extension Set: ParameterValue where Element: ParameterValue & Comparable {
    package static var shape: ParameterShape { .list(of: Element.shape) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Set<Element>? {
        [Element].read(json, reader).map { Set($0) }
    }
    package var json: JSONValue { sorted().json }
}

extension Dictionary: ParameterValue where Key == String, Value: ParameterValue {
    package static var shape: ParameterShape { .map(of: Value.shape) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> [String: Value]? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "an object")
            return nil
        }
        return json.members.reduce(into: [:]) { result, member in
            let name = member.name
            result[name] = reader.descend(name) { Value.read(member.value, reader) }
        }
    }
    package var json: JSONValue {
        .object(sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    }
}

extension ParameterValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    package static var shape: ParameterShape { .oneOf(allCases.map(\.rawValue)) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Self? {
        guard let text = String.read(json, reader) else { return nil }
        if let value = Self(rawValue: text) { return value }
        let names = allCases.map(\.rawValue)
        reader.complain(
            "\"\(text)\" is none of \(names.joined(separator: ", ")).",
            suggestion: Spelling.nearest(to: text, among: names))
        return nil
    }
    package var json: JSONValue { .string(rawValue) }
}

/// An object with parameters of its own is a parameter value, too.
extension ParameterValue where Self: ParameterObject {
    package static var shape: ParameterShape { .object(parameterReferences) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Self? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "an object")
            return nil
        }
        return read(Optional(json), reader)
    }
    package var json: JSONValue {
        .object(parameterValues)
    }
}

/// A value that is set as it is, of whatever type.
extension JSONValue: ParameterValue {
    package static var shape: ParameterShape { .anything }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> JSONValue? { .json(json) }
    package var json: JSONValue { self }
}

extension Pointer: ParameterValue {
    package static var shape: ParameterShape { .text("a JSON Pointer such as /metadata/labels/team") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Pointer? {
        guard let text = String.read(json, reader) else { return nil }
        guard let pointer = Pointer(parsing: text) else {
            reader.complain("\"\(text)\" is no JSON Pointer (RFC 6901); wanted is one such as /metadata/labels/team.")
            return nil
        }
        guard pointer.tokens.count <= deepest else {
            reader.complain("This JSON Pointer has \(pointer.tokens.count) parts; at most \(deepest) lead anywhere.")
            return nil
        }
        return pointer
    }

    /// Deeper than any Kubernetes schema.
    private static var deepest: Int { 100 }

    package var json: JSONValue { .string(description) }
}

extension Mode: ParameterValue {}
extension ErrorVerdict: ParameterValue {}

extension NamePattern: ParameterValue {
    package static var shape: ParameterShape { .text("a name; * stands for any run of characters") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> NamePattern? {
        String.read(json, reader).map { NamePattern($0) }
    }
    package var json: JSONValue { .string(description) }
}

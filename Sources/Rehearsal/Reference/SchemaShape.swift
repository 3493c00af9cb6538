import Admission
import Documents
import Kubernetes

/// The schema of an object with known keys, open to changes.
struct SchemaObject: Sendable {
    private var properties: [JSONValue.Member]
    private var required: [String]
    private var others: [JSONValue.Member] = []

    /// The schema of an object with these parameters and no other keys.
    init(_ references: [ParameterReference], required: [String]) {
        properties = references.map { .init($0.name, SchemaShape.schema(of: $0)) }
        self.required = required
    }

    /// The schema itself.
    var json: JSONValue {
        let required: [JSONValue.Member] =
            required.isEmpty ? [] : [.init("required", .array(required.map { .string($0) }))]
        let head: [JSONValue.Member] = [
            .init("type", "object"), .init("additionalProperties", false), .init("properties", .object(properties)),
        ]
        return .object(head + required + others)
    }

    /// The schema of such an object or of nothing: a key without a value.
    var orNull: JSONValue { json.replacing("type", by: ["object", "null"]) }

    /// With another keyword.
    func adding(_ keyword: String, _ value: JSONValue) -> SchemaObject {
        var copy = self
        copy.others.append(.init(keyword, value))
        return copy
    }

    /// With another schema of a key, whose description stays.
    func replacing(_ name: String, by schema: JSONValue) -> SchemaObject {
        changing(name) { old in
            guard case .object(let members) = schema, let description = old["description"] else { return schema }
            return .object([.init("description", description)] + members)
        }
    }

    /// With another schema of a key of a key.
    func replacing(_ name: String, in outer: String, by schema: JSONValue) -> SchemaObject {
        changing(outer) { old in
            guard let properties = old["properties"] else { return old }
            return old.replacing("properties", by: properties.replacing(name, by: schema))
        }
    }

    /// With keys of a key that must be there.
    func requiring(_ names: [String], in outer: String) -> SchemaObject {
        changing(outer) { $0.replacing("required", by: .array(names.map { .string($0) })) }
    }

    private func changing(_ name: String, _ change: (JSONValue) -> JSONValue) -> SchemaObject {
        var copy = self
        copy.properties = properties.map { $0.name == name ? .init(name, change($0.value)) : $0 }
        return copy
    }
}

/// The schema of a parameter's text.
enum SchemaShape {
    /// What an editor is told of a parameter: its help, its type and its default.
    static func schema(of reference: ParameterReference) -> JSONValue {
        guard case .object(let members) = schema(of: reference.shape) else { return .bool(true) }
        // What the words of the type say stands below the help.
        let words = members.first { $0.name == "description" }?.value.string.map { "\n\n\($0)" } ?? ""
        let rest = members.filter { $0.name != "description" }
        let description = JSONValue.Member("description", .string(reference.help + words))
        guard !reference.standard.isNull else {
            return .object([description] + rest.map(\.orNull))
        }
        if case .object = reference.shape { return .object([description] + rest) }
        return .object([description] + rest + [.init("default", reference.standard.withoutNulls)])
    }

    /// What a value looks like.
    static func schema(of shape: ParameterShape) -> JSONValue {
        switch shape {
        case .boolean: ["type": "boolean"]
        case .integer: ["type": "integer"]
        case .text("text"): ["type": "string"]
        // YAML takes a plain 2 or 0.5 for a number, and so does the reader of quantities.
        case Quantity.shape: ["type": ["string", "number"], "description": .string(shape.words)]
        case .text(let words): ["type": "string", "description": .string(words)]
        case .oneOf(let names): ["enum": .array(names.map { .string($0) })]
        case .list(let element): ["type": "array", "items": schema(of: element)]
        case .map(let element): ["type": "object", "additionalProperties": schema(of: element)]
        case LabelSelector.shape: ["$ref": "#/$defs/labelSelector"]
        case .object(let references): SchemaObject(references, required: []).json
        case .anything: .object([])
        }
    }

    /// `meta/v1`, LabelSelector.
    static var selector: JSONValue {
        let requirement: JSONValue = [
            "type": "object", "additionalProperties": false, "required": ["key", "operator"],
            "properties": [
                "key": ["type": "string"], "operator": ["enum": ["In", "NotIn", "Exists", "DoesNotExist"]],
                "values": ["type": "array", "items": ["type": "string"]],
            ],
        ]
        return [
            "type": ["object", "null"], "additionalProperties": false,
            "properties": [
                "matchLabels": ["type": "object", "additionalProperties": ["type": "string"]],
                "matchExpressions": ["type": "array", "items": requirement],
            ],
        ]
    }
}

extension JSONValue.Member {
    /// The keyword as it is for a parameter that may be left empty.
    fileprivate var orNull: JSONValue.Member {
        switch (name, value) {
        case ("type", .string(let type)): .init(name, .array([.string(type), "null"]))
        case ("type", .array(let types)): .init(name, .array(types + ["null"]))
        case ("enum", .array(let values)): .init(name, .array(values + [.null]))
        default: self
        }
    }
}

extension JSONValue {
    /// The object with another value of a member, which is added where there is none.
    func replacing(_ name: String, by value: JSONValue) -> JSONValue {
        guard case .object(var members) = opened else { return self }
        if let position = members.firstIndex(where: { $0.name == name }) {
            members[position].value = value
        } else {
            members.append(.init(name, value))
        }
        return .object(members)
    }
}

import Documents
import Kubernetes

/// Nulls in objects of the built-in kinds: a field that is null is none, as where Go reads the object.
enum DroppedNulls {
    /// The object without fields that are null; objects of other kinds stay as they are.
    static func dropping(
        from value: JSONValue, of kind: GroupVersionKind?, schemas: KindSchemas = .builtIn
    ) -> JSONValue {
        guard let kind, let type = schemas.type(of: kind) else { return value }
        return dropping(from: value, type, schemas)
    }

    /// What came with the object as parsed text is left alone: the merge has made whatever is not.
    private static func dropping(from value: JSONValue, _ type: SchemaType, _ schemas: KindSchemas) -> JSONValue {
        switch (value, type) {
        case (.object(let members), .object):
            guard let fields = schemas.object(type)?.fields else { return value }
            return .object(
                members.compactMap { member in
                    guard !member.value.isNull else { return nil }
                    let type = fields[member.name] ?? .any
                    return JSONValue.Member(member.name, dropping(from: member.value, type, schemas))
                })
        case (.object(let members), .map(let element, _)):
            return .object(
                members.map { member in
                    let value = member.value.isNull ? zero(of: element) : member.value
                    return JSONValue.Member(member.name, dropping(from: value, element, schemas))
                })
        case (.array(let elements), .list(let element, _)):
            return .array(elements.map { dropping(from: $0, element, schemas) })
        default: return value
        }
    }

    /// What Go makes of a null in a map.
    private static func zero(of type: SchemaType) -> JSONValue {
        switch type {
        case .string, .bytes: .string("")
        case .int, .number: .int(0)
        case .bool: .bool(false)
        case .time, .intOrString, .quantity, .any, .atomic, .list, .map, .object: .null
        }
    }
}

import CEL
import Kubernetes

/// The built-in kinds' schemas as types of expressions (apiserver, `cel/common.SchemaDeclType`).
struct SchemaTypes: Sendable {
    /// Every object type's fields by its position among the schemas; made once.
    private let fields: [[String: CELType]]
    private let schemas: KindSchemas

    /// The built-in kinds.
    static let builtIn = SchemaTypes(.builtIn)

    init(_ schemas: KindSchemas) {
        self.schemas = schemas
        fields = schemas.objects.map { object in
            var fields: [String: CELType] = [:]
            for (name, type) in object.fields {
                let type = Self.type(type, schemas)
                fields[name] = type
                // The API server's types know fields that are words of CEL only so; expressions write them either way.
                if Self.reserved.contains(name) { fields["__\(name)__"] = type }
            }
            return fields
        }
    }

    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    /// The type of a kind's objects; nil when it is not built in.
    func type(of kind: GroupVersionKind) -> CELType? { schemas.type(of: kind).map { Self.type($0, schemas) } }

    /// Quantities, ports and the like may be of more than one type.
    private static func type(_ type: SchemaType, _ schemas: KindSchemas) -> CELType {
        switch type {
        case .string: .string
        case .int: .int
        case .number: .double
        case .bool: .bool
        case .bytes: .bytes
        case .time: .timestamp
        case .intOrString, .quantity, .any, .atomic: .dyn
        case .list(let element, _): .list(Self.type(element, schemas))
        case .map(let value, _): .map(.string, Self.type(value, schemas))
        case .object: schemas.object(type).map { .object($0.name) } ?? .dyn
        }
    }

    /// Declares the type of a kind's objects, and all types that are in it.
    func declare(_ kind: GroupVersionKind, in environment: inout Environment) {
        guard case .object(let root)? = schemas.type(of: kind) else { return }
        var seen: Set<Int> = []
        var open = [root]
        while let position = open.popLast() {
            guard fields.indices.contains(position), seen.insert(position).inserted else { continue }
            let object = schemas.objects[position]
            environment.declare(type: object.name, Environment.ObjectType(fields: fields[position]))
            open += object.fields.values.compactMap(\.objectPosition)
        }
    }

    /// Declares the types of `Object{…}` that an expression names: their fields are those of the kind.
    func declareInitializers(_ expression: String, of kind: GroupVersionKind, in environment: inout Environment) {
        for name in InitializerNames(expression).names {
            guard let type = type(ofInitializer: name, of: kind), let object = schemas.object(type) else { continue }
            environment.declare(
                type: name, Environment.ObjectType(fields: object.fields.mapValues { _ in CELType.dyn }))
        }
    }

    /// `Object.spec.containers` is a container: elements have their list's name.
    private func type(ofInitializer name: String, of kind: GroupVersionKind) -> SchemaType? {
        var type = schemas.type(of: kind)
        for field in name.split(separator: ".").dropFirst() {
            guard let known = type else { return nil }
            type = schemas.object(known)?.fields[String(field)]
            while case .list(let element, _)? = type { type = element }
        }
        return type
    }
}

extension SchemaType {
    /// The object type that this is, or holds.
    fileprivate var objectPosition: Int? {
        switch self {
        case .object(let position): position
        case .list(let element, _), .map(let element, _): element.objectPosition
        case .string, .int, .number, .bool, .bytes, .time, .intOrString, .quantity, .any, .atomic: nil
        }
    }
}

/// The names of object types in an expression's text: `Object`, `Object.spec`, ….
private struct InitializerNames {
    private(set) var names: Set<String> = []

    init(_ expression: String) {
        var word: [UInt8] = []
        for byte in expression.utf8 {
            if Self.isPart(byte) {
                word.append(byte)
            } else {
                note(word)
                word.removeAll(keepingCapacity: true)
            }
        }
        note(word)
    }

    private mutating func note(_ word: [UInt8]) {
        let name = String(decoding: word, as: UTF8.self)
        if name == "Object" || name.hasPrefix("Object.") { names.insert(name) }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            || byte >= 0x30 && byte <= 0x39
    }
}

package import Documents
package import Kubernetes

/// Compares a value with a schema (structured-merge-diff, `typed.AsTyped`), and collects what does not fit, each as
/// `PLACE: SENTENCE` in the words of the API server.
package struct SchemaValidation {
    /// What is looked at.
    package enum Scope: Sendable {
        /// Names and types of all fields, and the elements of lists that are told apart.
        case everything
        /// Names and types of all fields.
        case fields
        /// Only that the elements of lists can be told apart, as in objects that are known to fit otherwise.
        case elements
    }

    /// What does not fit, in the order of the value; no more than `limit`.
    package private(set) var problems: [String] = []

    private let schemas: KindSchemas
    private let scope: Scope
    private var path: [String] = []

    private static let limit = 50

    /// Compares a value with a type.
    package init(_ value: JSONValue, _ type: SchemaType, _ schemas: KindSchemas, scope: Scope = .everything) {
        self.schemas = schemas
        self.scope = scope
        visit(value, type)
    }

    private mutating func complain(_ message: String, below part: String = "") {
        guard problems.count < Self.limit else { return }
        let place = path.joined() + part
        problems.append(place.isEmpty ? message : "\(place): \(message)")
    }

    private mutating func descend(_ part: String, _ value: JSONValue, _ type: SchemaType) {
        path.append(part)
        visit(value, type)
        path.removeLast()
    }

    private mutating func visit(_ value: JSONValue, _ type: SchemaType) {
        if value.isNull { return }
        switch type {
        case .any, .atomic: return
        case .list(let element, let merging): list(value, element, merging)
        case .map(let element, _): map(value) { _ in element }
        case .object:
            let fields = schemas.object(type)?.fields ?? [:]
            map(value) { fields[$0] }
        case .string, .bytes, .int, .number, .bool: if scope != .elements { scalar(value, type) }
        case .time, .intOrString, .quantity: lenient(value, type)
        }
    }

    /// In the schemas that the API server merges by, times are scalars of any type, and what may be a number or a string
    /// may be anything (kube-openapi, `schemaconv`); that they are what they ought to be shows where they are read.
    private mutating func lenient(_ value: JSONValue, _ type: SchemaType) {
        switch (scope, type, value.sort) {
        case (.fields, _, _): scalar(value, type)
        case (.everything, .time, .list), (.everything, .time, .map):
            complain("expected any scalar, got \(GoNotation.unstructured(value, .plain))")
        default: return
        }
    }

    private mutating func scalar(_ value: JSONValue, _ type: SchemaType) {
        switch (type, value.sort) {
        case (.string, .string), (.bytes, .string), (.time, .string), (.int, .number), (.number, .number),
            (.bool, .bool), (.intOrString, .string), (.intOrString, .number), (.intOrString, .bool),
            (.quantity, .string), (.quantity, .number), (.quantity, .bool):
            return
        case (.string, _), (.bytes, _), (.time, _):
            complain("expected string, got \(GoNotation.unstructured(value, .syntax))")
        case (.int, let sort), (.number, let sort):
            complain("expected numeric (int or float), got \(sort.rawValue)")
        case (.bool, _): complain("expected boolean, got \(GoNotation.unstructured(value, .plain))")
        default: complain("expected any scalar, got \(GoNotation.unstructured(value, .plain))")
        }
    }

    /// One unknown field ends it, as in the API server.
    private mutating func map(_ value: JSONValue, _ type: (String) -> SchemaType?) {
        guard case .object(let members) = value.opened else {
            if scope != .elements { complain("expected map, got \(GoNotation.unstructured(value, .plain))") }
            return
        }
        for member in members {
            if let type = type(member.name) {
                descend(".\(member.name)", member.value, type)
            } else if scope != .elements {
                return complain("field not declared in schema", below: ".\(member.name)")
            }
        }
    }

    private mutating func list(_ value: JSONValue, _ type: SchemaType, _ merging: ListMerging) {
        guard case .array(let elements) = value.opened else {
            if scope != .elements { complain("expected list, got \(GoNotation.unstructured(value, .plain))") }
            return
        }
        var seen: Set<String> = []
        for (position, element) in elements.enumerated() {
            guard merging != .atomic, scope != .fields else {
                descend("[\(position)]", element, type)
                continue
            }
            switch merging.identity(of: element) {
            case .success(let identity):
                if !seen.insert(identity).inserted { complain("duplicate entries for key \(identity)") }
                descend(identity, element, type)
            case .failure(let lack): return complain("element \(position): \(lack)")
            }
        }
    }
}

/// What tells an element of a list apart from the others can't be found out.
package struct IdentityError: Error, CustomStringConvertible {
    /// What is the matter with the element.
    package let description: String
}

extension ListMerging {
    /// What tells an element apart, as the API server writes it: `[name="web"]`, `[="value"]`.
    func identity(of element: JSONValue) -> Result<String, IdentityError> {
        switch self {
        case .atomic: .failure(IdentityError(description: "invalid indexing of non-associative list"))
        case .set: Self.setIdentity(of: element)
        case .keyed(let keys): Self.keyedIdentity(of: element, keys)
        }
    }

    private static func setIdentity(of element: JSONValue) -> Result<String, IdentityError> {
        switch element.sort {
        case .map:
            .failure(IdentityError(description: "associative list without keys has an element that's a map type"))
        case .list:
            .failure(IdentityError(description: "not supported: associative list with lists as elements"))
        case .null:
            .failure(IdentityError(description: "associative list without keys has an element that's an explicit null"))
        case .string, .number, .bool: .success("[=\(element.identity)]")
        }
    }

    private static func keyedIdentity(of element: JSONValue, _ keys: [ListKey]) -> Result<String, IdentityError> {
        if element.isNull {
            return .failure(IdentityError(description: "associative list with keys may not have a null element"))
        }
        guard element.sort == .map else {
            return .failure(IdentityError(description: "associative list with keys may not have non-map elements"))
        }
        var parts: [String] = []
        for key in keys {
            guard let value = element[key.name]?.identity ?? key.missing?.text else {
                let lack = "associative list with keys has an element that omits key field \"\(key.name)\""
                return .failure(IdentityError(description: lack + " (and doesn't have default value)"))
            }
            parts.append("\(key.name)=\(value)")
        }
        return .success("[" + parts.sorted().joined(separator: ",") + "]")
    }
}

extension ListKey.Default {
    fileprivate var text: String {
        switch self {
        case .string(let value): JSONValue.string(value).text
        case .int(let value): String(value)
        }
    }
}

/// What sorts of values there are, in the words of the API server.
enum ValueSort: String {
    case null = "<nil>"
    case bool
    case number
    case string
    case list = "[]interface {}"
    case map = "map[string]interface {}"
}

extension JSONValue {
    /// The sort of value.
    var sort: ValueSort {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .number
        case .string: .string
        case .array: .list
        case .object: .map
        case .json(let json):
            switch json.kind {
            case .null: .null
            case .true, .false: .bool
            case .integer, .number: .number
            case .string: .string
            case .array: .list
            case .object: .map
            }
        }
    }

    /// The value as text that is the same for equal values of lists' keys and of sets: 1 is 1.0.
    var identity: String {
        guard sort == .number, case .json(let json) = self, json.int == nil, let double = json.double else {
            return text
        }
        return Int64(exactly: double).map { String($0) } ?? String(double)
    }

    /// The value as JSON text.
    var text: String {
        var writer = JSONWriter(capacity: 32)
        write(to: &writer)
        return writer.text
    }
}

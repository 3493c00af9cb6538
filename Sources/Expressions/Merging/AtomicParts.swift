import Documents
import Kubernetes

/// The places in a value where lists, maps or objects are that are merged as wholes (`findAtomics` in the API server's
/// `mutating/patch/smd.go`).
struct AtomicParts {
    /// The places as the API server writes them: `.spec.selector`.
    private(set) var places: [String] = []
    private let schemas: KindSchemas
    private var path: [String] = []

    private static let limit = 50

    init(_ value: JSONValue, _ type: SchemaType, _ schemas: KindSchemas) {
        self.schemas = schemas
        visit(value, type)
    }

    private mutating func visit(_ value: JSONValue, _ type: SchemaType) {
        guard places.count < Self.limit else { return }
        switch value.opened {
        case .object(let members): visit(members, type)
        case .array(let elements): visit(elements, type)
        default: return
        }
    }

    private mutating func visit(_ members: [JSONValue.Member], _ type: SchemaType) {
        switch type {
        case .map(_, isAtomic: true), .atomic: places.append(path.joined())
        case .object:
            guard let schema = schemas.object(type) else { return }
            if schema.isAtomic { places.append(path.joined()) }
            for member in members {
                guard let field = schema.fields[member.name] else { continue }
                descend(".\(member.name)", member.value, field)
            }
        // Below members of no known name the API server looks no further.
        default: return
        }
    }

    private mutating func visit(_ elements: [JSONValue], _ type: SchemaType) {
        let element: SchemaType
        switch type {
        case .any, .atomic, .intOrString, .quantity:
            places.append(path.joined())
            element = .atomic
        case .list(let type, let merging):
            if merging == .atomic { places.append(path.joined()) }
            element = type
        default: return
        }
        for (position, value) in elements.enumerated() { descend("[\(position)]", value, element) }
    }

    private mutating func descend(_ part: String, _ value: JSONValue, _ type: SchemaType) {
        path.append(part)
        visit(value, type)
        path.removeLast()
    }
}

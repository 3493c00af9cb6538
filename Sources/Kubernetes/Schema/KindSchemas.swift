/// The schemas of the kinds that Kubernetes brings along, 1.34 to 1.37: field names, types, and how they are merged.
///
/// Read once, when the first policy needs them; a request that no such policy matches never does.
package struct KindSchemas: Sendable {
    /// All types, those of fields among them.
    package let objects: [ObjectSchema]
    private let kinds: [GroupVersionKind: Int]
    private let resources: [GroupVersionResource: GroupVersionKind]

    /// The built-in kinds.
    package static let builtIn = KindSchemas(
        SchemaText.pods, SchemaText.core, SchemaText.workloads, SchemaText.cluster, SchemaText.extensions)

    /// Reads texts in the format of `SchemaText`.
    package init(_ texts: String...) {
        var text = SchemaText()
        for part in texts { text.read(part) }
        (objects, kinds) = text.resolved()
        resources = Dictionary(kinds.keys.map { ($0.guessedResource, $0) }) { first, _ in first }
    }

    /// The type of a kind's objects; nil when the kind is not built in.
    package func type(of kind: GroupVersionKind) -> SchemaType? { kinds[kind].map { .object($0) } }

    /// The fields of a type of objects; nil for every other type.
    package func object(_ type: SchemaType) -> ObjectSchema? {
        guard case .object(let position) = type, objects.indices.contains(position) else { return nil }
        return objects[position]
    }

    /// The kind of a resource, such as `apps/v1 deployments`; nil when it is not built in.
    package func kind(of resource: GroupVersionResource) -> GroupVersionKind? { resources[resource] }

    /// Every built-in kind, in no order.
    package var allKinds: [GroupVersionKind] { Array(kinds.keys) }
}

/// What a field of a kind holds, and how two states of it are merged (structured-merge-diff, `schema.Atom`).
package indirect enum SchemaType: Sendable, Equatable {
    case string
    case int
    case number
    case bool
    /// Base64 in JSON.
    case bytes
    /// RFC 3339 in JSON.
    case time
    /// A number or a string, such as a port.
    case intOrString
    /// A number or a string, such as `500m`.
    case quantity
    /// Anything; objects in it are merged, lists are replaced as a whole.
    case any
    /// Anything, replaced as a whole.
    case atomic
    /// An array.
    case list(SchemaType, ListMerging)
    /// An object with any names.
    case map(SchemaType, isAtomic: Bool)
    /// An object with fields, by its position in the schemas.
    case object(Int)
}

/// How two states of an array become one (`x-kubernetes-list-type`).
package enum ListMerging: Sendable, Equatable {
    /// The newer state takes the older one's place.
    case atomic
    /// Scalars, each of them once.
    case set
    /// Objects, told apart by the values of these fields.
    case keyed([ListKey])
}

/// A field that tells the elements of an array apart (`x-kubernetes-list-map-keys`).
package struct ListKey: Sendable, Equatable {
    /// The field's name.
    package let name: String
    /// The value of an element that lacks it; nil where an element must have it.
    package let missing: Default?

    package init(name: String, missing: Default?) {
        self.name = name
        self.missing = missing
    }

    /// A value that stands for a missing one.
    package enum Default: Sendable, Equatable {
        case string(String)
        case int(Int64)
    }
}

/// The fields of one type of objects.
package struct ObjectSchema: Sendable {
    /// The type's name with its group and version: `core/v1.Container`.
    package let name: String
    /// The field types by name.
    package internal(set) var fields: [String: SchemaType] = [:]
    /// Replaced as a whole (`x-kubernetes-map-type: atomic`).
    package let isAtomic: Bool
}

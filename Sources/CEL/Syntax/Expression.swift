/// A node of a parsed expression.
package struct Expression: Sendable {
    /// The node's number, from 0: the key of what the checker finds out.
    package let id: Int
    /// Byte offset in the text of what a complaint would point at: an operator, a name, a bracket.
    package let offset: Int
    /// Nodes from here to the deepest leaf.
    let depth: Int
    /// What the node is.
    let kind: Kind

    /// The kinds of nodes (langdef, "Syntax").
    indirect enum Kind: Sendable {
        case literal(Value)
        /// A name; one with a leading point is looked up in the outermost scope.
        case identifier(String, isAbsolute: Bool)
        /// `a.b`, `a.?b`, and `has(a.b)`.
        case select(Expression, field: String, SelectKind)
        /// An operator such as `_+_`, or a function, with what stands before its point.
        case call(target: Expression?, function: String, arguments: [Expression])
        case list([Element])
        case map([Entry])
        /// `Name{field: value}`.
        case message(name: String, fields: [Field])
        case macro(Macro)
    }

    enum SelectKind: Sendable { case plain, optional, test }

    /// An element of a list; an optional one is left out when it has no value.
    struct Element: Sendable {
        let value: Expression
        let isOptional: Bool
    }

    /// An entry of a map.
    struct Entry: Sendable {
        let key: Expression
        let value: Expression
        let isOptional: Bool
    }

    /// A field of a message.
    struct Field: Sendable {
        let name: String
        let offset: Int
        let value: Expression
        let isOptional: Bool
    }
}

/// A macro with variables of its own.
struct Macro: Sendable {
    /// What is made of the range.
    enum Kind: String, Sendable {
        case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry, sortBy
        case optMap, optFlatMap
    }

    let kind: Kind
    /// What is gone through, or the optional that is opened.
    let range: Expression
    /// One or two names.
    let variables: [String]
    /// The condition of a transformation with one.
    let filter: Expression?
    /// The predicate or the transformation.
    let body: Expression
}

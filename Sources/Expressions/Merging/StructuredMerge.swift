package import Documents
package import Kubernetes

/// Merges an apply configuration into an object by the object's schema (structured-merge-diff, `typed.Merge`; the API
/// server's `mutating/patch/smd.go`).
///
/// Fields of the configuration take the place of the object's, objects and maps are merged member by member, and lists
/// whose elements are told apart element by element. What is merged as a whole may not be in a configuration, since all
/// that it leaves out would be lost.
package struct StructuredMerge {
    private let schemas: KindSchemas

    private init(_ schemas: KindSchemas) { self.schemas = schemas }

    /// The object with the configuration merged in; the configuration's `apiVersion` and `kind` don't count.
    ///
    /// A kind that is not built in has no schema here: its objects are merged by what they look like, with lists as
    /// wholes.
    package static func merge(
        _ configuration: JSONValue, into object: JSONValue, of kind: GroupVersionKind?,
        schemas: KindSchemas = .builtIn
    ) throws(MergeError) -> JSONValue {
        let type = kind.flatMap { schemas.type(of: $0) } ?? .any
        let configuration = configuration.withoutType
        let faults = SchemaValidation(configuration, type, schemas).problems
        guard faults.isEmpty else { throw .configuration(faults) }
        let atomics = AtomicParts(configuration, type, schemas).places
        guard atomics.isEmpty else { throw .atomics(atomics) }
        let lacks = SchemaValidation(object, type, schemas, scope: .elements).problems
        guard lacks.isEmpty else { throw .object(lacks) }
        return StructuredMerge(schemas).merged(object, configuration, type) ?? object
    }

    private func merged(_ old: JSONValue?, _ new: JSONValue?, _ type: SchemaType) -> JSONValue? {
        guard let new else { return old }
        guard let old else { return new }
        switch type {
        case .string, .int, .number, .bool, .bytes, .time, .atomic: return new
        case .any, .intOrString, .quantity: return untyped(old, new)
        case .list(_, .atomic), .map(_, isAtomic: true): return new
        case .list(let element, let merging): return list(old, new, element, merging)
        case .map(let element, isAtomic: false): return members(old, new) { _ in element }
        case .object:
            guard let schema = schemas.object(type), !schema.isAtomic else { return new }
            return members(old, new) { schema.fields[$0] ?? .any }
        }
    }

    /// Objects of unknown fields are merged; null leaves one as it is.
    private func untyped(_ old: JSONValue, _ new: JSONValue) -> JSONValue? {
        guard old.sort == .map, new.sort == .map || new.isNull else { return new }
        return members(old, new) { _ in .any }
    }

    /// Null and the empty object change nothing where there are members.
    private func members(_ old: JSONValue, _ new: JSONValue, _ type: (String) -> SchemaType) -> JSONValue? {
        guard case .object(var members) = old.opened, !members.isEmpty else { return new }
        guard case .object(let changes) = new.opened else { return old }
        var positions: [String: Int] = [:]
        for (position, member) in members.enumerated() { positions[member.name] = position }
        for change in changes {
            let type = type(change.name)
            if let position = positions[change.name] {
                let value = merged(members[position].value, change.value, type)
                members[position].value = value ?? change.value
            } else {
                members.append(change)
            }
        }
        return .object(members)
    }

    private func list(
        _ old: JSONValue, _ new: JSONValue, _ type: SchemaType, _ merging: ListMerging
    ) -> JSONValue? {
        guard case .array(let olds) = old.opened, !olds.isEmpty else { return new }
        guard case .array(let news) = new.opened, !news.isEmpty else { return old }
        var merge = ListMerge(olds, news, merging)
        while let (left, right) = merge.next() {
            if let value = merged(left, right, type) { merge.result.append(value) }
        }
        return .array(merge.result)
    }
}

/// The order in which the elements of two lists come together: that of the newer list for its own, and the older one's
/// others where they stood (structured-merge-diff, `visitListItems`).
private struct ListMerge {
    var result: [JSONValue] = []
    private let old: [(identity: String, value: JSONValue)]
    private let new: [(identity: String, value: JSONValue)]
    private let oldByIdentity: [String: JSONValue]
    private let newIdentities: Set<String>
    /// Elements of both lists, in the newer one's order, that are still to come.
    private var shared: ArraySlice<String>
    private var mergedIdentities: Set<String> = []
    private var left = 0
    private var right = 0

    init(_ old: [JSONValue], _ new: [JSONValue], _ merging: ListMerging) {
        self.old = old.compactMap { value in (try? merging.identity(of: value).get()).map { ($0, value) } }
        self.new = new.compactMap { value in (try? merging.identity(of: value).get()).map { ($0, value) } }
        oldByIdentity = Dictionary(self.old.map { ($0.identity, $0.value) }) { first, _ in first }
        newIdentities = Set(self.new.map(\.identity))
        let known = oldByIdentity
        shared = self.new.map(\.identity).filter { known[$0] != nil }[...]
        result.reserveCapacity(max(old.count, new.count))
    }

    /// The next element: what the older list has of it and what the newer one has; nil when all have been.
    mutating func next() -> (old: JSONValue?, new: JSONValue?)? {
        while left < old.count || right < new.count {
            if left < old.count {
                let identity = old[left].identity
                let isShared = newIdentities.contains(identity)
                if !isShared {
                    left += 1
                    return (old[left - 1].value, nil)
                }
                // Merged already, or to be merged when the newer list comes to it.
                let isNext = right < new.count && new[right].identity == identity
                let isExpected = shared.first == nil || shared.first == identity
                if mergedIdentities.contains(identity) || right >= new.count || !isNext && !isExpected {
                    left += 1
                    continue
                }
                if isNext { left += 1 }
            }
            guard right < new.count else { continue }
            let (identity, value) = new[right]
            right += 1
            mergedIdentities.insert(identity)
            if shared.first == identity { shared.removeFirst() }
            return (oldByIdentity[identity], value)
        }
        return nil
    }
}

/// Why an apply configuration can't be merged, in the words of the API server.
package enum MergeError: Error, Sendable, CustomStringConvertible {
    /// The configuration does not fit the kind's schema.
    case configuration([String])
    /// The configuration has parts that are merged as wholes.
    case atomics([String])
    /// The object has elements that can't be told apart.
    case object([String])

    package var description: String {
        switch self {
        case .configuration(let problems):
            "failed to convert patch object to typed object: " + Self.joined(problems)
        case .atomics(let places):
            "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
                + places.joined(separator: ", ")
        case .object(let problems):
            "failed to convert original object to typed object: " + Self.joined(problems)
        }
    }

    private static func joined(_ problems: [String]) -> String {
        problems.count == 1 ? problems[0] : "errors:" + problems.map { "\n  " + $0 }.joined()
    }
}

extension JSONValue {
    /// An object without the fields that say what it is.
    fileprivate var withoutType: JSONValue {
        guard case .object(let members) = opened else { return self }
        return .object(members.filter { $0.name != "apiVersion" && $0.name != "kind" })
    }
}

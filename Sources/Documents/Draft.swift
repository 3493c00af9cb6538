/// An object being mutated: applies each edit and records it, so that the patch needs no comparison afterwards.
///
/// Edits that would change nothing are not recorded, which makes a second pass over the result an empty patch.
package struct Draft: ~Copyable {
    private var value: JSONValue
    private var document: JSON?
    /// The edits so far, each one an operation that applies after those before it.
    package private(set) var patch = Patch()
    /// The positions of those operations of the patch that only fill in defaults.
    package private(set) var fills: Set<Int> = []
    /// Edits that could not be made, each with the place and the reason as a sentence.
    package private(set) var refusals: [String] = []

    /// Starts from an object as it came.
    package init(_ object: JSON) {
        value = .json(object)
        document = object
    }

    /// A state of a draft to go back to.
    package struct Checkpoint: Sendable {
        fileprivate let value: JSONValue
        fileprivate let document: JSON?
        /// Operations recorded by then.
        package let operations: Int
    }

    /// The state as it is now.
    package var checkpoint: Checkpoint {
        Checkpoint(value: value, document: document, operations: patch.operations.count)
    }

    /// Forgets all edits and refusals since a checkpoint of this draft.
    package mutating func restore(_ checkpoint: Checkpoint) {
        value = checkpoint.value
        document = checkpoint.document
        patch.operations.removeLast(max(0, patch.operations.count - checkpoint.operations))
        fills = fills.filter { $0 < checkpoint.operations }
        refusals = []
    }

    /// Something was changed.
    package var isEdited: Bool { !patch.isEmpty }

    /// What stands at a place now, or nil.
    package subscript(_ pointer: Pointer) -> JSONValue? { value[pointer] }

    /// The object with all edits so far, as a document of its own.
    package mutating func object() throws(JSONError) -> JSON {
        if let document { return document }
        let parsed = try value.parsed()
        document = parsed
        value = .json(parsed)
        return parsed
    }

    /// Puts a value at a place, makes the objects above it that are missing or null, and replaces what stands there.
    package mutating func set(_ pointer: Pointer, _ wanted: JSONValue) {
        if let found = value[pointer] {
            if found != wanted { record(.replace(pointer, wanted)) }
            return
        }
        var place = pointer
        var addition = wanted
        while let parent = place.parent, let last = place.tokens.last, value[parent].map(\.isNull) ?? true {
            addition = .object([.init(last, addition)])
            place = parent
        }
        record(.add(place, addition))
    }

    /// Puts a value at a place only where nothing or null stands.
    package mutating func setDefault(_ pointer: Pointer, _ wanted: JSONValue) {
        if value[pointer].map(\.isNull) ?? true { set(pointer, wanted) }
    }

    /// Puts a value at a place, as the default that would come to stand there anyway.
    package mutating func fill(_ pointer: Pointer, _ value: JSONValue) {
        let count = patch.operations.count
        set(pointer, value)
        if patch.operations.count > count { fills.insert(count) }
    }

    /// Appends to the array at a place, and makes it where it is missing or null.
    package mutating func append(_ pointer: Pointer, _ element: JSONValue) {
        if value[pointer].map(\.isNull) ?? true {
            set(pointer, .array([element]))
        } else {
            record(.add(pointer.appending("-"), element))
        }
    }

    /// Puts an element into an array, before the one at a place, or at the end where the place is one past it.
    package mutating func insert(_ element: JSONValue, before place: Pointer) { record(.add(place, element)) }

    /// Removes what stands at a place, if anything does.
    package mutating func remove(_ pointer: Pointer) {
        if value[pointer] != nil { record(.remove(pointer)) }
    }

    /// Makes an edit of this draft once more, after `restore`.
    ///
    /// - Parameter isFill: it only filled in a default.
    package mutating func apply(_ operation: Patch.Operation, isFill: Bool = false) {
        let count = patch.operations.count
        record(operation)
        if isFill, patch.operations.count > count { fills.insert(count) }
    }

    /// Edits in place: a copy would cost the length of each list on the way, for every edit.
    private mutating func record(_ operation: Patch.Operation) {
        var limits = Patch.Limits()
        do throws(EditError) {
            // False comes of tests, copies and moves only, none of which a draft makes.
            guard try operation.apply(to: &value, &limits) else { return }
            patch.operations.append(operation)
            document = nil
        } catch {
            refusals.append("\(operation.path.field): \(operation.sentence(for: error))")
        }
    }
}

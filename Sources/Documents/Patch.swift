/// A JSON Patch: RFC 6902, all six operations.
package struct Patch: Sendable, Equatable {
    /// One operation.
    package enum Operation: Sendable, Equatable {
        case add(Pointer, JSONValue)
        case remove(Pointer)
        case replace(Pointer, JSONValue)
        case move(from: Pointer, to: Pointer)
        case copy(from: Pointer, to: Pointer)
        case test(Pointer, JSONValue)
    }

    /// What a patch may ask for, against patches that double a document with each operation.
    package struct Limits: Sendable {
        /// Operations of one patch; the API server's own bound.
        package var operations: Int
        /// Values copied by all its copy operations.
        package var copiedValues: Int
        /// Levels of nesting of what they put into the document, the way there included.
        package var depth: Int

        package init(operations: Int = 10_000, copiedValues: Int = 1_000_000, depth: Int = 512) {
            self.operations = operations
            self.copiedValues = copiedValues
            self.depth = depth
        }
    }

    /// In the order in which they apply.
    package var operations: [Operation]

    package init(_ operations: [Operation] = []) { self.operations = operations }

    /// The patch changes nothing.
    package var isEmpty: Bool { operations.isEmpty }

    /// Parses a patch document.
    package init(_ json: JSON, limits: Limits = Limits()) throws(PatchError) {
        guard json.kind == .array else { throw PatchError(nil, "a patch is an array of operations") }
        guard json.count <= limits.operations else {
            throw PatchError(nil, "a patch has at most \(limits.operations) operations, not \(json.count)")
        }
        operations = []
        for (position, element) in json.elements.enumerated() {
            operations.append(try Self.operation(element, position))
        }
    }

    private static func operation(_ json: JSON, _ position: Int) throws(PatchError) -> Operation {
        func pointer(_ name: String) throws(PatchError) -> Pointer {
            guard let text = json.member(name)?.string else {
                throw PatchError(position, "`\(name)` is missing or no string")
            }
            guard let pointer = Pointer(parsing: text) else {
                throw PatchError(position, "`\(name)` is \"\(shortened(text))\", which is no JSON Pointer (RFC 6901)")
            }
            return pointer
        }
        func value() throws(PatchError) -> JSONValue {
            guard let value = json["value"] else { throw PatchError(position, "`value` is missing") }
            return .json(value)
        }
        guard json.kind == .object, let name = json["op"]?.string else {
            throw PatchError(position, "an operation is an object with an `op`")
        }
        switch name {
        case "add": return .add(try pointer("path"), try value())
        case "remove": return .remove(try pointer("path"))
        case "replace": return .replace(try pointer("path"), try value())
        case "move": return .move(from: try pointer("from"), to: try pointer("path"))
        case "copy": return .copy(from: try pointer("from"), to: try pointer("path"))
        case "test": return .test(try pointer("path"), try value())
        default:
            throw PatchError(
                position, "`op` is \"\(shortened(name))\"; wanted is add, remove, replace, move, copy or test")
        }
    }

    /// The document after all operations; an error leaves nothing changed.
    package func applied(to document: JSONValue, limits: Limits = Limits()) throws(PatchError) -> JSONValue {
        var result = document
        var left = limits
        for (position, operation) in operations.enumerated() {
            let hasApplied: Bool
            do throws(EditError) {
                hasApplied = try operation.apply(to: &result, &left)
            } catch {
                throw PatchError(position, operation.sentence(for: error))
            }
            guard hasApplied else { throw PatchError(position, operation.failure) }
        }
        return result
    }

    /// The patch document.
    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for operation in operations { operation.write(to: &writer) }
        writer.endArray()
    }
}

/// Why a patch is malformed or does not apply.
package struct PatchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Position of the operation in its patch, from 0; nil when the patch as a whole is meant.
    package let operation: Int?
    /// What was found and what is wanted.
    package let reason: String

    init(_ operation: Int?, _ reason: String) {
        self.operation = operation
        self.reason = reason
    }

    package var description: String {
        operation.map { "Patch operation \($0): \(reason)." } ?? "Patch: \(reason)."
    }
}

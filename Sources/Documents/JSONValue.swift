/// A JSON value under construction: what patches and drafts change.
///
/// Parts that nobody has touched stay cursors into the document that they came from.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case string(String)
    case array([JSONValue])
    /// Members in order; names are unique.
    case object([Member])
    /// A value of a parsed document, as it is there.
    case json(JSON)

    /// A member of an object under construction.
    package struct Member: Sendable {
        /// The key, escapes resolved.
        package var name: String
        /// The member's value.
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// One level of a parsed value opened up: its children are cursors still.
    package var opened: JSONValue {
        guard case .json(let json) = self else { return self }
        switch json.kind {
        case .null: return .null
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .string: return .string(json.string ?? "")
        case .integer, .number: return self
        case .array: return .array(json.elements.map { .json($0) })
        case .object: return .object(json.members.map { Member($0.name, .json($0.value)) })
        }
    }

    /// The value is `null`.
    package var isNull: Bool {
        switch self {
        case .null: true
        case .json(let json): json.isNull
        case .bool, .int, .string, .array, .object: false
        }
    }

    /// The string, or nil when this is none.
    package var string: String? {
        switch self {
        case .string(let text): text
        case .json(let json): json.string
        case .null, .bool, .int, .array, .object: nil
        }
    }

    /// The member of an object by name, or nil.
    package subscript(_ name: String) -> JSONValue? {
        if case .json(let json) = self { return json.member(name).map { .json($0) } }
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The value that a pointer leads to, or nil.
    package subscript(_ pointer: Pointer) -> JSONValue? {
        pointer.tokens.reduce(self as JSONValue?) { value, token in value?.child(token) }
    }

    private func child(_ token: String) -> JSONValue? {
        if case .json(let json) = self { return json[[token]].map { .json($0) } }
        guard case .array(let elements) = self else { return self[token] }
        return Pointer.index(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    }

    /// Writes this value as the writer's next one.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .int(let value): writer.int(value)
        case .string(let value): writer.string(value)
        case .json(let value): writer.json(value)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// This value as a parsed document of its own; an error only where it is nested too deep.
    package func parsed(limits: JSON.Limits = .init()) throws(JSONError) -> JSON {
        if case .json(let json) = self, json.index == 0 { return json }
        var writer = JSONWriter(capacity: 4096)
        write(to: &writer)
        return try JSON(parsing: writer.bytes, limits: limits)
    }

    /// Values in this one with itself; counting stops once there are more than `limit`.
    package func weight(upTo limit: Int) -> Int {
        guard limit > 0 else { return 1 }
        switch self {
        case .null, .bool, .int, .string: return 1
        case .json(let json): return json.weight
        case .array(let elements):
            return elements.reduce(1) { $0 > limit ? $0 : $0 + $1.weight(upTo: limit - $0) }
        case .object(let members):
            return members.reduce(1) { $0 > limit ? $0 : $0 + $1.value.weight(upTo: limit - $0) }
        }
    }
}

extension JSONValue {
    /// This value is nested no deeper than `levels`: a scalar fits none, an array of scalars one.
    package func fits(levels: Int) -> Bool {
        switch self {
        case .null, .bool, .int, .string: levels >= 0
        case .json(let json): json.fits(levels: levels)
        case .array(let elements): levels > 0 && elements.allSatisfy { $0.fits(levels: levels - 1) }
        case .object(let members): levels > 0 && members.allSatisfy { $0.value.fits(levels: levels - 1) }
        }
    }
}

extension JSON {
    fileprivate func fits(levels: Int) -> Bool {
        if tape.depth <= levels { return true }
        return switch kind {
        case .null, .false, .true, .integer, .number, .string: levels >= 0
        case .array: levels > 0 && elements.allSatisfy { $0.fits(levels: levels - 1) }
        case .object: levels > 0 && members.allSatisfy { $0.value.fits(levels: levels - 1) }
        }
    }

    /// Nodes of this value's subtree, keys among them: a measure of its size that is there at once.
    package var weight: Int { Int(node.next) - Int(index) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
}

extension String {
    /// Both are the same bytes. Most names differ, and `==` tells that at once; it alone would take canonically equivalent
    /// ones for the same.
    func hasSameBytes(as other: String) -> Bool { self == other && utf8.elementsEqual(other.utf8) }
}

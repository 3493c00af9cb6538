import Documents

/// A document while a JSON Patch is applied to it. Containers are opened as operations come to them, and change in place; a
/// patch of many operations on a large object takes no search for each.
enum PatchNode {
    /// Null, as it came with a document or inside of a value: to the library nothing is there.
    case nothing
    /// A value that no operation has looked into; null only where an operation has put it.
    case value(JSONValue)
    case array([PatchNode])
    case object(PatchObject)

    /// A part of a document.
    init(_ value: JSONValue) { self = value.isNull ? .nothing : .value(value) }

    /// The document as it is now.
    var document: JSONValue {
        switch self {
        case .nothing: .null
        case .value(let value): value
        case .array(let elements): .array(elements.map { $0.document })
        case .object(let object): .object(object.members)
        }
    }

    private mutating func open() {
        guard case .value(let value) = self else { return }
        switch value.opened {
        case .array(let elements): self = .array(elements.map { PatchNode($0) })
        case .object(let members): self = .object(PatchObject(members))
        default: return
        }
    }

    /// Hands over the container that the last part of a path names a place in, and that part; nil where there is none.
    mutating func visit<Result>(
        _ parts: ArraySlice<String>, _ body: (inout PatchNode, String) throws(PatchLack) -> Result
    ) throws(PatchLack) -> Result? {
        guard let part = parts.first else { return nil }
        open()
        switch self {
        case .array where parts.count == 1, .object where parts.count == 1: return try body(&self, part)
        // Taken out of their place while they change, since a second reference would have them copied.
        case .array(var elements):
            self = .nothing
            defer { self = .array(elements) }
            guard let position = try? ArrayPlace.of(part, count: elements.count) else { return nil }
            return try elements[position].visit(parts.dropFirst(), body)
        case .object(var object):
            self = .nothing
            defer { self = .object(object) }
            guard let position = object.position(of: part) else { return nil }
            return try object.nodes[position].visit(parts.dropFirst(), body)
        case .value(let value) where value.isNull && parts.count == 1: return try Self.visitNull(part, body)
        case .nothing, .value: return nil
        }
    }

    /// The library reads null that an operation has put somewhere as an object without members, and breaks where one is
    /// added to it.
    private static func visitNull<Result>(
        _ part: String, _ body: (inout PatchNode, String) throws(PatchLack) -> Result
    ) throws(PatchLack) -> Result? {
        var empty = PatchNode.object(PatchObject([]))
        let result = try body(&empty, part)
        return empty.isEmptyContainer ? result : nil
    }
}

/// Why an operation finds no place in a container, in the words of evanphx/json-patch.
struct PatchLack: Error {
    let reason: String
}

extension PatchNode {
    /// What stands at a place of this container; nothing where a member is missing.
    func found(at token: String) throws(PatchLack) -> PatchNode {
        switch self {
        case .array(let elements): elements[try ArrayPlace.of(token, count: elements.count)]
        case .object(let object): object.position(of: token).map { object.nodes[$0] } ?? .nothing
        case .nothing, .value: .nothing
        }
    }

    /// Inserts an element, or puts a member in the place of one that is there.
    mutating func add(_ node: PatchNode, at token: String) throws(PatchLack) {
        guard case .array(var elements) = self else { return set(node, member: token) }
        self = .nothing
        defer { self = .array(elements) }
        elements.insert(node, at: try ArrayPlace.new(token, count: elements.count))
    }

    /// Puts a node in the place of an element that is there, or of a member whether it is there or not.
    mutating func replace(with node: PatchNode, at token: String) throws(PatchLack) {
        guard case .array(var elements) = self else { return set(node, member: token) }
        self = .nothing
        defer { self = .array(elements) }
        elements[try ArrayPlace.of(token, count: elements.count)] = node
    }

    /// Takes out what stands at a place.
    @discardableResult
    mutating func remove(at token: String) throws(PatchLack) -> PatchNode {
        switch self {
        case .array(var elements):
            self = .nothing
            defer { self = .array(elements) }
            return elements.remove(at: try ArrayPlace.of(token, count: elements.count))
        case .object(var object):
            self = .nothing
            defer { self = .object(object) }
            guard let removed = object.remove(token) else {
                throw PatchLack(reason: "Unable to remove nonexistent key: \(token): missing value")
            }
            return removed
        case .nothing, .value: return .nothing
        }
    }

    private mutating func set(_ node: PatchNode, member name: String) {
        guard case .object(var object) = self else { return }
        self = .nothing
        defer { self = .object(object) }
        object.set(name, node)
    }
}

extension PatchNode {
    /// Values in this one with itself; counting stops once there are more than `limit`.
    func weight(upTo limit: Int) -> Int {
        switch self {
        case .nothing: 1
        case .value(let value): value.weight(upTo: limit)
        case .array(let elements): Self.weight(of: elements, upTo: limit)
        case .object(let object): Self.weight(of: object.nodes, upTo: limit)
        }
    }

    private static func weight(of nodes: [PatchNode], upTo limit: Int) -> Int {
        nodes.reduce(1) { $0 > limit ? $0 : $0 + $1.weight(upTo: limit - $0) }
    }

    /// This value is nested no deeper than `levels`: a scalar fits none, an array of scalars one.
    func fits(levels: Int) -> Bool {
        switch self {
        case .nothing: levels >= 0
        case .value(let value): value.fits(levels: levels)
        case .array(let elements): levels > 0 && elements.allSatisfy { $0.fits(levels: levels - 1) }
        case .object(let object): levels > 0 && object.nodes.allSatisfy { $0.fits(levels: levels - 1) }
        }
    }

    /// What is here is what a test wants.
    func equals(_ wanted: JSONValue) -> Bool {
        switch (self, wanted.opened) {
        case (.nothing, let wanted): wanted.isNull
        case (.value(let value), _): value == wanted
        case (.array(let elements), .array(let others)):
            elements.count == others.count && zip(elements, others).allSatisfy { $0.equals($1) }
        case (.object(let object), .object(let members)):
            object.count == members.count
                && members.allSatisfy { member in
                    object.position(of: member.name).map { object.nodes[$0].equals(member.value) } ?? false
                }
        default: false
        }
    }

    /// An object without members, or an array without elements.
    var isEmptyContainer: Bool {
        switch self {
        case .nothing: false
        case .array(let elements): elements.isEmpty
        case .object(let object): object.count == 0
        case .value(let value):
            switch value.opened {
            case .array(let elements): elements.isEmpty
            case .object(let members): members.isEmpty
            default: false
            }
        }
    }
}

import CEL
import Documents

/// One operation of a `jsonPatch` expression, with the words of evanphx/json-patch 4 where it does not apply.
struct PatchStep {
    private let name: String
    private let path: String
    private let from: String
    private let value: JSONValue?

    init(_ operation: MapValue) throws(MutationError) {
        name = operation["op"]?.text ?? ""
        path = operation["path"]?.text ?? ""
        from = operation["from"]?.text ?? ""
        guard let value = operation["value"] else {
            value = nil
            return
        }
        if case .map(let map) = value, let root = map.typeName { try Self.checkNames(value, root) }
        do throws(MutationError) {
            self.value = try ValueDocument.document(value, .patch)
        } catch {
            throw MutationError("JSONPath valueExpression evaluated to a type that could not marshal to JSON: \(error)")
        }
    }

    /// The objects in a value are named after where they stand below it.
    private static func checkNames(_ value: Value, _ root: String) throws(MutationError) {
        let problems = ConfigurationValue.misnamed(value, below: root.split(separator: ".").map(String.init))
        guard problems.isEmpty else { throw MutationError("type mismatch: " + problems.joined(separator: "\n")) }
    }

    /// Applies the operation; false when it is a test that does not hold, and the patch must not be applied at all.
    func apply(to document: inout JSONValue, _ limits: inout Patch.Limits) throws(MutationError) -> Bool {
        switch name {
        case "add": try add(value ?? .null, to: &document, &limits)
        case "remove": try remove(from: &document, &limits)
        case "replace": try replace(in: &document, &limits)
        case "move": try move(in: &document, &limits)
        case "copy": try copy(in: &document, &limits)
        case "test": return try test(document)
        default: throw failure("Unexpected kind: \(name)")
        }
        return true
    }

    private func add(
        _ value: JSONValue, to document: inout JSONValue, _ limits: inout Patch.Limits
    ) throws(MutationError) {
        let lack = name == "add" ? "doc is missing path: \"\(path)\"" : "doc is missing destination path: \(path)"
        let pointer = try place(path, in: document, lack)
            .newPointer { reason in failure("error in \(name) for path: '\(path)': \(reason)") }
        try edit(&document, .add(pointer, value), &limits)
    }

    private func remove(from document: inout JSONValue, _ limits: inout Patch.Limits) throws(MutationError) {
        let pointer = try place(path, in: document, "doc is missing path: \"\(path)\"")
            .pointer { reason in failure("error in remove for path: '\(path)': \(reason)") }
        try edit(&document, .remove(pointer), &limits)
    }

    /// A member that is not there is added, which the library does not mind.
    private func replace(in document: inout JSONValue, _ limits: inout Patch.Limits) throws(MutationError) {
        if path.isEmpty {
            document = value ?? .null
            return
        }
        try edit(&document, try replacement(in: document), &limits)
    }

    /// A function of its own, so that the container it opens is let go before the edit: a second reference would have the
    /// container copied, and a patch of many operations take the square of its length.
    private func replacement(in document: JSONValue) throws(MutationError) -> Patch.Operation {
        let place = try place(path, in: document, "doc is missing path: \(path)")
        if case .object = place.container { return .add(place.parent.appending(place.token), value ?? .null) }
        let pointer = try place.pointer { _ in
            failure("replace operation does not apply: doc is missing key: \(path): missing value")
        }
        return .replace(pointer, value ?? .null)
    }

    private func move(in document: inout JSONValue, _ limits: inout Patch.Limits) throws(MutationError) {
        let source = try place(from, in: document, "doc is missing from path: \(from)")
        let pointer = try source.pointer { reason in
            failure("error in move for path: '\(source.token)': \(reason)")
        }
        let value = document[pointer] ?? .null
        try edit(&document, .remove(pointer), &limits)
        try add(value, to: &document, &limits)
    }

    /// A member that is not there is copied as null.
    private func copy(in document: inout JSONValue, _ limits: inout Patch.Limits) throws(MutationError) {
        let source = try place(from, in: document, "doc is missing from path: \(from)")
        let target = try place(path, in: document, "doc is missing destination path: \(path)")
        let pointer = try target.newPointer { reason in failure("error while adding value during copy: \(reason)") }
        if case .object(let members) = source.container, !members.contains(where: { $0.name == source.token }) {
            return try edit(&document, .add(pointer, .null), &limits)
        }
        let origin = try source.pointer { reason in failure("error in copy for from: '\(from)': \(reason)") }
        try edit(&document, .copy(from: origin, to: pointer), &limits)
    }

    private func test(_ document: JSONValue) throws(MutationError) -> Bool {
        if path.isEmpty { return document == value ?? .null }
        guard let place = PatchPlace(path, in: document) else {
            throw failure("test operation does not apply: is missing path: \(path): missing value")
        }
        if case .object = place.container {
            guard let found = place.container[place.token] else { return value == nil }
            return value.map { $0 == found } ?? false
        }
        let pointer = try place.pointer { reason in failure("error in test for path: '\(path)': \(reason)") }
        return value.map { $0 == document[pointer] } ?? false
    }

    private func place(_ text: String, in document: JSONValue, _ lack: String) throws(MutationError) -> PatchPlace {
        if let place = PatchPlace(text, in: document) { return place }
        throw failure("\(name) operation does not apply: \(lack): missing value")
    }

    private func edit(
        _ document: inout JSONValue, _ operation: Patch.Operation, _ limits: inout Patch.Limits
    ) throws(MutationError) {
        do throws(PatchError) {
            try operation.edit(&document, &limits)
        } catch {
            throw failure(error.reason)
        }
    }

    private func failure(_ message: String) -> MutationError { MutationError("JSONPath: " + message) }
}

/// Where an operation works: a container that is there, and the last part of the path.
private struct PatchPlace {
    let parent: Pointer
    /// The object or array, opened up.
    let container: JSONValue
    let token: String

    /// Nil where the path is none, or leads through something that is not there or is no container.
    init?(_ path: String, in document: JSONValue) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(Self.decoded)
        guard let last = parts.last else { return nil }
        var place = Pointer()
        var value = document
        for part in parts.dropLast() {
            let opened = value.opened
            guard let step = Self.step(part, in: opened), let next = opened[Pointer([step])] else { return nil }
            place = place.appending(step)
            value = next
        }
        container = value.opened
        guard container.sort == .map || container.sort == .list else { return nil }
        parent = place
        token = last
    }

    private static func decoded(_ part: Substring) -> String {
        guard part.contains("~") else { return String(part) }
        return part.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }

    /// Negative positions count from the end.
    private static func step(_ token: String, in container: JSONValue) -> String? {
        guard case .array(let elements) = container else { return token }
        return position(token, count: elements.count).map { String($0) }
    }

    private static func position(_ token: String, count: Int) -> Int? {
        guard let position = Int(token), position < count, position >= -count else { return nil }
        return position < 0 ? position + count : position
    }

    /// The place of what is there.
    func pointer(_ error: (String) -> MutationError) throws(MutationError) -> Pointer {
        if case .array(let elements) = container {
            guard let number = Int(token) else { throw error("strconv.Atoi: parsing \"\(token)\": invalid syntax") }
            guard let position = Self.position(token, count: elements.count) else {
                throw error("Unable to access invalid index: \(number): invalid index referenced")
            }
            return parent.appending(position)
        }
        guard container[token] != nil else {
            throw error("Unable to remove nonexistent key: \(token): missing value")
        }
        return parent.appending(token)
    }

    /// The place of what is to come.
    func newPointer(_ error: (String) -> MutationError) throws(MutationError) -> Pointer {
        guard case .array(let elements) = container, token != "-" else { return parent.appending(token) }
        guard let number = Int(token) else {
            throw error(
                "value was not a proper array index: '\(token)': strconv.Atoi: parsing \"\(token)\": invalid syntax")
        }
        guard let position = Self.position(token, count: elements.count + 1) else {
            throw error("Unable to access invalid index: \(number): invalid index referenced")
        }
        return parent.appending(position)
    }
}

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
    func apply(to document: inout PatchNode, _ limits: inout Patch.Limits) throws(MutationError) -> Bool {
        switch name {
        case "add": try add(node, to: &document, limits)
        case "remove": try remove(from: &document)
        case "replace": try replace(in: &document, limits)
        case "move": try move(in: &document, limits)
        case "copy": try copy(in: &document, &limits)
        case "test": return try test(&document)
        default: throw failure("Unexpected kind: \(name)")
        }
        return true
    }

    private var node: PatchNode { value.map { .value($0) } ?? .nothing }

    private func add(
        _ node: PatchNode, to document: inout PatchNode, _ limits: Patch.Limits
    ) throws(MutationError) {
        let parts = Self.parts(of: path)
        guard node.fits(levels: limits.depth - parts.count) else { throw tooDeep(limits) }
        let lack = name == "add" ? "doc is missing path: \"\(path)\"" : "doc is missing destination path: \(path)"
        let context = name == "copy" ? "error while adding value during copy" : "error in \(name) for path: '\(path)'"
        try visit(parts, in: &document, lack, context) { container, token throws(PatchLack) in
            try container.add(node, at: token)
        }
    }

    private func remove(from document: inout PatchNode) throws(MutationError) {
        let lack = "doc is missing path: \"\(path)\""
        try visit(Self.parts(of: path), in: &document, lack, "error in remove for path: '\(path)'") {
            container, token throws(PatchLack) in
            try container.remove(at: token)
        }
    }

    /// A member that is not there is added, which the library does not mind.
    private func replace(in document: inout PatchNode, _ limits: Patch.Limits) throws(MutationError) {
        let (node, parts) = (node, Self.parts(of: path))
        guard node.fits(levels: limits.depth - parts.count) else { throw tooDeep(limits) }
        if path.isEmpty {
            guard [.map, .list, .null].contains((value ?? .null).sort) else {
                throw failure("replace operation value must be object or array: %!w(<nil>)")
            }
            document = node
            return
        }
        let isThere = try visit(parts, in: &document, "doc is missing path: \(path)", "") { container, token in
            (try? container.replace(with: node, at: token)) != nil
        }
        guard isThere else {
            throw failure("replace operation does not apply: doc is missing key: \(path): missing value")
        }
    }

    private func move(in document: inout PatchNode, _ limits: Patch.Limits) throws(MutationError) {
        let source = try source()
        let context = "error in move for path: '\(source.last ?? "")'"
        let node = try visit(source, in: &document, "doc is missing from path: \(from)", context) {
            container, token throws(PatchLack) in
            try container.remove(at: token)
        }
        try add(node, to: &document, limits)
    }

    /// A member that is not there is copied as null.
    private func copy(in document: inout PatchNode, _ limits: inout Patch.Limits) throws(MutationError) {
        let context = "error in copy for from: '\(from)'"
        let node = try visit(try source(), in: &document, "doc is missing from path: \(from)", context) {
            container, token throws(PatchLack) in
            try container.found(at: token)
        }
        limits.copiedValues -= node.weight(upTo: limits.copiedValues)
        guard limits.copiedValues >= 0 else { throw failure("the patch copies more values than its limit allows") }
        try add(node, to: &document, limits)
    }

    private func test(_ document: inout PatchNode) throws(MutationError) -> Bool {
        if path.isEmpty { return holds(document) }
        let lack = "is missing path: \(path)"
        let found = try visit(Self.parts(of: path), in: &document, lack, "error in test for path: '\(path)'") {
            container, token throws(PatchLack) in
            try container.found(at: token)
        }
        return holds(found)
    }

    /// Null that a document came with equals no value but a missing one; null that an operation has put there, or that is
    /// asked for, equals null and a container without anything in it.
    private func holds(_ found: PatchNode) -> Bool {
        switch (found, value) {
        case (.nothing, let value): value == nil
        case (_, nil): false
        case (.value(let found), let value?) where found.isNull:
            value.isNull || value.sort == .map && PatchNode(value).isEmptyContainer
        case (_, let value?): value.isNull ? found.isEmptyContainer : found.equals(value)
        }
    }

    private func source() throws(MutationError) -> [String] {
        guard from.isEmpty else { return Self.parts(of: from) }
        throw failure("\(name) operation failed to decode from: operation, missing from field: missing value")
    }

    /// Works at a place of the document.
    @discardableResult
    private func visit<Result>(
        _ parts: [String], in document: inout PatchNode, _ lack: String, _ context: String,
        _ body: (inout PatchNode, String) throws(PatchLack) -> Result
    ) throws(MutationError) -> Result {
        let result: Result?
        do throws(PatchLack) {
            result = try document.visit(parts[...], body)
        } catch {
            throw failure("\(context): \(error.reason)")
        }
        if let result { return result }
        throw failure("\(name) operation does not apply: \(lack): missing value")
    }

    /// The parts of a path, escapes resolved; none where the path is none.
    private static func parts(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .map { decoded(String(Substring($0))) }
    }

    private static func decoded(_ part: String) -> String {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return part }
        var bytes: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            switch (byte, rest.first) {
            case (UInt8(ascii: "~"), UInt8(ascii: "0")): rest.removeFirst()
            case (UInt8(ascii: "~"), UInt8(ascii: "1")):
                rest.removeFirst()
                bytes.append(UInt8(ascii: "/"))
                continue
            default: break
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func tooDeep(_ limits: Patch.Limits) -> MutationError {
        failure("\(name) at \(path.prefix(80)) nests values deeper than \(limits.depth) levels")
    }

    private func failure(_ message: String) -> MutationError { MutationError("JSONPath: " + message) }
}

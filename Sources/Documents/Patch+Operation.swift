extension Patch.Operation {
    /// The place that the operation is about.
    package var path: Pointer {
        switch self {
        case .add(let path, _), .remove(let path), .replace(let path, _), .test(let path, _): path
        case .move(_, let path), .copy(_, let path): path
        }
    }

    /// The operation's name in a patch document.
    package var name: String {
        switch self {
        case .add: "add"
        case .remove: "remove"
        case .replace: "replace"
        case .move: "move"
        case .copy: "copy"
        case .test: "test"
        }
    }

    /// Applies this operation within what its patch has left to ask for; false when a test failed, a copy went past its
    /// limit, or a move went into itself.
    func apply(to document: inout JSONValue, _ left: inout Patch.Limits) throws(EditError) -> Bool {
        switch self {
        case .add(let path, let value): try Self.add(value, to: &document, path, left)
        case .remove(let path): try document.remove(at: path.tokens[...])
        case .replace(let path, let value):
            try Self.check(value, path, left)
            try document.replace(with: value, at: path.tokens[...])
        case .move(let from, let path):
            guard from != path else { return document[from] != nil }
            guard !path.isBelow(from) else { return false }
            try Self.add(try document.remove(at: from.tokens[...]), to: &document, path, left)
        case .copy(let from, let path):
            guard let value = document[from] else { throw .missing }
            left.copiedValues -= value.weight(upTo: left.copiedValues)
            guard left.copiedValues >= 0 else { return false }
            try Self.add(value, to: &document, path, left)
        case .test(let path, let value):
            guard let found = document[path] else { throw .missing }
            return found == value
        }
        return true
    }

    private static func add(
        _ value: JSONValue, to document: inout JSONValue, _ path: Pointer, _ limits: Patch.Limits
    ) throws(EditError) {
        try check(value, path, limits)
        try document.add(value, at: path.tokens[...])
    }

    /// Deeper values could not be read again, and would cost more stack than there is.
    private static func check(_ value: JSONValue, _ path: Pointer, _ limits: Patch.Limits) throws(EditError) {
        guard value.fits(levels: limits.depth - path.tokens.count) else { throw .tooDeep(limit: limits.depth) }
    }

    /// Why `apply` answered false.
    var failure: String {
        switch self {
        case .test(let path, _): "the value at \(Self.quoted(path)) is not the one that the test wants"
        case .move(let from, let path):
            "\(Self.quoted(from)) can't move to \(Self.quoted(path)), which is missing or inside it"
        case .copy, .add, .remove, .replace: "the patch copies more values than its limit allows"
        }
    }

    func sentence(for error: EditError) -> String {
        let places =
            switch self {
            case .move(let from, _), .copy(let from, _): "\(Self.quoted(from)) or \(Self.quoted(path))"
            case .add, .remove, .replace, .test: Self.quoted(path)
            }
        return switch error {
        case .missing: "\(name) finds nothing at \(places)"
        case .notAContainer: "\(name) at \(places) goes through a value that is neither object nor array"
        case .badIndex: "\(name) at \(places) names no element of the array there"
        case .wholeDocument: "the whole document can't be removed"
        case .tooDeep(let limit): "\(name) at \(places) nests values deeper than \(limit) levels"
        }
    }

    private static func quoted(_ pointer: Pointer) -> String {
        pointer.tokens.isEmpty ? "the whole document" : shortened("\(pointer)")
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("op")
        writer.string(name)
        if case .move(let from, _) = self { writer.pointer("from", from) }
        if case .copy(let from, _) = self { writer.pointer("from", from) }
        writer.pointer("path", path)
        switch self {
        case .add(_, let value), .replace(_, let value), .test(_, let value):
            writer.key("value")
            value.write(to: &writer)
        case .remove, .move, .copy: break
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func pointer(_ name: String, _ pointer: Pointer) {
        key(name)
        string(pointer.description)
    }
}

/// Why a value could not be changed at a place.
enum EditError: Error {
    /// The last token names no member or element, or the place's container is missing.
    case missing
    /// The container at the place is a scalar.
    case notAContainer
    /// An array's token is no index, or one past its end.
    case badIndex
    /// The whole document can't be removed.
    case wholeDocument
    /// The value would be nested deeper than so many levels.
    case tooDeep(limit: Int)
}

extension JSONValue {
    /// RFC 6902, section 4.1: a new element moves the later ones, a member that is there is replaced.
    mutating func add(_ value: JSONValue, at tokens: ArraySlice<String>) throws(EditError) {
        try change(at: tokens, whole: value) { container, token throws(EditError) in
            switch container {
            case .array(var elements):
                container = .null
                defer { container = .array(elements) }
                let position = token == "-" ? elements.count : Pointer.index(token)
                guard let position, position <= elements.count else { throw .badIndex }
                elements.insert(value, at: position)
            case .object: container.setMember(token, value)
            default: throw .notAContainer
            }
        }
    }

    /// RFC 6902, section 4.3: the place must be there.
    mutating func replace(with value: JSONValue, at tokens: ArraySlice<String>) throws(EditError) {
        try change(at: tokens, whole: value) { container, token throws(EditError) in
            switch container {
            case .array(var elements):
                container = .null
                defer { container = .array(elements) }
                guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
                elements[position] = value
            case .object:
                guard container[token] != nil else { throw .missing }
                container.setMember(token, value)
            default: throw .notAContainer
            }
        }
    }

    /// RFC 6902, section 4.2: the place must be there. Returns what stood there.
    @discardableResult
    mutating func remove(at tokens: ArraySlice<String>) throws(EditError) -> JSONValue {
        guard !tokens.isEmpty else { throw .wholeDocument }
        var removed = JSONValue.null
        try change(at: tokens, whole: .null) { container, token throws(EditError) in
            switch container {
            case .array(var elements):
                container = .null
                defer { container = .array(elements) }
                guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
                removed = elements.remove(at: position)
            case .object(var members):
                container = .null
                defer { container = .object(members) }
                guard let position = members.firstIndex(where: { $0.name.hasSameBytes(as: token) }) else {
                    throw .missing
                }
                removed = members.remove(at: position).value
            default: throw .notAContainer
            }
        }
        return removed
    }

    private mutating func setMember(_ name: String, _ value: JSONValue) {
        guard case .object(var members) = self else { return }
        self = .null
        if let position = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
            members[position].value = value
        } else {
            members.append(Member(name, value))
        }
        self = .object(members)
    }

    /// Walks to the container of the last token and hands it over, opened; an empty path replaces everything.
    ///
    /// Lists are taken out of their place while they change, since a second reference would have them copied, and put
    /// back whatever happens: a failure leaves everything as it was.
    private mutating func change(
        at tokens: ArraySlice<String>, whole: JSONValue,
        _ body: (inout JSONValue, String) throws(EditError) -> Void
    ) throws(EditError) {
        guard let token = tokens.first else {
            self = whole
            return
        }
        self = opened
        guard tokens.count > 1 else { return try body(&self, token) }
        switch self {
        case .array(var elements):
            self = .null
            defer { self = .array(elements) }
            guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
            try elements[position].change(at: tokens.dropFirst(), whole: whole, body)
        case .object(var members):
            self = .null
            defer { self = .object(members) }
            guard let position = members.firstIndex(where: { $0.name.hasSameBytes(as: token) }) else {
                throw .missing
            }
            try members[position].value.change(at: tokens.dropFirst(), whole: whole, body)
        default: throw .notAContainer
        }
    }
}

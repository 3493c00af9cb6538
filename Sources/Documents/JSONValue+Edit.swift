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
            guard var elements = container.takeElements() else { return try container.setMember(token, value) }
            defer { container = .array(elements) }
            let position = token == "-" ? elements.count : Pointer.index(token)
            guard let position, position <= elements.count else { throw .badIndex }
            elements.insert(value, at: position)
        }
    }

    /// RFC 6902, section 4.3: the place must be there.
    mutating func replace(with value: JSONValue, at tokens: ArraySlice<String>) throws(EditError) {
        try change(at: tokens, whole: value) { container, token throws(EditError) in
            guard var elements = container.takeElements() else {
                return try container.setMember(token, value, isNew: false)
            }
            defer { container = .array(elements) }
            guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
            elements[position] = value
        }
    }

    /// RFC 6902, section 4.2: the place must be there. Returns what stood there.
    @discardableResult
    mutating func remove(at tokens: ArraySlice<String>) throws(EditError) -> JSONValue {
        guard !tokens.isEmpty else { throw .wholeDocument }
        var removed = JSONValue.null
        try change(at: tokens, whole: .null) { container, token throws(EditError) in
            if var elements = container.takeElements() {
                defer { container = .array(elements) }
                guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
                removed = elements.remove(at: position)
            } else if var members = container.takeMembers() {
                defer { container = .object(members) }
                removed = members.remove(at: try members.position(of: token)).value
            } else {
                throw .notAContainer
            }
        }
        return removed
    }

    private mutating func setMember(_ name: String, _ value: JSONValue, isNew: Bool = true) throws(EditError) {
        guard var members = takeMembers() else { throw .notAContainer }
        defer { self = .object(members) }
        if let position = try? members.position(of: name) {
            members[position].value = value
        } else if isNew {
            members.append(Member(name, value))
        } else {
            throw .missing
        }
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
        open()
        guard tokens.count > 1 else { return try body(&self, token) }
        if var elements = takeElements() {
            defer { self = .array(elements) }
            guard let position = Pointer.index(token), position < elements.count else { throw .badIndex }
            try elements[position].change(at: tokens.dropFirst(), whole: whole, body)
        } else if var members = takeMembers() {
            defer { self = .object(members) }
            try members[try members.position(of: token)].value.change(at: tokens.dropFirst(), whole: whole, body)
        } else {
            throw .notAContainer
        }
    }

    private mutating func open() {
        if case .json = self { self = opened }
    }

    /// The elements of an array, which is null as long as they are away. Matching on `self` would copy them: the reference
    /// that it takes lasts until its scope ends.
    private mutating func takeElements() -> [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        self = .null
        return elements
    }

    private mutating func takeMembers() -> [Member]? {
        guard case .object(let members) = self else { return nil }
        self = .null
        return members
    }
}

extension [JSONValue.Member] {
    fileprivate func position(of name: String) throws(EditError) -> Int {
        guard let position = firstIndex(where: { $0.name.hasSameBytes(as: name) }) else { throw .missing }
        return position
    }
}

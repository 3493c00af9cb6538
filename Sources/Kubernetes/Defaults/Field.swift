import Documents

/// A place of an object, whether something stands there or not.
struct Field {
    /// Leads to it from the object.
    let place: Pointer
    /// What stands there; nil when nothing or null does.
    let json: JSON?
    /// All above it are objects or missing, so that a value can be put there.
    private let isReachable: Bool

    init(_ json: JSON?, at place: Pointer) { self.init(json, at: place, isReachable: true) }

    private init(_ json: JSON?, at place: Pointer, isReachable: Bool) {
        self.place = place
        self.json = json.flatMap { $0.isNull ? nil : $0 }
        self.isReachable = isReachable
    }

    /// The member of that name.
    subscript(_ name: String) -> Field {
        Field(json?.member(name), at: place.appending(name), isReachable: isReachable && isOpen)
    }

    /// The elements of a list that are objects; the API server refuses all others.
    var elements: [Field] {
        guard let json else { return [] }
        return json.elements.enumerated().filter { $1.kind == .object }.map { Field($1, at: place.appending($0)) }
    }

    /// The members of an object.
    var members: [(name: String, value: JSON)] { json.map { $0.members.map { ($0.name, $0.value) } } ?? [] }

    /// The members of a map of resources or labels, none of one so large that looking each of them up in another takes long:
    /// an API server that goes on to check their names lets nobody have so many.
    var entries: [(name: String, value: JSON)] { (json?.count ?? 0) > 256 ? [] : members }

    /// The text that stands there, or empty.
    var text: String { json?.string ?? "" }

    /// An object stands there.
    var isObject: Bool { json?.kind == .object }

    /// A list or an object with something in it stands there.
    var isFilled: Bool { (json?.count ?? 0) > 0 }

    /// Nothing stands there, and something may be put there.
    var isMissing: Bool { json == nil && isReachable }

    /// Nothing stands there, or what the API server takes for nothing where a field is no pointer: an empty text, zero,
    /// an empty list.
    var isZero: Bool {
        guard let json, isReachable else { return isReachable }
        switch json.kind {
        case .string: return json.equals("")
        case .integer, .number: return json.compactText == "0"
        case .array: return json.count == 0
        case .null, .false, .true, .object: return false
        }
    }

    private var isOpen: Bool { json == nil || isObject }
}

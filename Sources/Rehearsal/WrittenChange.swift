package import Documents

/// The changes of a gate to an object with defaults, as changes of the object as it is written: so that nothing that was
/// filled in comes into anybody's files.
package struct WrittenChange: Sendable, Equatable {
    /// The operations, for the object as it is written.
    package private(set) var patch = Patch()
    /// Some of the changes concern nothing but defaults, in a way that the object as it is written has no words for, such
    /// as the removal of one.
    package private(set) var isPartial = false

    /// A patch of an object in which nothing was filled in.
    init(_ patch: Patch) { self.patch = patch }

    /// Translates a patch.
    ///
    /// - Parameters:
    ///   - patch: for the object with defaults.
    ///   - fills: the positions of those of its operations that only fill in further defaults.
    ///   - completed: the object with defaults.
    ///   - written: the object as it is written.
    package init(_ patch: Patch, fills: Set<Int> = [], of completed: JSON, in written: JSON) {
        var judged = JSONValue.json(completed)
        var target = JSONValue.json(written)
        for (position, operation) in patch.operations.enumerated() {
            let isFill = fills.contains(position)
            let translation = isFill ? Patch() : Self.translate(operation, judged, target)
            if translation.operations.isEmpty, !operation.isTest, !isFill { isPartial = true }
            self.patch.operations += translation.operations
            do throws(PatchError) {
                target = try translation.applied(to: target)
                judged = try Patch([operation]).applied(to: judged)
            } catch {
                isPartial = true
            }
        }
    }

    /// The written object with the changes; nil where they don't apply, which they do to the object of their making.
    func applied(to written: JSON) -> JSON? { try? patch.applied(to: .json(written)).parsed() }

    /// The operation for the written object; none when there are no words for it.
    private static func translate(_ operation: Patch.Operation, _ judged: JSONValue, _ target: JSONValue) -> Patch {
        switch operation {
        case .test: Patch()
        case .add(let place, let value): put(value, at: place, isAddition: true, target)
        case .replace(let place, let value): put(value, at: place, isAddition: false, target)
        case .remove(let place): Patch(target[place] == nil ? [] : [operation])
        case .copy(let from, let place): judged[from].map { put($0, at: place, isAddition: true, target) } ?? Patch()
        case .move(let from, let place): move(judged[from], from, place, target)
        }
    }

    private static func move(_ value: JSONValue?, _ from: Pointer, _ place: Pointer, _ target: JSONValue) -> Patch {
        guard target[from] == nil else { return Patch([.move(from: from, to: place)]) }
        return value.map { put($0, at: place, isAddition: true, target) } ?? Patch()
    }

    /// Puts a value at a place, with the objects above it that only the defaults have.
    private static func put(
        _ value: JSONValue, at place: Pointer, isAddition: Bool, _ target: JSONValue
    ) -> Patch {
        var place = place
        var value = value
        while let parent = place.parent, let name = place.tokens.last, target[parent].map(\.isNull) ?? true {
            // The element of a list that only the defaults have.
            if name == "-" || Pointer.index(name) != nil { return Patch() }
            value = .object([.init(name, value)])
            place = parent
        }
        let isList = place.parent.flatMap { target[$0]?.opened }.map(\.isArray) ?? false
        if isList { return Patch([isAddition ? .add(place, value) : .replace(place, value)]) }
        return Patch([target[place] == nil ? .add(place, value) : .replace(place, value)])
    }
}

extension Patch.Operation {
    /// The operation changes nothing.
    fileprivate var isTest: Bool {
        if case .test = self { true } else { false }
    }
}

extension JSONValue {
    fileprivate var isArray: Bool {
        if case .array = self { true } else { false }
    }
}

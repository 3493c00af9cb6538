package import Documents

extension Finding {
    /// How to mend the field that a finding is about, without asking anybody.
    package enum Mend: Sendable, Equatable {
        /// The field gets a value, and the objects above it are made where they are missing.
        case set(JSONValue)
        /// The field, a list, gets one more element.
        case append(JSONValue)
        /// The field goes.
        case remove
        /// The element of a list that the field belongs to goes.
        case removeElement
    }

    /// The smallest patch that mends it in the object that was judged; empty where no mend is known.
    package func patch(for object: JSON) -> Patch {
        switch mend {
        case .none: Patch()
        case .set(let value): Patch.setting(pointer, value, in: object)
        case .append(let element): Patch.appending(element, to: pointer, in: object)
        case .remove: Patch.removing(pointer, from: object)
        case .removeElement: pointer.parent.map { Patch.removing($0, from: object) } ?? Patch()
        }
    }
}

extension Patch {
    fileprivate static func setting(_ pointer: Pointer, _ value: JSONValue, in object: JSON) -> Patch {
        if let found = object[pointer] {
            return .json(found) == value ? Patch() : Patch([.replace(pointer, value)])
        }
        var (place, addition) = (pointer, value)
        while let parent = place.parent, let name = place.tokens.last, object[parent]?.isNull ?? true {
            addition = .object([.init(name, addition)])
            place = parent
        }
        let isInObject = place.parent.flatMap { object[$0] }?.kind == .object
        return isInObject ? Patch([.add(place, addition)]) : Patch()
    }

    fileprivate static func appending(_ element: JSONValue, to pointer: Pointer, in object: JSON) -> Patch {
        guard let list = object[pointer], !list.isNull else { return setting(pointer, .array([element]), in: object) }
        return list.kind == .array ? Patch([.add(pointer.appending("-"), element)]) : Patch()
    }

    fileprivate static func removing(_ pointer: Pointer, from object: JSON) -> Patch {
        object[pointer] == nil ? Patch() : Patch([.remove(pointer)])
    }
}

extension Draft {
    /// Mends what can be mended of some findings, which may be those of several policies: what two of them want is done
    /// once, and the last one wins where they want different values.
    ///
    /// What is removed from a list is removed from its end on, so that nothing moves before its turn.
    package mutating func mend(_ findings: [Finding]) {
        var removed: Set<Pointer> = []
        for finding in findings {
            switch finding.mend {
            case .none: continue
            case .set(let value): set(finding.pointer, value)
            case .append(let value): appendOnce(finding.pointer, value)
            case .remove: removed.insert(finding.pointer)
            case .removeElement: finding.pointer.parent.map { _ = removed.insert($0) }
            }
        }
        for pointer in removed.sorted(by: { $0.comesBefore($1) }).reversed() { remove(pointer) }
    }

    private mutating func appendOnce(_ place: Pointer, _ element: JSONValue) {
        if case .array(let elements) = self[place], elements.contains(element) { return }
        if case .json(let list) = self[place], list.elements.contains(where: { .json($0) == element }) { return }
        append(place, element)
    }
}

extension Pointer {
    /// The place comes before the other in a document: elements of a list by their positions.
    fileprivate func comesBefore(_ other: Pointer) -> Bool {
        for (left, right) in zip(tokens, other.tokens) where left != right {
            guard let first = Pointer.index(left), let second = Pointer.index(right) else { return left < right }
            return first < second
        }
        return tokens.count < other.tokens.count
    }
}

extension Validating {
    /// A patch that mends all that this policy can mend by itself, empty when there is nothing.
    ///
    /// Judges what came out again, since a field that goes may uncover that of the pod: a few rounds are enough, and a
    /// mend that does not end is none.
    package func mends(_ request: Request) -> Patch {
        var draft = Draft(request.object)
        var current = request
        for _ in 0..<4 {
            let before = draft.checkpoint
            draft.mend(check(current))
            guard draft.refusals.isEmpty else {
                draft.restore(before)
                return draft.patch
            }
            guard draft.patch.operations.count > before.operations, let object = try? draft.object() else {
                return draft.patch
            }
            current = Request(request, object: object)
        }
        return Patch()
    }
}

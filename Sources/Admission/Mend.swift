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
}

extension Draft {
    /// Mends what can be mended of some findings.
    ///
    /// What is removed from a list is removed from its end on, so that nothing moves before its turn.
    package mutating func mend(_ findings: [Finding]) {
        var removed: [Pointer] = []
        for finding in findings {
            switch finding.mend {
            case .none: continue
            case .set(let value): set(finding.pointer, value)
            case .append(let value): append(finding.pointer, value)
            case .remove: removed.append(finding.pointer)
            case .removeElement: finding.pointer.parent.map { removed.append($0) }
            }
        }
        for pointer in removed.sorted(by: { $0.comesBefore($1) }).reversed() { remove(pointer) }
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

import Admission
import Documents
import Kubernetes

/// Leads from places of a mutated object back to those of the object as it was written.
struct Origin: Sendable {
    private let written: JSON
    /// The written object with its defaults; nil when nothing was filled in.
    private let filled: JSON?
    private let judged: JSON?
    private let patch: Patch

    /// The way back over a decision's edits, and over what was filled in before.
    init(_ written: JSON, _ decision: Decision, completed: CompletedObject) {
        self.init(
            written, completed: completed.filled.isEmpty ? nil : completed.object, judged: decision.patchedObject,
            patch: decision.patch)
    }

    /// The way back from `judged`, which the patch made of `completed`, or else of `written`; nil when nothing was
    /// changed.
    init(_ written: JSON, completed: JSON? = nil, judged: JSON?, patch: Patch) {
        self.written = written
        filled = completed
        self.judged = judged
        self.patch = patch
    }

    /// The written place of what stands at `pointer` in the judged object: for a field that is missing, or that was
    /// filled in, of the nearest one above it that is there; for what only the edits brought, the whole object.
    func place(of pointer: Pointer) -> Pointer {
        let place = completedPlace(of: pointer)
        return filled == nil ? place : Self.present(place, in: written)
    }

    /// The object before the edits.
    private var completed: JSON { filled ?? written }

    /// The field stands in the judged object because it was filled in.
    func isFilled(_ pointer: Pointer) -> Bool {
        guard filled != nil, let found = (judged ?? completed)[pointer] else { return false }
        let place = completedPlace(of: pointer)
        // A field that the edits brought leads to the whole object; one that they replaced is theirs.
        guard let value = completed[place], value == found else { return false }
        // Empty texts, zeros and empty lists may have given way; what has something in it has only been completed.
        return written[place].map { $0 != value && $0.count == 0 && $0.kind != .object } ?? true
    }

    private func completedPlace(of pointer: Pointer) -> Pointer {
        guard let judged else { return pointer }
        let present = Self.present(pointer, in: judged)
        let place = patch.operations.reversed().reduce(present as Pointer?) { place, operation in
            place.flatMap { before(operation, $0) }
        }
        return place.flatMap { completed[$0] == nil ? nil : $0 } ?? []
    }

    /// The longest part of a pointer that leads somewhere.
    private static func present(_ pointer: Pointer, in json: JSON) -> Pointer {
        var pointer = pointer
        while json[pointer] == nil, let parent = pointer.parent { pointer = parent }
        return pointer
    }

    /// Where the value at a place stood before an operation; nil for a value that the operation brought.
    private func before(_ operation: Patch.Operation, _ place: Pointer) -> Pointer? {
        switch operation {
        case .test: return place
        case .replace(let path, _): return place.tail(below: path) == nil ? place : path
        case .add(let path, _), .copy(_, let path): return beforeInsertion(at: path, place)
        case .remove(let path): return beforeRemoval(from: path, place)
        case .move(let from, let path):
            if let tail = place.tail(below: path) { return from.appending(tail) }
            return beforeInsertion(at: path, place).map { beforeRemoval(from: from, $0) }
        }
    }

    private func beforeInsertion(at path: Pointer, _ place: Pointer) -> Pointer? {
        place.tail(below: path) == nil ? shifted(place, beside: path, by: -1) : nil
    }

    private func beforeRemoval(from path: Pointer, _ place: Pointer) -> Pointer {
        shifted(place, beside: path, by: 1)
    }

    /// Moves the position in the array that `path` names an element of, where the place's is that element's or a later
    /// one's.
    private func shifted(_ place: Pointer, beside path: Pointer, by distance: Int) -> Pointer {
        guard let parent = path.parent, let token = path.tokens.last, let edited = Pointer.index(token) else {
            return place
        }
        // Keys of an object may be numbers too.
        guard completed[parent]?.kind != .object, let tail = place.tail(below: parent), let next = tail.tokens.first,
            let position = Pointer.index(next), position >= edited
        else { return place }
        return parent.appending(position + distance).appending(Pointer(Array(tail.tokens.dropFirst())))
    }
}

extension Pointer {
    /// What leads from the other place to this one; nil unless this is the other or below it.
    fileprivate func tail(below other: Pointer) -> Pointer? {
        tokens.starts(with: other.tokens) ? Pointer(Array(tokens.dropFirst(other.tokens.count))) : nil
    }
}

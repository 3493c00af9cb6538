package import Documents

/// The edits that make one value of another: few where little has changed.
///
/// Members of objects are compared by name, and elements of arrays by what tells them apart: their `name`, `key`,
/// `mountPath`, `containerPort` or `ip`, or their value. Where the order has changed, or more than a few elements have, the
/// array is replaced.
///
/// An edit costs a search of every object on the way to its place. Where edits come to cost too much, whatever is below the
/// object is replaced in one.
package struct ObjectDifference {
    /// Edits of one array before the array is replaced instead.
    private static let arrayLimit = 64

    /// Members and elements that may still be passed by on the way to edits.
    private var room = 20_000_000

    /// Makes the draft's object, which is `old` now, equal to `new`.
    package static func edit(_ draft: inout Draft, from old: JSONValue, to new: JSONValue) {
        var difference = ObjectDifference()
        difference.edit(&draft, at: Pointer(), cost: 1, old, new)
    }

    /// - Parameter cost: members and elements on the way to the place.
    private mutating func edit(
        _ draft: inout Draft, at pointer: Pointer, cost: Int, _ old: JSONValue, _ new: JSONValue
    ) {
        switch (old.opened, new.opened) {
        case (.object(let olds), .object(let news)):
            editMembers(&draft, at: pointer, cost: cost + olds.count, olds, news)
        case (.array(let olds), .array(let news)):
            editElements(&draft, at: pointer, cost: cost + olds.count, olds, news)
        default: if old != new { draft.set(pointer, new) }
        }
    }

    /// There is no room left, and the place may be replaced as a whole. The document itself is only where it has so many
    /// members that no kind but one of unknown fields can have them: API servers before 1.34 may not take such a patch.
    private func isTooCostly(at pointer: Pointer, cost: Int) -> Bool {
        room < 0 && (!pointer.tokens.isEmpty || cost > Self.vastness)
    }

    private static let vastness = 1_000

    private mutating func editMembers(
        _ draft: inout Draft, at pointer: Pointer, cost: Int, _ old: [JSONValue.Member], _ new: [JSONValue.Member]
    ) {
        let wanted = Dictionary(new.map { (Array($0.name.utf8), $0.value) }) { first, _ in first }
        let known = Dictionary(old.map { (Array($0.name.utf8), $0.value) }) { first, _ in first }
        let removed = old.filter { wanted[Array($0.name.utf8)] == nil }
        room -= cost * (removed.count + Self.replaced(new, known))
        if isTooCostly(at: pointer, cost: cost) { return draft.set(pointer, .object(new)) }
        for member in removed { draft.remove(pointer.appending(member.name)) }
        for member in new {
            let place = pointer.appending(member.name)
            if let value = known[Array(member.name.utf8)] {
                edit(&draft, at: place, cost: cost, value, member.value)
                if isTooCostly(at: pointer, cost: cost) { return draft.set(pointer, .object(new)) }
            } else {
                draft.set(place, member.value)
            }
        }
    }

    /// Members that are added, or replaced by what is no object or array as they are; others may change further below.
    private static func replaced(_ new: [JSONValue.Member], _ known: [[UInt8]: JSONValue]) -> Int {
        new.count { member in
            guard let value = known[Array(member.name.utf8)] else { return true }
            let sort = member.value.sort
            return (sort != value.sort || sort != .map && sort != .list) && value != member.value
        }
    }

    private mutating func editElements(
        _ draft: inout Draft, at pointer: Pointer, cost: Int, _ old: [JSONValue], _ new: [JSONValue]
    ) {
        guard old != new else { return }
        guard let steps = ArrayAlignment.steps(from: old, to: new, limit: Self.arrayLimit) else {
            room -= cost
            return draft.set(pointer, .array(new))
        }
        for step in steps {
            switch step {
            case .keep(let oldPosition, let position):
                edit(&draft, at: pointer.appending(position), cost: cost, old[oldPosition], new[position])
                if isTooCostly(at: pointer, cost: cost) { return draft.set(pointer, .array(new)) }
            case .remove(let position): draft.remove(pointer.appending(position))
            case .insert(let position): draft.insert(new[position], before: pointer.appending(position))
            }
        }
    }
}

/// How one array becomes another, element by element.
private enum ArrayAlignment {
    /// One step; positions are those at its time.
    enum Step {
        /// The element stays, perhaps changed: its position before, and in the new array.
        case keep(Int, Int)
        case remove(Int)
        case insert(Int)
    }

    /// The steps from left to right; nil where elements have changed places, or it takes more than `limit` that remove or
    /// insert.
    static func steps(from old: [JSONValue], to new: [JSONValue], limit: Int) -> [Step]? {
        let before = old.map(identity)
        let after = new.map(identity)
        let old = Set(before)
        let new = Set(after)
        var steps: [Step] = []
        var edits = 0
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, right < after.count, before[left] == after[right] {
                steps.append(.keep(left, right))
                (left, right) = (left + 1, right + 1)
                continue
            }
            edits += 1
            guard edits <= limit else { return nil }
            if left < before.count, right >= after.count || !new.contains(before[left]) {
                steps.append(.remove(right))
                left += 1
            } else if left >= before.count || !old.contains(after[right]) {
                steps.append(.insert(right))
                right += 1
            } else {
                return nil
            }
        }
        return steps
    }

    private static let names = ["name", "key", "mountPath", "devicePath", "containerPort", "ip", "uid", "type"]

    /// What tells an element from others; elements of which nothing does are taken for the same.
    private static func identity(_ value: JSONValue) -> String {
        switch value.sort {
        case .null, .list: return ""
        case .bool, .number, .string: return value.text
        case .map:
            for name in names {
                if let part = value[name], part.sort == .string || part.sort == .number {
                    return "\(name)=\(part.text)"
                }
            }
            return ""
        }
    }
}

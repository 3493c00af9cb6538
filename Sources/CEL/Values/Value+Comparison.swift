import Documents

/// How two values of an order stand to each other.
enum Order: Sendable {
    case less, same, greater
    /// At least one is not a number.
    case none
}

extension Value {
    /// Equality as `==` has it: values of different types are unequal, except numbers, which are equal by value.
    func isEqual(to other: Value, _ evaluation: Evaluation) -> Bool {
        guard evaluation.work(4) else { return false }
        switch (self, other) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.int(let left), .int(let right)): return left == right
        case (.string(let left), .string(let right)):
            return evaluation.work(left.utf8.count / 32) && sameText(left, right)
        case (.string(let text), .json(let json)), (.json(let json), .string(let text)):
            return evaluation.work(text.utf8.count / 32) && json.equals(text)
        case (.bytes(let left), .bytes(let right)): return evaluation.work(left.count / 32) && left == right
        case (.timestamp(let left), .timestamp(let right)): return left == right
        case (.duration(let left), .duration(let right)): return left == right
        case (.type(let left), .type(let right)): return left == right
        case (.opaque(let left), .opaque(let right)):
            return evaluation.work(left.extent / 4) && left.isEqual(to: right)
        case (.optional(let left), .optional(let right)): return left.isEqual(to: right, evaluation)
        case (.int, _), (.uint, _), (.double, _): return order(to: other) == .same
        case (.list, _), (.map, _), (.json, _): return isSameContainer(as: other, evaluation)
        default: return false
        }
    }

    private func isSameContainer(as other: Value, _ evaluation: Evaluation) -> Bool {
        if case .json(let left) = self, case .json(let right) = other, left.kind == .string, right.kind == .string {
            return evaluation.work(min(extent, other.extent) / 32) && left.equals(text: right)
        }
        if let count = listCount {
            guard count == other.listCount, evaluation.work(2 * count), let left = elements, let right = other.elements
            else { return false }
            return left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1, evaluation) }
        }
        guard let count = entryCount, count == other.entryCount, typeName == other.typeName,
            evaluation.work(2 * count + count * other.lookUpWork), let left = entries
        else { return false }
        return left.allSatisfy { entry in
            guard evaluation.work(entry.key.extent / 16) else { return false }
            return other.entry(entry.key).map { entry.value.isEqual(to: $0, evaluation) } ?? false
        }
    }

    /// The value of a map's key; nil when it is missing or this is no map.
    func entry(_ key: Value) -> Value? {
        switch self {
        case .map(let map): map[key]
        case .json(let json):
            switch key {
            case .string(let name): json.member(name).map { Value($0) }
            default: key.text.flatMap { json.member($0) }.map { Value($0) }
            }
        default: nil
        }
    }

    /// The order of two values of the same ordered type or of two numbers; nil when there is none.
    func order(to other: Value) -> Order? {
        switch (self, other) {
        case (.int(let left), .int(let right)): compare(left, right)
        case (.double(let left), .double(let right)): compareDoubles(left, right)
        case (.uint(let left), .uint(let right)): compare(left, right)
        case (.int(let left), .uint(let right)): left < 0 ? .less : compare(UInt64(left), right)
        case (.uint(let left), .int(let right)): right < 0 ? .greater : compare(left, UInt64(right))
        case (.int(let left), .double(let right)): compareDoubles(Double(left), right)
        case (.double(let left), .int(let right)): compareDoubles(left, Double(right))
        case (.uint(let left), .double(let right)): compareDoubles(Double(left), right)
        case (.double(let left), .uint(let right)): compareDoubles(left, Double(right))
        case (.bool(let left), .bool(let right)): compare(left ? 1 : 0, right ? 1 : 0)
        case (.timestamp(let left), .timestamp(let right)): compare(left, right)
        case (.duration(let left), .duration(let right)): compare(left, right)
        case (.bytes(let left), .bytes(let right)):
            left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { compareBytes(left, $0) } }
        default: textOrder(to: other)
        }
    }

    private func textOrder(to other: Value) -> Order? {
        withUTF8 { left in other.withUTF8 { right in compareBytes(left, right) } } ?? nil
    }
}

extension OptionalValue {
    fileprivate func isEqual(to other: OptionalValue, _ evaluation: Evaluation) -> Bool {
        switch (value, other.value) {
        case (nil, nil): true
        case (let left?, let right?): left.isEqual(to: right, evaluation)
        default: false
        }
    }
}

private func compare<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    left < right ? .less : left == right ? .same : .greater
}

/// Whole numbers are compared as doubles, which may be too coarse to tell them apart, as the other implementations do.
private func compareDoubles(_ left: Double, _ right: Double) -> Order {
    left < right ? .less : left == right ? .same : left > right ? .greater : .none
}

private func compareBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Order {
    let count = min(left.count, right.count)
    var position = 0
    while position < count, left[position] == right[position] { position &+= 1 }
    return position < count ? compare(left[position], right[position]) : compare(left.count, right.count)
}

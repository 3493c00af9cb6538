import Documents

extension Value {
    /// There is more in the value than so many values, the bytes of texts counted by the dozen.
    ///
    /// Lists that share their elements may be endless for whoever goes through all of them; this stops at the limit. To
    /// be asked before a value is made into a document.
    package func isLarger(than limit: Int) -> Bool {
        var rest = limit
        weigh(&rest)
        return rest < 0
    }

    private func weigh(_ rest: inout Int) {
        guard rest >= 0 else { return }
        rest -= 1 + extent / 16
        switch self {
        case .list(let elements): for element in elements where rest >= 0 { element.weigh(&rest) }
        case .map(let map):
            for (key, value) in zip(map.keys, map.values) where rest >= 0 {
                key.weigh(&rest)
                value.weigh(&rest)
            }
        case .optional(let optional): optional.value?.weigh(&rest)
        case .json(let json) where json.kind == .array:
            for element in json.elements where rest >= 0 { Value(element).weigh(&rest) }
        case .json(let json) where json.kind == .object:
            for member in json.members where rest >= 0 {
                rest -= 1
                Value(member.value).weigh(&rest)
            }
        default: return
        }
    }
}

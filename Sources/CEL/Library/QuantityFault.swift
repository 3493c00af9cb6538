extension QuantityValue {
    /// Why a text is no quantity, in the words of `resource.ParseQuantity`: it has not the form of one, or a suffix that
    /// stands for nothing.
    static func fault(_ text: String) -> String {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let number = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
        rest = rest.dropFirst(number.count)
        let unit = rest.prefix { units.contains($0) }
        rest = rest.dropFirst(unit.count)
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard !text.isEmpty, rest.allSatisfy(isDigit), number.count(where: { $0 == UInt8(ascii: ".") }) < 2 else {
            return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        }
        return "unable to parse quantity's suffix"
    }

    private static let units = Array("eEinumkKMGTP".utf8)
}

/// Doubles as Go writes them, which is what Kubernetes makes of floats in YAML.
enum FloatText {
    /// As encoding/json writes a finite double: plain up to 1e21, integers without a point.
    static func json(_ value: Double) -> String {
        let decimal = Decimal(value.description)
        let isPlain = value == 0 || (value.magnitude >= 1e-6 && value.magnitude < 1e21)
        return isPlain ? decimal.plain : decimal.scientific(exponentDigits: 1)
    }

    /// As a member's name: `strconv.FormatFloat(value, 'g', -1, 32)`, with YAML's words for what is not finite.
    static func key(_ value: Double) -> String {
        let single = Float(value)
        guard !single.isNaN else { return ".nan" }
        guard single.isFinite else { return single < 0 ? "-.inf" : ".inf" }
        let decimal = Decimal(single.description)
        return decimal.exponent < -4 || decimal.exponent >= 6
            ? decimal.scientific(exponentDigits: 2) : decimal.plain
    }

    /// A number as its significant digits and the power of ten of the first of them.
    private struct Decimal {
        var sign = ""
        var digits: [UInt8] = []
        var exponent = 0

        /// Takes apart what `description` prints: `-12.5`, `1e-07`.
        init(_ description: String) {
            let parts = description.split(separator: "e")
            var mantissa = (parts.first ?? "0").utf8[...]
            if mantissa.first == UInt8(ascii: "-") {
                sign = "-"
                mantissa.removeFirst()
            }
            let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
            digits = mantissa.filter { $0 != UInt8(ascii: ".") }
            exponent = whole.count - 1 + (parts.dropFirst().first.flatMap { Int($0) } ?? 0)
            let zeros = digits.prefix { $0 == 0x30 }.count
            digits.removeFirst(zeros)
            exponent = digits.isEmpty ? 0 : exponent - zeros
            while digits.last == 0x30 { digits.removeLast() }
            if digits.isEmpty { digits = [0x30] }
        }

        /// Without an exponent.
        var plain: String {
            guard exponent >= 0 else { return sign + "0." + zeros(-exponent - 1) + text(digits[...]) }
            let whole = digits.prefix(exponent + 1)
            let fraction = digits.dropFirst(exponent + 1)
            return sign + text(whole) + zeros(exponent + 1 - whole.count)
                + (fraction.isEmpty ? "" : "." + text(fraction))
        }

        /// With an exponent of so many digits or more; a positive one has two at least.
        func scientific(exponentDigits: Int) -> String {
            let power = String(exponent.magnitude)
            let wanted = exponent < 0 ? exponentDigits : 2
            let fraction = digits.count > 1 ? "." + text(digits.dropFirst()) : ""
            return sign + text(digits.prefix(1)) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + zeros(wanted - power.utf8.count) + power
        }

        private func text(_ digits: some Sequence<UInt8>) -> String { String(decoding: Array(digits), as: UTF8.self) }

        private func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
    }
}

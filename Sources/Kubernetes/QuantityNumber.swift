/// The number at the start of a quantity's text.
struct QuantityNumber {
    /// It starts with a minus.
    private(set) var isNegative = false
    /// Where the suffix starts.
    private(set) var end = 0
    private var start = 0
    /// Of all digits, as long as they are few.
    private var mantissa: Int128 = 0
    /// Digits without leading zeros.
    private var significant = 0
    /// Digits after the point.
    private var fraction = 0

    /// The digits whose product with the largest suffix still fits 128 bits.
    private static let fewDigits = 18

    /// Reads as far as there are digits and one point.
    init(_ text: borrowing Span<UInt8>) {
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            start = 1
        }
        end = start
        var hasPoint = false
        while end < text.count {
            let byte = text[end]
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if byte.isDigit {
                add(byte & 0x0F, isFraction: hasPoint)
            } else {
                return
            }
            end += 1
        }
    }

    private mutating func add(_ digit: UInt8, isFraction: Bool) {
        if significant > 0 || digit > 0 { significant += 1 }
        if significant <= Self.fewDigits { mantissa = mantissa * 10 + Int128(digit) }
        if isFraction { fraction += 1 }
    }

    /// The magnitude in billionths of the unit, rounded up; nil past 128 bits.
    func nanos(_ suffix: QuantitySuffix, in text: borrowing Span<UInt8>) -> Int128? {
        let power = 9 + suffix.power - fraction
        if significant == 0 { return 0 }
        guard significant <= Self.fewDigits else { return longNanos(suffix.factor, power, in: text) }
        let product = mantissa * Int128(suffix.factor)
        if power >= 0 {
            let (value, overflow) = product.multipliedReportingOverflow(by: tenTo(min(power, 38)))
            return overflow || power > 38 ? nil : value
        }
        guard power >= -38 else { return 1 }
        let (value, remainder) = product.quotientAndRemainder(dividingBy: tenTo(-power))
        return remainder > 0 ? value + 1 : value
    }

    /// The same for any number of digits, digit by digit.
    private func longNanos(_ factor: UInt64, _ power: Int, in text: borrowing Span<UInt8>) -> Int128? {
        var digits = product(factor, in: text)
        var isRounded = false
        if power < 0 {
            isRounded = digits.suffix(-power).contains { $0 > 0 }
            digits.removeLast(min(-power, digits.count))
        }
        guard digits.count + max(power, 0) <= 40 else { return nil }
        var value: Int128 = 0
        for digit in digits + Array(repeating: 0, count: max(power, 0)) {
            let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(Int128(digit))
            if isTooLarge || overflow { return nil }
            value = sum
        }
        let (rounded, overflow) = value.addingReportingOverflow(isRounded ? 1 : 0)
        return overflow ? nil : rounded
    }

    /// The decimal digits of all digits times a factor, without leading zeros.
    private func product(_ factor: UInt64, in text: borrowing Span<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        var carry: UInt64 = 0
        for position in (start..<end).reversed() where text[position] != UInt8(ascii: ".") {
            // At most 9 * 2^60 and a carry of a tenth of that: fits 64 bits.
            let value = UInt64(text[position] & 0x0F) * factor + carry
            digits.append(UInt8(value % 10))
            carry = value / 10
        }
        while carry > 0 {
            digits.append(UInt8(carry % 10))
            carry /= 10
        }
        while digits.last == 0 { digits.removeLast() }
        return digits.reversed()
    }
}

/// A power of ten; the exponent is 0 to 38.
private func tenTo(_ exponent: Int) -> Int128 { powersOfTen[exponent] }

private let powersOfTen: [Int128] = (0..<38).reduce(into: [1]) { powers, exponent in
    powers.append(powers[exponent] * 10)
}

/// What a quantity's number is multiplied with: a factor and a power of ten.
struct QuantitySuffix {
    /// The family that it belongs to.
    let format: Quantity.Format
    /// At most 2^60.
    let factor: UInt64
    /// The exponent of the power of ten, held within a million.
    let power: Int

    /// Nil when the text is no suffix.
    init?(_ text: borrowing Span<UInt8>) {
        switch text.count {
        case 0: self.init(.decimal, power: 0)
        case 1: self.init(letter: text[0])
        case 2 where text[1] == UInt8(ascii: "i"): self.init(binary: text[0])
        default: self.init(exponent: text)
        }
    }

    private init(_ format: Quantity.Format, factor: UInt64 = 1, power: Int) {
        self.format = format
        self.factor = factor
        self.power = power
    }

    private init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "n"): self.init(.decimal, power: -9)
        case UInt8(ascii: "u"): self.init(.decimal, power: -6)
        case UInt8(ascii: "m"): self.init(.decimal, power: -3)
        case UInt8(ascii: "k"): self.init(.decimal, power: 3)
        case UInt8(ascii: "M"): self.init(.decimal, power: 6)
        case UInt8(ascii: "G"): self.init(.decimal, power: 9)
        case UInt8(ascii: "T"): self.init(.decimal, power: 12)
        case UInt8(ascii: "P"): self.init(.decimal, power: 15)
        case UInt8(ascii: "E"): self.init(.decimal, power: 18)
        default: return nil
        }
    }

    private init?(binary letter: UInt8) {
        switch letter {
        case UInt8(ascii: "K"): self.init(.binary, factor: 1 << 10, power: 0)
        case UInt8(ascii: "M"): self.init(.binary, factor: 1 << 20, power: 0)
        case UInt8(ascii: "G"): self.init(.binary, factor: 1 << 30, power: 0)
        case UInt8(ascii: "T"): self.init(.binary, factor: 1 << 40, power: 0)
        case UInt8(ascii: "P"): self.init(.binary, factor: 1 << 50, power: 0)
        case UInt8(ascii: "E"): self.init(.binary, factor: 1 << 60, power: 0)
        default: return nil
        }
    }

    /// `e3`, `E-3`, `e+3`.
    private init?(exponent text: borrowing Span<UInt8>) {
        guard text[0] | 0x20 == UInt8(ascii: "e") else { return nil }
        let isSigned = text[1] == UInt8(ascii: "-") || text[1] == UInt8(ascii: "+")
        guard !isSigned || text.count > 2 else { return nil }
        var power = 0
        for position in (isSigned ? 2 : 1)..<text.count {
            guard text[position].isDigit else { return nil }
            power = min(power * 10 + Int(text[position] & 0x0F), 1_000_000)
        }
        self.init(.exponent, power: text[1] == UInt8(ascii: "-") ? -power : power)
    }

    /// Binary amounts end at 2^63-1, others where 128 bits do.
    func capped(_ nanos: Int128?) -> Int128? {
        guard format == .binary else { return nanos }
        let cap = Int128(Int64.max) * nanosPerUnit
        return nanos.map { min($0, cap) } ?? cap
    }
}

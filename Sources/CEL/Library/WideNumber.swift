/// A whole number of any size: what is left to count quantities with that don't fit 128 bits.
struct WideNumber: Sendable {
    private let isNegative: Bool
    /// Digits to the base of a billion, the lowest first; none at the end is zero.
    private let limbs: [UInt32]

    private static let base: UInt64 = 1_000_000_000
    /// Decimal digits at most.
    private static let digitLimit = 4096

    static let zero = WideNumber(isNegative: false, limbs: [])

    private init(isNegative: Bool, limbs: [UInt32]) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    /// The billionths of a quantity, rounded away from zero; nil when the text is none or too long.
    init?(quantity text: String) {
        var rest = text[...].utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        rest.removeFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = rest.prefix(while: isDigit)
            rest.removeFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let (factor, power) = Self.suffix(String(Substring(rest))),
            whole.count + fraction.count + abs(power) < Self.digitLimit
        else { return nil }
        var number = WideNumber(digits: Array(whole) + Array(fraction))
        for _ in 0..<factor { number = number.times(1024) }
        let shift = 9 + power - fraction.count
        number = shift >= 0 ? number.shifted(by: shift) : number.rounded(by: -shift)
        self.init(isNegative: isNegative, limbs: number.limbs)
    }

    /// The powers of 1024 and of ten that a suffix stands for; nil when it is none.
    private static func suffix(_ text: String) -> (binary: Int, decimal: Int)? {
        let decimal = ["n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18]
        let binary = ["Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6]
        if let power = decimal[text] { return (0, power) }
        if let power = binary[text] { return (power, 0) }
        guard text.hasPrefix("e") || text.hasPrefix("E"), let power = Int(text.dropFirst()),
            power.magnitude < digitLimit
        else {
            return nil
        }
        return (0, power)
    }

    private init(digits: [UInt8]) {
        var limbs: [UInt32] = []
        var end = digits.count
        while end > 0 {
            let start = max(0, end - 9)
            limbs.append(digits[start..<end].reduce(0) { $0 * 10 + UInt32($1 & 0x0F) })
            end = start
        }
        self.init(isNegative: false, limbs: limbs)
    }

    private func times(_ factor: UInt64) -> WideNumber {
        var carry: UInt64 = 0
        var result: [UInt32] = []
        for limb in limbs {
            let product = UInt64(limb) * factor + carry
            result.append(UInt32(product % Self.base))
            carry = product / Self.base
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return WideNumber(isNegative: isNegative, limbs: result)
    }

    private func shifted(by power: Int) -> WideNumber {
        let zeros = Array(repeating: UInt32(0), count: power / 9)
        let rest = (0..<power % 9).reduce(1 as UInt64) { value, _ in value * 10 }
        return WideNumber(isNegative: isNegative, limbs: zeros + times(rest).limbs)
    }

    /// Without the last decimal digits, rounded up.
    private func rounded(by power: Int) -> WideNumber {
        var digits = limbs.reversed().flatMap { Array(padded(Int($0), 9).utf8) }
        let dropped = digits.suffix(power)
        digits.removeLast(min(power, digits.count))
        let number = WideNumber(digits: digits)
        return dropped.contains { $0 != 0x30 } ? number.adding(WideNumber(isNegative: false, limbs: [1])) : number
    }

    var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

    var negated: WideNumber { WideNumber(isNegative: !isNegative, limbs: limbs) }

    var double: Double {
        let magnitude = limbs.reversed().reduce(0.0) { $0 * Double(Self.base) + Double($1) }
        return isNegative ? -magnitude : magnitude
    }

    func compare(_ other: WideNumber) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = compareMagnitude(other)
        return isNegative ? -order : order
    }

    private func compareMagnitude(_ other: WideNumber) -> Int {
        if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
        for (left, right) in zip(limbs.reversed(), other.limbs.reversed()) where left != right {
            return left < right ? -1 : 1
        }
        return 0
    }

    func adding(_ other: WideNumber) -> WideNumber {
        if isNegative == other.isNegative { return WideNumber(isNegative: isNegative, limbs: sum(other)) }
        return compareMagnitude(other) >= 0
            ? WideNumber(isNegative: isNegative, limbs: difference(other))
            : WideNumber(isNegative: other.isNegative, limbs: other.difference(self))
    }

    private func limb(_ position: Int) -> Int64 { position < limbs.count ? Int64(limbs[position]) : 0 }

    private func sum(_ other: WideNumber) -> [UInt32] {
        var carry: Int64 = 0
        var result: [UInt32] = []
        for position in 0...max(limbs.count, other.limbs.count) {
            let sum = limb(position) + other.limb(position) + carry
            result.append(UInt32(sum % Int64(Self.base)))
            carry = sum / Int64(Self.base)
        }
        return result
    }

    /// This magnitude less a smaller one.
    private func difference(_ other: WideNumber) -> [UInt32] {
        var borrow: Int64 = 0
        return limbs.indices.map { position in
            var difference = limb(position) - other.limb(position) - borrow
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += Int64(Self.base) }
            return UInt32(difference)
        }
    }
}

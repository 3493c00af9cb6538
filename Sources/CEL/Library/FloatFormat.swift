import Glibc

/// Doubles as Go writes them (`strconv.FormatFloat`).
enum FloatFormat {
    /// The fewest digits that read back as the same number; with an exponent below 1e-4 and from 1e6 on, as `%g` has it.
    static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return special(value) }
        let (digits, point, sign) = decompose(value)
        let exponent = point - 1
        guard exponent < -4 || exponent >= 6 else { return plain(digits, point, sign) }
        let fraction = digits.dropFirst()
        let power = padded(abs(exponent), 2)
        return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e" + (exponent < 0 ? "-" : "+")
            + power
    }

    /// The fewest digits, never with an exponent.
    static func plain(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        let (digits, point, sign) = decompose(value)
        return plain(digits, point, sign)
    }

    /// `%.3f` or `%.3e` with so many digits after the point.
    static func fixed(_ value: Double, _ precision: Int, isScientific: Bool) -> String {
        guard value.isFinite else { return plain(value) }
        let format = "%.\(precision)\(isScientific ? "e" : "f")"
        var buffer = [CChar](repeating: 0, count: 400 + precision)
        let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func special(_ value: Double) -> String { value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }

    private static func plain(_ digits: String, _ point: Int, _ sign: String) -> String {
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        let whole = digits.prefix(point)
        let fraction = digits.dropFirst(point)
        return sign + whole + String(repeating: "0", count: point - whole.count)
            + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The significant digits, and where the point stands in them.
    private static func decompose(_ value: Double) -> (digits: String, point: Int, sign: String) {
        let sign = value.sign == .minus ? "-" : ""
        if value == 0 { return ("0", 1, sign) }
        let parts = value.magnitude.description.split(separator: "e")
        let mantissa = (parts.first ?? "0").split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa.first ?? "0"
        let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
        let zeros = all.prefix { $0 == "0" }.count
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = trimmed(String(all.dropFirst(zeros)))
        return (digits, whole.count - zeros + exponent, sign)
    }
}

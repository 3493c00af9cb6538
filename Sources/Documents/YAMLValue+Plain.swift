extension YAMLValue {
    /// Resolves a text without quotes (resolve of goyaml.v2/resolve.go).
    static func plain(_ text: String) throws(YAMLError.Reason) -> YAMLValue {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), 0x30...0x39: return try number(text) ?? word(text) ?? .string(text)
        case UInt8(ascii: "."): return word(text) ?? decimalFloat(Array(text.utf8)).map { .float($0) } ?? .string(text)
        default: return word(text) ?? .string(text)
        }
    }

    /// The words that are no strings.
    private static func word(_ text: String) -> YAMLValue? {
        guard text.utf8.count <= 5 else { return nil }
        return switch text {
        case "~", "null", "Null", "NULL": .null
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": .bool(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": .bool(false)
        case ".nan", ".NaN", ".NAN": .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": .float(-.infinity)
        default: nil
        }
    }

    /// A number that starts with a sign or a digit; underscores do not count.
    private static func number(_ text: String) throws(YAMLError.Reason) -> YAMLValue? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "_") }
        let integer = GoInteger(digits)
        switch integer {
        case .signed(let value): return .integer(value)
        case .unsigned(let value): return .unsigned(value)
        case .outOfRange, .malformed: break
        }
        if let value = decimalFloat(digits) { return .float(value) }
        if integer == .outOfRange { throw .largeInteger(text) }
        return nil
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` as a double; nil when the text is none, or out of range.
    private static func decimalFloat(_ text: [UInt8]) -> Double? {
        var rest = text[...]
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest[rest.startIndex..<rest.startIndex]
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard !(whole.isEmpty && fraction.isEmpty), let exponent = exponent(rest) else { return nil }
        let sign = text.first == UInt8(ascii: "-") ? "-" : ""
        let digits = String(decoding: whole, as: UTF8.self) + "." + String(decoding: fraction + [0x30], as: UTF8.self)
        return Double("\(sign)0\(digits)\(exponent)").flatMap { $0.isFinite ? $0 : nil }
    }

    /// The exponent with its letter, empty for nothing, nil for anything else.
    private static func exponent(_ text: ArraySlice<UInt8>) -> String? {
        guard let letter = text.first else { return "" }
        guard letter | 0x20 == UInt8(ascii: "e") else { return nil }
        let sign = text.dropFirst().prefix(1).filter { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        let digits = text.dropFirst(1 + sign.count)
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}

/// What strconv.ParseInt and ParseUint of Go make of a text with base 0.
enum GoInteger: Equatable {
    case signed(Int64)
    /// Past `Int64.max`.
    case unsigned(UInt64)
    /// An integer that fits neither.
    case outOfRange
    case malformed

    init(_ text: [UInt8]) {
        let isNegative = text.first == UInt8(ascii: "-")
        var digits = text[...]
        if isNegative || text.first == UInt8(ascii: "+") { digits.removeFirst() }
        let base = Self.base(&digits)
        guard !digits.isEmpty else {
            self = .malformed
            return
        }
        let hasSign = text[0] < 0x30
        switch Self.magnitude(digits, base: base) {
        case .none: self = .malformed
        case .some(nil): self = hasSign ? .malformed : .outOfRange
        case .some(.some(let value)): self = Self.signed(value, isNegative, hasSign: hasSign)
        }
    }

    /// ParseUint takes no sign, so that a signed number past 64 signed bits is none.
    private static func signed(_ value: UInt64, _ isNegative: Bool, hasSign: Bool) -> GoInteger {
        if isNegative {
            return value <= UInt64(Int64.max) + 1 ? .signed(Int64(truncatingIfNeeded: 0 &- value)) : .malformed
        }
        if value <= UInt64(Int64.max) { return .signed(Int64(value)) }
        return hasSign ? .malformed : .unsigned(value)
    }

    /// Takes the prefix that names the base.
    private static func base(_ digits: inout ArraySlice<UInt8>) -> UInt64 {
        guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return 10 }
        digits.removeFirst()
        switch digits.first.map({ $0 | 0x20 }) {
        case UInt8(ascii: "x"):
            digits.removeFirst()
            return 16
        case UInt8(ascii: "b"):
            digits.removeFirst()
            return 2
        case UInt8(ascii: "o"):
            digits.removeFirst()
            return 8
        default: return 8
        }
    }

    /// Nil when a byte is no digit of the base; an empty value on overflow.
    private static func magnitude(_ digits: ArraySlice<UInt8>, base: UInt64) -> UInt64?? {
        var value: UInt64? = 0
        for byte in digits {
            guard let digit = hexadecimalDigit(byte), digit < base else { return .none }
            guard let so = value else { continue }
            let (shifted, overflows) = so.multipliedReportingOverflow(by: base)
            let (sum, isTooLarge) = shifted.addingReportingOverflow(UInt64(digit))
            value = overflows || isTooLarge ? nil : sum
        }
        return .some(value)
    }
}

/// The bytes of a base64 text (RFC 4648, section 4, with padding; line breaks are skipped); nil when it is malformed.
package func decodeBase64(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
    guard digits.count % 4 == 0 else { return nil }
    let padding = digits.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var result: [UInt8] = []
    var bits: UInt32 = 0
    for (position, digit) in digits.dropLast(padding).enumerated() {
        guard let value = base64Value(digit) else { return nil }
        bits = bits << 6 | UInt32(value)
        if position % 4 != 0 { result.append(UInt8(truncatingIfNeeded: bits >> UInt32(6 - position % 4 * 2))) }
    }
    return result
}

private func base64Value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x41...0x5A: digit - 0x41
    case 0x61...0x7A: digit - 0x61 + 26
    case 0x30...0x39: digit - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
}

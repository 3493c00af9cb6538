/// Durations as Go writes them, `10s`, `1m30s`, `500ms`, `1.5h`: what the API server puts into `?timeout=`
/// (Go's `time.ParseDuration`).
enum GoDuration {
    /// The duration that the text stands for, or nil when it isn't one. Negative ones aren't accepted, neither are those over
    /// 290 years.
    static func parse(_ text: ArraySlice<UInt8>) -> Duration? {
        guard !text.isEmpty else { return nil }
        if text.elementsEqual("0".utf8) { return .zero }
        var rest = text
        var nanoseconds = 0.0
        while !rest.isEmpty {
            guard let number = takeNumber(&rest), let unit = takeUnit(&rest) else { return nil }
            nanoseconds += number * unit
        }
        guard nanoseconds < 9.2e18 else { return nil }
        return .nanoseconds(Int64(nanoseconds))
    }

    /// Takes digits, with a point before, among or after them.
    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Double? {
        let (whole, wholeDigits) = takeDigits(&rest)
        guard rest.first == UInt8(ascii: ".") else { return wholeDigits > 0 ? whole : nil }
        rest.removeFirst()
        var (fraction, digits) = takeDigits(&rest)
        guard wholeDigits + digits > 0 else { return nil }
        while digits > 0 {
            fraction /= 10
            digits -= 1
        }
        return whole + fraction
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> (value: Double, count: Int) {
        var value = 0.0
        var count = 0
        while let byte = rest.first, byte >= 0x30, byte <= 0x39 {
            value = value * 10 + Double(byte - 0x30)
            count += 1
            rest.removeFirst()
        }
        return (value, count)
    }

    /// Takes the name of a unit, up to the next number.
    ///
    /// - Returns: the unit's nanoseconds.
    private static func takeUnit(_ rest: inout ArraySlice<UInt8>) -> Double? {
        let name = rest.prefix { $0 != 0x2E && !($0 >= 0x30 && $0 <= 0x39) }
        rest = rest.dropFirst(name.count)
        switch String(decoding: name, as: UTF8.self) {
        case "ns": return 1
        case "us", "µs", "μs": return 1e3
        case "ms": return 1e6
        case "s": return 1e9
        case "m": return 60e9
        case "h": return 3600e9
        default: return nil
        }
    }
}

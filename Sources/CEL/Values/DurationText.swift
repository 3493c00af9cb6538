/// Durations as Go writes and reads them (`time.ParseDuration`).
enum DurationText {
    /// Units by name, in nanoseconds.
    private static let units: [String: Int64] = [
        "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
        "h": 3_600_000_000_000,
    ]

    /// The nanoseconds of a text such as `1h30m` or `-1.5s`; nil when it is of another form or past 292 years.
    static func parse(_ text: String) -> Int64? {
        var rest = text[...].unicodeScalars
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        if rest.elementsEqual("0".unicodeScalars) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            guard let part = part(&rest) else { return nil }
            // Counted downwards, since the smallest duration has no positive counterpart.
            let (sum, overflow) = total.subtractingReportingOverflow(part)
            if overflow { return nil }
            total = sum
        }
        return isNegative ? total : total == .min ? nil : -total
    }

    /// One number and its unit.
    private static func part(_ rest: inout Substring.UnicodeScalarView) -> Int64? {
        let whole = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == "." {
            rest.removeFirst()
            fraction = rest.prefix { ("0"..."9").contains($0) }
            rest.removeFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let name = rest.prefix { $0 != "." && !("0"..."9").contains($0) }
        rest.removeFirst(name.count)
        guard let unit = units[String(name)], let value = whole.isEmpty ? 0 : Int64(String(whole)) else { return nil }
        let (scaled, overflow) = value.multipliedReportingOverflow(by: unit)
        let (sum, isTooLong) = scaled.addingReportingOverflow(part(fraction, of: unit))
        return overflow || isTooLong ? nil : sum
    }

    /// What the digits after a point are of a unit, as Go counts it: what is less than a nanosecond is dropped.
    private static func part(_ fraction: Substring.UnicodeScalarView, of unit: Int64) -> Int64 {
        var (digits, scale) = (0 as Int64, 1.0)
        for scalar in fraction.prefix(18) {
            digits = digits * 10 + Int64(scalar.value - 0x30)
            scale *= 10
        }
        return Int64(Double(digits) * (Double(unit) / scale))
    }

    /// Seconds with as many digits as it takes: `90s`, `1.5s`.
    static func seconds(_ nanoseconds: Int64) -> String {
        let magnitude = nanoseconds.magnitude
        let fraction = Int(magnitude % 1_000_000_000)
        let text = "\(magnitude / 1_000_000_000)" + (fraction == 0 ? "" : "." + trimmed(padded(fraction, 9)))
        return (nanoseconds < 0 ? "-" : "") + text + "s"
    }
}

/// When something ends: at a moment, or never.
package struct Expiry: Sendable, Hashable, CustomStringConvertible {
    /// As it was written: `2026-12-31`, `2026-12-31T18:00:00+01:00` or `never`.
    package let description: String
    /// The first second in which it is over, since 1970; nil for never.
    package let seconds: Int64?

    /// It never ends.
    package static let never = Expiry(description: "never", seconds: nil)

    private init(description: String, seconds: Int64?) {
        self.description = description
        self.seconds = seconds
    }

    /// Reads `never`, a date (RFC 3339, `full-date`), whose whole day still counts in UTC, or a time (`date-time`);
    /// nil for anything else.
    package init?(parsing text: String) {
        if text == "never" {
            self = .never
        } else if let date = CivilDate(Array(text.utf8)) {
            self.init(description: text, seconds: (date.days + 1) * CivilDate.daySeconds)
        } else if let moment = Self.moment(Array(text.utf8)) {
            self.init(description: text, seconds: moment)
        } else {
            return nil
        }
    }

    /// It has ended by a moment, in seconds since 1970. Where the time is not known, whatever can end has.
    package func isOver(at now: Int64?) -> Bool {
        guard let seconds else { return false }
        return now.map { $0 >= seconds } ?? true
    }

    /// Seconds since 1970 of an RFC 3339 `date-time`; a fraction of a second counts for nothing.
    static func moment(_ text: [UInt8]) -> Int64? {
        guard text.count >= 20, text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: "t"),
            let date = CivilDate(Array(text[..<10])), let clock = clock(Array(text[11..<19]))
        else { return nil }
        var rest = text[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        return offset(Array(rest)).map { date.days * CivilDate.daySeconds + clock - $0 }
    }

    /// Seconds of `18:00:00`. A leap second is no time to end at.
    private static func clock(_ text: [UInt8]) -> Int64? {
        guard text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"), let hour = number(text[0..<2]),
            let minute = number(text[3..<5]), let second = number(text[6..<8]), hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds of `Z` or `+01:00`.
    private static func offset(_ text: [UInt8]) -> Int64? {
        if text == [UInt8(ascii: "Z")] || text == [UInt8(ascii: "z")] { return 0 }
        guard text.count == 6, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            text[3] == UInt8(ascii: ":"), let hours = number(text[1..<3]), let minutes = number(text[4..<6]),
            hours < 24, minutes < 60
        else { return nil }
        return (text[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// The digits as a number; nil where there is anything else.
    fileprivate static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ isDigit($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 & 0x0F) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// A day of the Gregorian calendar.
private struct CivilDate {
    static let daySeconds: Int64 = 86_400
    /// Days since 1970-01-01.
    let days: Int64

    /// Reads `2026-12-31`; nil for anything else, and for days that there are not.
    init?(_ text: [UInt8]) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = Expiry.number(text[0..<4]), let month = Expiry.number(text[5..<7]),
            let day = Expiry.number(text[8..<10]), (1...12).contains(month), day >= 1,
            day <= Self.length(of: month, in: year)
        else { return nil }
        // Years that begin in March have their leap day at the end, which makes the days before a month one formula.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

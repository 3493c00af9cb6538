/// A point in time between the years 1 and 9999, to the nanosecond (google.protobuf.Timestamp).
package struct Timestamp: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let seconds: Int64
    /// 0 to 999 999 999.
    package let nanoseconds: Int32

    /// 0001-01-01T00:00:00Z.
    static let firstSecond: Int64 = -62_135_596_800
    /// 9999-12-31T23:59:59Z.
    static let lastSecond: Int64 = 253_402_300_799

    /// Nil outside of the years 1 to 9999.
    package init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard seconds >= Self.firstSecond, seconds <= Self.lastSecond, (0..<1_000_000_000).contains(nanoseconds) else {
            return nil
        }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Nil outside of the range.
    func adding(nanoseconds span: Int64) -> Timestamp? {
        let total = Int64(nanoseconds) + span % 1_000_000_000
        let carry = total >= 1_000_000_000 ? 1 : total < 0 ? -1 : 0 as Int64
        return Timestamp(
            seconds: seconds + span / 1_000_000_000 + carry,
            nanoseconds: Int32(truncatingIfNeeded: total - carry * 1_000_000_000))
    }

    /// The time between two points; nil past 292 years.
    func nanoseconds(since other: Timestamp) -> Int64? {
        let (scaled, isTooLong) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = scaled.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
        return isTooLong || overflow ? nil : sum
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many digits of the second as it takes.
    package var description: String {
        let date = CivilTime(seconds: seconds)
        let fraction = nanoseconds == 0 ? "" : "." + trimmed(padded(Int(nanoseconds), 9))
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(date.hour, 2)):\(padded(date.minute, 2)):\(padded(date.second, 2))\(fraction)Z"
    }

    /// Parses RFC 3339; nil when the text is of another form or out of range.
    package init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.accept("-"), let month = scanner.number(2), scanner.accept("-"),
            let day = scanner.number(2), scanner.accept("T"), let hour = scanner.number(2),
            scanner.accept(":"), let minute = scanner.number(2), scanner.accept(":"), let second = scanner.number(2)
        else { return nil }
        let fraction = scanner.accept(".") ? scanner.fraction() : 0
        guard let fraction, let offset = scanner.zone(), scanner.isAtEnd, (1...12).contains(month), hour < 24,
            minute < 60, second < 60, day >= 1, day <= CivilTime.days(in: month, of: year)
        else { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        let seconds = Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(seconds: seconds, nanoseconds: Int32(fraction))
    }
}

/// A point in time as a calendar and a clock show it (proleptic Gregorian).
struct CivilTime: Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// Days since 1970-01-01.
    let days: Int

    init(seconds: Int64) {
        let day = Int((seconds >= 0 ? seconds : seconds - 86399) / 86400)
        let rest = Int(seconds - Int64(day) * 86400)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        days = day
        // Years are counted from March, so that the leap day is the last of one; eras have 400 years.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 0 for Sunday.
    var weekday: Int { ((days + 4) % 7 + 7) % 7 }

    /// 0 for the first of January.
    var dayOfYear: Int { days - Self.days(year: year, month: 1, day: 1) }

    /// Days from 1970-01-01 to a date.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && year % 100 != 0 || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads digits and punctuation of dates.
struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard rest.first.map(UInt32.init) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly so many digits.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    }

    /// The digits after a point as billionths; nil when there are none. What is finer is dropped.
    mutating func fraction() -> Int? {
        let digits = rest.prefix(while: isDigit)
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        let value = digits.prefix(9).reduce(0) { $0 * 10 + Int($1 & 0x0F) }
        return (digits.count..<max(9, digits.count)).reduce(value) { value, _ in value * 10 }
    }

    /// `Z`, `+01:00` or `-01:00` as seconds east of UTC.
    mutating func zone() -> Int? {
        if accept("Z") { return 0 }
        let sign = accept("+") ? 1 : accept("-") ? -1 : 0
        guard sign != 0, let hours = number(2), accept(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}

/// A number with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Digits without the zeros at their end.
func trimmed(_ digits: String) -> String {
    var digits = digits
    while digits.last == "0" { digits.removeLast() }
    return digits
}

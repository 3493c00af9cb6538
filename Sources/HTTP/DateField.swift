/// The line `Date: Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, sections 5.6.7 and 6.6.1), made again only when the second changes.
struct DateField: Sendable {
    /// The whole line with its CRLF; 37 bytes.
    private(set) var line: [UInt8] = []
    private var time: Int?

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter time: seconds since 1970; times before it, and after the year 9999, count as its first and last second.
    @inline(__always)
    mutating func update(to time: Int) {
        guard time != self.time else { return }
        self.time = time
        line = Array("Date: \(Self.text(min(max(time, 0), 253_402_300_799)))\r\n".utf8)
    }

    private static func text(_ time: Int) -> String {
        let (days, second) = time.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = civil(days)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        return "\(weekdays[days % 7]), \(twoDigits(day)) \(months[month]) \(year) \(clock) GMT"
    }

    /// The date of a day since 1970 in the Gregorian calendar; the month counts from 0.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        var rest = days
        var year = 1970
        while rest >= length(ofYear: year) {
            rest -= length(ofYear: year)
            year += 1
        }
        for (month, length) in lengths(ofMonthsIn: year).enumerated() {
            if rest < length { return (year, month, rest + 1) }
            rest -= length
        }
        return (year, 11, 31)
    }

    private static func length(ofYear year: Int) -> Int {
        lengths(ofMonthsIn: year).reduce(0, +)
    }

    private static func lengths(ofMonthsIn year: Int) -> [Int] {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

/// When a zone's clocks change, year after year: a `TZ` string of POSIX (RFC 9636, section 3.3.1), such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
    /// Seconds east of UTC in winter.
    private let standard: Int64
    /// Summer, where there is one.
    private let summer: Summer?

    private struct Summer: Sendable {
        let offset: Int64
        let start: Change
        let end: Change
    }

    /// A day of the year, and the seconds from its start by the clock.
    private struct Change: Sendable {
        enum Day: Sendable {
            /// 1 to 365, the leap day not counted.
            case julian(Int)
            /// 0 to 365, the leap day counted.
            case ordinal(Int)
            /// The fifth week is the last one; Sunday is 0.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        let time: Int64
    }

    /// Nil when the text is none.
    init?(_ text: String) {
        var scanner = RuleScanner(text)
        guard scanner.name(), let standard = scanner.time() else { return nil }
        self.standard = -standard
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        let offset = scanner.isAt(",") ? self.standard + 3600 : scanner.time().map { -$0 }
        guard let offset, let start = Self.change(&scanner), let end = Self.change(&scanner), scanner.isAtEnd else {
            return nil
        }
        summer = Summer(offset: offset, start: start, end: end)
    }

    private static func change(_ scanner: inout RuleScanner) -> Change? {
        guard scanner.accept(","), let day = day(&scanner) else { return nil }
        guard scanner.accept("/") else { return Change(day: day, time: 7200) }
        return scanner.time().map { Change(day: day, time: $0) }
    }

    private static func day(_ scanner: inout RuleScanner) -> Change.Day? {
        if scanner.accept("J") { return scanner.number(1...365).map { .julian($0) } }
        guard scanner.accept("M") else { return scanner.number(0...365).map { .ordinal($0) } }
        guard let month = scanner.number(1...12), scanner.accept("."), let week = scanner.number(1...5),
            scanner.accept("."), let day = scanner.number(0...6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    /// Seconds east of UTC at a time.
    func offset(at seconds: Int64) -> Int64 {
        guard let summer else { return standard }
        let year = CivilTime(seconds: seconds + standard).year
        let start = Self.moment(summer.start, year) - standard
        let end = Self.moment(summer.end, year) - summer.offset
        // South of the equator summer goes on over the turn of the year.
        let isSummer = start <= end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
        return isSummer ? summer.offset : standard
    }

    /// A change of a year by the clock that shows UTC.
    private static func moment(_ change: Change, _ year: Int) -> Int64 {
        let first = CivilTime.days(year: year, month: 1, day: 1)
        let days =
            switch change.day {
            case .ordinal(let day): first + day
            case .julian(let day):
                first + day - 1 + (day > 59 && CivilTime.days(in: 2, of: year) == 29 ? 1 : 0)
            case .weekday(let month, let week, let day): self.day(year, month, week, day)
            }
        return Int64(days) * 86400 + change.time
    }

    private static func day(_ year: Int, _ month: Int, _ week: Int, _ day: Int) -> Int {
        let first = CivilTime.days(year: year, month: month, day: 1)
        let weekday = ((first + 4) % 7 + 7) % 7
        var date = (day - weekday + 7) % 7 + (week - 1) * 7
        if date >= CivilTime.days(in: month, of: year) { date -= 7 }
        return first + date
    }
}

/// Reads names, times and numbers of `TZ` strings.
private struct RuleScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    func isAt(_ character: Unicode.Scalar) -> Bool { rest.first.map(UInt32.init) == character.value }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Letters, or anything between `<` and `>`.
    mutating func name() -> Bool {
        if accept("<") {
            rest = rest.drop { $0 != UInt8(ascii: ">") }
            return accept(">")
        }
        let letters = rest.prefix { isLetter($0) && $0 != UInt8(ascii: "_") }
        rest.removeFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(while: isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        rest.removeFirst(digits.count)
        let number = digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
        return range.contains(number) ? number : nil
    }

    /// `[+-]h[:m[:s]]` in seconds, within a week.
    mutating func time() -> Int64? {
        let sign: Int64 = accept("-") ? -1 : 1
        if sign == 1 { _ = accept("+") }
        guard let hours = number(0...167) else { return nil }
        var seconds = Int64(hours) * 3600
        for unit in [60, 1] as [Int64] where accept(":") {
            guard let part = number(0...59) else { return nil }
            seconds += Int64(part) * unit
        }
        return sign * seconds
    }
}

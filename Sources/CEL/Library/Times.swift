extension Library {
    /// The parts of timestamps and durations (langdef, "Timezones", "Standard Definitions").
    static let times = Library(
        "times",
        [
            part("getFullYear", "The year.", ["timestamp('2009-02-13T23:31:30Z').getFullYear() == 2009"]) { $0.year },
            part("getMonth", "The month, 0 for January.", ["timestamp('2009-02-13T23:31:30Z').getMonth() == 1"]) {
                $0.month - 1
            },
            part(
                "getDayOfYear", "The day of the year, from 0.",
                ["timestamp('2009-02-13T00:00:00Z').getDayOfYear() == 43"]
            ) {
                $0.dayOfYear
            },
            part(
                "getDayOfMonth", "The day of the month, from 0.",
                ["timestamp('2009-02-13T00:00:00Z').getDayOfMonth() == 12"]
            ) {
                $0.day - 1
            },
            part("getDate", "The day of the month, from 1.", ["timestamp('2009-02-13T00:00:00Z').getDate() == 13"]) {
                $0.day
            },
            part(
                "getDayOfWeek", "The day of the week, 0 for Sunday.",
                ["timestamp('2009-02-13T00:00:00Z').getDayOfWeek() == 5"]
            ) {
                $0.weekday
            },
            part("getHours", "The hour.", ["timestamp('2009-02-13T23:31:30Z').getHours('-02:30') == 21"], { $0.hour }) {
                $0 / 3_600_000_000_000
            },
            part("getMinutes", "The minute.", ["duration('90s').getMinutes() == 1"], { $0.minute }) {
                $0 / 60_000_000_000
            },
            part("getSeconds", "The second.", ["duration('90s').getSeconds() == 90"], { $0.second }) {
                $0 / 1_000_000_000
            },
            milliseconds,
        ])

    private static let milliseconds = Function(
        "The milliseconds: of a timestamp those of its second, of a duration all of them.",
        examples: ["timestamp('2009-02-13T23:31:20.123Z').getMilliseconds() == 123"],
        [
            Overload(
                "timestamp.getMilliseconds() -> int",
                .of { (time: Timestamp) in .int(Int64(time.nanoseconds / 1_000_000)) }),
            Overload(
                "timestamp.getMilliseconds(string) -> int",
                .of { (time: Timestamp, _: String) in .int(Int64(time.nanoseconds / 1_000_000)) }),
            Overload("duration.getMilliseconds() -> int", .of { (span: Nanoseconds) in .int(span.count / 1_000_000) }),
        ])

    /// A part of a timestamp in UTC or a zone, and perhaps of a duration.
    private static func part(
        _ name: String, _ documentation: String, _ examples: [String], _ read: @escaping @Sendable (CivilTime) -> Int,
        _ readSpan: (@Sendable (Int64) -> Int64)? = nil
    ) -> Function {
        var overloads = [
            Overload(
                "timestamp.\(name)() -> int",
                .of { (time: Timestamp) in .int(Int64(read(CivilTime(seconds: time.seconds)))) }),
            Overload(
                "timestamp.\(name)(string) -> int",
                .metered { (time: Timestamp, name: String, evaluation) in
                    guard let zone = evaluation.zone(name) else {
                        return .failure("the time zone '\(name)' is unknown")
                    }
                    return .int(Int64(read(CivilTime(seconds: time.seconds + zone.offset(at: time.seconds)))))
                }),
        ]
        if let readSpan {
            overloads.append(
                Overload("duration.\(name)() -> int", .of { (span: Nanoseconds) in .int(readSpan(span.count)) }))
        }
        return Function(documentation, examples: examples, overloads)
    }
}

import ArgumentParser

/// A span of time as people write it: `30d`, `12h`, `90m` or `45s`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible, Sendable {
    /// Whole seconds, not negative.
    let seconds: Int64
    /// As it was written.
    let description: String

    /// A whole number and one unit; nil otherwise, and beyond a thousand years.
    init?(argument: String) {
        guard let unit = argument.last.flatMap({ Self.units[$0] }), !argument.hasPrefix("+"),
            let count = Int64(argument.dropLast()), count >= 0
        else { return nil }
        let (seconds, overflows) = count.multipliedReportingOverflow(by: unit)
        guard !overflows, seconds <= 366_000 * 86_400 else { return nil }
        self.seconds = seconds
        description = argument
    }

    /// That many days.
    static func days(_ count: Int64) -> TimeSpan { TimeSpan(seconds: count * 86_400, description: "\(count)d") }

    private init(seconds: Int64, description: String) {
        self.seconds = seconds
        self.description = description
    }

    var defaultValueDescription: String { description }

    private static let units: [Character: Int64] = ["d": 86_400, "h": 3600, "m": 60, "s": 1]
}

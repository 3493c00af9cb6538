import Glibc

/// A moment of the real clock, in UTC.
package struct WallTime: Sendable, Equatable {
    /// Seconds since 1970.
    package let seconds: Int64
    /// 0 to 999,999.
    package let microseconds: Int

    package init(seconds: Int64, microseconds: Int = 0) {
        self.seconds = seconds
        self.microseconds = min(max(microseconds, 0), 999_999)
    }

    /// The clock's moment.
    package static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: Int64(time.tv_sec), microseconds: time.tv_nsec / 1000)
    }

    /// As in RFC 3339, `2026-11-24T23:00:00.000001Z`.
    package var text: String {
        var time = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&time, &parts) != nil else { return "" }
        let year = Self.padded(Int(parts.tm_year) + 1900, 4)
        let day = "\(year)-\(Self.padded(Int(parts.tm_mon) + 1, 2))-\(Self.padded(Int(parts.tm_mday), 2))"
        let hours = "\(Self.padded(Int(parts.tm_hour), 2)):\(Self.padded(Int(parts.tm_min), 2))"
        return "\(day)T\(hours):\(Self.padded(Int(parts.tm_sec), 2)).\(Self.padded(microseconds, 6))Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

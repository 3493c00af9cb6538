import CLibSSL
import Glibc

/// A moment as whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct UnixTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since the epoch; negative before it.
    package let seconds: Int64

    /// The moment that many seconds after the epoch.
    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// This moment, by the machine's clock.
    package static var now: UnixTime { UnixTime(seconds: Int64(time(nil))) }

    package static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.seconds < right.seconds
    }

    /// The moment that many seconds later; stays at the ends of the range instead of overflowing.
    package func adding(seconds more: Int64) -> UnixTime {
        let (sum, overflows) = seconds.addingReportingOverflow(more)
        return UnixTime(seconds: overflows ? (more > 0 ? .max : .min) : sum)
    }

    /// In UTC, as in RFC 3339: `2026-11-24T20:08:36Z`.
    package var description: String {
        var clock = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&clock, &parts) != nil else { return "\(seconds) seconds after 1970" }
        let date = "\(Int(parts.tm_year) + 1900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday))"
        return "\(date)T\(twoDigits(parts.tm_hour)):\(twoDigits(parts.tm_min)):\(twoDigits(parts.tm_sec))Z"
    }
}

extension UnixTime {
    /// The moment of a certificate's field; nil when it is not a time.
    init?(_ field: UnsafePointer<ASN1_TIME>?) {
        var parts = tm()
        guard let field, ASN1_TIME_to_tm(field, &parts) == 1 else { return nil }
        self.init(seconds: Int64(timegm(&parts)))
    }
}

private func twoDigits(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

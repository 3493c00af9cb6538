/// The time for which a certificate is issued.
package struct Validity: Sendable, Equatable {
    /// The first moment.
    package let notBefore: UnixTime

    /// The last moment.
    package let notAfter: UnixTime

    /// From the one moment to the other.
    package init(from notBefore: UnixTime, to notAfter: UnixTime) {
        (self.notBefore, self.notAfter) = (notBefore, notAfter)
    }

    /// That many days from now; begins five minutes ago, for machines whose clock is behind.
    package static func days(_ count: Int) -> Validity {
        let (seconds, overflows) = Int64(count).multipliedReportingOverflow(by: 86_400)
        return .seconds(overflows ? .max : seconds)
    }

    /// That many seconds from now; begins five minutes ago, for machines whose clock is behind.
    ///
    /// - Parameter end: it ends there at the latest: a certificate is of no use once its authority's has ended.
    package static func seconds(_ count: Int64, until end: UnixTime? = nil) -> Validity {
        let last = UnixTime.now.adding(seconds: count)
        return Validity(from: .now.adding(seconds: -300), to: end.map { min($0, last) } ?? last)
    }
}

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
        return Validity(from: .now.adding(seconds: -300), to: .now.adding(seconds: overflows ? .max : seconds))
    }
}

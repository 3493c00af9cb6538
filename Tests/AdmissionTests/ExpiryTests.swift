import Admission
import Testing

@Suite("Expiry")
struct ExpiryTests {
    @Test(
        "A date counts to the end of its day in UTC, a time to the second",
        arguments: [
            ("1970-01-01", 86_400), ("2026-12-31", 1_798_761_600), ("2024-02-29", 1_709_251_200),
            ("2000-02-29", 951_868_800), ("1969-12-31", 0), ("0000-01-01", -62_167_132_800),
            ("9999-12-31", 253_402_300_800), ("2026-12-31T18:00:00Z", 1_798_740_000),
            ("2026-12-31t18:00:00z", 1_798_740_000), ("2026-12-31T18:00:00.75+01:00", 1_798_736_400),
            ("2026-12-31T18:00:00-08:30", 1_798_770_600),
        ])
    func moments(_ text: String, _ seconds: Int64) throws {
        let expiry = try #require(Expiry(parsing: text))
        #expect(expiry.seconds == seconds)
        #expect(expiry.description == text)
        #expect(!expiry.isOver(at: seconds - 1))
        #expect(expiry.isOver(at: seconds))
        #expect(expiry.isOver(at: nil))
    }

    @Test("What never ends is never over")
    func never() {
        #expect(Expiry(parsing: "never") == .never)
        #expect(!Expiry.never.isOver(at: .max))
        #expect(!Expiry.never.isOver(at: nil))
    }

    @Test(
        "Anything else is no end",
        arguments: [
            "", "Never", "2026-13-01", "2026-00-10", "2026-02-29", "1900-02-29", "2026-04-31", "2026-12-00", "26-12-31",
            "2026-12-31 ", "2026/12/31", "2026-12-31T18:00:00", "2026-12-31T24:00:00Z", "2026-12-31T23:60:00Z",
            "2026-12-31T23:59:60Z", "2026-12-31 18:00:00Z", "2026-12-31T18:00Z", "2026-12-31T18:00:00.Z",
            "2026-12-31T18:00:00+0100", "2026-12-31T18:00:00+24:00", "２０２６-12-31", "+026-12-31", "tomorrow",
            "2026-12-31T18:00:00Zz", "99999999999999999999",
        ])
    func others(_ text: String) { #expect(Expiry(parsing: text) == nil) }
}

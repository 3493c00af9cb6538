import Documents
import Kubernetes
import Testing

@Suite("Quantity")
struct QuantityTests {
    @Test(
        "Quantities print in their canonical form",
        arguments: [
            ("0", "0"), ("0n", "0"), ("0Ki", "0"), ("000", "0"), ("-0", "0"), ("0.000", "0"), ("0e9", "0"),
            ("1", "1"), ("+1", "1"), ("-1", "-1"), ("01", "1"), ("1.", "1"), ("1.0", "1"), ("1.G", "1G"),
            ("1000m", "1"), ("1500m", "1500m"), ("1.5", "1500m"), ("0.5", "500m"), (".5", "500m"), ("500m", "500m"),
            ("-.5", "-500m"), ("100m", "100m"), ("0.1", "100m"), ("0.001", "1m"), (".001", "1m"), ("1u", "1u"),
            ("1.2345", "1234500u"), ("5n", "5n"), ("0.0005k", "500m"), (".0001k", "100m"),
            ("1000", "1k"), ("1024", "1024"), ("10000", "10k"), ("1000000", "1M"), ("50k", "50k"), ("8.1k", "8100"),
            ("100.035k", "100035"), ("10.035M", "10035k"), ("40.1T", "40100G"), ("1.01E", "1010P"), ("12E", "12E"),
            ("1000E", "1e21"), ("1234E", "1234E"), ("18446744073709551616", "18446744073709551616"),
            ("1Ki", "1Ki"), ("1024Ki", "1Mi"), ("1.5Gi", "1536Mi"), ("1536Mi", "1536Mi"), ("0.5Mi", "512Ki"),
            ("1025Ki", "1025Ki"), ("0.5Ki", "512"), ("1.5Ki", "1536"), ("100.035Ki", "102435840m"),
            ("0.05Gi", "53687091200m"), ("-1024Ki", "-1Mi"), ("0.000000000001Ki", "2n"),
            ("1e3", "1e3"), ("1E3", "1e3"), ("1e+3", "1e3"), ("1e-3", "1e-3"), ("12e5", "1200e3"), ("1e14", "100e12"),
            ("0.5e0", "500e-3"), ("1.3E+6", "1300e3"), ("1e0", "1"), ("1e18", "1e18"), ("1E", "1E"),
            ("3.001n", "4n"), ("0.9n", "1n"), ("-0.9n", "-1n"), ("1.1E-9", "2e-9"), ("0.0000000001", "1n"),
            ("0.00000012345", "124n"), ("1e-100", "1e-9"), ("1e-99999999999999999999", "1e-9"),
            ("9Ei", "9223372036854775807"), ("-9Ei", "-9223372036854775807"),
            ("9223372036854775807Ki", "9223372036854775807"),
            ("99999999999999999999999999999999999999999999Ki", "9223372036854775807"),
            ("3Ei", "3Ei"), ("0.1234567890123456789012345678901234567890", "123456790n"),
            ("1.00000000000000000000000000000000000000000", "1"), ("0.0000000000000000000000000000000000001Ei", "1n"),
            ("100000000000000000000000000n", "100P"), ("00000000000000000000000000000000000000000000000001", "1"),
            // What Kubernetes lets through, too.
            ("-", "0"), ("+", "0"), (".", "0"), ("Ki", "0"), ("m", "0"),
        ])
    func canonical(_ text: String, _ expected: String) throws {
        let quantity = try Quantity(parsing: text)
        #expect(quantity.description == expected)
        #expect(try Quantity(parsing: quantity.description) == quantity)
    }

    @Test(
        "What Kubernetes refuses is refused",
        arguments: [
            "", " ", " 1", "1 ", "1\n", "1i", ".5i", "-3.01i", "-3.01e-", "1e", "1ee3", "1e3.5", "1e+", "1e3m", "1.1.M",
            "1+1.0M", "0.1mi", "0.1am", "aoeu", "1K", "1g", "1ki", "1KI", "10Mo", "10Mm", "1mm", "1Mi2", "1 Gi", "--1",
            "+-1", "1-", "0x10", "1_000", "1,5", "١", "1\u{301}", "NaN", "inf", "1Zi", "1Y",
        ])
    func malformed(_ text: String) {
        let error = failure { () throws(QuantityError) in _ = try Quantity(parsing: text) }
        #expect(error?.reason == .malformed)
        #expect(error?.description.hasPrefix("\"\(text)\" is no quantity") == true)
    }

    @Test(
        "Amounts past the range are errors",
        arguments: [
            "1e30", "-1e30", "1000000000000E", "1e99999999999999999999", "200000000000E",
            "999999999999999999999999999999999999999999999999", "170141183460469231731687303716",
        ])
    func range(_ text: String) {
        let error = failure { () throws(QuantityError) in _ = try Quantity(parsing: text) }
        #expect(error?.reason == .outOfRange)
        #expect(error?.description == "The quantity \"\(text)\" is too large.")
    }

    @Test(
        "Strings and numbers of a document are quantities",
        arguments: [
            ("\"500m\"", "500m"), ("\" 500m\\n\"", "500m"), ("2", "2"), ("0.5", "500m"), ("-1", "-1"), ("1e3", "1e3"),
            ("1E400", nil), ("\"\"", nil), ("\"  \"", nil), ("\"1 2\"", nil), ("null", nil), ("true", nil), ("[]", nil),
            ("{}", nil),
        ] as [(String, String?)])
    func document(_ text: String, _ expected: String?) throws {
        let json = try JSON(parsing: text)
        #expect((try? Quantity(json))?.description == expected)
    }

    @Test("Values of other types are named")
    func wrongType() throws {
        let json = try JSON(parsing: "[1]")
        let error = failure { () throws(QuantityError) in _ = try Quantity(json) }
        #expect(error?.reason == .wrongType("a list"))
        #expect(error?.description == "A quantity must be a string or a number, and this is a list.")
    }

    @Test(
        "Order and equality go by the amount",
        arguments: [
            ("1", "1000m", 0), ("1Ki", "1024", 0), ("1e3", "1k", 0), ("100m", "50m", 1), ("-1", "0", -1),
            ("10000T", "100Gi", 1), ("1n", "0", 1), ("1G", "1Gi", -1), ("8Ei", "9Ei", 0),
        ])
    func order(_ left: String, _ right: String, _ order: Int) throws {
        let (first, second) = (try Quantity(parsing: left), try Quantity(parsing: right))
        #expect((first < second) == (order < 0))
        #expect((first > second) == (order > 0))
        #expect((first == second) == (order == 0))
        #expect((first.hashValue == second.hashValue) == (order == 0))
    }

    @Test(
        "Sums and differences keep the format of the first amount that is not zero",
        arguments: [
            ("1Gi", "512Mi", "1536Mi", "512Mi"), ("0", "1Gi", "1Gi", "-1Gi"), ("1Gi", "0", "1Gi", "1Gi"),
            ("100m", "1", "1100m", "-900m"), ("0Ki", "1e3", "1e3", "-1e3"), ("1k", "1Ki", "2024", "-24"),
        ])
    func arithmetic(_ left: String, _ right: String, _ sum: String, _ difference: String) throws {
        let (first, second) = (try Quantity(parsing: left), try Quantity(parsing: right))
        #expect((first + second).description == sum)
        #expect((first - second).description == difference)
        var changed = first
        changed += second
        #expect(changed.description == sum)
        changed -= second
        #expect(changed == first)
    }

    @Test("Multiples count replicas")
    func multiples() throws {
        #expect((try Quantity(parsing: "250m") * 3).description == "750m")
        #expect((try Quantity(parsing: "512Mi") * 4).description == "2Gi")
        #expect((try Quantity(parsing: "1") * -2).description == "-2")
        #expect((Quantity.zero * .max).isZero)
    }

    @Test("Overflow is held at the bound and reported, never a trap")
    func overflow() throws {
        let large = try Quantity(parsing: "1e29")
        let small = Quantity.zero - large
        let sum = large.addingReportingOverflow(large)
        #expect(sum.overflow && sum.partialValue > large)
        let difference = small.subtractingReportingOverflow(large)
        #expect(difference.overflow && difference.partialValue < small)
        let mixed = large.subtractingReportingOverflow(small)
        #expect(mixed.overflow && mixed.partialValue > large)
        for (value, count, isPositive) in [(large, Int.max, true), (large, .min, false), (small, .min, true)] {
            let product = value.multipliedReportingOverflow(by: count)
            #expect(product.overflow)
            #expect((product.partialValue > .zero) == isPositive)
        }
        #expect(large + large + large == large + large)
        #expect(!(large + large).description.isEmpty && !(small - large).description.isEmpty)
        #expect((large + large).units == .max && (small - large).milliunits == .min)
    }

    @Test(
        "Whole units and thousandths round away from zero",
        arguments: [
            ("0", 0, 0), ("1n", 1, 1), ("-1n", -1, -1), ("1500m", 2, 1500), ("-1500m", -2, -1500), ("2", 2, 2000),
            ("1.0001", 2, 1001), ("9223372036854775807", Int64.max, Int64.max),
        ])
    func units(_ text: String, _ units: Int64, _ milliunits: Int64) throws {
        let quantity = try Quantity(parsing: text)
        #expect(quantity.units == units)
        #expect(quantity.milliunits == milliunits)
    }

    @Test("Ratios are of amounts; there is none to zero")
    func ratio() throws {
        #expect(try Quantity(parsing: "3").ratio(to: Quantity(parsing: "1500m")) == 2)
        #expect(try Quantity(parsing: "1Gi").ratio(to: Quantity(parsing: "512Mi")) == 2)
        #expect(Quantity(1).ratio(to: .zero) == nil)
    }

    @Test(
        "A limit is compared with a multiple of the request exactly",
        arguments: [
            ("2", "2", "1", true), ("2001m", "2", "1", false), ("1.5", "1.5", "1", true), ("1", "1", "0", false),
            ("0", "1", "0", true), ("1000000001n", "1", "1", false), ("1e29", "1", "1e29", true),
            ("1e29", "1e15", "1e15", true), ("-1", "2", "1", true), ("-3", "-2", "1", true), ("-1", "-2", "1", false),
        ])
    func factor(_ limit: String, _ factor: String, _ request: String, _ isWithin: Bool) throws {
        #expect(
            try Quantity(parsing: limit).isAtMost(Quantity(parsing: factor), times: Quantity(parsing: request))
                == isWithin)
    }

    @Test("Whole numbers are quantities", arguments: [Int64.min, -1, 0, 1, 1000, .max])
    func whole(_ units: Int64) throws {
        #expect(Quantity(units) == (try Quantity(parsing: String(units))))
        #expect(Quantity(units).isZero == (units == 0))
        #expect(Quantity(units).isNegative == (units < 0))
    }
}

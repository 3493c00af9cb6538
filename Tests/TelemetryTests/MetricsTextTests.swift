import Telemetry
import Testing

@Suite("A page of metrics")
struct MetricsTextTests {
    @Test("has help, type and samples of each family")
    func families() {
        var page = MetricsText()
        page.family("a_total", .counter, "Things.")
        page.sample("a_total", ["kind": "x", "verdict": "y"], 3)
        page.sample("a_total", [:], 0.5)
        #expect(
            page.text == """
                # HELP a_total Things.
                # TYPE a_total counter
                a_total{kind="x",verdict="y"} 3
                a_total 0.5

                """)
    }

    @Test(
        "escapes what would break a line",
        arguments: [
            ("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\nb"), ("é", "é"),
        ])
    func escapes(value: String, escaped: String) {
        var page = MetricsText()
        page.sample("a", ["k": value], 1)
        #expect(page.text == "a{k=\"\(escaped)\"} 1\n")
    }

    @Test("has cumulative buckets, sum and count of a histogram")
    func histogram() {
        let histogram = Histogram(bounds: [1_000, 1_000_000])
        for duration in [Duration.nanoseconds(1_000), .microseconds(2), .seconds(2), .seconds(-1)] {
            histogram.observe(duration)
        }
        var page = MetricsText()
        page.histogram("d_seconds", ["stage": "validate"], histogram)
        #expect(
            page.text == """
                d_seconds_bucket{stage="validate",le="1e-06"} 2
                d_seconds_bucket{stage="validate",le="0.001"} 3
                d_seconds_bucket{stage="validate",le="+Inf"} 4
                d_seconds_sum{stage="validate"} 2.000003
                d_seconds_count{stage="validate"} 4

                """)
    }

    @Test("Durations become nanoseconds without overflow")
    func nanoseconds() {
        #expect(Duration.seconds(1).nanoseconds == 1_000_000_000)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(-5).nanoseconds == 0)
    }
}

/// A page of metrics in Prometheus' text format, version 0.0.4.
package struct MetricsText: Sendable {
    /// What kind of number a family holds.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// Names and values that tell the samples of a family apart.
    package typealias Labels = KeyValuePairs<String, String>

    /// The media type of the page.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page so far.
    package private(set) var text = ""

    package init() {}

    /// Begins a family; its samples follow.
    package mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Begins a family; its samples follow.
    package mutating func family(_ family: MetricFamily) { self.family(family.name, family.kind, family.help) }

    /// A family of one sample without labels.
    package mutating func one(_ family: MetricFamily, _ value: some BinaryInteger) {
        self.family(family)
        sample(family, [:], value)
    }

    /// One sample of a family, with a whole number.
    package mutating func sample(_ family: MetricFamily, _ labels: Labels, _ value: some BinaryInteger) {
        sample(family.name, labels, value)
    }

    /// One sample of a family, with a fraction.
    package mutating func sample(_ family: MetricFamily, _ labels: Labels, _ value: Double) {
        sample(family.name, labels, value)
    }

    /// All samples of a family's histogram.
    package mutating func histogram(_ family: MetricFamily, _ labels: Labels, _ histogram: Histogram) {
        self.histogram(family.name, labels, histogram)
    }

    /// One sample with a whole number.
    package mutating func sample(_ name: String, _ labels: Labels, _ value: some BinaryInteger) {
        text += "\(name)\(Self.block(labels.map { ($0.key, $0.value) })) \(value)\n"
    }

    /// One sample with a fraction.
    package mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        let number = value == .infinity ? "+Inf" : "\(value)"
        text += "\(name)\(Self.block(labels.map { ($0.key, $0.value) })) \(number)\n"
    }

    /// All samples of a histogram.
    package mutating func histogram(_ name: String, _ labels: Labels, _ histogram: Histogram) {
        let fixed = labels.map { ($0.key, $0.value) }
        let cumulative = histogram.cumulative
        // Counted from the buckets, so that the page agrees with itself while others add.
        let total = (cumulative.last?.count ?? 0) &+ histogram.above
        for (bound, count) in cumulative {
            text += "\(name)_bucket\(Self.block(fixed + [("le", "\(Double(bound) / 1e9)")])) \(count)\n"
        }
        text += "\(name)_bucket\(Self.block(fixed + [("le", "+Inf")])) \(total)\n"
        text += "\(name)_sum\(Self.block(fixed)) \(histogram.sum)\n"
        text += "\(name)_count\(Self.block(fixed)) \(total)\n"
    }

    private static func block(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escape($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\n", "\r\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.append(character)
            }
        }
    }
}

/// A page in Prometheus' text format 0.0.4, read strictly: what a lenient scraper would let pass is an error here.
struct PrometheusPage {
    struct Sample {
        let name: String
        let labels: [(name: String, value: String)]
        let value: Double

        subscript(label: String) -> String? { labels.first { $0.name == label }?.value }
    }

    struct Family {
        let name: String
        let kind: String
        let help: String
        var samples: [Sample] = []
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String

        init(_ sentence: String) { description = sentence }
    }

    private(set) var families: [Family] = []

    /// Every name that a query can ask for.
    var sampleNames: Set<String> { Set(families.flatMap { family in family.seriesNames }) }

    init(parsing text: String) throws {
        guard text.hasSuffix("\n") else { throw Fault("The page doesn't end with a newline.") }
        var help: (name: String, text: String)?
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# HELP ") {
                help = try Self.comment(line, help)
            } else if line.hasPrefix("# TYPE ") {
                try begin(line, help)
                help = nil
            } else {
                guard help == nil else { throw Fault("After a HELP stands no TYPE: \(line)") }
                try add(try Self.sample(line), line)
            }
        }
        for family in families { try family.verify() }
    }

    private static func comment(_ line: Substring, _ former: (name: String, text: String)?) throws -> (String, String) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard former == nil, words.count == 4, !words[3].isEmpty else { throw Fault("No good HELP: \(line)") }
        return (String(words[2]), String(words[3]))
    }

    private mutating func begin(_ line: Substring, _ help: (name: String, text: String)?) throws {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let help, help.name == words[2] else { throw Fault("A TYPE without its HELP: \(line)") }
        guard ["counter", "gauge", "histogram"].contains(words[3]) else { throw Fault("An unknown type: \(line)") }
        guard !families.contains(where: { $0.name == help.name }) else { throw Fault("A family stands twice: \(line)") }
        families.append(Family(name: help.name, kind: String(words[3]), help: help.text))
    }

    private mutating func add(_ sample: Sample, _ line: Substring) throws {
        guard let last = families.indices.last, families[last].seriesNames.contains(sample.name) else {
            throw Fault("A sample outside its family: \(line)")
        }
        let isTwice = families[last].samples.contains {
            $0.name == sample.name && $0.labels.elementsEqual(sample.labels, by: ==)
        }
        guard !isTwice else { throw Fault("A sample stands twice: \(line)") }
        families[last].samples.append(sample)
    }
}

// MARK: - One sample

extension PrometheusPage {
    private static func sample(_ line: Substring) throws -> Sample {
        var rest = line
        let name = rest.takeName(colons: true)
        guard !name.isEmpty else { throw Fault("A line that is no sample: \(line)") }
        let labels = rest.first == "{" ? try Self.labels(&rest, line) : []
        guard rest.first == " ", let value = Self.number(rest.dropFirst()) else {
            throw Fault("No good value: \(line)")
        }
        return Sample(name: name, labels: labels, value: value)
    }

    private static func labels(_ rest: inout Substring, _ line: Substring) throws -> [(name: String, value: String)] {
        var labels: [(name: String, value: String)] = []
        repeat {
            rest.removeFirst()
            let name = rest.takeName(colons: false)
            guard !name.isEmpty, !labels.contains(where: { $0.name == name }), rest.hasPrefix("=\"") else {
                throw Fault("No good label: \(line)")
            }
            rest.removeFirst(2)
            labels.append((name, try rest.takeQuoted()))
        } while rest.first == ","
        guard rest.first == "}" else { throw Fault("Labels without an end: \(line)") }
        rest.removeFirst()
        return labels
    }

    private static func number(_ text: Substring) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else {
            return ["+Inf": .infinity, "-Inf": -.infinity, "NaN": .nan][String(text)]
        }
        return Double(text)
    }
}

extension Substring {
    fileprivate mutating func takeName(colons: Bool) -> String {
        let name = prefix { character in
            character.isASCII
                && (character.isLetter || character.isNumber || character == "_" || colons && character == ":")
        }
        guard name.first?.isNumber == false else { return "" }
        removeFirst(name.count)
        return String(name)
    }

    fileprivate mutating func takeQuoted() throws -> String {
        var text = ""
        while let character = popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                guard let escape = popFirst(), let plain = ["\\": "\\", "\"": "\"", "n": "\n"][escape] else {
                    throw PrometheusPage.Fault("An unknown escape.")
                }
                text += plain
            default: text.append(character)
            }
        }
        throw PrometheusPage.Fault("A value without its closing quote.")
    }
}

// MARK: - One family

extension PrometheusPage.Family {
    var seriesNames: [String] { kind == "histogram" ? ["_bucket", "_sum", "_count"].map { name + $0 } : [name] }

    fileprivate func verify() throws {
        guard (kind == "counter") == name.hasSuffix("_total") else {
            throw PrometheusPage.Fault("\(name): counters, and they alone, end in _total.")
        }
        guard kind == "gauge" || samples.allSatisfy({ $0.value >= 0 }) else {
            throw PrometheusPage.Fault("\(name): a count is negative.")
        }
        if kind == "histogram" { try verifyHistograms() }
    }

    private func verifyHistograms() throws {
        let groups = Dictionary(grouping: samples) { sample in
            sample.labels.filter { $0.name != "le" }.map { "\($0.name)=\($0.value)" }
        }
        for (labels, group) in groups {
            let buckets = group.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0["le"].map { $0 == "+Inf" ? .infinity : Double($0) ?? .nan } }
            let counts = buckets.map(\.value)
            let total = group.first { $0.name.hasSuffix("_count") }?.value
            guard bounds.count == buckets.count, bounds.last == .infinity, bounds.isAscending(by: <),
                counts.isAscending(by: <=), counts.last == total, group.count == buckets.count + 2
            else { throw PrometheusPage.Fault("\(name): the histogram of \(labels) contradicts itself.") }
        }
    }
}

extension [Double] {
    fileprivate func isAscending(by isInOrder: (Double, Double) -> Bool) -> Bool {
        zip(self, dropFirst()).allSatisfy(isInOrder)
    }
}

import Foundation

/// Checks XML by a reader that is not ours.
enum XMLDocumentText {
    /// Why a text is no XML.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Throws unless the text is well formed: each end tag fits its start tag, and nothing stands bare that must be
    /// escaped.
    static func check(_ text: String) throws {
        var open: [Substring] = []
        var rest = text[...]
        while let tag = rest.firstMatch(of: /<(\/?)([?A-Za-z][^\s\/>]*)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/|\?)?>/) {
            let before = rest[..<tag.range.lowerBound]
            guard !before.contains("<"), !before.contains("&") || before.contains(/&(amp|lt|gt|quot|#[0-9]+);/) else {
                throw Failure(description: "Something is not escaped: \(before)")
            }
            switch (tag.1.isEmpty, tag.4) {
            case (true, nil): open.append(tag.2)
            case (true, _): break
            case (false, _):
                guard open.popLast() == tag.2 else { throw Failure(description: "\(tag.2) was not open.") }
            }
            rest = rest[tag.range.upperBound...]
        }
        guard open.isEmpty, rest.allSatisfy(\.isWhitespace) else { throw Failure(description: "It ends too early.") }
    }

    /// What elements may have and must have by the schema that Jenkins' xunit plugin checks by (`junit-10.xsd`); and
    /// `file` and `line` of a test case, by which GitLab and others find the place.
    private static let attributes: [Substring: (required: Set<String>, others: Set<String>)] = [
        "testsuites": ([], ["name", "time", "tests", "failures", "errors"]),
        "testsuite": (
            ["name", "tests", "failures", "errors"],
            ["group", "time", "skipped", "timestamp", "hostname", "id", "file"]
        ),
        "testcase": (["name"], ["time", "classname", "group", "file", "line"]),
        "failure": ([], ["type", "message"]), "error": ([], ["type", "message"]), "system-out": ([], []),
    ]

    /// Elements and attributes of JUnit's XML that its readers don't know or miss, and times that are none.
    static func junitFaults(in text: String) -> [String] {
        text.matches(of: /<([A-Za-z][^\s\/>]*)((?:\s+[A-Za-z]+="[^"<]*")*)/).flatMap { element -> [String] in
            guard let (required, others) = attributes[element.1] else { return ["<\(element.1)>"] }
            let found = element.2.matches(of: /([A-Za-z]+)="([^"]*)"/)
            let names = Set(found.map { String($0.1) })
            let times = found.filter { $0.1 == "time" && $0.2.wholeMatch(of: /[0-9]{0,3}(\.[0-9]*)?/) == nil }
            return names.subtracting(required).subtracting(others).map { "\(element.1) \($0)" }
                + required.subtracting(names).map { "\(element.1) lacks \($0)" } + times.map { "time \($0.2)" }
        }
    }
}

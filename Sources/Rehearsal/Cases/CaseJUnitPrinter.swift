import Configuration
import Documents

/// Prints a run of cases as JUnit's XML, the form that most continuous integration reads: a suite for each file, a test
/// case for each case, and errors for what could not be read.
package struct CaseJUnitPrinter: Sendable {
    package init() {}

    /// The whole run.
    package func text(_ run: CaseRun) -> String {
        var xml = XMLText()
        let duration = run.files.reduce(Duration.zero) { $0 + $1.duration }
        let counts = counts(run.count + run.complaints.count, run.failures, errors: run.complaints.count, duration)
        xml.element("testsuites", [("name", "sekisho test")] + counts) { xml in
            for file in run.files { write(file, &xml) }
            if !run.complaints.isEmpty { write(run.complaints, &xml) }
        }
        return xml.text
    }

    private func counts(_ tests: Int, _ failures: Int, errors: Int, _ time: Duration) -> [(String, String)] {
        [
            ("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors)),
            ("time", time.secondsText),
        ]
    }

    private func write(_ file: CaseRun.File, _ xml: inout XMLText) {
        let counts = counts(file.results.count, file.failures, errors: 0, file.duration)
        xml.element("testsuite", [("name", file.name)] + counts + [("skipped", "0")]) { xml in
            for result in file.results { write(result, file.name, &xml) }
        }
    }

    private func write(_ result: CaseRun.Result, _ file: String, _ xml: inout XMLText) {
        let location = result.outcome.location
        let attributes = [
            ("name", result.outcome.name), ("classname", result.theCase.subject.name), ("file", file),
            ("line", String(location.line)), ("time", result.duration.secondsText),
        ]
        guard let first = result.outcome.differences.first else { return xml.element("testcase", attributes) }
        let text = "\(file):\(location): \(result.outcome.name)\n" + result.outcome.differences.joined(separator: "\n")
        xml.element("testcase", attributes) { xml in
            xml.element("failure", [("message", first), ("type", "difference")], text: text)
        }
    }

    private func write(_ complaints: [Complaint], _ xml: inout XMLText) {
        let counts = counts(complaints.count, 0, errors: complaints.count, .zero)
        xml.element("testsuite", [("name", "files that can't be read")] + counts + [("skipped", "0")]) { xml in
            for complaint in complaints { xml.write(complaint) }
        }
    }
}

extension CaseRun.File {
    /// How long all cases took together.
    fileprivate var duration: Duration { results.reduce(.zero) { $0 + $1.duration } }
}

extension XMLText {
    /// A test case that could not be run, since its file is no good.
    mutating func write(_ complaint: Complaint) {
        element("testcase", complaint.testCase) { xml in
            xml.element(
                "error", [("message", complaint.message), ("type", "input")], text: complaint.description)
        }
    }
}

extension Complaint {
    /// The attributes of a test case for its place.
    var testCase: [(String, String)] {
        let place = location.map { "\(file):\($0)" } ?? file
        let line = location.map { [("line", String($0.line))] } ?? []
        return [("name", place), ("classname", "input"), ("file", file)] + line
            + [("time", Duration.zero.secondsText)]
    }
}

import Admission
import Testing

@testable import Telemetry

@Suite("A line of the log")
struct LogLineTests {
    @Test("is one JSON object with its facts in order, whatever they hold")
    func line() {
        var line = LogLine(.warning, "refused \"x\"\n", time: 1_700_000_000)
        line.add("file", "a\tb")
        line.add("count", 3)
        #expect(
            String(decoding: line.finished(), as: UTF8.self)
                == #"{"time":1700000000,"level":"warning","message":"refused \"x\"\n","file":"a\tb","count":3}"# + "\n")
    }
}

extension LogLineTests {
    @Test("is for people as text: words as they are, everything else quoted")
    func text() {
        var line = LogLine(.warning, "refused\n", time: 1_800_000_000)
        line.add("file", "a b\t\"c\"")
        line.add("policy", "run-as-non-root")
        line.add("none", "")
        line.add("count", 3)
        #expect(
            String(decoding: line.finished(.text), as: UTF8.self)
                == #"2027-01-15T08:00:00.000000Z warning refused  file="a b\t\"c\"" policy=run-as-non-root none="" count=3"#
                + "\n")
    }

    @Test("of a decision is told by its verdict", arguments: DecisionVerbosity.allCases)
    func verbosity(verbosity: DecisionVerbosity) throws {
        let denied = try Decisions.decide([Binding(Blabbing())])
        let allowed = try Decisions.decide([])
        #expect(verbosity.includes(denied) == (verbosity != .none))
        #expect(verbosity.includes(allowed) == (verbosity == .all))
    }

    @Test("of a decision has its facts in both formats")
    func decision() throws {
        let account = Decisions.account(try Decisions.decide([Binding(Blabbing())], data: "{}"))
        let json = String(decoding: LogLine.decision(account, .json), as: UTF8.self)
        #expect(json.hasPrefix(#"{"time":1800000000,"level":"info","message":"decision","uid":"u-1","#))
        #expect(
            String(decoding: LogLine.decision(account, .text), as: UTF8.self) == """
                2027-01-15T08:00:00.001234Z info denied uid=u-1 stage=validate operation=CREATE kind=ConfigMap \
                namespace=shop name=web user=alice findings="blabbing: metadata.name.web is web, but must be else. web." \
                policySet=0123456789abcdef microseconds=42

                """)
    }
}

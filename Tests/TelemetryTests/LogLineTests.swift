import Telemetry
import Testing

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

import Admission
import Documents
import Kubernetes
import Testing

@testable import Telemetry

@Suite("A line of the audit log")
struct AuditLineTests {
    private func line(_ decision: Decision) -> String {
        String(decoding: AuditLine(Decisions.account(decision)).bytes, as: UTF8.self)
    }

    @Test("tells who wanted what, the verdict and why, on one line")
    func content() throws {
        let decision = try Decisions.decide([Binding(Blabbing(), name: "tells"), Binding(Failing(), mode: .warn)])
        #expect(
            line(decision) == """
                {"time":"2027-01-15T08:00:00.001234Z","uid":"u-1","stage":"validate","gate":"first",\
                "operation":"CREATE","group":"","version":"v1","kind":"ConfigMap","resource":"configmaps",\
                "namespace":"shop","name":"web","user":"alice","verdict":"denied","findings":[\
                {"binding":"tells","mode":"Enforce","field":"metadata.name.web","message":"metadata.name.web is web, but \
                must be else. web."},\
                {"binding":"tells","mode":"Enforce","field":"data.password.canary","message":"data.password.canary is \
                canary, but must be else. canary."}],\
                "failures":[{"binding":"failing","onError":"Deny","reason":"the value is canary"}],\
                "policySet":"0123456789abcdef","durationMicroseconds":42}

                """)
    }

    @Test("says nothing that stands in a Secret, however policies quote it")
    func secrets() throws {
        let bindings = [Binding(Blabbing(), name: "tells"), Binding(Failing())]
        let decision = try Decisions.decide(bindings, kind: "Secret")
        let account = Decisions.account(decision)
        let texts = [
            line(decision), String(decoding: LogLine.decision(account, .json), as: UTF8.self),
            String(decoding: LogLine.decision(account, .text), as: UTF8.self),
            String(decoding: Trace(account, bindings: bindings).json, as: UTF8.self),
            Trace(account, bindings: bindings).text,
        ]
        for text in texts {
            #expect(!text.contains("canary") && !text.contains("password"), "\(text)")
            #expect(text.contains("tells") && text.contains("denied"), "\(text)")
        }
    }

    @Test("is bounded, whatever an object holds", arguments: ["x", "\\u0001", "\\\"", "é", "👩‍👩‍👧"])
    func bounds(character: String) throws {
        let long = String(repeating: character, count: 30_000)
        let plain = try #require(try JSON(parsing: "\"\(long)\"").string)
        let data =
            "{" + (0..<200).map { "\"k\($0)\":\"\(long.prefix(character.count * 2000))\"" }.joined(separator: ",") + "}"
        let decision = try Decisions.decide(
            [Binding(Blabbing(), name: "tells")], kind: plain, name: plain, user: plain, data: data)
        let bytes = AuditLine(Decisions.account(decision)).bytes
        #expect(bytes.count <= AuditLine.Bounds.line)
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
        let json = try JSON(parsing: bytes.dropLast())
        #expect(try #require(json["omitted"]?.int) > 100)
    }

    @Test("Traces are bounded, too")
    func traceBounds() throws {
        let long = String(repeating: "\\u0001", count: 2000)
        let data = "{" + (0..<12).map { "\"k\($0)\":\"\(long)\"" }.joined(separator: ",") + "}"
        let bindings = (0..<80).map { Binding(Blabbing(), name: "b\($0)") }
        let account = Decisions.account(try Decisions.decide(bindings, data: data))
        #expect(Trace(account, bindings: bindings).json.count < 200 << 10)
    }

    @Test("A text is cut between two characters", arguments: [("abc", 3, "abc"), ("abcd", 3, "abc…"), ("aé", 2, "a…")])
    func clips(text: String, limit: Int, clipped: String) {
        #expect(text.clipped(limit) == clipped)
    }
}

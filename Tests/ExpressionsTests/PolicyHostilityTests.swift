import Admission
import CEL
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("Hostile policies and objects")
struct PolicyHostilityTests {
    private func time(_ body: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        return try clock.measure(body)
    }

    @Test("An expression over its limit is an error of its own, and the others are judged")
    func expressionLimit() throws {
        let text = policy(
            """
            validations:
            - {expression: "object.list.all(a, object.list.all(b, object.list.all(c, a + b + c >= 0)))"}
            - {expression: 'false', message: second}
            """)
        let list = (0..<200).map(String.init).joined(separator: ",")
        let gate = try Directory(text).gate
        let request = try request(#"{"list": [\#(list)]}"#)
        var answer: AdmissionResponse?
        let duration = time { answer = gate.answer(request) }
        #expect(duration < .seconds(20))
        #expect(answer?.message.hasSuffix("resulted in error: operation cancelled: actual cost limit exceeded") == true)
        #expect(answer?.causes.count == 2)
    }

    @Test("All expressions of a binding share a budget, after which nothing more can be said")
    func budget() throws {
        let bomb = "{expression: \"object.list.all(a, object.list.all(b, a + b >= 0))\"}"
        let text = policy("validations: [\(Array(repeating: bomb, count: 40).joined(separator: ", "))]")
        let list = (0..<250).map(String.init).joined(separator: ",")
        let message = try denial(text, request(#"{"list": [\#(list)]}"#))
        let reason = "validation failed due to running out of cost budget, no further validation rules will be run"
        #expect(message == denied + reason)
        let ignoring = text.replacing(
            "spec:\n  matchConstraints", with: "spec:\n  failurePolicy: Ignore\n  matchConstraints")
        #expect(try denial(ignoring, request(#"{"list": [\#(list)]}"#)) == "")
    }

    @Test("Conditions have a budget of their own")
    func conditionBudget() throws {
        let bombs = (0..<20).map {
            "{name: c\($0), expression: \"object.list.all(a, object.list.all(b, a + b >= 0))\"}"
        }
        let text = policy(
            "matchConditions: [\(bombs.joined(separator: ", "))]\nvalidations: [{expression: 'true'}]")
        let list = (0..<250).map(String.init).joined(separator: ",")
        #expect(try denial(text, request(#"{"list": [\#(list)]}"#)).contains("running out of cost budget"))
    }

    /// Costs about nine tenths of what one expression may.
    private static let bomb = "object.list.all(a, object.list.all(b, a + b >= 0))"
    private static let list = #"{"list": [\#((0..<270).map(String.init).joined(separator: ","))]}"#
    private static let spent =
        "validation failed due to running out of cost budget, no further validation rules will be run"

    @Test(
        "A condition that is false does not save the budget for those after it",
        arguments: [(1, false), (8, true)])
    func spentConditions(_ count: Int, _ isDenied: Bool) throws {
        let bombs = (0..<count).map { "{name: c\($0), expression: \"\(Self.bomb)\"}" }
        let text = policy(
            "matchConditions: [{name: never, expression: 'false'}, \(bombs.joined(separator: ", "))]\n"
                + "validations: [{expression: 'false'}]")
        #expect(try denial(text, request(Self.list)) == (isDenied ? denied + Self.spent : ""))
    }

    @Test(
        "Messages of rules that hold cost, too, and all rules fail when they spend the budget",
        arguments: [("Fail", 8, false), ("Fail", 40, true), ("Ignore", 40, false)])
    func spentMessages(_ failurePolicy: String, _ count: Int, _ isDenied: Bool) throws {
        let rule = "{expression: 'true', messageExpression: \"\(Self.bomb) ? 'a' : 'b'\"}"
        let text = policy(
            "failurePolicy: \(failurePolicy)\n"
                + "validations: [\(Array(repeating: rule, count: count).joined(separator: ", "))]")
        let answer = try Directory(text).gate.answer(try request(Self.list))
        #expect(answer.message == (isDenied ? denied + "failed messageExpression: " + Self.spent : ""))
        #expect(answer.causes.count == (isDenied ? count : 0))
    }

    @Test("Rules have the budget before the messages of those before them")
    func rulesFirst() throws {
        let costly = "{expression: 'false', messageExpression: \"\(Self.bomb) ? 'a' : 'b'\"}"
        let rules = Array(repeating: "{expression: \"\(Self.bomb)\"}", count: 8)
        let text = policy("validations: [\(costly), \(costly), \(rules.joined(separator: ", "))]")
        let answer = try Directory(text).gate.answer(try request(Self.list))
        #expect(answer.message == denied + "a")
        #expect(answer.causes.count == 2)
    }

    @Test("Variables that double what is before them stay within the budget")
    func doublingVariables() throws {
        let variables = (1...60).map { "{name: v\($0), expression: variables.v\($0 - 1) + variables.v\($0 - 1)}" }
        let text = policy(
            """
            variables: [{name: v0, expression: "'0123456789'"}, \(variables.joined(separator: ", "))]
            validations: [{expression: "variables.v60.size() > 0"}]
            """)
        let gate = try Directory(text).gate
        let request = try request()
        var answer: AdmissionResponse?
        let duration = time { answer = gate.answer(request) }
        #expect(answer?.isAllowed == false)
        #expect(duration < .seconds(20))
    }

    @Test("A chain of five hundred variables is evaluated, or an error; never more")
    func deepVariables() throws {
        let variables = (1...500).map { "{name: v\($0), expression: variables.v\($0 - 1) + 1}" }
        let text = policy(
            """
            variables: [{name: v0, expression: '0'}, \(variables.joined(separator: ", "))]
            validations: [{expression: variables.v500 == 500, message: other}]
            """)
        let message = try denial(text, request())
        #expect(message.isEmpty || message.contains("resulted in error"))
    }

    @Test("Objects of depth and width are judged in time")
    func hugeObjects() throws {
        let text = policy("validations: [{expression: \"object.wide.all(w, w.name != 'x')\", message: nope}]")
        let gate = try Directory(text).gate
        let wide = (0..<100_000).map { #"{"name":"n\#($0)"}"# }.joined(separator: ",")
        let deep = String(repeating: "[", count: 90) + String(repeating: "]", count: 90)
        let request = try request(#"{"wide":[\#(wide)],"deep":\#(deep)}"#)
        let duration = time { _ = gate.answer(request) }
        #expect(duration < .seconds(20))
    }

    @Test("Expressions that are nested too deep or too long are faults and no crash")
    func hostileExpressions() throws {
        for expression in [
            String(repeating: "(", count: 5000) + "true" + String(repeating: ")", count: 5000),
            String(repeating: "!", count: 20000) + "true", String(repeating: "[", count: 5000),
            "true" + String(repeating: " && true", count: 60000), "\u{0}", "'", "object.", "variables.\u{0}",
        ] {
            let json = JSONValue.string(expression)
            var writer = JSONWriter()
            json.write(to: &writer)
            _ = try Directory(policy("validations: [{expression: \(writer.text)}]")).problems
        }
    }

    @Test("Requests that lack what expressions ask for are errors and no crash", arguments: ["{}", #"{"spec": null}"#])
    func bareObjects(_ object: String) throws {
        let text = policy(
            """
            variables: [{name: x, expression: "object.spec.template.spec.containers[0].image"}]
            validations: [{expression: "variables.x.contains('a')"}, {expression: "object.spec.replicas > 0"}]
            """)
        #expect(try denial(text, request(object)).contains("resulted in error"))
    }

    @Test("A patch of thousands of operations on one object takes no square of its length")
    func longPatch() throws {
        let expression =
            "object.data.map(k, JSONPatch{op: 'replace', path: '/data/' + k, value: object.data[k] + 'x'})"
        let policy = Mutations.policy([("JSONPatch", expression)])
        let members = (0..<4000).map { "\"key\($0)\":\"v\"" }.joined(separator: ",")
        var result: Mutations.Result?
        let duration = try time {
            result = try Mutations.run([policy], on: "{\"data\":{\(members)}}", kind: "ConfigMap")
        }
        #expect(duration < .seconds(30))
        #expect(result?.decision.patch.operations.count == 4000)
        #expect(result?.object[["data", "key3999"]]?.string == "vx")
    }
}

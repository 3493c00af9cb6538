import Admission
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("ValidatingAdmissionPolicy")
struct ValidationTests {
    @Test("A rule that holds lets a request pass, and one that does not denies it in the API server's words")
    func verdict() throws {
        let rule = """
            validations:
            - expression: object.spec.replicas <= 5
              message: "at most five replicas, please "
            """
        #expect(try denial(policy(rule), request()) == "")
        let text = try denial(policy(rule), request(#"{"spec": {"replicas": 6}}"#))
        #expect(text == denied + "at most five replicas, please")
    }

    @Test("Documents of all versions are read", arguments: ["v1", "v1beta1", "v1alpha1"])
    func versions(_ version: String) throws {
        let text = policy("validations: [{expression: 'false', message: nope}]", version: version)
        #expect(try denial(text, request()) == denied + "nope")
    }

    @Test(
        "The message is what its expression comes to, or else the message, or else the rule itself",
        arguments: [
            ("message: plain\n  messageExpression: \"'of ' + string(object.spec.replicas)\"", "of 5"),
            ("messageExpression: \"'  spaced  '\"", "spaced"),
            ("message: plain\n  messageExpression: \"''\"", "plain"),
            ("message: plain\n  messageExpression: \"'two\\\\nlines'\"", "plain"),
            ("message: plain\n  messageExpression: string(object.missing)", "plain"),
            ("message: plain\n  messageExpression: \"'x'.replace('x', 'y'.replace('y', 'z'))\"", "z"),
            ("messageExpression: string(object.missing)", "failed expression: object.spec.replicas == 0"),
            ("message: '   '", "failed expression: object.spec.replicas == 0"),
        ])
    func messages(_ lines: String, _ expected: String) throws {
        let text = policy("validations:\n- expression: ' object.spec.replicas == 0 '\n  \(lines)")
        #expect(try denial(text, request()) == denied + expected)
    }

    @Test("A message of more than five kibibytes counts for none")
    func longMessage() throws {
        let text = policy(
            "validations: [{expression: 'false', message: short, messageExpression: string(object.metadata.name)}]")
        let name = String(repeating: "n", count: 5121)
        #expect(try denial(text, request(#"{"metadata": {"name": "\#(name)"}}"#)) == denied + "short")
        #expect(
            try denial(text, request(#"{"metadata": {"name": "\#(name.dropLast())"}}"#)) == denied + name.dropLast())
    }

    @Test(
        "The reason becomes the status of the answer",
        arguments: [
            ("", 422, "Invalid"), ("reason: Forbidden", 403, "Forbidden"),
            ("reason: RequestEntityTooLarge", 413, "RequestEntityTooLarge"), ("reason: Invalid", 422, "Invalid"),
        ])
    func reasons(_ reason: String, _ code: Int, _ word: String) throws {
        let gate = try Directory(policy("validations:\n- expression: 'false'\n  \(reason)")).gate
        let answer = gate.answer(try request())
        #expect(answer.status.code == code)
        #expect(answer.status.reason == word)
    }

    @Test("Of several rules the first that fails speaks; all are causes and findings, with their places")
    func several() throws {
        let text = policy(
            """
            validations:
            - {expression: 'true'}
            - {expression: object.spec.replicas < 5, message: first}
            - {expression: 'false', message: second}
            """)
        let decision = try Directory(text).gate.decide(try request(), .validating, inventory: Namespaces())
        #expect(decision.response.message == denied + "first")
        #expect(decision.response.causes.map(\.message) == [denied + "first", denied + "second"])
        let findings = decision.steps.flatMap(\.findings)
        #expect(findings.map(\.message) == ["first", "second"])
        #expect(findings.map { $0.rule?.index } == [1, 2])
        #expect(findings.map { $0.rule?.place } == ["policies.yaml:11:18", "policies.yaml:12:18"])
        #expect(decision.steps.map(\.binding.name) == ["p"])
    }

    @Test(
        "What follows from a rule is up to the binding's actions",
        arguments: [
            ("[Deny]", false, 0, 0), ("[Warn]", true, 1, 0), ("[Audit]", true, 0, 1), ("[Warn, Audit]", true, 1, 1),
            ("[Deny, Audit]", false, 0, 1),
        ])
    func actions(_ actions: String, _ isAllowed: Bool, _ warnings: Int, _ notes: Int) throws {
        let text = policy(
            "validations: [{expression: 'true'}, {expression: 'false', message: nope}]",
            binding: "validationActions: \(actions)")
        let answer = try Directory(text).gate.answer(try request())
        #expect(answer.isAllowed == isAllowed)
        let warning = "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': nope"
        #expect(answer.warnings == Array(repeating: warning, count: warnings))
        #expect(answer.auditAnnotations.map(\.key) == Array(repeating: "validation_failure", count: notes))
        if let note = answer.auditAnnotations.first {
            let names = actions.dropFirst().dropLast().split(separator: ", ").map { "\"\($0)\"" }.joined(separator: ",")
            #expect(
                note.value == #"[{"message":"nope","policy":"p","binding":"b","expressionIndex":1,"#
                    + #""validationActions":[\#(names)]}]"#)
        }
    }

    @Test(
        "An expression that fails denies with the API server's words, or is passed over",
        arguments: [("Fail", false), ("Ignore", true)])
    func failures(_ failurePolicy: String, _ isAllowed: Bool) throws {
        let text = policy(
            "failurePolicy: \(failurePolicy)\nvalidations: [{expression: object.missing.field == 1, message: unused}]")
        let answer = try Directory(text).gate.answer(try request())
        #expect(answer.isAllowed == isAllowed)
        let message = denied + "expression 'object.missing.field == 1' resulted in error: no such key: missing"
        #expect(answer.message == (isAllowed ? "" : message))
    }

    @Test(
        "An expression that is not known to come to what is wanted of it is refused, as by the API server",
        arguments: [
            ("validations: [{expression: object.spec.paused}]", "/spec/validations/0/expression"),
            (
                "validations: [{expression: 'true', messageExpression: object.metadata.name}]",
                "/spec/validations/0/messageExpression"
            ),
            (
                "auditAnnotations: [{key: k, valueExpression: object.metadata.name}]",
                "/spec/auditAnnotations/0/valueExpression"
            ),
            (
                "validations: [{expression: 'true'}]\nmatchConditions: [{name: c, expression: object.spec.paused}]",
                "/spec/matchConditions/0/expression"
            ),
        ])
    func openTypes(_ spec: String, _ pointer: String) throws {
        let problems = try Directory(policy(spec)).problems
        #expect(
            problems.count == 1 && problems[0].hasPrefix("\(pointer): the expression must come to a ")
                && problems[0].contains(", and what this comes to is only known at run time: co"), "\(problems)")
    }

    @Test("Where failures are ignored, what a rule says counts all the same")
    func ignoring() throws {
        let text = policy(
            "failurePolicy: Ignore\nvalidations: [{expression: object.missing == 1}, {expression: 'false', message: nope}]"
        )
        #expect(try denial(text, request()) == denied + "nope")
    }

    @Test(
        "Annotations are noted unless they are null or empty, whatever the rules say",
        arguments: [
            ("\"'replicas: ' + string(object.spec.replicas)\"", ["p.note=replicas: 5"]), ("\"''\"", []),
            ("\"'  '\"", []), ("'null'", []), ("\"object.spec.replicas > 9 ? 'many' : ''\"", []),
        ])
    func annotations(_ expression: String, _ expected: [String]) throws {
        let text = policy(
            """
            validations: [{expression: 'true'}]
            auditAnnotations: [{key: note, valueExpression: \(expression)}]
            """)
        let directory = try Directory(text)
        #expect(directory.problems == [])
        let answer = directory.gate.answer(try request())
        #expect(answer.isAllowed)
        #expect(answer.auditAnnotations.map { "\($0.key)=\($0.value)" } == expected)
    }

    @Test(
        "An annotation's key is one that the API server takes, however long the policy's name is",
        arguments: [
            (58, "note", "\(String(repeating: "p", count: 58)).note=x"),
            (
                59, "note",
                "\(String(repeating: "p", count: 58)).note=\(String(repeating: "p", count: 59)): x"
            ),
            (
                3, String(repeating: "k", count: 63),
                "\(String(repeating: "k", count: 63))=ppp: x"
            ),
        ])
    func longAnnotations(_ length: Int, _ key: String, _ expected: String) throws {
        let name = String(repeating: "p", count: length)
        let text = policy("auditAnnotations: [{key: \(key), valueExpression: \"'x'\"}]")
            .replacing("name: p}", with: "name: \(name)}").replacing("policyName: p\n", with: "policyName: \(name)\n")
        let annotations = try Directory(text).gate.answer(try request()).auditAnnotations
        #expect(annotations.map { "\($0.key)=\($0.value)" } == [expected])
    }

    @Test(
        "An annotation that fails denies whatever the actions are, unless failures are ignored",
        arguments: [("Fail", false), ("Ignore", true)])
    func failingAnnotations(_ failurePolicy: String, _ isAllowed: Bool) throws {
        let text = policy(
            """
            failurePolicy: \(failurePolicy)
            auditAnnotations: [{key: note, valueExpression: string(object.missing)}]
            """, binding: "validationActions: [Warn]")
        let answer = try Directory(text).gate.answer(try request())
        #expect(answer.isAllowed == isAllowed)
        #expect(answer.message.isEmpty == isAllowed)
    }

    @Test("Rules and built-in policies that deny together are listed")
    func together() throws {
        struct No: Validating {
            static let about = About("no", "", judges: .anything, prose: "")
            func check(_ request: Request) -> [Finding] { [Finding([], found: "is there", wanted: "must not")] }
        }
        let bindings = try Directory(policy("validations: [{expression: 'false', message: m}]")).assembly.bindings
        let answer = Gate([Binding(No())] + bindings).answer(try request())
        #expect(answer.message == "2 findings:\n- no: the object is there, but must not.\n- \(denied)m")
        #expect(answer.status.code == 403)
    }
}

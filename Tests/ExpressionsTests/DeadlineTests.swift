import Admission
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("The deadline of a request")
struct DeadlineTests {
    /// Rules that together compute until long after the deadline, and one that does not hold.
    private func text(_ failurePolicy: String) -> String {
        let numbers = (0..<300).map(String.init).joined(separator: ", ")
        let rule = "- {expression: '[\(numbers)].all(x, [\(numbers)].all(y, x + y >= 0))'}"
        return policy(
            """
            failurePolicy: \(failurePolicy)
            validations:
            \(Array(repeating: rule, count: 8).joined(separator: "\n"))
            - {expression: 'false', message: nope}
            """)
    }

    @Test(
        "Once it is over no further expression is evaluated, and failurePolicy decides",
        arguments: [("Fail", false), ("Ignore", true)])
    func endsPolicies(_ failurePolicy: String, _ isAllowed: Bool) throws {
        let gate = try Directory(text(failurePolicy)).gate
        let decision = gate.decide(
            try request(), .validating, inventory: Namespaces(), deadline: .now + .milliseconds(200))
        let message = "the time for the answer is over, no further expressions are evaluated"
        #expect(decision.response.isAllowed == isAllowed)
        #expect(decision.response.message == (isAllowed ? "" : denied + message))
    }

    @Test("Without one all rules speak")
    func asksAll() throws {
        let decision = try Directory(text("Ignore")).gate.decide(
            try request(), .validating, inventory: Namespaces())
        #expect(decision.response.message == denied + "nope")
    }
}

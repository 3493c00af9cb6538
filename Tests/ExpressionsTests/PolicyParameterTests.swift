import Admission
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("Parameters of upstream policies")
struct PolicyParameterTests {
    private func limits(_ name: String, _ maximum: Int, namespace: String = "", labels: String = "{}") -> String {
        let place = namespace.isEmpty ? "" : ", namespace: \(namespace)"
        return """
            ---
            apiVersion: rules.example.com/v1
            kind: ReplicaLimit
            metadata: {name: \(name), labels: \(labels)\(place)}
            maximum: \(maximum)

            """
    }

    private func text(_ paramRef: String, failurePolicy: String = "Fail", actions: String = "[Deny]") -> String {
        policy(
            """
            failurePolicy: \(failurePolicy)
            paramKind: {apiVersion: rules.example.com/v1, kind: ReplicaLimit}
            validations:
            - expression: object.spec.replicas <= params.maximum
              messageExpression: "'at most ' + string(params.maximum)"
            """, binding: "validationActions: \(actions)\nparamRef: \(paramRef)")
    }

    @Test("Parameters are found by name", arguments: [(5, ""), (4, "at most 4")])
    func byName(_ maximum: Int, _ expected: String) throws {
        let text = text("{name: limit, parameterNotFoundAction: Deny}") + limits("limit", maximum) + limits("other", 1)
        #expect(try denial(text, request()) == (expected.isEmpty ? "" : denied + expected))
    }

    @Test("Each of the parameters that a selector finds is judged with by itself")
    func bySelector() throws {
        let text =
            text("{selector: {matchLabels: {use: 'yes'}}, parameterNotFoundAction: Deny}")
            + limits("a", 4, labels: "{use: 'yes'}") + limits("b", 9, labels: "{use: 'yes'}")
            + limits("c", 3, labels: "{use: 'yes'}") + limits("d", 1)
        let decision = try Directory(text).gate.decide(try request(), .validating, inventory: Namespaces())
        #expect(decision.steps.flatMap(\.findings).map(\.message) == ["at most 4", "at most 3"])
        #expect(decision.response.message == denied + "at most 4")
    }

    @Test("An empty selector selects all")
    func emptySelector() throws {
        let text = text("{selector: {}, parameterNotFoundAction: Deny}") + limits("a", 4) + limits("b", 3)
        #expect(try Directory(text).gate.answer(try request()).causes.count == 2)
    }

    @Test(
        "Where there are no parameters the request is denied, whatever the binding's actions, or passed over",
        arguments: [
            ("Deny", "Fail", "[Deny]", true), ("Deny", "Fail", "[Warn]", true), ("Allow", "Fail", "[Deny]", false),
            ("Deny", "Ignore", "[Deny]", false),
        ])
    func missing(_ action: String, _ failurePolicy: String, _ actions: String, _ isDenied: Bool) throws {
        let text = text(
            "{name: missing, parameterNotFoundAction: \(action)}", failurePolicy: failurePolicy, actions: actions)
        let message = try denial(text + limits("limit", 9), request())
        let lack = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"
        #expect(message == (isDenied ? denied + lack : ""))
    }

    @Test(
        "What follows when there are none must be said, except in v1alpha1, where it is Deny",
        arguments: [("v1", false), ("v1beta1", false), ("v1alpha1", true)])
    func notFoundAction(_ version: String, _ isTaken: Bool) throws {
        let text = text("{name: missing}").replacing("k8s.io/v1", with: "k8s.io/\(version)")
        let directory = try Directory(text)
        #expect(
            directory.problems
                == (isTaken
                    ? [] : ["/spec/paramRef: The key \"parameterNotFoundAction\" is missing; wanted is Allow or Deny."])
        )
        #expect(directory.gate.answer(try request()).message.contains("`Deny` parameterNotFoundAction"))
    }

    @Test(
        "Parameters that live in namespaces are looked for in the request's, or in the one that is named",
        arguments: [
            ("{name: limit, parameterNotFoundAction: Deny}", "team-a", "at most 4"),
            ("{name: limit, parameterNotFoundAction: Deny}", "team-b", ""),
            ("{name: limit, namespace: team-b, parameterNotFoundAction: Deny}", "team-a", ""),
            (
                "{name: limit, parameterNotFoundAction: Deny}", "",
                "failed to configure binding: cannot use namespaced paramRef in policy binding that matches "
                    + "cluster-scoped resources"
            ),
        ])
    func namespaces(_ ref: String, _ namespace: String, _ expected: String) throws {
        let text = text(ref) + limits("limit", 4, namespace: "team-a") + limits("limit", 6, namespace: "team-b")
        let message = try denial(text, request(namespace: namespace))
        #expect(message == (expected.isEmpty ? "" : denied + expected))
    }

    @Test(
        "A kind of which there is no object may have a namespace named",
        arguments: [("Allow", ""), ("Deny", "no params found for policy binding with `Deny` parameterNotFoundAction")])
    func unknownKind(_ action: String, _ expected: String) throws {
        let message = try denial(text("{name: limit, namespace: x, parameterNotFoundAction: \(action)}"), request())
        #expect(message == (expected.isEmpty ? "" : denied + "failed to configure binding: " + expected))
    }

    @Test("A namespace can't be named for parameters of the cluster")
    func clusterScope() throws {
        let text = text("{name: limit, namespace: x, parameterNotFoundAction: Deny}") + limits("limit", 9)
        #expect(
            try denial(text, request()) == denied + "failed to configure binding: "
                + "paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
    }

    @Test("ConfigMaps are parameters, too")
    func configMaps() throws {
        let text =
            policy(
                """
                paramKind: {apiVersion: v1, kind: ConfigMap}
                validations: [{expression: object.spec.replicas <= int(params.data.maximum), message: nope}]
                """,
                binding: """
                    validationActions: [Deny]
                    paramRef: {name: limits, namespace: default, parameterNotFoundAction: Deny}
                    """) + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: limits}
                data: {maximum: "4"}
                """
        #expect(try denial(text, request()) == denied + "nope")
    }

    @Test(
        "Parameters say of which kind they are",
        arguments: [("v1", "ConfigMap"), ("rules.example.com/v1", "Rules")])
    func kinds(_ version: String, _ kind: String) throws {
        let text =
            policy(
                """
                paramKind: {apiVersion: \(version), kind: \(kind)}
                validations: [{expression: "params.kind == '\(kind)' && params.apiVersion == '\(version)'"}]
                """,
                binding: """
                    validationActions: [Deny]
                    paramRef: {name: x, namespace: default, parameterNotFoundAction: Deny}
                    """) + "\n---\n{apiVersion: \(version), kind: \(kind), metadata: {name: x, namespace: default}}\n"
        #expect(try denial(text, request()) == "")
    }

    @Test("Without a paramRef, or without a paramKind, there are none")
    func none() throws {
        let spec = "paramKind: {apiVersion: v1, kind: ConfigMap}\nvalidations: [{expression: params == null}]"
        #expect(try denial(policy(spec), request()) == "")
        let binding = "validationActions: [Deny]\nparamRef: {name: x, parameterNotFoundAction: Deny}"
        #expect(try denial(policy("validations: [{expression: 'true'}]", binding: binding), request()) == "")
    }
}

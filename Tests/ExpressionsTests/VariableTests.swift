import Admission
import CEL
import Documents
import Expressions
import Kubernetes
import Testing

@Suite("What expressions of policies see")
struct VariableTests {
    /// The rule holds for the request.
    private func holds(
        _ expression: String, _ spec: String = "", _ request: AdmissionRequest,
        _ inventory: some Inventory = Namespaces()
    ) throws -> Bool {
        let text = policy("\(spec)\nvalidations:\n- expression: |\n    \(expression)\n  message: nope")
        let message = try denial(text, request, inventory)
        #expect(message.isEmpty || message == denied + "nope", "\(message)")
        return message.isEmpty
    }

    @Test(
        "The request is there in all its parts but the objects",
        arguments: [
            "request.operation == 'CREATE'", "request.kind.kind == 'Deployment' && request.kind.group == 'apps'",
            "request.resource.resource == 'deployments'", "request.requestKind.version == 'v1'",
            "request.name == 'web' && request.namespace == 'team-a'", "!has(request.subResource)",
            "request.userInfo.username == 'alice' && 'developers' in request.userInfo.groups", "!request.dryRun",
            "!has(request.options)",
        ])
    func requestParts(_ expression: String) throws { #expect(try holds(expression, "", request())) }

    @Test("A review's request is seen as it came")
    func review() throws {
        let document = try JSON(
            parsing: #"""
                {"uid": "u", "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}, "operation": "UPDATE",
                "resource": {"group": "apps", "version": "v1", "resource": "deployments"}, "name": "web",
                "requestResource": {"group": "apps", "version": "v1beta1", "resource": "deployments"},
                "namespace": "team-a", "object": {"a": 1}, "oldObject": {"a": 2}, "dryRun": true,
                "options": {"kind": "UpdateOptions"},
                "userInfo": {"username": "bob", "uid": "7", "extra": {"scopes": ["a", "b"]}}}
                """#)
        let request = try AdmissionRequest(document)
        let expression = """
            request.options.kind == 'UpdateOptions' && request.userInfo.extra['scopes'] == ['a', 'b']
            && request.requestResource.version == 'v1beta1' && request.userInfo.uid == '7' && request.dryRun
            && object.a == 1 && oldObject.a == 2
            """
        #expect(try holds(expression.replacing("\n", with: " "), "", request))
    }

    @Test("What is not there is null")
    func absence() throws {
        #expect(
            try holds("oldObject == null && params == null", "paramKind: {apiVersion: v1, kind: ConfigMap}", request()))
        let text = policy(
            "validations: [{expression: object == null && oldObject.a == 1}]", binding: "validationActions: [Deny]"
        ).replacing("[CREATE, UPDATE]", with: "['*']")
        #expect(try denial(text, request(nil, old: #"{"a": 1}"#, .delete)) == "")
    }

    @Test("The namespace is there for objects that live in one, and null for others")
    func namespaces() throws {
        #expect(try holds("namespaceObject.metadata.labels.tier == 'web'", "", request()))
        #expect(try holds("namespaceObject == null", "", request(namespace: "")))
        let ofNamespace = try request(namespace: "team-a") {
            $0.kind = GroupVersionKind(group: "", version: "v1", kind: "Namespace")
        }
        #expect(try holds("namespaceObject == null", "", ofNamespace))
    }

    @Test(
        "Of the namespace's object and of the request there is what the API server has, and no more",
        arguments: [
            "namespaceObject.kind == 'Namespace'", "has(namespaceObject.metadata.ownerReferences)",
            "namespaceObject.metadata.labels.tier == 1", "request.uid == ''", "request.object == null",
        ])
    func typedParts(_ expression: String) throws {
        let directory = try Directory(policy("validations: [{expression: \"\(expression)\"}]"))
        #expect(directory.problems.count == 1, "\(directory.problems)")
    }

    @Test("A namespace that is not known keeps a policy that asks for it from judging", arguments: ["Fail", "Ignore"])
    func unknownNamespace(_ failurePolicy: String) throws {
        let text = policy(
            "failurePolicy: \(failurePolicy)\nvalidations: [{expression: namespaceObject.metadata.name == 'x'}]")
        let gate = try Directory(text).gate
        for answer in [gate.answer(try request(), EmptyInventory()), gate.answer(try request(namespace: "other"))] {
            #expect(answer.isAllowed == (failurePolicy == "Ignore"))
            #expect((answer.message + answer.warnings.joined()).contains("is not known here"))
        }
    }

    @Test("Variables use those before them, and keep what they came to")
    func variables() throws {
        let spec = """
            variables:
            - {name: replicas, expression: object.spec.replicas}
            - {name: doubled, expression: variables.replicas * 2}
            - {name: labels, expression: "has(object.metadata) ? object.metadata.labels : {'a': 'b'}"}
            """
        #expect(try holds("variables.doubled == 10 && variables.replicas == 5", spec, request()))
        #expect(try holds("variables.labels.a == 'b' && has(variables.doubled)", spec, request()))
        #expect(try holds("variables.labels.all(k, k == 'a')", spec, request()))
    }

    @Test("A variable that nobody needs is never evaluated")
    func laziness() throws {
        let spec = "variables: [{name: broken, expression: object.missing.field}]"
        #expect(try holds("true || variables.broken", spec, request()))
        let text = policy("\(spec)\nvalidations: [{expression: variables.broken == 1}]")
        #expect(try denial(text, request()).contains("resulted in error: "))
    }

    @Test("Who asks whether there is a variable has it evaluated, and gets its error")
    func presence() throws {
        let spec = """
            variables:
            - {name: replicas, expression: object.spec.replicas}
            - {name: none, expression: "null"}
            - {name: broken, expression: object.missing.field}
            """
        #expect(try holds("has(variables.replicas) && has(variables.none)", spec, request()))
        #expect(try holds("variables.?replicas.orValue(0) == 5 && variables.?none.hasValue()", spec, request()))
        #expect(try holds("true || has(variables.broken)", spec, request()))
        for expression in ["has(variables.broken)", "variables.?broken.hasValue()"] {
            let text = policy("\(spec)\nvalidations: [{expression: \(expression)}]")
            #expect(try denial(text, request()).contains("\"broken\" fails to evaluate: no such key: missing"))
        }
    }

    @Test("An error of a variable says whose it is")
    func failure() throws {
        let text = policy(
            "variables: [{name: x, expression: object.missing}, {name: z, expression: variables.x}]\n"
                + "validations: [{expression: variables.z == 1}]")
        #expect(
            try denial(text, request()) == denied + "expression 'variables.z == 1' resulted in error: "
                + "composited variable \"z\" fails to evaluate: composited variable \"x\" fails to evaluate: "
                + "no such key: missing")
    }

    @Test("Each variable has a budget of its own, and one that several need is evaluated once")
    func budgets() throws {
        let names = (1...4).map { "v\($0)" }
        let variables = names.map {
            "{name: \($0), expression: \"object.list.all(a, object.list.all(b, a + b >= 0))\"}"
        }
        let text = policy(
            "variables: [\(variables.joined(separator: ", "))]\nvalidations:\n- expression: "
                + names.map { "variables.\($0) && variables.\($0)" }.joined(separator: " && "))
        let list = (0..<250).map(String.init).joined(separator: ",")
        #expect(try denial(text, request(#"{"list": [\#(list)]}"#)) == "")
    }

    @Test("A variable can't be used before it is there, nor by itself, nor by conditions")
    func order() throws {
        for (spec, problem) in [
            ("variables: [{name: a, expression: variables.b}, {name: b, expression: '1'}]", "has no field 'b'"),
            ("variables: [{name: a, expression: variables.a}]", "has no field 'a'"),
            (
                "variables: [{name: a, expression: '1'}]\nmatchConditions: [{name: c, expression: variables.a == 1}]",
                "undeclared reference to 'variables'"
            ),
        ] {
            let problems = try Directory(policy(spec + "\nvalidations: [{expression: 'true'}]")).problems
            #expect(problems.count == 1 && problems[0].contains(problem), "\(spec): \(problems)")
        }
    }

    @Test("Without a paramKind there are no params; the objects are no part of the request")
    func undeclared() throws {
        for expression in ["params.x == 1", "request.object.a == 1", "variables.x == 1", "something == 1"] {
            let problems = try Directory(policy("validations: [{expression: '\(expression)'}]")).problems
            #expect(problems.count == 1, "\(expression): \(problems)")
        }
    }

    @Test("The authorizer lets those of system:masters do everything, and knows nothing of others")
    func authorizer() throws {
        let expression =
            "authorizer.requestResource.check('delete').allowed() && "
            + "authorizer.group('').resource('pods').check('list').allowed()"
        let root = UserInfo(username: "root", groups: ["system:masters"])
        #expect(try holds(expression, "", request(user: root)))
        let text = policy("validations:\n- expression: |\n    \(expression)")
        #expect(try denial(text, request()).contains("there is no authorizer to ask here"))
        let account = "!authorizer.serviceAccount('a', 'b').path('/x').check('get').allowed()"
        let other = policy("validations:\n- expression: \"\(account)\"")
        #expect(try denial(other, request(user: root)).contains("there is no authorizer to ask here"))
    }

    @Test("Messages can't ask the authorizer, and annotations that do fail for everybody")
    func authorizerInMessages() throws {
        let asking = "string(authorizer.path('/x').check('get').allowed())"
        let message = policy("validations: [{expression: 'true', messageExpression: \"\(asking)\"}]")
        #expect(try Directory(message).problems.count == 1)
        let annotation = policy("auditAnnotations: [{key: k, valueExpression: \"\(asking)\"}]")
        let root = UserInfo(username: "root", groups: ["system:masters"])
        #expect(
            try denial(annotation, request(user: root))
                == denied + "expression '\(asking)' resulted in error: no such attribute(s): authorizer")
    }
}

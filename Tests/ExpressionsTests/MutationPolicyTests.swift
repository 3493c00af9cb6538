import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// Policies of several mutations, and several policies.
@Suite("Mutating policies")
struct MutationPolicyTests {
    private static func append(_ text: String) -> (type: String, expression: String) {
        ("JSONPatch", "[JSONPatch{op: \"add\", path: \"/log/-\", value: \(text)}]")
    }

    @Test("Each mutation sees what those before it have made")
    func order() throws {
        let policy = Mutations.policy([
            Self.append("string(size(object.log))"), Self.append("string(size(object.log))"),
            ("ApplyConfiguration", #"Object{seen: object.log}"#),
        ])
        let run = try Mutations.run([policy], on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.object.compactText == #"{"log":["0","1"],"seen":["0","1"]}"#)
    }

    @Test("Variables are evaluated anew for each mutation")
    func variables() throws {
        let policy = Mutations.policy(
            [Self.append("string(variables.count)"), Self.append("string(variables.count)")],
            more: "variables: [{name: count, expression: 'size(object.log)'}]")
        let run = try Mutations.run([policy], on: #"{"log":["x"]}"#, kind: "Widget")
        #expect(run.object.compactText == #"{"log":["x","1","2"]}"#)
    }

    @Test("Conditions see the policy's variables, and the object as it is by then")
    func conditions() throws {
        let condition = """
            variables: [{name: isEmpty, expression: 'size(object.log) == 0'}]
            matchConditions: [{name: c, expression: variables.isEmpty}]
            """
        let first = Mutations.policy([Self.append("'a'")], name: "a", more: condition)
        let second = Mutations.policy([Self.append("'b'")], name: "b", more: condition)
        let run = try Mutations.run([first, second], on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.object.compactText == #"{"log":["a"]}"#)
    }

    @Test("A mutation that fails denies, or is passed over where failures are ignored")
    func failures() throws {
        let steps = [Self.append("'a'"), Self.append("object.none"), Self.append("'b'")]
        let strict = try Mutations.run([Mutations.policy(steps)], on: #"{"log":[]}"#, kind: "Widget")
        #expect(!strict.decision.isAllowed)
        #expect(strict.decision.patch.isEmpty)
        #expect(strict.decision.response.status.code == 403)
        #expect(strict.decision.response.status.reason == "Invalid")
        let lenient = try Mutations.run(
            [Mutations.policy(steps, failurePolicy: "Ignore")], on: #"{"log":[]}"#, kind: "Widget")
        #expect(lenient.decision.isAllowed)
        #expect(lenient.object.compactText == #"{"log":["a","b"]}"#)
    }

    @Test("A binding that can't be put to work is a refusal of the server's kind")
    func misconfiguration() throws {
        let policy = Mutations.policy(
            [Self.append("'a'")], more: "paramKind: {apiVersion: v1, kind: ConfigMap}")
        let binding = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: b}
            spec: {policyName: p, paramRef: {namespace: x, name: missing, parameterNotFoundAction: Deny}}
            """
        let response = try Mutations.run([policy, binding], on: #"{"log":[]}"#, kind: "Widget").decision.response
        #expect(response.status.code == 403)
        #expect(response.status.reason == "Forbidden")
        #expect(response.message.hasPrefix("policy 'p' with binding 'b' denied request: failed to configure binding: "))
    }

    @Test("Each set of parameters mutates by itself")
    func parameters() throws {
        let policy = Mutations.policy(
            [("JSONPatch", #"[JSONPatch{op: "add", path: "/log/-", value: params.data.word}]"#)],
            more: "paramKind: {apiVersion: v1, kind: ConfigMap}")
        let binding = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: b}
            spec: {policyName: p, paramRef: {namespace: x, selector: {}, parameterNotFoundAction: Deny}}
            """
        let words = ["one", "two"].map {
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: \($0), namespace: x}, data: {word: \($0)}}"
        }
        let run = try Mutations.run([policy, binding] + words, on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(run.object.compactText == #"{"log":["one","two"]}"#)
        let none = try Mutations.run([policy, binding], on: #"{"log":[]}"#, kind: "Widget")
        #expect(!none.decision.isAllowed)
    }

    @Test(
        "The options of CONNECT can be patched, and have no schema to be merged by",
        arguments: [
            ("JSONPatch", #"[JSONPatch{op: "replace", path: "/container", value: "d"}]"#, "d", ""),
            (
                "ApplyConfiguration", #"Object{container: "d"}"#, nil,
                "policy 'p' with binding 'p' denied request: error applying patch: failed to convert patch object to "
                    + "typed object: no corresponding type for /v1, Kind=PodExecOptions"
            ),
        ] as [(String, String, String?, String)])
    func options(_ type: String, _ expression: String, _ container: String?, _ message: String) throws {
        let policy = Mutations.policy([(type, expression)]).replacing(
            "resources: [\"*\"]", with: "resources: [pods/exec]")
        let request = try request(#"{"container": "c"}"#, .connect) {
            $0.kind = GroupVersionKind(group: "", version: "v1", kind: "PodExecOptions")
            $0.resource = GroupVersionResource(group: "", version: "v1", resource: "pods")
            $0.subResource = "exec"
        }
        let decision = try Directory(policy, bindsAll: true).gate.decide(request, .mutating, inventory: Namespaces())
        #expect(decision.patchedObject?["container"]?.string == container)
        #expect(decision.response.message == message)
    }

    @Test(
        "Parameters of Kubernetes' own kinds don't say of which kind they are, other than to validating policies",
        arguments: [("v1", "ConfigMap", "none"), ("rules.example.com/v1", "Rules", "Rules of rules.example.com/v1")])
    func kinds(_ version: String, _ kind: String, _ expected: String) throws {
        let policy = Mutations.policy(
            [Self.append("params.?kind.optMap(k, string(k) + ' of ' + string(params.apiVersion)).orValue('none')")],
            more: "paramKind: {apiVersion: \(version), kind: \(kind)}")
        let binding = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: b}
            spec: {policyName: p, paramRef: {namespace: x, name: z, parameterNotFoundAction: Deny}}
            """
        let object = "{apiVersion: \(version), kind: \(kind), metadata: {name: z, namespace: x}}"
        let run = try Mutations.run([policy, binding, object], on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.object.compactText == "{\"log\":[\"\(expected)\"]}", "\(run.message)")
    }

    @Test(
        "A policy that asks for it runs again when the object has changed",
        arguments: [
            ("Never", #"{"log":["0","1"]}"#), ("IfNeeded", #"{"log":["0","1","2"]}"#),
        ])
    func reinvocation(policy: String, result: String) throws {
        let first = Mutations.policy(
            [Self.append("string(size(object.log))")], name: "a", more: "reinvocationPolicy: \(policy)")
        let second = Mutations.policy([Self.append("string(size(object.log))")], name: "b")
        let run = try Mutations.run([first, second], on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.object.compactText == result)
    }

    @Test("What has not taken part does not run again")
    func noReinvocation() throws {
        let first = Mutations.policy(
            [Self.append("'again'")], name: "a",
            more: "reinvocationPolicy: IfNeeded\nmatchConditions: [{name: c, expression: 'size(object.log) > 0'}]")
        let second = Mutations.policy([Self.append("'b'")], name: "b")
        let run = try Mutations.run([first, second], on: #"{"log":[]}"#, kind: "Widget")
        #expect(run.object.compactText == #"{"log":["b"]}"#)
    }

    @Test("An expression of another type is refused at load, with its place")
    func types() throws {
        let text = Mutations.policy([("JSONPatch", "'x'")])
        let source = SourceText(name: "policy.yaml", bytes: Array(text.utf8))
        let reader = ParameterReader()
        let documents = try YAMLReader().documents(in: source.bytes)
            .compactMap { UpstreamDocument(DocumentPlace(source, $0), reader) }
        let faults = PolicyAssembly(documents).faults
        #expect(faults.count == 1)
        #expect(faults.first?.pointer == ["spec", "mutations", "0", "jsonPatch", "expression"])
    }

    @Test("A condition that uses variables is a warning, since a cluster would refuse the policy")
    func conditionsWithVariables() throws {
        let text = Mutations.policy(
            [Self.append("'a'")],
            more: """
                variables: [{name: v, expression: 'true'}]
                matchConditions: [{name: a, expression: 'true'}, {name: b, expression: variables.v}]
                """)
        let warnings = try Directory(text, bindsAll: true).assembly.warnings
        #expect(warnings.map(\.pointer) == [["spec", "matchConditions", "1", "expression"]])
    }

    @Test(
        "A value that holds itself many times over is refused", .timeLimit(.minutes(1)),
        arguments: [
            "ApplyConfiguration", "JSONPatch",
        ])
    func doubling(type: String) throws {
        let variables = (1...60).map { "- {name: v\($0), expression: '[variables.v\($0 - 1), variables.v\($0 - 1)]'}" }
        let more = "variables:\n- {name: v0, expression: '[1]'}\n" + variables.joined(separator: "\n")
        let expression =
            type == "JSONPatch"
            ? #"[JSONPatch{op: "add", path: "/v", value: variables.v60}]"# : "Object{v: variables.v60}"
        let run = try Mutations.run([Mutations.policy([(type, expression)], more: more)], on: "{}", kind: "Widget")
        #expect(!run.decision.isAllowed)
    }

    @Test("Objects of hostile size are mutated in time", .timeLimit(.minutes(1)))
    func hostileSizes() throws {
        let wide = (0..<20_000).map { #"{"name":"c\#($0)"}"# }.joined(separator: ",")
        let run = try Mutations.run(
            "ApplyConfiguration",
            "Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, tty: true})}}",
            on: #"{"spec":{"containers":[\#(wide)]}}"#)
        #expect(run.decision.steps.count == 1)
        let patches = try Mutations.run(
            "JSONPatch", #"object.list.map(x, JSONPatch{op: "add", path: "/list/-", value: x})"#,
            on: #"{"list":[\#((0..<9_000).map(String.init).joined(separator: ","))]}"#, kind: "Widget")
        #expect(patches.decision.isAllowed, "\(patches.message)")
        #expect(patches.object["list"]?.count == 18_000)
        let copies = (0..<30).map { _ in #"JSONPatch{op: "copy", from: "/a", path: "/a/-"}"# }.joined(separator: ",")
        let bomb = try Mutations.run("JSONPatch", "[\(copies)]", on: #"{"a":[1]}"#, kind: "Widget")
        #expect(!bomb.decision.isAllowed)
    }
}

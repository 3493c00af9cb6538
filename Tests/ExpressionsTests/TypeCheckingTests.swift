import Admission
import Documents
import Expressions
import Foundation
import Kubernetes
import Testing

/// Type checking as `status.typeChecking` has it (apiserver, plugin/policy/validating/typechecking.go).
@Suite("Type checking")
struct TypeCheckingTests {
    private static func policy(_ expression: String, _ resources: String = "[pods]", more: String = "") -> String {
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: p}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: ["", apps, batch], apiVersions: [v1], operations: [CREATE], resources: \(resources)}
        \(more.indented(2))
          validations:
          - expression: |-
              \(expression)
        """
    }

    @Test(
        "A field that the kind does not have is a warning with its place",
        arguments: [
            (
                "object.spec.hostnetwork == true", "'core/v1.PodSpec' has no field 'hostnetwork' (Pod)", 18,
                "hostNetwork"
            ),
            ("!has(object.spec.hostNet)", "'core/v1.PodSpec' has no field 'hostNet' (Pod)", 23, nil),
            ("object.spec.containers.all(c, c.img != '')", "'core/v1.Container' has no field 'img' (Pod)", 38, nil),
            ("object.metadata.label['a'] == 'b'", "'meta/v1.ObjectMeta' has no field 'label' (Pod)", 22, "labels"),
            ("object.spec.priority == 'x'", "no such overload: ==(int, string) (Pod)", 28, nil),
            ("object.spec.priority.foo == 1", "a value of type 'int' has no fields, such as 'foo' (Pod)", 27, nil),
            ("object.spec.volumes.orValue([]).size() == 0", "list(core/v1.Volume).orValue", 34, nil),
        ] as [(String, String, Int, String?)])
    func warnings(expression: String, message: String, column: Int, suggestion: String?) throws {
        let directory = try Directory(Self.policy(expression))
        #expect(directory.problems.isEmpty)
        let warnings = directory.assembly.typeWarnings
        #expect(warnings.count == 1)
        let warning = try #require(warnings.first)
        #expect(warning.message.contains(message), "\(warning.message)")
        #expect(warning.fault.location.line == 11)
        #expect(warning.fault.location.column == column)
        if let suggestion { #expect(warning.suggestion == suggestion) }
    }

    @Test(
        "What the kind has, and what evaluations take as it comes, is no warning",
        arguments: [
            "object.metadata.namespace == 'x' && object.metadata.__namespace__ == 'x'",
            "object.spec.containers.all(c, has(c.resources.limits) && 'cpu' in c.resources.limits)",
            "quantity(object.spec.containers[0].resources.limits['cpu']).isLessThan(quantity('1'))",
            "(object.spec.containers + object.spec.?ephemeralContainers.orValue([])).all(c, c.image != '')",
            "object.spec.volumes == null || size(object.spec.securityContext) == 0",
            "object.metadata.labels.foo == 'x' && object.metadata.annotations['a/b'] == 'y'",
            "object.spec.containers.all(c, c.livenessProbe.httpGet.port == 80 || c.livenessProbe.httpGet.port == 'web')",
            "request.userInfo.username == 'x' && oldObject == null",
            "timestamp(object.metadata.creationTimestamp) > timestamp('2020-01-01T00:00:00Z')",
            "authorizer.group('').resource('pods').check('get').allowed()",
        ])
    func noWarnings(expression: String) throws {
        let directory = try Directory(Self.policy(expression))
        #expect(directory.problems.isEmpty)
        #expect(directory.assembly.typeWarnings.map(\.message) == [])
    }

    @Test(
        "Fields of some kinds only are a warning unless the policy looks at kinds or asks for the field",
        arguments: [
            ("object.spec.replicas > 1", 1), ("object.kind == 'Pod' || object.spec.replicas > 1", 0),
            ("!has(object.spec.replicas) || object.spec.replicas > 1", 0),
            ("object.spec.?replicas.orValue(1) > 1", 0),
            ("request.resource.resource == 'pods' || object.spec.replicas > 1", 0),
            ("object.kind == 'Pod' || object.spec.replica > 1", 1),
        ])
    func kinds(expression: String, count: Int) throws {
        let directory = try Directory(Self.policy(expression, "[pods, deployments]"))
        #expect(directory.assembly.typeWarnings.count == count, "\(directory.assembly.typeWarnings.map(\.message))")
    }

    @Test("All that the API server says is there, too")
    func everything() throws {
        let text = Self.policy("object.kind == 'Pod' || object.spec.replicas > 1", "[pods, deployments]")
        let checker = try Self.checker(text)
        #expect(checker.warnings.map(\.message) == ["'core/v1.PodSpec' has no field 'replicas' (Pod)"])
        #expect(checker.mistakes.isEmpty)
    }

    @Test(
        "Wildcards, subresources and kinds that are not built in are not checked",
        arguments: [
            "['*']", "[pods/exec]", "[widgets]", "['*/*']",
        ])
    func unchecked(resources: String) throws {
        #expect(try Directory(Self.policy("object.x.y == 1", resources)).assembly.typeWarnings.isEmpty)
    }

    @Test("Variables and parameters have types")
    func variables() throws {
        let more = """
            paramKind: {apiVersion: v1, kind: ConfigMap}
            variables:
            - {name: image, expression: "object.spec.containers[0].image"}
            - {name: bad, expression: "params.date"}
            """
        let warnings = try Directory(Self.policy("variables.image == 3 || params.data.x == 'y'", more: more))
            .assembly.typeWarnings
        #expect(
            warnings.map(\.message) == [
                "'core/v1.ConfigMap' has no field 'date' (Pod)", "no such overload: ==(string, int) (Pod)",
            ])
        #expect(warnings.first?.fault.pointer == ["spec", "variables", "1", "expression"])
    }

    @Test(
        "Initializers of mutations are checked",
        arguments: [
            ("Object{spec: Object.spec{hostnetwork: true}}", ["'Object.spec' has no field 'hostnetwork' (Pod)"]),
            (
                "Object{spec: Object.spec{containers: [Object.spec.containers{img: 'x'}]}}",
                ["'Object.spec.containers' has no field 'img' (Pod)"]
            ),
            ("Object{metadata: Object.metadata{labels: Object.metadata.labels{anything: 'x'}}}", []),
            (
                "Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, tty: true})}}",
                []
            ),
        ])
    func initializers(expression: String, messages: [String]) throws {
        let text = Mutations.policy([("ApplyConfiguration", expression)])
            .replacing(
                #"apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]"#,
                with: #"apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods]"#)
        #expect(try Directory(text).assembly.typeWarnings.map(\.message) == messages)
    }

    @Test(
        "The policies of the public suites have no warnings but where they are wrong",
        .enabled(if: PublicPolicies.areThere))
    func publicPolicies() throws {
        var warned: Set<String> = []
        for text in try PublicPolicies.texts() {
            let checker = try Self.checker(text)
            if let warning = checker.mistakes.first {
                warned.insert("\(warning.fault.place.json["metadata"]?["name"]?.string ?? "")")
            }
        }
        // Both ask `orValue` of what is no optional.
        #expect(warned.isSubset(of: ["require-emptydir-requests-and-limits", "require-qos-guaranteed"]), "\(warned)")
    }

    private static func checker(_ text: String) throws -> TypeChecker {
        let source = SourceText(name: "p.yaml", bytes: Array(text.utf8))
        let reader = ParameterReader()
        let documents = try YAMLReader().documents(in: source.bytes)
        let document = try #require(documents.first.flatMap { UpstreamDocument(DocumentPlace(source, $0), reader) })
        guard case .policy(let policy) = document else { throw NoPolicy() }
        return TypeChecker(CompiledPolicy(policy, minor: 34))
    }

    private struct NoPolicy: Error {}
}

/// The policies of the public suites beside the clone, where there are any.
private enum PublicPolicies {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/cases").standardizedFileURL
    private static let suites = ["vap-kubescape", "vap-kyverno", "vap-gatekeeper", "map-kyverno"]

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Every policy once, as JSON.
    static func texts() throws -> Set<String> {
        var texts: Set<String> = []
        for suite in suites {
            let data = try Data(contentsOf: folder.appending(path: suite + ".jsonl"))
            for line in data.split(separator: UInt8(ascii: "\n")) {
                let json = try JSON(parsing: Array(line))
                for policy in json["input"]?["policies"]?.elements.map(\.self) ?? [] {
                    texts.insert(JSONValue.json(policy).compactText)
                }
            }
        }
        return texts
    }
}

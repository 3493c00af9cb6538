import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// Policies that name another version of an object than the request does.
@Suite("Equivalent versions")
struct EquivalenceTests {
    private static let first =
        #"{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"maxReplicas":9,"minReplicas":1,"targetCPUUtilizationPercentage":95}}"#

    private static func request(
        _ operation: Kubernetes.Operation = .create, review: Bool = false
    ) throws -> AdmissionRequest {
        let object = try JSON(parsing: Array(first.utf8))
        let kind = GroupVersionKind(group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler")
        var request = AdmissionRequest(
            uid: "u", kind: kind, resource: kind.guessedResource, name: "web", namespace: "n", operation: operation,
            object: operation == .delete ? nil : object, oldObject: operation == .create ? nil : object)
        guard review else { return request }
        let names = #""group":"autoscaling","version":"v1""#
        request.document = try JSON(
            parsing: Array(
                """
                {"kind":{\(names),"kind":"HorizontalPodAutoscaler"},\
                "resource":{\(names),"resource":"horizontalpodautoscalers"},\
                "requestKind":{\(names),"kind":"HorizontalPodAutoscaler"},"name":"web","operation":"CREATE"}
                """.utf8))
        return request
    }

    private static func policy(
        _ rule: String, kind: String = "Validating", constraints: String = "", versions: String = "[v2]"
    ) -> String {
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: \(kind)AdmissionPolicy
        metadata: {name: p}
        spec:
          matchConstraints:
        \(constraints.indented(4))
            resourceRules:
            - {apiGroups: [autoscaling], apiVersions: \(versions), operations: ["*"], resources: [horizontalpodautoscalers]}
        \(rule.indented(2))
        """
    }

    private static func denial(_ text: String, _ request: AdmissionRequest) throws -> String? {
        let directory = try Directory(text, bindsAll: true)
        #expect(directory.problems == [])
        let decision = directory.gate.decide(request, [.mutating, .validating])
        return decision.isAllowed ? nil : decision.denial
    }

    private static let usage = """
        validations:
        - expression: >-
            (object == null ? oldObject : object).spec.metrics.all(m, m.resource.target.averageUtilization <= 90)
          messageExpression: "request.kind.version + ' ' + request.resource.version"
        """

    @Test(
        "A policy sees the object in the version that it names",
        arguments: [Kubernetes.Operation.create, .update, .delete], [true, false])
    func version(operation: Kubernetes.Operation, review: Bool) throws {
        let denial = try Self.denial(Self.policy(Self.usage), Self.request(operation, review: review))
        #expect(denial?.contains("denied request: v2 v2") == true, "\(denial ?? "allowed")")
    }

    @Test("Both objects of an update come in that version, and what was asked for stays known")
    func both() throws {
        let rule = """
            validations:
            - expression: >-
                [object, oldObject].all(o, o.apiVersion == 'autoscaling/v2' && has(o.spec.metrics))
                && request.requestKind.version == 'v1' && request.kind.kind == 'HorizontalPodAutoscaler'
            """
        #expect(try Self.denial(Self.policy(rule), Self.request(.update, review: true)) == nil)
    }

    @Test(
        "A version that the policy names itself stands above all others",
        arguments: [
            ("[v1, v2]", "", "v1"), ("[v2, v1]", "", "v1"), ("['*']", "", "v1"), ("[v2]", "matchPolicy: Exact", nil),
            ("[v2]", "matchPolicy: Equivalent", "v2"), ("[v2beta2, v2]", "", "v2"),
        ])
    func choice(versions: String, constraints: String, seen: String?) throws {
        let rule = "validations: [{expression: 'false', messageExpression: string(object.apiVersion)}]"
        let denial = try Self.denial(
            Self.policy(rule, constraints: constraints, versions: versions), Self.request())
        #expect(denial.map { $0.contains("autoscaling/\(seen ?? "")") } == seen.map { _ in true })
    }

    @Test("Conditions see that version, too")
    func conditions() throws {
        let rule = """
            matchConditions: [{name: c, expression: 'has(object.spec.metrics)'}]
            validations: [{expression: 'false'}]
            """
        #expect(try Self.denial(Self.policy(rule), Self.request()) != nil)
    }

    @Test("Changes in that version become changes in the object's own")
    func mutation() throws {
        let rule = """
            mutations:
            - patchType: JSONPatch
              jsonPatch:
                expression: >-
                  [JSONPatch{op: "replace", path: "/spec/metrics/0/resource/target/averageUtilization", value: 70},
                   JSONPatch{op: "add", path: "/metadata/labels", value: {"v": object.apiVersion.split("/")[1]}}]
            """
        let directory = try Directory(Self.policy(rule, kind: "Mutating"), bindsAll: true)
        #expect(directory.problems == [])
        let decision = directory.gate.decide(try Self.request(), .mutating)
        #expect(decision.isAllowed, "\(decision.denial)")
        var wanted = Draft(try JSON(parsing: Array(Self.first.utf8)))
        wanted.set(["spec", "targetCPUUtilizationPercentage"], 70)
        wanted.set(["metadata", "labels"], ["v": "v2"])
        #expect(try decision.patchedObject == wanted.object())
        #expect(decision.patch.operations.count == 2)
    }

    @Test("A mutation that changes nothing leaves the object in peace")
    func nothing() throws {
        let rule = """
            mutations:
            - patchType: ApplyConfiguration
              applyConfiguration:
                expression: "Object{spec: Object.spec{maxReplicas: 9}}"
            """
        let directory = try Directory(Self.policy(rule, kind: "Mutating"), bindsAll: true)
        #expect(directory.gate.decide(try Self.request(), .mutating).patch.isEmpty)
    }

    @Test("What can't be converted here is judged as it came")
    func unknown() throws {
        let rule =
            "validations: [{expression: 'false', messageExpression: string(object.apiVersion) + request.kind.version}]"
        let denial = try Self.denial(Self.policy(rule, versions: "[v2beta1]"), Self.request())
        #expect(denial?.contains("autoscaling/v1v1") == true)
    }
}

import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// What mutations see of the fields that the API server fills in after each of them.
@Suite("Defaults between mutations")
struct MutationDefaultsTests {
    private static let written = #"{"spec":{"containers":[{"name":"a","image":"a:1"}]}}"#

    /// The pod as the API server would send it.
    private static func complete() throws -> String {
        CompletedObject(
            try JSON(parsing: Array(written.utf8)), kind: GroupVersionKind(group: "", version: "v1", kind: "Pod")
        ).object.compactText
    }

    private static let sidecar: (type: String, expression: String) = (
        "ApplyConfiguration",
        #"Object{spec: Object.spec{containers: [Object.spec.containers{name: "b", image: "b:1"}]}}"#
    )

    /// Notes the second container's pull policy, and that there is none.
    private static let witness: (type: String, expression: String) = (
        "JSONPatch",
        """
        [JSONPatch{op: "add", path: "/metadata", value: {"annotations": {"seen":
          object.spec.containers.filter(c, c.name == "b").map(c, has(c.imagePullPolicy) ? c.imagePullPolicy : "none")[0]}}}]
        """
    )

    private static func seen(_ result: Mutations.Result) -> String? {
        result.object[["metadata", "annotations", "seen"]]?.string
    }

    @Test("A mutation sees the defaults of what another of its policy has added")
    func withinOne() throws {
        let run = try Mutations.run([Mutations.policy([Self.sidecar, Self.witness])], on: Self.complete())
        #expect(run.decision.isAllowed, "\(run.message)")
        #expect(Self.seen(run) == "IfNotPresent")
    }

    @Test("A policy sees the defaults of what another has added")
    func betweenTwo() throws {
        let run = try Mutations.run(
            [Mutations.policy([Self.sidecar], name: "a"), Mutations.policy([Self.witness], name: "b")],
            on: Self.complete())
        #expect(Self.seen(run) == "IfNotPresent")
    }

    @Test("Each set of parameters is conditional on the object with its defaults")
    func conditions() throws {
        let policy = Mutations.policy(
            [
                (
                    "ApplyConfiguration",
                    """
                    Object{spec: Object.spec{containers: [
                      Object.spec.containers{name: params.data.name, image: "x:1"}]}}
                    """
                )
            ],
            more: """
                paramKind: {apiVersion: v1, kind: ConfigMap}
                matchConditions: [{name: c, expression: "object.spec.containers.all(c, has(c.imagePullPolicy))"}]
                """)
        let binding = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: b}
            spec: {policyName: p, paramRef: {namespace: x, selector: {}, parameterNotFoundAction: Deny}}
            """
        let names = ["one", "two"].map {
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: \($0), namespace: x}, data: {name: \($0)}}"
        }
        let run = try Mutations.run([policy, binding] + names, on: Self.complete())
        #expect(run.object[["spec", "containers"]]?.count == 3)
    }

    @Test("An object that came without its defaults stays without")
    func incomplete() throws {
        let one = try Mutations.run([Mutations.policy([Self.sidecar, Self.witness])], on: Self.written)
        #expect(Self.seen(one) == "none")
        let two = try Mutations.run(
            [Mutations.policy([Self.sidecar], name: "a"), Mutations.policy([Self.witness], name: "b")],
            on: Self.written)
        #expect(Self.seen(two) == "none")
        #expect(two.decision.fills.isEmpty)
    }

    @Test("The patch says which of its operations only fill in defaults, and has none after the last change")
    func marks() throws {
        let run = try Mutations.run([Mutations.policy([Self.sidecar, Self.witness])], on: Self.complete())
        let operations = run.decision.patch.operations
        #expect(operations.first?.path == ["spec", "containers", "1"])
        #expect(operations.last?.path == ["metadata"])
        #expect(run.decision.fills == Set(1..<operations.count - 1))
        #expect(
            operations.dropFirst().dropLast().allSatisfy { $0.path.tokens.starts(with: ["spec", "containers", "1"]) })
        guard case .edited(2)? = run.decision.steps.first?.outcome else {
            Issue.record("\(run.decision.steps.map(\.outcome))")
            return
        }
        let last = try Mutations.run([Mutations.policy([Self.sidecar])], on: Self.complete())
        #expect(last.decision.patch.operations.count == 1)
    }

    @Test("The patch brings about the object that the policies have made")
    func patch() throws {
        let object = try JSON(parsing: Array(Self.complete().utf8))
        let run = try Mutations.run([Mutations.policy([Self.sidecar, Self.witness])], on: object.compactText)
        #expect(try run.decision.patch.applied(to: .json(object)).parsed() == run.object)
    }
}

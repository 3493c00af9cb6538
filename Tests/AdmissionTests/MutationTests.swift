import Admission
import Documents
import Kubernetes
import Testing

@Suite("Mutation")
struct MutationTests {
    private let both: Stages = [.mutating, .validating]

    @Test("Objects are mended first, and judged as they are then")
    func mendsFirst() throws {
        let gate = Gate([Binding(NoLatest()), Binding(Pin())])
        let decision = gate.decide(try request(), both)
        #expect(decision.outline == ["pin mutate: edited 1", "no-latest check: passed"])
        #expect(decision.isAllowed)
        #expect(decision.patch == Patch([.replace(["spec", "containers", "0", "image"], "nginx:1.0")]))
        #expect(decision.patchedObject?["spec"]?["containers"]?[0]?["image"]?.string == "nginx:1.0")
    }

    @Test("Each mutation sees the edits of those before it, and all make one patch")
    func inSequence() throws {
        let gate = Gate([
            Binding(Team(standard: "web")), Binding(Pin()), Binding(Team(standard: "other"), name: "late"),
        ])
        let decision = gate.decide(try request { $0.object = try JSON(parsing: pod(labels: "null")) }, .mutating)
        #expect(decision.outline == ["team mutate: edited 1", "pin mutate: edited 1", "late mutate: passed"])
        #expect(
            decision.patch
                == Patch([
                    .add(["metadata", "labels"], ["team": "web"]),
                    .replace(["spec", "containers", "0", "image"], "nginx:1.0"),
                ]))
    }

    @Test("The patch applies to the object as it came, and gives the object that was judged")
    func patchApplies() throws {
        let gate = Gate([Binding(Team(standard: "web")), Binding(Pin())])
        let request = try deploymentRequest()
        let decision = gate.decide(request, .mutating)
        let object = try #require(request.object)
        let patched = try #require(decision.patchedObject)
        #expect(try decision.patch.applied(to: .json(object)) == .json(patched))
        var again = request
        again.object = patched
        #expect(gate.decide(again, .mutating).patch.isEmpty)
        #expect(gate.decide(again, .mutating).patchedObject == nil)
    }

    @Test("Each stage by itself does its own half only")
    func stages() throws {
        let gate = Gate([Binding(Team(standard: "web"))])
        #expect(gate.decide(try request(), .mutating).outline == ["team mutate: edited 1"])
        let judged = gate.decide(try request(), .validating)
        #expect(judged.outline == ["team check: found 1"])
        #expect(judged.patch.isEmpty)
    }

    @Test("What can't be changed is a failure that leaves no trace of its policy, and keeps the edits of the others")
    func rollsBack() throws {
        let gate = Gate([
            Binding(Team(standard: "web")), Binding(Clumsy(), onError: .allow), Binding(Pin()),
        ])
        let decision = gate.decide(try request(), .mutating)
        #expect(decision.outline == ["team mutate: edited 1", "clumsy mutate: failed", "pin mutate: edited 1"])
        #expect(decision.isAllowed)
        #expect(decision.patch.operations.count == 2)
        #expect(decision.patchedObject?["metadata"]?["labels"]?["clumsy"] == nil)
        #expect(decision.warnings.count == 1)
        #expect(
            decision.warnings.first?.hasPrefix("clumsy: not judged, since it could not change the object:") ?? false)
        #expect(!Gate([Binding(Clumsy())]).decide(try request(), .mutating).isAllowed)
    }

    @Test("A denial answers without the patch")
    func deniedPatch() throws {
        let gate = Gate([Binding(Pin()), Binding(Many(1))])
        let decision = gate.decide(try request(), both)
        #expect(!decision.isAllowed)
        #expect(decision.response.patch.isEmpty)
    }

    @Test("Only enforced bindings change objects, and only those that may", arguments: [Mode.warn, .audit])
    func onlyEnforced(_ mode: Mode) throws {
        #expect(Gate([Binding(Pin(), mode: mode)]).decide(try request(), both).steps.isEmpty)
        let decision = Gate([Binding(Pin(), mutates: false)]).decide(try request(), both)
        #expect(decision.steps.isEmpty)
        #expect(decision.patch.isEmpty)
    }

    @Test(
        "Policies that don't ask for it change nothing on DELETE and CONNECT",
        arguments: [Kubernetes.Operation.delete, .connect])
    func noPatch(_ operation: Kubernetes.Operation) throws {
        let gate = Gate([Binding(Team(standard: "web"), scope: .of { $0.operations = [.delete, .connect] })])
        let request = try request {
            $0.operation = operation
            if operation == .delete { $0.oldObject = $0.object }
            if operation == .delete { $0.object = nil }
        }
        let decision = gate.decide(request, both)
        #expect(decision.patch.isEmpty)
        #expect(decision.outline == ["team check: found 1"])
    }

    @Test("Past the deadline nothing is changed")
    func deadline() throws {
        let decision = Gate([Binding(Pin())]).decide(try request(), .mutating, deadline: .now - .seconds(1))
        #expect(decision.outline == ["pin mutate: failed"])
        #expect(decision.patch.isEmpty)
        #expect(!decision.isAllowed)
    }

    @Test("Exempt objects are not changed")
    func exempt() throws {
        let binding = Binding(Pin(), exemptions: [.of { $0.namespaces = [NamePattern("team-a")] }])
        #expect(Gate([binding]).decide(try request(), .mutating).outline == ["pin mutate: exempt"])
    }
}

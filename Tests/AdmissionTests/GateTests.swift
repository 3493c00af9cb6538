import Admission
import Documents
import Kubernetes
import Testing

@Suite("Gate")
struct GateTests {
    @Test("Bindings work in their order, each under its name")
    func order() throws {
        let gate = Gate([Binding(Many(1), name: "second"), Binding(NoLatest(), name: "first"), Binding(Team())])
        let decision = gate.decide(try request(), .validating)
        #expect(decision.outline == ["second check: found 1", "first check: found 1", "team check: found 1"])
        #expect(!decision.isAllowed)
        #expect(decision.response.uid == "u-1")
    }

    @Test("A gate without bindings, or with none that concern the request, allows")
    func nothing() throws {
        #expect(Gate().decide(try request(), [.mutating, .validating]).isAllowed)
        let decision = Gate([Binding(NoService())]).decide(try deploymentRequest(), .validating)
        #expect(decision.isAllowed)
        #expect(decision.steps.isEmpty)
    }

    @Test(
        "Only Enforce denies; Warn warns, Audit notes",
        arguments: [(.enforce, false, 0, 0), (.warn, true, 1, 0), (.audit, true, 0, 1)] as [(Mode, Bool, Int, Int)])
    func modes(_ mode: Mode, _ isAllowed: Bool, _ warnings: Int, _ notes: Int) throws {
        let decision = Gate([Binding(NoLatest(), mode: mode)]).decide(try request(), .validating)
        #expect(decision.isAllowed == isAllowed)
        #expect(decision.warnings.count == warnings)
        #expect(decision.auditAnnotations.count == notes)
        #expect(decision.response.isAllowed == isAllowed)
    }

    @Test(
        "A policy that can't judge denies or allows by onError, and only where it is enforced",
        arguments: [
            (.enforce, .deny, false, 0), (.enforce, .allow, true, 1), (.warn, .deny, true, 1), (.warn, .allow, true, 1),
            (.audit, .deny, true, 0), (.audit, .allow, true, 0),
        ] as [(Mode, ErrorVerdict, Bool, Int)])
    func errors(_ mode: Mode, _ onError: ErrorVerdict, _ isAllowed: Bool, _ warnings: Int) throws {
        let gate = Gate([Binding(NoService(), mode: mode, onError: onError)])
        let decision = gate.decide(try request(), .validating)
        #expect(decision.outline == ["no-service check: failed"])
        #expect(decision.isAllowed == isAllowed)
        #expect(decision.warnings.count == warnings)
        #expect(decision.auditAnnotations.isEmpty)
    }

    @Test("A policy whose needs are known judges")
    func needs() throws {
        let gate = Gate([Binding(NoService())])
        #expect(
            gate.decide(try request(), .validating, inventory: Namespaces()).outline == ["no-service check: found 1"])
    }

    @Test("Past the deadline what is left follows its onError")
    func deadline() throws {
        let gate = Gate([Binding(Many(1), onError: .allow), Binding(NoLatest())])
        let over = gate.decide(try request(), .validating, deadline: .now - .seconds(1))
        #expect(over.outline == ["many check: failed", "no-latest check: failed"])
        #expect(over.denial == "no-latest: not judged, since the time for the decision was over.")
        let ample = gate.decide(try request(), .validating, deadline: .now + .seconds(60))
        #expect(ample.outline == ["many check: found 1", "no-latest check: found 1"])
    }

    @Test(
        "A policy of any kind judges custom kinds, and one of pods judges kinds that are configured",
        arguments: [(false, ["team check: found 1"]), (true, ["no-latest check: found 1", "team check: found 1"])])
    func customKinds(_ isConfigured: Bool, _ outline: [String]) throws {
        let rollout = PodTemplates.Entry(
            group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
        let templates = PodTemplates(others: isConfigured ? [rollout] : [])
        let gate = Gate([Binding(NoLatest()), Binding(Team())], templates: templates)
        let request = try deploymentRequest {
            $0.kind = .init(group: "argoproj.io", version: "v1alpha1", kind: "Rollout")
            $0.resource = .init(group: "argoproj.io", version: "v1alpha1", resource: "rollouts")
        }
        #expect(gate.decide(request, .validating).outline == outline)
    }

    @Test(
        "A pod of more parts than can be looked at in time is denied, and is not mended in part",
        arguments: [
            (
                #""containers": [\#(repeated(#"{"image": "nginx:latest"}"#, 1001))]"#,
                "spec.containers has 1001 containers"
            ),
            (#""volumes": [\#(repeated("null", 60_000))]"#, "spec has 60003 values"),
        ])
    func tooLarge(_ spec: String, _ reason: String) throws {
        let request = try request { $0.object = try JSON(parsing: #"{"kind": "Pod", "spec": {\#(spec)}}"#) }
        let decision = Gate([Binding(NoLatest()), Binding(Pin())]).decide(request, [.mutating, .validating])
        #expect(decision.outline == ["pin mutate: failed", "no-latest check: found 1"])
        #expect(decision.patch.isEmpty)
        #expect(
            decision.denial.contains("pin: not judged, since \(reason), which is too many to look at in time."),
            "\(decision.denial)")
        #expect(decision.denial.contains("no-latest: \(reason), but must be "))
    }

    @Test("Kinds of one name in other groups are other kinds")
    func sameName() throws {
        let gate = Gate([Binding(NoLatest()), Binding(NoService())])
        let knative = try request { $0.kind = .init(group: "serving.knative.dev", version: "v1", kind: "Service") }
        #expect(gate.decide(knative, .validating, inventory: Namespaces()).steps.isEmpty)
    }

    @Test(
        "A pod that can't be read is a finding, never passed over",
        arguments: [
            (#""spec": "none""#, "spec is a string, but must be an object."),
            (#""spec": {"containers": {}}"#, "spec.containers is an object, but must be a list."),
            (#""spec": {"containers": ["app"]}"#, "spec.containers[0] is a string, but must be an object."),
            (
                #""spec": {"containers": [], "initContainers": 3}"#,
                "spec.initContainers is a number, but must be a list."
            ),
        ])
    func malformed(_ spec: String, _ message: String) throws {
        let request = try request { $0.object = try JSON(parsing: #"{"kind": "Pod", \#(spec)}"#) }
        let decision = Gate([Binding(NoLatest())]).decide(request, [.mutating, .validating])
        #expect(decision.denial == "no-latest: " + message)
        #expect(decision.causes.map(\.reason) == ["FieldValueTypeInvalid"])
    }
}

@Suite("Updates")
struct UpdateTests {
    private let gate = Gate([Binding(NoLatest()), Binding(Pin())])

    private func outline(_ request: AdmissionRequest) -> [String] {
        gate.decide(request, [.mutating, .validating]).outline
    }

    private let untouched = ["pin mutate: unchanged", "no-latest check: unchanged"]
    private let judged = ["pin mutate: edited 1", "no-latest check: passed"]

    @Test(
        "A pod is judged again when its spec changes, not when its labels and annotations do",
        arguments: [
            (pod(), false), (pod(annotations: #"{"a": "b"}"#), false), (pod(labels: #"{"app": "other"}"#), false),
            (pod(image: "redis:latest"), true), (pod(more: #""hostNetwork": true, "#), true),
        ])
    func pods(_ object: String, _ isJudged: Bool) throws {
        let request = try request {
            $0.operation = .update
            $0.oldObject = try JSON(parsing: pod())
            $0.object = try JSON(parsing: object)
        }
        #expect(outline(request) == (isJudged ? judged : untouched))
    }

    @Test(
        "A controller is judged again when anything in its template changes, not when it is scaled or labelled",
        arguments: [
            (deployment(), false), (deployment(replicas: 5), false), (deployment(labels: #"{"a": "b"}"#), false),
            (deployment(image: "redis:latest"), true), (deployment(annotations: #"{"seccomp": "off"}"#), true),
        ])
    func controllers(_ object: String, _ isJudged: Bool) throws {
        let request = try deploymentRequest {
            $0.operation = .update
            $0.oldObject = try JSON(parsing: deployment())
            $0.object = try JSON(parsing: object)
        }
        #expect(outline(request) == (isJudged ? judged : untouched))
    }

    @Test("A policy that reads the pod's labels judges a pod again when they change, and a controller's pods only")
    func labels() throws {
        let gate = Gate([Binding(Labelled())])
        func outline(_ request: AdmissionRequest) -> [String] { gate.decide(request, .validating).outline }
        for (labels, isJudged) in [(#"{"app": "web"}"#, false), (#"{"app": "other"}"#, true)] {
            let request = try request {
                $0.operation = .update
                $0.oldObject = try JSON(parsing: pod())
                $0.object = try JSON(parsing: pod(labels: labels))
            }
            #expect(outline(request) == ["labelled check: \(isJudged ? "found 1" : "unchanged")"])
        }
        let labelled = try deploymentRequest {
            $0.operation = .update
            $0.oldObject = $0.object
            $0.object = try JSON(parsing: deployment(labels: #"{"a": "b"}"#))
        }
        #expect(outline(labelled) == ["labelled check: unchanged"])
    }

    @Test(
        "What is selected by labels is judged again when the object's labels change, be it a pod or a controller",
        arguments: [false, true])
    func selected(isExemption: Bool) throws {
        let selector = try LabelSelector(JSON(parsing: #"{"matchLabels": {"strict": "yes"}}"#))
        let other = try LabelSelector(JSON(parsing: #"{"matchLabels": {"free": "yes"}}"#))
        let binding = Binding(
            NoLatest(), scope: isExemption ? Scope() : .of { $0.objectSelector = selector },
            exemptions: isExemption ? [.of { $0.objectSelector = other }] : [])
        let strict = #"{"strict": "yes"}"#
        let onPod = try request {
            $0.operation = .update
            $0.oldObject = try JSON(parsing: pod(labels: "{}"))
            $0.object = try JSON(parsing: pod(labels: strict))
        }
        let onDeployment = try deploymentRequest {
            $0.operation = .update
            $0.oldObject = $0.object
            $0.object = try JSON(parsing: deployment(labels: strict))
        }
        for request in [onPod, onDeployment] {
            #expect(Gate([binding]).decide(request, .validating).outline == ["no-latest check: found 1"])
        }
    }

    @Test("Policies that judge other things than pods judge every update")
    func others() throws {
        let request = try request {
            $0.operation = .update
            $0.oldObject = $0.object
        }
        #expect(Gate([Binding(Team())]).decide(request, .validating).outline == ["team check: found 1"])
    }

    @Test("A policy that asks for it judges updates that leave the pods as they were")
    func beyondPods() throws {
        let request = try deploymentRequest {
            $0.operation = .update
            $0.oldObject = $0.object
        }
        #expect(Gate([Binding(Replicas())]).decide(request, .validating).outline == ["replicas check: found 1"])
    }

    @Test("An update without its old object is judged")
    func withoutOld() throws {
        #expect(outline(try request { $0.operation = .update }) == judged)
    }

    @Test("An update that a mutation changes is judged as changed")
    func mutated() throws {
        let gate = Gate([Binding(Labelled(), name: "asked-first"), Binding(Team(standard: "web")), Binding(Labelled())])
        let request = try request {
            $0.operation = .update
            $0.oldObject = $0.object
        }
        let outline = gate.decide(request, [.mutating, .validating]).outline
        #expect(
            outline == [
                "team mutate: edited 1", "asked-first check: found 1", "team check: passed", "labelled check: found 1",
            ])
    }
}

/// A text many times, with commas.
private func repeated(_ text: String, _ count: Int) -> String {
    Array(repeating: text, count: count).joined(separator: ",")
}

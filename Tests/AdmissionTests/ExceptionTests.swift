import Admission
import Documents
import Kubernetes
import Testing

/// An exception of which some parts are given.
func exception(
    _ name: String = "legacy", from policies: String...,
    in scope: Scope = .of { $0.namespaces = [NamePattern("team-a")] },
    containers: String..., images: String..., until expiry: String = "never"
) throws -> Exception {
    Exception(
        name, policies: policies.map(NamePattern.init), scope: scope, containers: containers.map(NamePattern.init),
        images: try images.map { try ImagePattern(parsing: $0) }, reason: "It is old", owner: "alice",
        expiry: try #require(Expiry(parsing: expiry)))
}

@Suite("Exceptions")
struct ExceptionTests {
    private let both: Stages = [.mutating, .validating]

    private func gate(_ bindings: Binding..., excepting exceptions: Exception...) -> Gate {
        Gate(bindings).excepting(exceptions)
    }

    /// A pod with two bad containers.
    private func pair(_ change: (inout AdmissionRequest) throws -> Void = { _ in }) throws -> AdmissionRequest {
        try request {
            $0.object = try JSON(
                parsing: """
                    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "team-a"},
                     "spec": {"containers": [{"name": "app", "image": "ghcr.io/acme/app:latest"},
                                             {"name": "agent", "image": "nginx:latest"}]}}
                    """)
            try change(&$0)
        }
    }

    @Test("What an exception lets pass is not enforced, and stays in the evidence")
    func letsPass() throws {
        let exception = try exception(from: "no-latest")
        let decision = gate(Binding(NoLatest()), excepting: exception).decide(try request(), .validating)
        #expect(decision.isAllowed)
        #expect(decision.outline == ["no-latest check: excepted 1"])
        let excepted = try #require(decision.steps.first?.excepted.first)
        #expect(excepted.exception === exception)
        #expect(excepted.matter.finding?.pointer == ["spec", "containers", "0", "image"])
        #expect(decision.steps.flatMap(\.findings).isEmpty)
    }

    @Test("Without a finding there is no exception")
    func notNeeded() throws {
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "*"))
        let decision = gate.decide(
            try request { $0.object = try JSON(parsing: pod(image: "nginx:1.27")) }, .validating)
        #expect(decision.outline == ["no-latest check: passed"])
        #expect(decision.response.auditAnnotations.isEmpty)
    }

    @Test(
        "It is about the bindings that it names, by name, id or pattern, and about no others",
        arguments: [
            ("*", true), ("no-latest", true), ("tags", true), ("no-*", true), ("t*s", true), ("team", false),
            ("no-lates", false), ("No-Latest", false), ("NO*", false), ("", false),
        ])
    func names(_ pattern: String, _ isNamed: Bool) throws {
        let gate = gate(Binding(NoLatest(), name: "tags"), excepting: try exception(from: pattern))
        #expect(gate.decide(try request(), .validating).isAllowed == isNamed)
    }

    @Test("Other bindings of the same request go on")
    func others() throws {
        let gate = gate(Binding(NoLatest()), Binding(Team()), excepting: try exception(from: "no-latest"))
        let decision = gate.decide(try request(), .validating)
        #expect(decision.outline == ["no-latest check: excepted 1", "team check: found 1"])
        #expect(!decision.isAllowed)
        #expect(decision.response.message == "team: metadata.labels.team is missing, but must be set. Set it.")
    }

    @Test("Warnings and notes of the audit log are let pass, too", arguments: Mode.allCases)
    func modes(_ mode: Mode) throws {
        let gate = gate(Binding(NoLatest(), mode: mode), excepting: try exception(from: "no-latest"))
        let response = gate.decide(try request(), .validating).response
        #expect(response.isAllowed)
        #expect(response.warnings.isEmpty)
        #expect(
            response.auditAnnotations.map { "\($0.key)=\($0.value)" } == [
                "no-latest=exception \"legacy\" (owner alice, never ends) lets pass: no-latest: "
                    + "spec.containers[0].image (container \"app\") is latest, but must have a tag."
            ])
    }

    @Test("A scope must hold in all its parts")
    func scope() throws {
        let scope = Scope.of {
            $0.kinds = [KindPattern("Pod")]
            $0.users = [NamePattern("alice")]
            $0.names = [NamePattern("web*")]
        }
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "no-latest", in: scope))
        #expect(gate.decide(try request(), .validating).isAllowed)
        #expect(
            !gate.decide(try request { $0.userInfo = UserInfo(username: "bob", groups: []) }, .validating).isAllowed)
        #expect(!gate.decide(try request { $0.name = "db" }, .validating).isAllowed)
        #expect(!gate.decide(try deploymentRequest(), .validating).isAllowed)
    }

    @Test("A scope that can't be told does not hold, and so the finding stands")
    func doubt() throws {
        let scope = Scope.of {
            $0.namespaceSelector = try? LabelSelector(JSON(parsing: #"{"matchLabels": {"a": "b"}}"#))
        }
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "no-latest", in: scope))
        #expect(gate.decide(try request(), .validating).outline == ["no-latest check: found 1"])
        let known = Namespaces(labels: ["team-a": #"{"a": "b"}"#])
        #expect(gate.decide(try request(), .validating, inventory: known).isAllowed)
    }

    @Test(
        "An exception holds until it ends; without a clock none holds that ends",
        arguments: [(1_798_761_599, true), (1_798_761_600, false), (nil, false)] as [(Int64?, Bool)])
    func expiry(_ now: Int64?, _ holds: Bool) throws {
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "no-latest", until: "2026-12-31"))
        #expect(gate.decide(try request(), .validating, now: now).isAllowed == holds)
    }

    @Test("Of an exception for one container the others have nothing")
    func containers() throws {
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "no-latest", containers: "agent"))
        let decision = gate.decide(try pair(), .validating)
        #expect(decision.outline == ["no-latest check: excepted 1", "no-latest check: found 1"])
        #expect(decision.response.message.contains("spec.containers[0].image"))
        #expect(decision.response.causes.map(\.field) == ["spec.containers[0].image"])
    }

    @Test("Two exceptions may let pass a container each")
    func twoContainers() throws {
        let first = try exception("first", from: "no-latest", containers: "agent")
        let second = try exception("second", from: "no-latest", images: "ghcr.io/acme")
        let decision = gate(Binding(NoLatest()), excepting: first, second).decide(try pair(), .validating)
        #expect(decision.isAllowed)
        #expect(decision.steps.flatMap(\.excepted).map(\.exception.name) == ["second", "first"])
        #expect(decision.response.auditAnnotations.count == 1)
    }

    @Test("Container and image must both be right where both are named")
    func images() throws {
        let other = try exception(from: "no-latest", containers: "agent", images: "ghcr.io/acme")
        #expect(gate(Binding(NoLatest()), excepting: other).decide(try pair(), .validating).outline.count == 1)
        let right = try exception(from: "no-latest", containers: "agent", images: "docker.io/library/nginx")
        #expect(gate(Binding(NoLatest()), excepting: right).decide(try pair(), .validating).outline.count == 2)
    }

    @Test("What is not about a container is let pass by no exception for one")
    func wholePod() throws {
        let gate = gate(
            Binding(Labelled()), Binding(Many(2)), excepting: try exception(from: "*", containers: "*"))
        #expect(gate.decide(try pair(), .validating).outline == ["labelled check: found 1", "many check: found 2"])
    }

    @Test("A name that two containers bear lets pass neither's finding elsewhere unless both are meant")
    func sameNames() throws {
        struct Elsewhere: Validating {
            static let about = About("elsewhere", "Finds.", judges: .workloads, prose: "")
            func check(_ request: Request) -> [Finding] {
                [Finding(["metadata", "annotations"], container: "agent", found: "is bad", wanted: "must be good")]
            }
        }
        func isAllowed(_ image: String) throws -> Bool {
            let exception = try exception(from: "*", containers: "agent", images: "docker.io/library/nginx")
            return gate(Binding(Elsewhere()), excepting: exception).decide(
                try pair {
                    $0.object = try JSON(
                        parsing: """
                            {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [
                             {"name": "agent", "image": "nginx"}, {"name": "agent", "image": "\(image)"}]}}
                            """)
                }, .validating
            ).isAllowed
        }
        #expect(try isAllowed("nginx:1"))
        #expect(try !isAllowed("evil"))
    }

    @Test("A policy that can't judge is let pass by an exception for the whole object, and only by one")
    func failures() throws {
        let whole = gate(Binding(NoService()), excepting: try exception(from: "no-service"))
            .decide(try request(), .validating)
        #expect(whole.outline == ["no-service check: excepted 1"])
        #expect(whole.steps.first?.excepted.first?.matter.failure?.contains("namespaces") ?? false)
        #expect(whole.response.auditAnnotations.first?.value.contains("not judged") ?? false)
        let part = gate(Binding(NoService()), excepting: try exception(from: "no-service", containers: "app"))
        #expect(!part.decide(try request(), .validating).isAllowed)
    }

    @Test("A containers' list of the wrong shape is let pass by no exception for a container")
    func malformed() throws {
        let gate = gate(Binding(NoLatest()), excepting: try exception(from: "*", containers: "*"))
        for containers in [#""many""#, "[1]", "{}"] {
            let object = #"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": \#(containers)}}"#
            #expect(!gate.decide(try request { $0.object = try JSON(parsing: object) }, .validating).isAllowed)
        }
    }

    @Test("A thousand containers under a hundred exceptions are judged in time", .timeLimit(.minutes(1)))
    func many() throws {
        let containers = (0..<1000).map { #"{"name": "c\#($0)", "image": "nginx:latest"}"# }
        let object = try JSON(
            parsing:
                #"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [\#(containers.joined(separator: ","))]}}"#
        )
        let exceptions = try (0..<100).map { try exception("e\($0)", from: "no-latest", containers: "c\($0)*") }
        let gate = Gate([Binding(NoLatest())]).excepting(exceptions)
        let decision = gate.decide(try request { $0.object = object }, .validating)
        #expect(decision.outline == ["no-latest check: excepted 1000"])
        let value = try #require(decision.response.auditAnnotations.first?.value)
        #expect(value.unicodeScalars.count <= Decision.Bounds.annotation)
    }
}

@Suite("Exceptions from mutations")
struct MutationExceptionTests {
    @Test("An exception keeps a policy from changing the object")
    func whole() throws {
        let gate = Gate([Binding(Team(standard: "none"))]).excepting([try exception(from: "team")])
        let decision = gate.decide(try request(), [.mutating, .validating])
        #expect(decision.patch.isEmpty)
        #expect(decision.patchedObject == nil)
        #expect(decision.outline == ["team mutate: excepted 1", "team check: excepted 1"])
        #expect(decision.steps.first?.excepted.first?.matter == .edits(1))
        #expect(decision.response.auditAnnotations.count == 1)
        #expect(gate.decide(try request(), .mutating).response.auditAnnotations.isEmpty)
    }

    @Test("An exception for a container keeps that one as it is, and the others are changed")
    func container() throws {
        let gate = Gate([Binding(Pin()), Binding(Team(standard: "none"))])
            .excepting([try exception(from: "*", containers: "agent")])
        let object = try JSON(
            parsing: """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {}}, "spec": {
                 "initContainers": [{"name": "agent", "image": "a:latest"}],
                 "containers": [{"name": "app", "image": "b:latest"}, {"name": "agent", "image": "c:latest"},
                                {"name": "log", "image": "d:latest"}]}}
                """)
        let decision = gate.decide(try request { $0.object = object }, .mutating)
        #expect(
            decision.patch.operations.map(\.path.description) == [
                "/spec/containers/0/image", "/spec/containers/2/image", "/metadata/labels/team",
            ])
        #expect(
            decision.outline == ["pin mutate: excepted 1", "pin mutate: edited 2", "team mutate: edited 1"])
        #expect(decision.steps.first?.excepted.first?.matter == .edits(2))
        #expect(decision.patchedObject?["spec"]?["initContainers"]?[0]?["image"]?.string == "a:latest")
        #expect(decision.patchedObject?["spec"]?["containers"]?[2]?["image"]?.string == "d:1.0")
    }

    @Test("Defaults that follow from an edit go with it, and count for none")
    func defaults() throws {
        struct Probed: Mutating {
            static let about = About("probed", "Probes.", judges: .workloads, fields: "livenessProbe", prose: "")
            func mutate(_ request: Request, _ draft: inout Draft) {
                draft.set(["metadata", "labels", "probed"], "yes")
                for container in request.containers {
                    draft.set(container.pointer("livenessProbe"), [:])
                    draft.fill(container.pointer("livenessProbe").appending("timeoutSeconds"), 1)
                }
            }
        }
        struct Filled: Mutating {
            static let about = About("filled", "Fills.", judges: .workloads, fields: "tty", prose: "")
            func mutate(_ request: Request, _ draft: inout Draft) {
                for container in request.containers { draft.fill(container.pointer("tty"), false) }
            }
        }
        let gate = Gate([Binding(Probed()), Binding(Filled())])
            .excepting([try exception(from: "*", containers: "app")])
        let object = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": {}},
             "spec": {"containers": [{"name": "app", "image": "a:1"}, {"name": "agent", "image": "b:1"}]}}
            """
        let decision = gate.decide(try request { $0.object = try JSON(parsing: object) }, .mutating)
        #expect(decision.outline == ["probed mutate: excepted 1", "probed mutate: edited 2", "filled mutate: passed"])
        #expect(decision.fills == [2, 3, 4])
    }

    @Test("Where a policy moves containers about, an exception for one of them does not hold")
    func moved() throws {
        struct Shift: Mutating {
            static let about = About("shift", "Shifts.", judges: .workloads, prose: "")
            func mutate(_ request: Request, _ draft: inout Draft) {
                guard request.containers.count > 1 else { return }
                draft.remove(["spec", "containers", "0"])
                draft.set(["spec", "containers", "0", "image"], "x:1")
            }
        }
        let gate = Gate([Binding(Shift())]).excepting([try exception(from: "*", containers: "b")])
        let object = #"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}, {"name": "b"}]}}"#
        let decision = gate.decide(try request { $0.object = try JSON(parsing: object) }, .mutating)
        #expect(decision.outline == ["shift mutate: edited 2"])
    }

    @Test("A policy that can't change an object is let pass by an exception")
    func failure() throws {
        let gate = Gate([Binding(Clumsy())]).excepting([try exception(from: "clumsy")])
        let decision = gate.decide(try request(), .mutating)
        #expect(decision.isAllowed)
        #expect(decision.patch.isEmpty)
    }

    @Test("Bindings after one that is excepted see the object as it is left")
    func order() throws {
        let gate = Gate([Binding(Team(standard: "one"), name: "first"), Binding(Team(standard: "two"), name: "second")])
            .excepting([try exception(from: "first")])
        let decision = gate.decide(try request(), .mutating)
        #expect(decision.patchedObject?["metadata"]?["labels"]?["team"]?.string == "two")
    }
}

import Admission
import Documents
import Kubernetes
import Testing

@Suite("Scope")
struct ScopeTests {
    /// Whether a binding of this scope judges the request.
    private func isJudged(
        _ scope: Scope, _ request: AdmissionRequest, _ inventory: some Inventory = Namespaces()
    ) -> Bool {
        !Gate([Binding(Many(1), scope: scope)]).decide(request, .validating, inventory: inventory).steps.isEmpty
    }

    /// What becomes of the request under a binding with these exemptions.
    private func outline(
        _ exemptions: [Scope], _ request: AdmissionRequest, _ inventory: some Inventory = Namespaces()
    ) -> [String] {
        Gate([Binding(Many(1), exemptions: exemptions)]).decide(request, .validating, inventory: inventory).outline
    }

    @Test("A scope that limits nothing holds for everything")
    func unlimited() throws {
        #expect(isJudged(Scope(), try request()))
        #expect(isJudged(Scope(), try deploymentRequest { $0.namespace = "" }))
    }

    @Test(
        "Kinds hold by name, by group and name, and by star",
        arguments: [
            ("Deployment", true), ("apps/Deployment", true), ("apps/*", true), ("*", true), ("*/*", true),
            ("*/Deployment", true), ("Pod", false), ("/Deployment", false), ("batch/Deployment", false),
            ("deployment", false),
        ])
    func kinds(_ pattern: String, _ holds: Bool) throws {
        #expect(isJudged(.of { $0.kinds = [KindPattern(pattern)] }, try deploymentRequest()) == holds)
        #expect(
            isJudged(.of { $0.kinds = [KindPattern("Service"), KindPattern(pattern)] }, try deploymentRequest())
                == holds)
    }

    @Test(
        "Namespaces hold by name or pattern",
        arguments: [
            (["team-a"], true), (["team-*"], true), (["x", "*"], true), (["team-b"], false), (["team"], false),
        ])
    func namespaces(_ names: [String], _ holds: Bool) throws {
        #expect(isJudged(.of { $0.namespaces = names.map { NamePattern($0) } }, try request()) == holds)
    }

    @Test("Objects without a namespace are in no namespace by name")
    func clusterScoped() throws {
        let request = try request { $0.namespace = "" }
        #expect(!isJudged(.of { $0.namespaces = [NamePattern("team-*")] }, request))
        #expect(outline([.of { $0.namespaces = [NamePattern("team-*")] }], request) == ["many check: found 1"])
    }

    @Test(
        "Users, groups and service accounts hold by pattern, and all parts together",
        arguments: [
            (["alice"], [], [], "alice", true), (["al*"], [], [], "alice", true), (["bob"], [], [], "alice", false),
            ([], ["dev"], [], "alice", true), ([], ["system:masters"], [], "alice", false),
            (["alice"], ["system:masters"], [], "alice", false), ([], [], ["ci/*"], "alice", false),
            ([], [], ["ci/*"], "system:serviceaccount:ci:deployer", true),
            ([], [], ["ci/builder"], "system:serviceaccount:ci:deployer", false),
            ([], [], ["ci/*"], "system:serviceaccount:ci", false),
        ] as [([String], [String], [String], String, Bool)])
    func users(_ users: [String], _ groups: [String], _ accounts: [String], _ user: String, _ holds: Bool) throws {
        let scope = Scope.of {
            $0.users = users.map { NamePattern($0) }
            $0.groups = groups.map { NamePattern($0) }
            $0.serviceAccounts = accounts.map { NamePattern($0) }
        }
        let request = try request { $0.userInfo = UserInfo(username: user, groups: ["dev"]) }
        #expect(isJudged(scope, request) == holds)
        #expect(outline([scope], request) == [holds ? "many check: exempt" : "many check: found 1"])
    }

    @Test(
        "Without operations, CREATE and UPDATE are judged; with them, those",
        arguments: [
            ([], .create, true), ([], .update, true), ([], .delete, false), ([], .connect, false),
            ([.delete], .delete, true), ([.delete], .create, false), ([.create, .connect], .connect, true),
        ] as [(Set<Kubernetes.Operation>, Kubernetes.Operation, Bool)])
    func operations(_ operations: Set<Kubernetes.Operation>, _ operation: Kubernetes.Operation, _ holds: Bool) throws {
        let request = try request {
            $0.operation = operation
            $0.oldObject = operation == .update || operation == .delete ? $0.object : nil
            if operation == .delete { $0.object = nil }
        }
        #expect(isJudged(.of { $0.operations = operations }, request) == holds)
    }

    @Test(
        "Without subresources the object itself is judged; with them, those only",
        arguments: [
            ([], "", true), ([], "status", false), ([], "ephemeralcontainers", false), (["status"], "status", true),
            (["status"], "", false), (["*"], "status", true), (["*"], "", true), (["", "status"], "", true),
        ] as [(Set<String>, String, Bool)])
    func subresources(_ subresources: Set<String>, _ subresource: String, _ holds: Bool) throws {
        #expect(isJudged(.of { $0.subresources = subresources }, try request { $0.subResource = subresource }) == holds)
    }

    @Test(
        "A workload policy sees ephemeral containers and resizes unasked, and no status",
        arguments: [("ephemeralcontainers", true), ("resize", true), ("status", false), ("exec", false)])
    func workloadSubresources(_ subresource: String, _ holds: Bool) throws {
        let gate = Gate([Binding(NoLatest())])
        let decision = gate.decide(try request { $0.subResource = subresource }, .validating)
        #expect(decision.steps.isEmpty != holds)
    }

    @Test("The kind of a request for a subresource is that of the object", arguments: ["Pod", "/Pod"])
    func parentKinds(_ pattern: String) throws {
        let scope = Scope.of {
            $0.kinds = [KindPattern(pattern)]
            $0.subresources = ["exec"]
            $0.operations = [.connect]
        }
        let request = try request {
            $0.kind = .init(group: "", version: "v1", kind: "PodExecOptions")
            $0.subResource = "exec"
            $0.operation = .connect
            $0.object = try JSON(parsing: #"{"kind": "PodExecOptions", "command": ["sh"]}"#)
        }
        #expect(isJudged(scope, request))
        #expect(!isJudged(.of { $0.kinds = [KindPattern("PodExecOptions")] }, request))
    }

    @Test(
        "A policy of subresources sees those of its kinds only, on CONNECT as well, and a scope picks among them",
        arguments: [
            ("pods", "exec", [], true), ("pods", "attach", [], false), ("pods", "", [], false),
            ("deployments", "scale", [], true), ("services", "exec", [], false), ("pods", "exec", ["scale"], false),
            ("pods", "exec", ["exec"], true), ("pods", "exec", ["*"], true), ("pods", "attach", ["*"], false),
        ] as [(String, String, Set<String>, Bool)])
    func policySubresources(
        _ resource: String, _ subresource: String, _ subresources: Set<String>, _ holds: Bool
    ) throws {
        let request = try request {
            $0.kind = .init(group: "", version: "v1", kind: "PodExecOptions")
            $0.resource.resource = resource
            $0.resource.group = resource == "deployments" ? "apps" : ""
            $0.subResource = subresource
            $0.operation = .connect
            $0.object = try JSON(parsing: #"{"kind": "PodExecOptions", "command": ["sh"]}"#)
        }
        let gate = Gate([Binding(NoShell(), scope: .of { $0.subresources = subresources })])
        #expect(gate.decide(request, .validating).isAllowed != holds)
    }

    @Test("A policy of workloads and other kinds sees both, each as such")
    func workloadsAndKinds() throws {
        let gate = Gate([Binding(Named())])
        func outline(_ kind: String, object: String, old: String? = nil, subresource: String = "") throws -> [String] {
            let request = try request {
                $0.kind.kind = kind
                $0.resource = $0.kind.guessedResource
                $0.subResource = subresource
                $0.object = try JSON(parsing: object)
                $0.oldObject = try old.map { try JSON(parsing: $0) }
                $0.operation = old == nil ? .create : .update
            }
            return gate.decide(request, .validating).outline
        }
        let service = #"{"kind": "Service", "metadata": {"name": "db"}}"#
        #expect(try outline("Service", object: service) == ["named check: found 1"])
        #expect(try outline("Service", object: service, old: service) == ["named check: found 1"])
        #expect(try outline("Service", object: service, old: service, subresource: "status") == [])
        #expect(try outline("ConfigMap", object: service) == [])
        #expect(try outline("Pod", object: pod()) == ["named check: passed"])
        #expect(try outline("Pod", object: pod(), old: pod()) == ["named check: unchanged"])
        #expect(try outline("Pod", object: #"{"spec": {"containers": 5}}"#) == ["named check: found 1"])
        #expect(try outline("Pod", object: pod(), old: pod(), subresource: "resize") == ["named check: unchanged"])
    }

    @Test(
        "The subresources of a configured kind are that kind's, in scopes and in exemptions", arguments: [false, true])
    func configuredKinds(isExempt: Bool) throws {
        let rollout = PodTemplates.Entry(
            group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
        let scope = Scope.of {
            $0.kinds = [KindPattern("argoproj.io/Rollout")]
            $0.subresources = ["scale"]
        }
        let scaled = try request {
            $0.kind = .init(group: "autoscaling", version: "v1", kind: "Scale")
            $0.resource = .init(group: "argoproj.io", version: "v1alpha1", resource: "rollouts")
            $0.subResource = "scale"
            $0.operation = .update
            $0.object = try JSON(parsing: #"{"kind": "Scale", "spec": {"replicas": 9}}"#)
        }
        let binding = Binding(Team(), scope: scope, exemptions: isExempt ? [scope] : [])
        let gate = Gate([binding], templates: PodTemplates(others: [rollout]))
        #expect(gate.decide(scaled, .validating).outline == ["team check: \(isExempt ? "exempt" : "found 1")"])
        #expect(Gate([binding]).decide(scaled, .validating).outline == [])
    }
}

@Suite("Selectors of scopes")
struct SelectorTests {
    private let isBlue = LabelSelector([.isIn(key: "colour", values: ["blue"])])
    private let blue = #"{"colour": "blue"}"#
    private let red = #"{"colour": "red"}"#

    private func outcome(_ binding: Binding, _ request: AdmissionRequest, _ inventory: Namespaces) -> [String] {
        Gate([binding]).decide(request, .validating, inventory: inventory).outline
    }

    private func update(from old: String?, to new: String?) throws -> AdmissionRequest {
        try request {
            $0.operation = new == nil ? .delete : old == nil ? .create : .update
            $0.object = try new.map { try JSON(parsing: pod(labels: $0)) }
            $0.oldObject = try old.map { try JSON(parsing: pod(labels: $0)) }
        }
    }

    @Test("Objects are in scope by their new labels or their old ones")
    func objectScope() throws {
        let scope = Scope.of {
            $0.objectSelector = isBlue
            $0.operations = [.create, .update, .delete]
        }
        let binding = Binding(Many(1), scope: scope)
        for (old, new, holds) in [
            (nil, blue, true), (nil, red, false), (blue, red, true), (red, blue, true), (red, red, false),
            (blue, nil, true), (red, nil, false),
        ] as [(String?, String?, Bool)] {
            let steps = outcome(binding, try update(from: old, to: new), Namespaces())
            #expect(steps == (holds ? ["many check: found 1"] : []), "\(old ?? "-") to \(new ?? "-")")
        }
    }

    @Test("Objects are exempt by the labels that they will have, so that a label taken off exempts no more")
    func objectExemption() throws {
        let exemption = Scope.of { $0.objectSelector = isBlue }
        let binding = Binding(
            Many(1), scope: .of { $0.operations = [.create, .update, .delete] }, exemptions: [exemption])
        for (old, new, holds) in [
            (nil, blue, true), (nil, red, false), (blue, red, false), (red, blue, true), (blue, nil, true),
            (red, nil, false),
        ] as [(String?, String?, Bool)] {
            let steps = outcome(binding, try update(from: old, to: new), Namespaces())
            #expect(steps == [holds ? "many check: exempt" : "many check: found 1"], "\(old ?? "-") to \(new ?? "-")")
        }
    }

    @Test(
        "A namespace is selected by the labels that the inventory has of it",
        arguments: [(#"{"colour": "blue"}"#, true), (#"{"colour": "red"}"#, false), ("{}", false)])
    func namespaces(_ labels: String, _ holds: Bool) throws {
        let inventory = Namespaces(labels: ["team-a": labels])
        let scope = Scope.of { $0.namespaceSelector = isBlue }
        let found = ["many check: found 1"]
        #expect(outcome(Binding(Many(1), scope: scope), try request(), inventory) == (holds ? found : []))
        #expect(
            outcome(Binding(Many(1), exemptions: [scope]), try request(), inventory)
                == (holds ? ["many check: exempt"] : found))
    }

    @Test("Where the namespace's labels are unknown the binding fails, in scope or exemption")
    func unknownNamespaces() throws {
        let scope = Scope.of { $0.namespaceSelector = LabelSelector([.doesNotExist(key: "colour")]) }
        for binding in [Binding(Many(1), scope: scope), Binding(Many(1), exemptions: [scope])] {
            #expect(outcome(binding, try request(), Namespaces()) == ["many check: failed"])
            let decision = Gate([binding]).decide(try request(), .validating)
            #expect(
                decision.denial
                    == "many: not judged, since the labels of namespace \"team-a\" are not known here.")
        }
    }

    @Test("An exemption that holds counts, though another before it can't be told")
    func doubtfulExemption() throws {
        let doubtful = Scope.of { $0.namespaceSelector = isBlue }
        let sure = Scope.of { $0.users = [NamePattern("alice")] }
        for exemptions in [[doubtful, sure], [sure, doubtful]] {
            #expect(
                outcome(Binding(Many(1), exemptions: exemptions), try request(), Namespaces()) == ["many check: exempt"]
            )
        }
        let scoped = Binding(Many(1), scope: doubtful, exemptions: [sure])
        #expect(outcome(scoped, try request(), Namespaces()) == ["many check: exempt"])
    }

    @Test("Objects without a namespace are in every scope of namespaces, and in no such exemption")
    func clusterScoped() throws {
        let request = try request {
            $0.kind = .init(group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole")
            $0.namespace = ""
        }
        let scope = Scope.of { $0.namespaceSelector = isBlue }
        #expect(outcome(Binding(Many(1), scope: scope), request, Namespaces()) == ["many check: found 1"])
        #expect(outcome(Binding(Many(1), exemptions: [scope]), request, Namespaces()) == ["many check: found 1"])
    }

    @Test("A Namespace is selected by its own labels, without an inventory")
    func namespaceObjects() throws {
        let scope = Scope.of {
            $0.namespaceSelector = isBlue
            $0.operations = [.create, .delete]
        }
        for (labels, holds) in [(blue, true), (red, false)] {
            let text = #"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n", "labels": \#(labels)}}"#
            for operation in [Kubernetes.Operation.create, .delete] {
                let request = try request {
                    $0.kind = .init(group: "", version: "v1", kind: "Namespace")
                    $0.namespace = "n"
                    $0.operation = operation
                    $0.object = operation == .delete ? nil : try JSON(parsing: text)
                    $0.oldObject = operation == .delete ? try JSON(parsing: text) : nil
                }
                let steps = outcome(Binding(Many(1), scope: scope), request, Namespaces())
                #expect(steps == (holds ? ["many check: found 1"] : []))
            }
        }
    }

    @Test("Exemptions limit kinds and subresources, too")
    func exemptionParts() throws {
        let exemption = Scope.of {
            $0.kinds = [KindPattern("Pod")]
            $0.subresources = ["ephemeralcontainers"]
        }
        let binding = Binding(NoLatest(), exemptions: [exemption])
        let debug = try request { $0.subResource = "ephemeralcontainers" }
        #expect(outcome(binding, debug, Namespaces()) == ["no-latest check: exempt"])
        #expect(outcome(binding, try request(), Namespaces()) == ["no-latest check: found 1"])
        #expect(outcome(binding, try deploymentRequest(), Namespaces()) == ["no-latest check: found 1"])
    }
}

@Suite("Names in scopes")
struct NameScopeTests {
    private func judged(_ name: String, _ change: (inout AdmissionRequest) throws -> Void) throws -> Bool {
        let scope = Scope.of { $0.names = [NamePattern(name)] }
        return try !Gate([Binding(Many(1), scope: scope)]).decide(request(change), .validating).steps.isEmpty
    }

    private func exempt(_ name: String, _ change: (inout AdmissionRequest) throws -> Void) throws -> Bool {
        let scope = Scope.of { $0.names = [NamePattern(name)] }
        return try Gate([Binding(Many(1), exemptions: [scope])]).decide(request(change), .validating).isAllowed
    }

    @Test(
        "An object is in scope by its name",
        arguments: [("web", true), ("web*", true), ("w*b", true), ("we", false), ("Web", false), ("web-*", false)])
    func names(_ pattern: String, _ holds: Bool) throws {
        #expect(try judged(pattern) { _ in } == holds)
        #expect(try exempt(pattern) { _ in } == holds)
        // The request may leave the name to the object.
        #expect(try exempt(pattern) { $0.name = "" } == holds)
    }

    @Test(
        "A name that the API server will make is exempt only if it will match, and judged if it may",
        arguments: [
            ("web-*", true, true), ("web*", true, true), ("*", true, true), ("web-1*", true, false),
            ("web-*-1", true, false), ("web-abcde", true, false), ("db-*", false, false), ("web", false, false),
        ])
    func madeNames(_ pattern: String, _ isJudged: Bool, _ isExempt: Bool) throws {
        let change: (inout AdmissionRequest) throws -> Void = {
            $0.name = ""
            $0.object = try JSON(
                parsing: #"{"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-"}, "spec": {}}"#)
        }
        #expect(try judged(pattern, change) == isJudged)
        #expect(try exempt(pattern, change) == isExempt)
    }

    @Test("An object without any name is judged, and not exempt")
    func nameless() throws {
        let change: (inout AdmissionRequest) throws -> Void = {
            $0.name = ""
            $0.object = try JSON(parsing: #"{"apiVersion": "v1", "kind": "Pod"}"#)
        }
        #expect(try judged("web", change))
        #expect(try !exempt("*", change))
    }
}

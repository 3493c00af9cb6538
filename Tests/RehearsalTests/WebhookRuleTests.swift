import Admission
import Configuration
import Documents
import Kubernetes
import Rehearsal
import Testing

/// A policy that judges what the test says, by its parameters' absence.
private protocol Judging: Validating {}

extension Judging {
    func check(_ request: Request) -> [Finding] { [] }
}

private struct OnWorkloads: Judging, Mutating {
    static let about = About("on-workloads", "", judges: .workloads, fields: "", prose: "")
    func mutate(_ request: Request, _ draft: inout Draft) {}
}

private struct OnKinds: Judging {
    static let about = About(
        "on-kinds", "", judges: .kinds([KindPattern("/Service"), KindPattern("networking.k8s.io/Ingress")]), fields: "",
        prose: "")
}

private struct OnAccess: Judging {
    static let about = About(
        "on-access", "", judges: .subresources(["exec", "ephemeralcontainers"], of: [KindPattern("/Pod")]), fields: "",
        prose: "")
}

private struct OnAnything: Judging {
    static let about = About("on-anything", "", judges: .anything, fields: "", prose: "")
}

@Suite("The rules of webhooks")
struct WebhookRuleTests {
    /// `group: OPERATIONS: resources`, a line each.
    private func rules(
        _ policy: any Policy, for stage: Stages = .validating, templates: PodTemplates = PodTemplates(),
        _ change: (inout Scope) -> Void = { _ in }
    ) -> [String] {
        var scope = Scope()
        change(&scope)
        return lines(Gate([Binding(policy, scope: scope)], templates: templates).webhookRules(for: stage))
    }

    private func lines(_ rules: [WebhookRule]) -> [String] {
        rules.map { rule in
            let operations = rule.operations.map(\.rawValue).joined(separator: ",")
            return "\(rule.group): \(operations): \(rule.resources.joined(separator: ","))"
        }
    }

    @Test("name all workloads and the subresources that change pods", arguments: [Stages.mutating, .validating])
    func workloads(_ stage: Stages) {
        #expect(
            rules(OnWorkloads(), for: stage) == [
                ": CREATE,UPDATE: pods,replicationcontrollers,podtemplates",
                ": UPDATE: pods/ephemeralcontainers,pods/resize",
                "apps: CREATE,UPDATE: deployments,replicasets,statefulsets,daemonsets",
                "batch: CREATE,UPDATE: jobs,cronjobs",
            ])
    }

    @Test("name other kinds with a pod template, by their resource")
    func templates() {
        let rollout = PodTemplates.Entry(
            group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
        let found = rules(OnWorkloads(), templates: PodTemplates(others: [rollout])) {
            $0.kinds = [KindPattern("Rollout")]
        }
        #expect(found == ["argoproj.io: CREATE,UPDATE: rollouts"])
    }

    @Test("are narrowed by the binding's kinds and operations")
    func narrowed() {
        let found = rules(OnWorkloads()) { scope in
            scope.kinds = [KindPattern("apps/StatefulSet"), KindPattern("Pod")]
            scope.operations = [.create]
        }
        #expect(found == [": CREATE: pods", "apps: CREATE: statefulsets"])
    }

    @Test("leave out operations that a resource never has, and stages that a binding has no work in")
    func impossible() {
        #expect(rules(OnWorkloads()) { $0.operations = [.connect] } == [])
        #expect(rules(OnKinds(), for: .mutating) == [])
        #expect(rules(OnWorkloads(), for: .mutating) { $0.operations = [.delete] } == [])
        #expect(lines(Gate([Binding(OnWorkloads(), mode: .warn)]).webhookRules(for: .mutating)) == [])
    }

    @Test("name kinds in their groups")
    func kinds() {
        #expect(
            rules(OnKinds()) == [": CREATE,UPDATE: services", "networking.k8s.io: CREATE,UPDATE: ingresses"])
        #expect(
            rules(OnKinds()) { $0.kinds = [KindPattern("Ingress")] } == ["networking.k8s.io: CREATE,UPDATE: ingresses"])
        #expect(rules(OnKinds()) { $0.kinds = [KindPattern("apps/Ingress")] } == [])
    }

    @Test("name subresources with the operations that they have")
    func subresources() {
        #expect(rules(OnAccess()) == [": CONNECT: pods/exec", ": UPDATE: pods/ephemeralcontainers"])
        #expect(rules(OnAccess()) { $0.subresources = ["exec"] } == [": CONNECT: pods/exec"])
        #expect(
            rules(OnWorkloads()) {
                $0.subresources = ["ephemeralcontainers"]; $0.kinds = [KindPattern("Pod")]
            }
                == [": UPDATE: pods/ephemeralcontainers"])
    }

    @Test("name everything only where a policy judges everything")
    func anything() {
        #expect(rules(OnAnything()) == ["*: CREATE,UPDATE: *"])
        #expect(rules(OnAnything()) { $0.kinds = [KindPattern("Pod")] } == [": CREATE,UPDATE: pods"])
        #expect(rules(OnAnything()) { $0.kinds = [KindPattern("Widget")] } == ["*: CREATE,UPDATE: widgets"])
        #expect(rules(OnAnything()) { $0.kinds = [KindPattern("*/Pod")] } == ["*: CREATE,UPDATE: pods"])
    }

    @Test("take the bindings together, each resource once")
    func together() {
        var scope = Scope()
        scope.operations = [.delete]
        scope.kinds = [KindPattern("Service")]
        let gate = Gate([Binding(OnKinds()), Binding(OnKinds(), name: "again", scope: scope), Binding(OnAccess())])
        #expect(
            lines(gate.webhookRules(for: .validating)) == [
                ": CREATE,UPDATE,DELETE: services", "networking.k8s.io: CREATE,UPDATE: ingresses",
                ": CONNECT: pods/exec", ": UPDATE: pods/ephemeralcontainers",
            ])
    }

    /// The index of the gate and the rules come from the same declarations by different ways.
    @Test(
        "name whatever the gate would judge",
        arguments: [
            ("", "Pod", "pods", "", Operation.create), ("", "Pod", "pods", "resize", .update),
            ("", "Pod", "pods", "exec", .connect), ("apps", "Deployment", "deployments", "", .update),
            ("batch", "CronJob", "cronjobs", "", .create), ("", "Service", "services", "", .create),
            ("", "Pod", "pods", "status", .update), ("", "ConfigMap", "configmaps", "", .create),
        ])
    func agreement(_ group: String, _ kind: String, _ resource: String, _ subresource: String, _ operation: Operation)
        throws
    {
        for policy in [OnWorkloads(), OnKinds(), OnAccess()] as [any Policy] {
            let gate = Gate([Binding(policy)])
            let object = try json(#"{"apiVersion": "v1", "kind": "\#(kind)", "spec": {"containers": []}}"#)
            var request = AdmissionRequest(
                uid: "u", kind: GroupVersionKind(group: group, version: "v1", kind: kind),
                resource: GroupVersionResource(group: group, version: "v1", resource: resource),
                namespace: "team-a", userInfo: UserInfo(username: "alice", groups: []), object: object)
            request.operation = operation
            request.subResource = subresource
            let isJudged = !gate.decide(request, [.validating]).steps.isEmpty
            let path = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
            let isNamed = gate.webhookRules(for: .validating).contains { rule in
                rule.group == group && rule.resources.contains(path) && rule.operations.contains(operation)
            }
            #expect(isJudged == isNamed, "\(type(of: policy))")
        }
    }
}

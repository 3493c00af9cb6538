import Admission
import Documents
import Kubernetes
import Policies
import Rehearsal
import Testing

@Suite("pod-security")
struct PodSecurityTests {
    @Test(
        "Which controls are in force at a version",
        arguments: [
            (
                "baseline", "v1.0", 11, ["hostPathVolumes", "procMount"],
                ["hostProbesAndHostLifecycle", "runAsNonRoot"]
            ),
            ("baseline", "v1.34", 12, ["hostProbesAndHostLifecycle"], []),
            (
                "restricted", "v1.0", 12, ["restrictedVolumes", "runAsNonRoot", "seccompProfile_baseline"],
                ["hostPathVolumes"]
            ),
            ("restricted", "v1.8", 13, ["allowPrivilegeEscalation", "capabilities_baseline"], ["runAsUser"]),
            ("restricted", "v1.19", 13, ["seccompProfile_restricted"], ["seccompProfile_baseline"]),
            ("restricted", "v1.22", 13, ["capabilities_restricted"], ["capabilities_baseline"]),
            ("restricted", "v1.23", 14, ["runAsUser"], []),
            ("restricted", "v1.34", 15, ["procMount"], ["procMount_restricted"]),
            ("restricted", "latest", 15, ["procMount_restricted"], ["procMount"]),
            ("privileged", "latest", 0, [], []),
        ])
    func controls(_ level: String, _ version: String, _ count: Int, _ present: [String], _ absent: [String]) throws {
        let level = try #require(PodSecurityLevel(rawValue: level))
        let ids = PodSecurityControls.inForce(level, try #require(PodSecurityVersion(version))).map { $0.control.id }
        #expect(ids.count == count)
        #expect(Set(present).subtracting(ids) == [])
        #expect(Set(absent).intersection(ids) == [])
    }

    @Test("Controls come in the order of the API server's messages, baseline first, each by name")
    func order() {
        for level in [PodSecurityLevel.baseline, .restricted] {
            let ids = PodSecurityControls.all.filter { $0.level == level }.map(\.id)
            #expect(ids == ids.sorted())
        }
        #expect(PodSecurityControls.all.first { $0.level == .restricted }?.id == "allowPrivilegeEscalation")
    }

    @Test("The steps of a control are in order, and one that takes another's place names one that is there")
    func table() {
        for control in PodSecurityControls.all {
            #expect(control.steps.map(\.since) == control.steps.map(\.since).sorted(), "\(control.id)")
            #expect(control.steps.allSatisfy { $0.since <= PodSecurityVersion.newest && !$0.allowed.isEmpty })
            guard let replaced = control.replaces else { continue }
            #expect(PodSecurityControls.all.contains { $0.id == replaced && $0.level < control.level })
        }
    }

    @Test(
        "A version is read as the API server reads it",
        arguments: [
            ("latest", "latest", 37), ("v1.0", "v1.0", 0), ("v1.29", "v1.29", 29), ("v1.37", "v1.37", 37),
            ("v1.99", "v1.99", 37), ("v1.9223372036854775807", "v1.9223372036854775807", 37),
        ])
    func versions(_ text: String, _ description: String, _ effective: Int) throws {
        let version = try #require(PodSecurityVersion(text))
        #expect(version.description == description)
        #expect(version.effective == effective)
    }

    @Test(
        "What is no version is refused",
        arguments: [
            "", "v1", "v1.", "1.29", "v1.01", "v2.0", "v1.-1", "v1.+1", "v1.2 ", "Latest", "v1.99999999999999999999",
            "v1.٣",
        ])
    func noVersions(_ text: String) { #expect(PodSecurityVersion(text) == nil) }

    @Test("Labels of all three modes work at once: denied, noted, and not warned, too")
    func modes() throws {
        let labels = """
            {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted,
            pod-security.kubernetes.io/audit: restricted, pod-security.kubernetes.io/audit-version: v1.20}
            """
        let bad = try decide(
            "{followLabels: true}", labels: labels, pod: "{hostPID: true, containers: [{name: app, image: app}]}")
        #expect(bad.denial == #"pod-security: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)"#)
        #expect(bad.causes.map(\.field) == ["spec.hostPID"])
        #expect(bad.warnings == [])
        let notes = bad.auditAnnotations
        #expect(notes.map(\.key) == ["pod-security.enforce-policy", "pod-security.audit-violations"])
        #expect(notes.first?.value == "baseline:latest")
        #expect(notes.last?.value.hasPrefix(#"would violate PodSecurity "restricted:v1.20": host"#) ?? false)
        let lax = try decide("{followLabels: true}", labels: labels, pod: "{containers: [{name: app, image: app}]}")
        #expect(lax.isAllowed)
        #expect(lax.warnings.count == 1)
        #expect(
            lax.warnings.first?.hasPrefix(#"pod-security: would violate PodSecurity "restricted:latest": allow"#)
                ?? false)
        #expect(lax.warnings.first?.hasSuffix(#""RuntimeDefault" or "Localhost")"#) ?? false)
    }

    @Test("A label that is no level warns and audits of nothing")
    func laxLabels() throws {
        let labels = "{pod-security.kubernetes.io/warn: strict, pod-security.kubernetes.io/audit: strict}"
        let decision = try decide(
            "{level: privileged, followLabels: true, warn: {level: baseline}}", labels: labels,
            pod: "{hostPID: true, containers: []}")
        #expect(decision.steps.flatMap(\.findings) == [])
    }

    @Test("Templates that are not enforced are warned of what would befall their pods")
    func templates() throws {
        let parameters = "{level: baseline, version: v1.30, enforceTemplates: false}"
        let pod = try decide(parameters, pod: "{hostPID: true, containers: []}")
        #expect(!pod.isAllowed)
        let template = try decide(parameters, pod: "{hostPID: true, containers: []}", kind: "Deployment")
        #expect(template.isAllowed)
        #expect(
            template.warnings == [
                #"pod-security: would violate PodSecurity "baseline:v1.30": host namespaces (hostPID=true)"#
            ])
    }

    @Test("A binding that only warns says what would be violated")
    func warnings() throws {
        let binding = Binding(try policy("{level: baseline}"), mode: .warn)
        let request = try request("{hostPID: true, containers: []}", "Pod")
        #expect(
            Gate([binding]).decide(request, .validating).warnings == [
                #"pod-security: would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)"#
            ])
    }

    @Test(
        "Who is exempt is noted, and why",
        arguments: [
            ("{namespaces: [team-*]}", "namespace"), ("{users: [alice]}", "user"),
            ("{runtimeClasses: [kata]}", "runtimeClass"),
            ("{namespaces: [team-a], users: [alice], runtimeClasses: [kata]}", "namespace"),
        ])
    func exemptions(exempt: String, reason: String) throws {
        let gate = Gate([Binding(try policy("{level: baseline, exempt: \(exempt)}"))])
        var request = try request("{hostPID: true, runtimeClassName: kata, containers: []}", "Pod")
        request.userInfo = UserInfo(username: "alice")
        let decision = gate.decide(request, .validating)
        #expect(decision.isAllowed)
        #expect(decision.auditAnnotations.map(\.key) == ["pod-security.exempt"])
        #expect(decision.auditAnnotations.map(\.value) == [reason])
    }

    @Test("Pods that pass are noted with what was enforced, templates that are not enforced are not")
    func notes() throws {
        let pod = try decide("{level: baseline, version: v1.30}", pod: "{containers: []}")
        #expect(pod.response.auditAnnotations.map(\.value) == ["baseline:v1.30"])
        let template = try decide("{enforceTemplates: false}", pod: "{containers: []}", kind: "Deployment")
        #expect(template.response.auditAnnotations.isEmpty)
    }

    @Test("Labels that can't be read are an error in the audit log")
    func errors() throws {
        let labels = "{pod-security.kubernetes.io/audit: strict, pod-security.kubernetes.io/audit-version: v1}"
        let decision = try decide("{followLabels: true}", labels: labels, pod: "{containers: []}")
        #expect(decision.auditAnnotations.last?.key == "pod-security.error")
        #expect(
            decision.auditAnnotations.last?.value
                == "Failed to parse policy: [metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "
                + #""strict": must be one of privileged, baseline, restricted, "#
                + #"metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: "v1": "#
                + #"must be "latest" or "v1.x"]"#)
    }

    @Test("The words of a namespace's warnings are those of the plugin")
    func namespaceWarnings() throws {
        let gate = Gate([Binding(try policy("{level: privileged, followLabels: true}"))])
        let label: JSONValue = ["pod-security.kubernetes.io/enforce": "restricted"]
        let request = AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "", version: "v1", kind: "Namespace"),
            resource: GroupVersionResource(group: "", version: "v1", resource: "namespaces"), name: "team-a",
            namespace: "team-a", operation: .update,
            object: try (["metadata": ["name": "team-a", "labels": label]] as JSONValue).parsed(),
            oldObject: try (["metadata": ["name": "team-a"]] as JSONValue).parsed())
        let pods = try (0..<3001).map { number in
            InventoryPod(
                json: try (["spec": ["hostPID": true, "containers": []]] as JSONValue).parsed(), kind: "Pod",
                name: "pod-\(10_000 - number)", count: 1)
        }
        let decision = gate.decide(request, .validating, inventory: OneNamespace(labels: try yaml("{}"), pods: pods))
        #expect(decision.isAllowed)
        #expect(
            decision.warnings == [
                "pod-security: new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods",
                #"pod-security: existing pods in namespace "team-a" violate the new PodSecurity enforce level "#
                    + #""restricted:latest""#,
                "pod-security: pod-10000 (and 2999 other pods): host namespaces",
            ])
    }

    @Test("Where the labels of a namespace are not known, the binding's onError decides, unless it is exempt")
    func unknownNamespace() throws {
        let gate = Gate([Binding(try policy("{followLabels: true, exempt: {namespaces: [kube-system]}}"))])
        var request = try request("{containers: []}", "Pod")
        #expect(gate.decide(request, .validating).denial.contains("not judged, since the labels of namespace"))
        request.namespace = "kube-system"
        #expect(gate.decide(request, .validating).isAllowed)
    }

    private func policy(_ parameters: String) throws -> any Policy {
        let type = try #require(Catalog.policy("pod-security"))
        let reader = ParameterReader()
        let policy: any Policy = type.read(try yaml(parameters), reader)
        #expect(reader.complaints == [])
        return policy
    }

    private func request(_ pod: String, _ kind: String) throws -> AdmissionRequest {
        let spec = JSONValue.json(try yaml(pod))
        let object: JSONValue =
            kind == "Pod"
            ? ["metadata": ["name": "web"], "spec": spec]
            : ["metadata": ["name": "web"], "spec": ["template": ["spec": spec]]]
        return AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: kind == "Pod" ? "" : "apps", version: "v1", kind: kind),
            resource: GroupVersionResource(group: "", version: "v1", resource: "pods"), namespace: "team-a",
            object: try object.parsed())
    }

    private func decide(
        _ parameters: String, labels: String = "{}", pod: String, kind: String = "Pod"
    ) throws -> Decision {
        let inventory = OneNamespace(
            labels: try (["metadata": ["labels": .json(yaml(labels))]] as JSONValue).parsed())
        return Gate([Binding(try policy(parameters))]).decide(
            try request(pod, kind), .validating, inventory: inventory)
    }

    private func yaml(_ text: String) throws -> JSON { try YAMLReader().documents(in: text)[0].json }
}

/// Every namespace has the same labels.
private struct OneNamespace: Inventory {
    let labels: JSON
    var pods: [InventoryPod] = []

    func knows(_ kind: InventoryKind) -> Bool { true }
    func namespace(_ name: String) -> JSON? { labels }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { pods }
}

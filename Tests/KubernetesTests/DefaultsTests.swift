import Documents
import Foundation
import Testing

@testable import Kubernetes

@Suite("Defaults")
struct DefaultsTests {
    /// An object completed for namespace `n`.
    private static func completed(_ object: JSON) throws -> CompletedObject {
        CompletedObject(object, kind: try #require(GroupVersionKind(object: object)), namespace: "n")
    }

    private static func completed(_ yaml: String) throws -> CompletedObject {
        try completed(try #require(YAMLReader().documents(in: Array(yaml.utf8)).first).json)
    }

    /// The filled-in fields with their values, a line each, sorted.
    private static func lines(_ completed: CompletedObject) -> [String] {
        completed.filled.map { "\($0) \(completed.object[$0]?.compactText ?? "-")" }.sorted()
    }

    @Test("A pod is what a kube-apiserver showed its webhooks, but for what admission plugins put in")
    func pod() throws {
        let admitted = try json(golden("admitted-pod.json"))
        let key = "kubectl.kubernetes.io/last-applied-configuration"
        let written = try json(try #require(admitted[["metadata", "annotations", key]]?.string))
        var wanted = Draft(try #require(admitted["spec"]))
        for plugin in ["tolerations", "priority", "preemptionPolicy"] { wanted.remove([plugin]) }
        #expect(try Self.completed(written).object["spec"] == wanted.object())
    }

    @Test("A Deployment is what a kube-apiserver showed its webhooks")
    func deployment() throws {
        let admitted = try json(golden("admitted-deployment.json"))
        let yaml = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: demo, labels: {app: web}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: registry.example.com/team/web:2.11.0
                    ports: [{containerPort: 8080}]
                    resources: {limits: {cpu: 500m}, requests: {cpu: 100m}}
            """
        #expect(try Self.completed(yaml).object["spec"] == admitted["spec"])
    }

    /// An object, and what is filled in beside `metadata.namespace`.
    private static let examples: [(yaml: String, filled: [String])] = [
        (
            "{apiVersion: v1, kind: Service, spec: {ports: [{port: 80}, {port: 1, targetPort: web, protocol: UDP}]}}",
            [
                #"/spec/internalTrafficPolicy "Cluster""#, #"/spec/ports/0/protocol "TCP""#,
                "/spec/ports/0/targetPort 80", #"/spec/sessionAffinity "None""#, #"/spec/type "ClusterIP""#,
            ]
        ),
        (
            "{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, sessionAffinity: ClientIP}}",
            [
                "/spec/allocateLoadBalancerNodePorts true", #"/spec/externalTrafficPolicy "Cluster""#,
                #"/spec/internalTrafficPolicy "Cluster""#,
                "/spec/sessionAffinityConfig/clientIP/timeoutSeconds 10800",
            ]
        ),
        ("{apiVersion: v1, kind: Service, spec: {type: ExternalName}}", [#"/spec/sessionAffinity "None""#]),
        (
            "{apiVersion: v1, kind: Namespace, metadata: {name: a}}",
            [
                #"/metadata/labels/kubernetes.io~1metadata.name "a""#, #"/spec/finalizers ["kubernetes"]"#,
                #"/status/phase "Active""#,
            ]
        ),
        ("{apiVersion: v1, kind: Secret}", [#"/type "Opaque""#]),
        ("{apiVersion: v1, kind: ConfigMap}", []),
        (
            "{apiVersion: v1, kind: PersistentVolumeClaim, spec: {volumeMode: Block}}",
            ["/spec/resources {}", #"/status/phase "Pending""#]
        ),
        (
            "{apiVersion: v1, kind: LimitRange, spec: {limits: "
                + "[{type: Container, max: {cpu: 2}, default: {memory: 1Gi}, min: {cpu: 1, disk: 3}}, {type: Pod, max: {cpu: 2}}]}}",
            [
                "/spec/limits/0/default/cpu 2", "/spec/limits/0/defaultRequest/cpu 2",
                "/spec/limits/0/defaultRequest/disk 3", #"/spec/limits/0/defaultRequest/memory "1Gi""#,
            ]
        ),
        (
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, spec: {egress: [{ports: [{port: 53}]}]}}",
            [
                #"/spec/egress/0/ports/0/protocol "TCP""#, "/spec/podSelector {}",
                #"/spec/policyTypes ["Ingress","Egress"]"#,
            ]
        ),
        ("{apiVersion: networking.k8s.io/v1, kind: Ingress, spec: {rules: [{http: {paths: [{path: /}]}}]}}", []),
        (
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, roleRef: {kind: Role, name: a}, "
                + "subjects: [{kind: User, name: a}, {kind: ServiceAccount, name: b}]}",
            [
                #"/roleRef/apiGroup "rbac.authorization.k8s.io""#,
                #"/subjects/0/apiGroup "rbac.authorization.k8s.io""#,
            ]
        ),
        (
            "{apiVersion: batch/v1, kind: Job, spec: {backoffLimitPerIndex: 1, completions: 3, podFailurePolicy: "
                + "{rules: [{onPodConditions: [{type: A}]}]}, template: {metadata: {labels: {a: b}}, spec: 1}}}",
            [
                #"/metadata/labels {"a":"b"}"#, "/spec/backoffLimit 2147483647",
                #"/spec/completionMode "NonIndexed""#, "/spec/manualSelector false", "/spec/parallelism 1",
                #"/spec/podFailurePolicy/rules/0/onPodConditions/0/status "True""#,
                #"/spec/podReplacementPolicy "Failed""#, "/spec/suspend false",
            ]
        ),
        (
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {minReplicas: 2, metrics: [{type: Pods}], "
                + "behavior: {scaleDown: {selectPolicy: Min}}}}",
            [
                #"/spec/behavior/scaleDown/policies [{"type":"Percent","value":100,"periodSeconds":15}]"#,
                #"/spec/behavior/scaleUp/policies [{"type":"Pods","value":4,"periodSeconds":15},"#
                    + #"{"type":"Percent","value":100,"periodSeconds":15}]"#,
                #"/spec/behavior/scaleUp/selectPolicy "Max""#,
                "/spec/behavior/scaleUp/stabilizationWindowSeconds 0",
            ]
        ),
        (
            "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, spec: {maxReplicas: 2}}",
            ["/spec/minReplicas 1"]
        ),
        (
            "{apiVersion: storage.k8s.io/v1, kind: StorageClass, provisioner: a}",
            [#"/reclaimPolicy "Delete""#, #"/volumeBindingMode "Immediate""#]
        ),
        ("{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {maxUnavailable: 1}}", []),
        ("{apiVersion: argoproj.io/v1, kind: Rollout, spec: {template: {spec: {containers: [{name: a}]}}}}", []),
    ]

    @Test("An object gets what the API server gives its kind", arguments: examples)
    func kinds(yaml: String, filled: [String]) throws {
        let lines = Self.lines(try Self.completed(yaml)).filter { !$0.hasPrefix("/metadata/namespace ") }
        #expect(lines == filled)
    }

    /// Fields of a pod's spec, and what some other field of it becomes.
    private static let podExamples: [(spec: String, path: String, value: String?)] = [
        ("containers: [{image: nginx}]", "/containers/0/imagePullPolicy", #""Always""#),
        ("containers: [{image: 'nginx:latest'}]", "/containers/0/imagePullPolicy", #""Always""#),
        ("containers: [{image: 'nginx:1'}]", "/containers/0/imagePullPolicy", #""IfNotPresent""#),
        ("containers: [{image: 'r.io:5000/nginx'}]", "/containers/0/imagePullPolicy", #""Always""#),
        ("containers: [{image: '?'}]", "/containers/0/imagePullPolicy", #""IfNotPresent""#),
        ("containers: [{}]", "/containers/0/imagePullPolicy", #""IfNotPresent""#),
        ("containers: [{imagePullPolicy: ''}]", "/containers/0/imagePullPolicy", #""IfNotPresent""#),
        ("containers: [{imagePullPolicy: Never}]", "/containers/0/imagePullPolicy", #""Never""#),
        ("initContainers: [{image: nginx}]", "/initContainers/0/imagePullPolicy", #""Always""#),
        ("ephemeralContainers: [{image: a}]", "/ephemeralContainers/0/terminationMessagePolicy", #""File""#),
        (
            "containers: [{resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}}]",
            "/containers/0/resources/requests", #"{"cpu":"500m","memory":"1Gi"}"#
        ),
        ("containers: [{resources: {requests: {cpu: 1}}}]", "/containers/0/resources", #"{"requests":{"cpu":1}}"#),
        ("resources: {limits: {cpu: 2}}", "/resources/requests", #"{"cpu":2}"#),
        (
            "{resources: {limits: {cpu: 2}}, containers: [{resources: {requests: {cpu: 1}}}]}", "/resources/requests",
            nil
        ),
        (
            "{hostNetwork: true, containers: [{ports: [{containerPort: 80}, {containerPort: 1, hostPort: 2}]}]}",
            "/containers/0/ports",
            #"[{"containerPort":80,"hostPort":80,"protocol":"TCP"},{"containerPort":1,"hostPort":2,"protocol":"TCP"}]"#
        ),
        ("containers: [{ports: [{containerPort: 80}]}]", "/containers/0/ports/0/hostPort", nil),
        ("securityContext: null", "/securityContext", "{}"),
        ("securityContext: {runAsUser: 1}", "/securityContext", #"{"runAsUser":1}"#),
        ("enableServiceLinks: false", "/enableServiceLinks", "false"),
        ("terminationGracePeriodSeconds: 0", "/terminationGracePeriodSeconds", "0"),
        ("serviceAccountName: a", "/serviceAccount", #""a""#),
        ("serviceAccount: a", "/serviceAccountName", #""a""#),
        ("serviceAccountName: ''", "/serviceAccount", nil),
        ("volumes: [{name: a}]", "/volumes/0", #"{"name":"a","emptyDir":{}}"#),
        ("volumes: [{name: a, nfs: {}}]", "/volumes/0", #"{"name":"a","nfs":{}}"#),
        ("volumes: [{configMap: {name: a}}]", "/volumes/0/configMap/defaultMode", "420"),
        ("volumes: [{secret: {defaultMode: 0}}]", "/volumes/0/secret/defaultMode", "0"),
        ("volumes: [{hostPath: {path: /}}]", "/volumes/0/hostPath/type", #""""#),
        (
            "volumes: [{projected: {sources: [{serviceAccountToken: {path: a}}, {downwardAPI: {items: [{fieldRef: {}}]}}]}}]",
            "/volumes/0/projected",
            #"{"defaultMode":420,"sources":[{"serviceAccountToken":{"path":"a","expirationSeconds":3600}},"#
                + #"{"downwardAPI":{"items":[{"fieldRef":{"apiVersion":"v1"}}]}}]}"#
        ),
        ("volumes: [{image: {reference: a}}]", "/volumes/0/image/pullPolicy", #""Always""#),
        ("containers: [{livenessProbe: {grpc: {port: 1}}}]", "/containers/0/livenessProbe/grpc/service", #""""#),
        ("containers: [{startupProbe: {periodSeconds: 0}}]", "/containers/0/startupProbe/periodSeconds", "10"),
        (
            "containers: [{lifecycle: {preStop: {httpGet: {}}}}]", "/containers/0/lifecycle/preStop/httpGet/path",
            #""/""#
        ),
        // What is of the wrong type is for others to complain of.
        ("containers: {a: 1}", "/containers", #"{"a":1}"#),
        ("containers: [1, null, {name: a}]", "/containers/2/terminationMessagePolicy", #""File""#),
        ("securityContext: 1", "/securityContext", "1"),
    ]

    @Test("A pod's spec gets what the API server gives it", arguments: podExamples)
    func podFields(spec: String, path: String, value: String?) throws {
        let spec = spec.hasPrefix("{") ? spec : "{\(spec)}"
        let pod = try Self.completed("{apiVersion: v1, kind: Pod, spec: \(spec)}")
        let found = pod.object[try #require(Pointer(parsing: "/spec" + path))]
        #expect(found == (try value.map { try json($0) }))
    }

    @Test(
        "Templates get no requests, service links and host ports, which only pods get",
        arguments: ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])
    func templates(kind: String) throws {
        let spec = "{hostNetwork: true, containers: [{resources: {limits: {cpu: 1}}, ports: [{containerPort: 1}]}]}"
        let object = try Self.completed("{apiVersion: apps/v1, kind: \(kind), spec: {template: {spec: \(spec)}}}")
            .object
        let template = try #require(object[["spec", "template", "spec"]])
        #expect(template["enableServiceLinks"] == nil)
        #expect(template[["containers", "0", "resources", "requests"]] == nil)
        #expect(template[["containers", "0", "ports", "0", "hostPort"]] == nil)
        #expect(template["restartPolicy"]?.string == "Always")
    }

    @Test("Completing an object twice is the same as once, and nothing that is given changes", arguments: Corpus.all)
    func properties(source: Corpus.Source) throws {
        for object in try source.objects() {
            let kind = try #require(GroupVersionKind(object: object))
            let once = CompletedObject(object, kind: kind, namespace: "n")
            let twice = CompletedObject(once.object, kind: kind, namespace: "n")
            let isSame = twice.filled.isEmpty && twice.object == once.object
            if !isSame || !Self.isKept(object, in: once.object) { Issue.record("\(object.compactText)") }
        }
    }

    @Test(
        "Maps of more names than there are resources take no time", .timeLimit(.minutes(1)),
        arguments: [
            ("Pod", #"{"spec":{"containers":[{"resources":{"limits":A,"requests":B}}]}}"#),
            ("Pod", #"{"spec":{"resources":{"limits":A},"containers":[{"resources":{"limits":B,"requests":A}}]}}"#),
            ("LimitRange", #"{"spec":{"limits":[{"type":"Container","max":A,"min":B,"default":B}]}}"#),
            ("ReplicationController", #"{"spec":{"selector":{},"template":{"metadata":{"labels":A}}}}"#),
        ])
    func hugeMaps(kind: String, text: String) throws {
        func map(_ prefix: String) -> String {
            "{" + (0..<20_000).map { #""\#(prefix)\#($0)":1"# }.joined(separator: ",") + "}"
        }
        let object = try JSON(
            parsing: Array(text.replacing("A", with: map("a")).replacing("B", with: map("b")).utf8))
        let type = GroupVersionKind(group: "", version: "v1", kind: kind)
        let duration = ContinuousClock().measure {
            _ = CompletedObject.isComplete(object, kind: type)
            var draft = Draft(object)
            draft.complete(type)
        }
        #expect(duration < .milliseconds(700))
    }

    /// The other value has all of this one; what says nothing may have given way.
    private static func isKept(_ value: JSON, in other: JSON) -> Bool {
        switch value.kind {
        case .object where other.kind == .object:
            value.members.allSatisfy { member in
                let isNothing = Field(member.value, at: []).isZero || member.value.isNull
                return isNothing || other.member(member.name).map { isKept(member.value, in: $0) } ?? false
            }
        case .array where other.kind == .array:
            value.count == other.count && zip(value.elements, other.elements).allSatisfy { isKept($0, in: $1) }
        default: value.isNull || value == other
        }
    }
}

private func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

/// What an API server showed its webhooks.
private func golden(_ name: String) throws -> String {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    return String(decoding: try Data(contentsOf: here.appending(path: "Golden/\(name)")), as: UTF8.self)
}

/// Objects in plenty: those of the policies' cases, and made-up ones.
enum Corpus {
    enum Source: CustomTestStringConvertible {
        case file(URL)
        case hostile(seed: UInt64)
        /// Manifests of public repositories, a case a line, where they are there.
        case shared(URL)

        var testDescription: String {
            switch self {
            case .file(let file), .shared(let file): file.lastPathComponent
            case .hostile(let seed): "seed \(seed)"
            }
        }

        func objects() throws -> [JSON] {
            switch self {
            case .file(let file):
                let text = try YAMLReader().documents(in: Array(Data(contentsOf: file)))
                return text.flatMap { Corpus.objects(in: $0.json) }
            case .shared(let file):
                let lines = try Data(contentsOf: file).split(separator: 0x0A)
                return try lines.flatMap { Corpus.objects(in: try JSON(parsing: Array($0))) }
            case .hostile(let seed):
                var random = Random(state: seed)
                return try (0..<40).map { _ in try Corpus.hostile(&random) }
            }
        }
    }

    static var all: [Source] {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let cases = root.appending(path: "Sources/Policies/Cases")
        let files = (try? FileManager.default.contentsOfDirectory(at: cases, includingPropertiesForKeys: nil)) ?? []
        let shared = root.deletingLastPathComponent().appending(path: "shared/cases/manifests.jsonl")
        return files.filter { $0.pathExtension == "yaml" }.map { .file($0) } + (1...8).map { .hostile(seed: $0) }
            + (FileManager.default.fileExists(atPath: shared.path) ? [.shared(shared)] : [])
    }

    /// All that looks like an object of Kubernetes, wherever it stands.
    private static func objects(in json: JSON) -> [JSON] {
        let own = GroupVersionKind(object: json) != nil && json["cases"] == nil ? [json] : []
        let children = json.kind == .array ? Array(json.elements) : json.members.map(\.value)
        return own + children.flatMap(objects)
    }

    private static let kinds = [
        ("v1", "Pod"), ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"),
        ("batch/v1", "Job"), ("batch/v1", "CronJob"), ("v1", "Service"), ("v1", "ReplicationController"),
        ("autoscaling/v2", "HorizontalPodAutoscaler"), ("v1", "LimitRange"), ("networking.k8s.io/v1", "NetworkPolicy"),
    ]

    private static let names = [
        "spec", "template", "metadata", "labels", "containers", "initContainers", "volumes", "resources", "limits",
        "requests", "ports", "strategy", "updateStrategy", "rollingUpdate", "type", "securityContext", "behavior",
        "scaleUp", "jobTemplate", "limits", "max", "default", "livenessProbe", "httpGet", "image", "env", "hostNetwork",
        "containerPort", "emptyDir", "projected", "sources", "volumeClaimTemplates", "egress", "policyTypes",
    ]

    /// Fields of the right names with values of any type at any depth.
    private static func hostile(_ random: inout Random) throws -> JSON {
        let (version, kind) = kinds[random.next(kinds.count)]
        var members = ["\"apiVersion\":\"\(version)\"", "\"kind\":\"\(kind)\""]
        for name in ["metadata", "spec"] where random.next(8) > 0 { members.append("\"\(name)\":\(value(5, &random))") }
        return try json("{\(members.joined(separator: ","))}")
    }

    private static func value(_ depth: Int, _ random: inout Random) -> String {
        let scalars = ["null", "\"\"", "0", "true", "[]", "{}", "\"RollingUpdate\"", "80", "1.5", "\"a/b:c@d\""]
        guard depth > 0, random.next(4) > 0 else { return scalars[random.next(scalars.count)] }
        if random.next(4) == 0 {
            return "[" + (0..<random.next(3)).map { _ in value(depth - 1, &random) }.joined(separator: ",") + "]"
        }
        var chosen: Set<String> = []
        for _ in 0..<8 { chosen.insert(names[random.next(names.count)]) }
        return "{" + chosen.sorted().map { "\"\($0)\":\(value(depth - 1, &random))" }.joined(separator: ",") + "}"
    }

    /// Numbers that are the same each time (xorshift).
    private struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(max(1, bound)))
        }
    }
}

import Admission
import Documents
import Kubernetes

/// Containers say how they are.
///
/// Without a readiness probe a pod gets traffic before it can answer; without a liveness probe one that hangs hangs on.
struct Probes: Validating {
    static let about = About(
        "probes", "Containers have probes that say how they are.", judges: .workloads,
        fields: "livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
        prose: """
            Without a readiness probe a pod gets traffic before it can answer; without a liveness probe one that hangs \
            hangs on. Two probes that are the same say nothing twice: what makes a pod unready for a moment would \
            restart it. Probes and lifecycle hooks that name a host have the kubelet send requests to whomever they \
            like, from the node's network.

            Probes are required of the containers that keep running: ordinary ones of pods that are always restarted, \
            and sidecars if sidecars is set. Jobs, other pods that end, and init and ephemeral containers need none; \
            their hosts are judged all the same.
            """)

    /// A probe of a container.
    enum Probe: String, ParameterValue, CaseIterable {
        case liveness = "Liveness"
        case readiness = "Readiness"
        case startup = "Startup"

        /// The container's member.
        var field: String { rawValue.lowercased() + "Probe" }
    }

    @Parameter("The probes that containers must have: Liveness, Readiness, Startup.")
    var required: [Probe] = [.liveness, .readiness]

    @Parameter("Sidecars, which are init containers that go on running, must have them, too.")
    var sidecars = false

    @Parameter("Containers, by name, that need no probes.")
    var exempt: [NamePattern] = []

    @Parameter("A liveness probe that is the same as the readiness probe passes.")
    var allowSame = false

    @Parameter("Probes and lifecycle hooks may name a host.")
    var allowHost = false

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod else { return [] }
        let keepsRunning = pod.keepsRunning && request.template?.group != "batch" && request.concerns(.ordinary)
        var reader = FieldReader()
        for container in pod.containers where request.concerns(container.list) {
            let isJudged = keepsRunning && (container.list == .ordinary || sidecars && container.isSidecar)
            let missing = isJudged && !container.isNamed(by: exempt) ? required : []
            check(container, required: missing, &reader)
        }
        return reader.findings
    }

    private func check(_ container: ContainerView, required: [Probe], _ reader: inout FieldReader) {
        var probes: [Probe: JSON] = [:]
        for probe in Probe.allCases {
            guard let json = reader.read(container, probe.field), json.hasHandler else {
                if required.contains(probe), !reader.isMalformed(container, probe.field) {
                    reader.find(container, [probe.field], "is missing", "must be set", reason: .required)
                }
                continue
            }
            probes[probe] = json
            if !allowHost { checkHost(container, [probe.field], json, &reader) }
        }
        if !allowSame, let live = probes[.liveness], let ready = probes[.readiness], live.asksTheSame(as: ready) {
            reader.find(
                container, [Probe.liveness.field], "is the same as readinessProbe", "must ask something else",
                fix: "Give it another check, or more patience by a higher failureThreshold")
        }
        guard !allowHost, let hooks = reader.read(container, "lifecycle") else { return }
        for name in ["postStart", "preStop"] {
            if let hook = hooks.member(name) { checkHost(container, ["lifecycle", name], hook, &reader) }
        }
    }

    private func checkHost(
        _ container: ContainerView, _ path: [String], _ json: JSON, _ reader: inout FieldReader
    ) {
        for handler in ["httpGet", "tcpSocket"] {
            guard let host = json.member(handler)?["host"], !host.isNull, !host.equals("") else { continue }
            let found = host.string.map { "is \"\($0)\"" } ?? "is \(host.typeName)"
            reader.find(
                container, path + [handler, "host"], found, "must not be set", fix: "Leave it out to mean the pod",
                reason: .forbidden)
        }
    }
}

extension PodView {
    /// Its containers are started again whenever they end (`core/v1`, RestartPolicy; Always where none is given).
    fileprivate var keepsRunning: Bool {
        spec?["restartPolicy"].map { $0.isNull || $0.equals("Always") } ?? true
    }
}

extension JSON {
    /// The probe says what to do.
    fileprivate var hasHandler: Bool {
        ["exec", "httpGet", "tcpSocket", "grpc"].contains { member($0).map { !$0.isNull } ?? false }
    }

    /// Two probes are the same, what is left out being what the API server fills in (`core/v1`, SetDefaults_Probe,
    /// SetDefaults_HTTPGetAction).
    fileprivate func asksTheSame(as other: JSON) -> Bool { withProbeDefaults == other.withProbeDefaults }

    private var withProbeDefaults: JSONValue {
        var draft = Draft(self)
        let counts: [(String, Int64)] = [
            ("initialDelaySeconds", 0), ("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1),
            ("failureThreshold", 3),
        ]
        for (name, standard) in counts { draft.setDefault([name], .int(standard)) }
        if self["httpGet"]?.kind == .object {
            draft.setDefault(["httpGet", "path"], "/")
            draft.setDefault(["httpGet", "scheme"], "HTTP")
        }
        if self["grpc"]?.kind == .object { draft.setDefault(["grpc", "service"], "") }
        return (try? draft.object()).map { .json($0) } ?? .json(self)
    }
}

extension FieldReader {
    /// A member of a container that is an object.
    fileprivate mutating func read(_ container: ContainerView, _ name: String) -> JSON? {
        guard let json = container.json.member(name), !json.isNull else { return nil }
        if json.kind == .object { return json }
        find(container, [name], "is \(json.typeName)", "must be an object", reason: .wrongType)
        return nil
    }

    fileprivate func isMalformed(_ container: ContainerView, _ name: String) -> Bool {
        container.json.member(name).map { !$0.isNull && $0.kind != .object } ?? false
    }

    fileprivate mutating func find(
        _ container: ContainerView, _ path: [String], _ found: String, _ wanted: String, fix: String? = nil,
        reason: Finding.Reason = .invalid
    ) {
        findings.append(Finding(in: container, path, found: found, wanted: wanted, fix: fix, reason: reason))
    }
}

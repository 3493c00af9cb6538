import Documents
import Kubernetes

/// Random numbers that are the same on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Makes objects with pods as they come, and as they should not: fields missing, null, or of another type.
struct PodGenerator {
    private var random: SeededGenerator
    /// One field in so many is of the wrong type.
    private let oddity: Int

    init(seed: UInt64, oddity: Int = 40) {
        random = SeededGenerator(seed: seed)
        self.oddity = oddity
    }

    /// A number below a bound.
    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    /// An object of one of the kinds with a pod, and where that is.
    mutating func object() -> (kind: PodTemplates.Entry, json: JSONValue) {
        let kind = pick(PodTemplates.builtIn)
        var pod = pod()
        if kind.pod.tokens.isEmpty, case .object(let members) = pod {
            pod = .object([.init("apiVersion", "v1"), .init("kind", "Pod")] + members)
        }
        let apiVersion = kind.group.isEmpty ? "v1" : kind.group + "/v1"
        let nested = kind.pod.tokens.reversed().reduce(pod) { .object([.init($1, $0)]) }
        guard case .object(let members) = nested, !kind.pod.tokens.isEmpty else { return (kind, nested) }
        let head: [JSONValue.Member] = [
            .init("apiVersion", .string(apiVersion)), .init("kind", .string(kind.kind)),
            .init("metadata", ["name": "generated"]),
        ]
        return (kind, .object(head + members))
    }

    private mutating func pod() -> JSONValue {
        let metadata = fields([("name", "generated"), ("labels", labels())])
        return .object([.init("metadata", metadata), .init("spec", odd(spec()))])
    }

    private mutating func spec() -> JSONValue {
        fields([
            ("securityContext", securityContext(isOfPod: true)), ("initContainers", containers()),
            ("ephemeralContainers", containers()), ("os", ["name": pick(["linux", "windows"])]),
            ("hostUsers", pick([true, false])), ("resources", resources()), ("nodeSelector", labels()),
            ("serviceAccountName", pick(["default", "builder", ""])),
            ("tolerations", [["key": "team", "operator": "Exists"]]),
            ("volumes", volumes()), ("hostNetwork", pick([true, false])), ("hostPID", pick([true, false])),
            ("automountServiceAccountToken", pick([true, false])), ("runtimeClassName", pick(["kata", ""])),
        ]).with("containers", odd(containers()))
    }

    private mutating func volumes() -> JSONValue {
        .array([
            ["name": "tmp", "emptyDir": [:]], ["name": "code", "image": ["reference": image()]],
            odd(["name": "host", "hostPath": odd(["path": pick(["/", "/var/log", "/var/run/docker.sock"])])]),
        ])
    }

    private mutating func containers() -> JSONValue {
        .array((0..<number(below: 4)).map { _ in odd(container()) })
    }

    private mutating func container() -> JSONValue {
        fields([
            ("name", pick(["app", "istio-proxy", "legacy", "ä/~\"", ""])), ("image", image()),
            ("restartPolicy", pick(["Always", "Never"])), ("securityContext", securityContext(isOfPod: false)),
            ("resources", resources()), ("env", [["name": "LEVEL", "value": "info"]]),
            ("args", ["--color"]),
            ("volumeMounts", [["name": "tmp", "mountPath": "/tmp"], ["name": "host", "mountPath": "/host"]]),
            ("ports", [odd(["containerPort": 80, "hostPort": pick([0, 80, 8080])])]),
            ("livenessProbe", odd(["httpGet": odd(["port": 80, "host": pick(["", "db"])])])),
        ])
    }

    private mutating func securityContext(isOfPod: Bool) -> JSONValue {
        let own: [(String, JSONValue)] = [
            ("privileged", pick([true, false])), ("allowPrivilegeEscalation", pick([true, false])),
            ("readOnlyRootFilesystem", pick([true, false])), ("procMount", pick(["Default", "Unmasked"])),
            ("capabilities", odd(["add": odd([capability()]), "drop": odd([capability(), "KILL"])])),
        ]
        let shared: [(String, JSONValue)] = [
            ("fsGroup", id()), ("supplementalGroups", [id(), id()]),
            ("sysctls", [odd(["name": pick(["kernel.msgmax", "net.ipv4.tcp_syncookies"])])]),
        ]
        let common: [(String, JSONValue)] = [
            ("runAsNonRoot", pick([true, true, false])), ("runAsUser", id()), ("runAsGroup", id()),
            ("windowsOptions", ["runAsUserName": pick(["ContainerUser", "ContainerAdministrator"])]),
            ("seccompProfile", odd(["type": profile()])), ("appArmorProfile", odd(["type": profile()])),
            ("seLinuxOptions", odd(["type": pick(["container_t", "spc_t"]), "user": pick(["", "root"])])),
        ]
        return fields(common + (isOfPod ? shared : own))
    }

    private mutating func capability() -> JSONValue { pick(["ALL", "NET_ADMIN", "SYS_ADMIN", "CHOWN", "KILL"]) }

    private mutating func profile() -> JSONValue { pick(["RuntimeDefault", "Localhost", "Unconfined"]) }

    private mutating func resources() -> JSONValue {
        fields([("requests", quantities()), ("limits", quantities())])
    }

    private mutating func quantities() -> JSONValue {
        fields(["cpu", "memory", "ephemeral-storage", "nvidia.com/gpu"].map { ($0, quantity()) })
    }

    private mutating func quantity() -> JSONValue {
        pick(["100m", "0.5", 1, 2, "4", "64Mi", "1Gi", "1G", "128974848", 0, "0", -1, "-5m", "1GB", "", "1e40", "1e3"])
    }

    private mutating func id() -> JSONValue { pick([0, 1, 999, 1000, 1500, 65534, -1, 4_294_967_296]) }

    private mutating func image() -> JSONValue {
        pick([
            "nginx", "docker.io/library/nginx:1.27", "registry.example.com/team/app:1", "quay.io/a/b@sha256:ab",
            "registry.example.com.evil.org/team/app", "Bad Image", "",
        ])
    }

    private mutating func labels() -> JSONValue { fields([("app", pick(["web", "db"])), ("team", "red")]) }

    /// Some of the members, some null, some of another type.
    private mutating func fields(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(
            members.compactMap { name, value in
                switch number(below: 20) {
                case 0..<9: JSONValue.Member(name, odd(value))
                case 9: JSONValue.Member(name, .null)
                default: nil
                }
            })
    }

    /// The value, or now and then something else.
    private mutating func odd(_ value: JSONValue) -> JSONValue {
        guard number(below: oddity) == 0 else { return value }
        return pick([.null, true, 7, "text", [], [:], ["text"], ["name": 5], [[:], 1]])
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(below: choices.count)] }
}

extension JSONValue {
    /// The object with one more member.
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [.init(name, value)])
    }
}

import Admission
import Documents
import Kubernetes

/// Pods must not reach into their node.
struct HostAccess: Validating {
    static let about = About(
        "host-access", "Pods must not reach into their node: its namespaces, ports, files and processes.",
        judges: .workloads, fields: "hostNetwork", "hostPID", "hostIPC", "ports[*].hostPort", "volumes[*].hostPath",
        "volumeMounts[*].readOnly", "securityContext.windowsOptions.hostProcess",
        prose: """
            What separates a pod from its node are namespaces and a file system of its own; each of these fields gives \
            some of that up. All are forbidden unless they are given here: namespaces by name, ports by range, and \
            directories of the host with all that is below them, read-only unless it is said otherwise. The sockets of \
            container runtimes, and every directory that holds one, are never allowed: who can talk to the runtime \
            is root on the node.
            """)

    @Parameter("The namespaces of the host that pods may share: hostNetwork, hostPID, hostIPC.")
    var namespaces: [HostNamespace] = []

    @Parameter("The ports of the host that containers may take.")
    var ports: [HostPortRange] = []

    @Parameter("The directories and files of the host that pods may mount.")
    var paths: [HostPathGrant] = []

    @Parameter("Processes may run on a Windows host as its own.")
    var allowHostProcesses = false

    func check(_ request: Request) -> [Finding] {
        let findings = request.judgePod { pod, faults in
            guard let spec = pod.spec else { return }
            for name in HostNamespace.allCases where !namespaces.contains(name) {
                faults.add(HostRule.namespace(name.field, spec))
            }
            HostPathRule(grants: paths, pod.containers).check(spec, &faults)
            if !allowHostProcesses {
                faults.add(HostRule.windowsProcess(SecurityContext(pod.securityContext), isOwn: false))
            }
        }
        return findings + ephemeralMounts(request)
            + request.judgeContexts(exempt: []) { own, _, container, faults in
                HostRule.ports(container.json, &faults) { port in ports.contains { $0.contains(port) } }
                if !allowHostProcesses { faults.add(HostRule.windowsProcess(own, isOwn: true)) }
            }
    }

    /// A request for ephemeral containers leaves the volumes as they are, and can have them written to.
    private func ephemeralMounts(_ request: Request) -> [Finding] {
        guard !request.concerns(.ordinary), let pod = request.pod, let spec = pod.spec else { return [] }
        var faults: [SecurityFault] = []
        let containers = pod.containers.filter { $0.list == .ephemeral }
        HostPathRule(grants: paths, containers).checkMounts(spec, &faults)
        return faults.map { $0.finding(nil, pod) }
    }
}

/// A namespace of the host.
enum HostNamespace: String, CaseIterable, ParameterValue {
    case hostNetwork
    case hostPID
    case hostIPC

    /// The field of the pod's spec.
    var field: StaticString {
        switch self {
        case .hostNetwork: "hostNetwork"
        case .hostPID: "hostPID"
        case .hostIPC: "hostIPC"
        }
    }
}

/// A range of ports of the host, both ends included.
struct HostPortRange: ParameterObject, ParameterValue {
    @Parameter("The lowest port of the range.")
    var minimum = 1

    @Parameter("The highest port of the range.")
    var maximum = 65535

    func contains(_ port: Int64) -> Bool { port >= minimum && port <= maximum }

    var problems: [ParameterProblem] {
        if minimum < 1 { return [ParameterProblem("minimum", "\(minimum) is no port; wanted is 1 or more.")] }
        if maximum > 65535 { return [ParameterProblem("maximum", "\(maximum) is no port; wanted is at most 65535.")] }
        guard minimum > maximum else { return [] }
        return [ParameterProblem("maximum", "\(maximum) is below the minimum, \(minimum); no port is in this range.")]
    }
}

/// A directory or file of the host that pods may mount, with all that is below it.
struct HostPathGrant: ParameterObject, ParameterValue {
    @Parameter("The path, such as /var/log.")
    var path = ""

    @Parameter("Containers may mount it for writing, too.")
    var writable = false

    var problems: [ParameterProblem] {
        guard HostPath(path) == nil else { return [] }
        return [
            ParameterProblem(
                "path", "\"\(path)\" is no path; wanted is an absolute one without \"..\", such as /var/log.")
        ]
    }
}

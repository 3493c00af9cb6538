import Admission
import Documents
import Kubernetes

/// Containers must drop capabilities, and add few.
struct Capabilities: Validating, Mutating {
    static let about = About(
        "capabilities", "Containers must drop the capabilities that they don't need.", judges: .workloads,
        fields: "securityContext.capabilities.drop", "securityContext.capabilities.add", "os.name",
        prose: """
            Root's power is made of capabilities, of which container runtimes give some to every container. Hardly a \
            program needs any: what must be dropped is filled in where it is not, unless the pod would be denied all \
            the same, and only what is allowed may be added.
            """)

    @Parameter("What containers must drop; ALL stands for all.")
    var drop = ["ALL"]

    @Parameter("What containers may add.")
    var allowed = ["NET_BIND_SERVICE"]

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    func check(_ request: Request) -> [Finding] {
        if request.pod?.isForWindows ?? false { return [] }
        let rule = CapabilityRule(allowed: allowed, dropped: drop)
        return request.judgeContexts(exempt: exempt) { own, _, _, faults in
            rule.notDropped(own, &faults)
            rule.added(own, &faults)
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, !pod.isForWindows else { return }
        draft.edit(request) { draft in
            for container in pod.containers where !container.isNamed(by: exempt) { mend(container, &draft) }
        } isWell: { request in
            check(request).isEmpty
        }
    }

    private func mend(_ container: ContainerView, _ draft: inout Draft) {
        let dropped = SecurityContext(container.securityContext).capabilities.value?["drop"]
        let kept = drop.filter { wanted in
            !(dropped?.elements.contains { $0.equals("ALL") || $0.equals(wanted) } ?? false)
        }
        guard !kept.isEmpty else { return }
        let place = container.pointer("securityContext", "capabilities", "drop")
        guard let dropped, dropped.count > 0 else { return draft.set(place, kept.json) }
        for capability in kept { draft.append(place, .string(capability)) }
    }

    var problems: [ParameterProblem] {
        problems("drop", drop) + problems("allowed", allowed)
    }

    private func problems(_ name: String, _ capabilities: [String]) -> [ParameterProblem] {
        capabilities.filter { $0.isEmpty || $0 != $0.uppercased() || $0.hasPrefix("CAP_") }.map { capability in
            ParameterProblem(name, "\"\(capability)\" is no capability; wanted is one such as ALL or NET_BIND_SERVICE.")
        }
    }
}

import Admission
import Documents
import Kubernetes

/// A Namespace that is created, or whose labels may say other things than before (pod-security-admission,
/// `ValidateNamespace`).
struct NamespaceChange {
    private let name: String
    private let new: PodSecurityLabels
    /// Nil for a namespace that is new.
    private let old: PodSecurityLabels?
    private let inventory: any Inventory

    /// The pods that are looked at.
    static let bound = 3000
    private static let label: Pointer = ["metadata", "labels", "pod-security.kubernetes.io/enforce"]

    /// - Parameter defaults: what counts where there are no labels.
    init(_ request: Request, defaults: PodSecurityStandards) {
        let admission = request.admission
        name = admission.name.isEmpty ? request.view.name : admission.name
        inventory = request.inventory
        new = PodSecurityLabels(request.view.labels, defaults: defaults)
        let before = admission.operation == .update ? admission.oldObject : nil
        old = before.map { PodSecurityLabels(ObjectView($0).labels, defaults: defaults) }
    }

    /// Labels that can't be understood, unless they were there before.
    var invalidLabels: [Finding] {
        guard !new.problems.isEmpty, new.problems != old?.problems else { return [] }
        return new.problems.map { problem in
            var finding = Finding(
                ["metadata", "labels", problem.label], found: "is \"\(problem.value)\"", wanted: problem.wanted)
            finding.headline = "Namespace \"\(name)\" is invalid: \(new.problems.aggregate)"
            return finding
        }
    }

    /// The pods in the namespace that would not be let in any more, where they are known; a line for all that have the
    /// same faults.
    func strandedPods(_ exempt: PodSecurityExemptions) -> [Finding] {
        let wanted = new.standards.enforce
        guard let old, new.problems.isEmpty || new.problems == old.problems, isStricter(than: old.standards.enforce),
            !exempt.namespaces.matches(name), inventory.knows(.pods)
        else { return [] }
        let pods = inventory.pods(in: name)
        let faults = PodFaults(pods.prefix(Self.bound), wanted, exempt)
        guard !faults.lines.isEmpty else { return [] }
        let rest = "of \(pods.count) existing pods"
        let cut =
            pods.count > Self.bound
            ? ["new PodSecurity enforce level only checked against the first \(Self.bound) \(rest)"] : []
        let heading =
            "existing pods in namespace \"\(name)\" violate the new PodSecurity enforce level \"\(wanted.text)\""
        return (cut + [heading] + faults.lines).map { line in
            var finding = Finding(Self.label, found: "is \(wanted.level.rawValue)", wanted: line, reason: .forbidden)
            finding.headline = line
            finding.mode = .warn
            return finding
        }
    }

    private func isStricter(than old: PodSecurityStandard) -> Bool {
        let new = new.standards.enforce
        return new.level != .privileged && new != old && (new.version != old.version || new.level > old.level)
    }
}

/// What pods are at fault for, each fault once with the pods that share it.
private struct PodFaults {
    private var pods: [String: (first: String, count: Int)] = [:]

    init(_ pods: some Sequence<InventoryPod>, _ standard: PodSecurityStandard, _ exempt: PodSecurityExemptions) {
        for pod in pods {
            guard pod.count > 0, let view = pod.pod, !exempt.exempts(view) else { continue }
            let reasons = PodSecurityEvaluation(SecuredPod(view), standard).reasons
            if reasons.isEmpty { continue }
            let known = self.pods[reasons]
            self.pods[reasons] = (min(known?.first ?? pod.name, pod.name), (known?.count ?? 0) + pod.count)
        }
    }

    /// `web (and 2 other pods): host namespaces, privileged`, in order.
    var lines: [String] {
        pods.map { reasons, pods in
            switch pods.count {
            case 1: "\(pods.first): \(reasons)"
            case 2: "\(pods.first) (and 1 other pod): \(reasons)"
            default: "\(pods.first) (and \(pods.count - 1) other pods): \(reasons)"
            }
        }.sorted()
    }
}

import Documents
import Kubernetes

extension WebhookView {
    /// Where the webhook is asked more than it needs to be.
    func widths(_ namespaces: NamespaceLabels) -> [Ailment] {
        wildcards + refusedConditions + [nodeWrites(namespaces), ruleAbsence].compactMap(\.self) + selectors(namespaces)
    }

    private var wildcards: [Ailment] {
        rules.enumerated().filter { $0.element.isWildcard }.map { position, rule in
            let groups = rule.groups.map { $0.isEmpty ? "the core group" : $0 }.joined(separator: ", ")
            let place = rule.groups.contains("*") ? "every group" : groups
            return ailment(
                .wildcard, .caution, ["rules", String(position), "resources"],
                "It is asked about every resource of \(place).",
                why: "Each write waits for it, also of kinds that only come with the next version of the cluster.",
                fix: "Name the groups and resources that it judges.")
        }
    }

    private var refusedConditions: [Ailment] {
        conditions.faults.map { fault in
            ailment(
                .matchConditions, .danger, ["matchConditions", String(fault.position), "expression"],
                "The condition is no expression of the API server's: \(fault.reason)",
                why: "The API server refuses the configuration.",
                fix: "Correct the expression; sekisho cel evaluates it.")
        }
    }

    private var ruleAbsence: Ailment? {
        guard rules.isEmpty else { return nil }
        return ailment(
            .noRules, .caution, ["rules"], "It has no rules.", why: "It is never asked.",
            fix: "Add rules, or delete the webhook.")
    }

    /// Kubelets write pods (of static ones, a mirror), their state, and events.
    private func nodeWrites(_ namespaces: NamespaceLabels) -> Ailment? {
        let targets = [
            RequestTarget(group: "", resource: "pods", operations: ["CREATE", "DELETE"]),
            RequestTarget(group: "", resource: "pods", subresource: "status", operations: ["UPDATE"]),
            RequestTarget(group: "", resource: "events", operations: ["CREATE"]),
        ]
        guard isStrict, selects(namespace: namespaces["default"]) else { return nil }
        guard let target = targets.first(where: { isAsked(about: $0, of: "default", by: .node) }) else { return nil }
        let found = conditions.isEmpty ? "It has no matchConditions" : "No matchCondition leaves them out"
        return ailment(
            .matchConditions, .caution, ["matchConditions"],
            "\(found), so that nodes have to ask it about \(target.resource), too.",
            why: "A kubelet that has to wait, or is refused, can't start and stop what runs on its node.",
            fix: "Leave the nodes out: {name: \(LockOutGuard.notByANode.name), expression: "
                + "'\(LockOutGuard.notByANode.expression)'} (Kubernetes 1.28 or later).")
    }

    private func selectors(_ namespaces: NamespaceLabels) -> [Ailment] {
        ["namespaceSelector", "objectSelector"].compactMap(malformed) + [uselessSelector(namespaces)].compactMap(\.self)
    }

    private func malformed(_ name: String) -> Ailment? {
        do throws(LabelSelectorError) {
            _ = try selector(name)
            return nil
        } catch {
            return ailment(
                .selector, .danger, [name], "Its \(name) can't be read: \(error)",
                why: "The API server refuses the configuration.", fix: "Correct the selector.")
        }
    }

    /// A selector that was written to leave something out, but depends on labels that nobody has put anywhere.
    private func uselessSelector(_ namespaces: NamespaceLabels) -> Ailment? {
        guard let selector = try? selector("namespaceSelector"), !selector.isEmpty else { return nil }
        let names = ["kube-system", "kube-node-lease", "default", serviceNamespace].compactMap(\.self)
        guard names.allSatisfy({ selects(namespace: namespaces[$0]) }) else { return nil }
        return ailment(
            .selector, .caution, ["namespaceSelector"],
            "Its namespaceSelector (\(selector)) leaves out none of \(names.joined(separator: ", ")) by their names.",
            why: "It works only for namespaces that somebody has labelled, and whoever may label one can leave it out.",
            fix: "Select by kubernetes.io/metadata.name, which the API server sets itself.")
    }
}

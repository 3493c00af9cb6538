import Documents
import Kubernetes

extension Hearing {
    /// What is left of an outcome; what exceptions let pass of it is a step before it, unless nothing is left.
    mutating func relent(
        _ outcome: Decision.Outcome, _ binding: Binding, _ stage: Stages, _ request: Request
    ) -> Decision.Outcome {
        switch outcome {
        case .passed, .edited, .exempt, .unchanged, .excepted: return outcome
        case .failed(let reason):
            guard let exception = leniency(binding, request)?.whole else { return outcome }
            return .excepted([.init(exception: exception, matter: .failure(reason))])
        case .found(let findings):
            guard let leniency = leniency(binding, request) else { return outcome }
            let rest = findings.filter { leniency.exception(from: $0) == nil }
            guard rest.count < findings.count else { return outcome }
            let excepted = findings.compactMap { finding in
                leniency.exception(from: finding).map {
                    Decision.Excepted(exception: $0, matter: .finding(finding))
                }
            }
            return part(excepted, rest, binding, stage)
        }
    }

    private mutating func part(
        _ excepted: [Decision.Excepted], _ rest: [Finding], _ binding: Binding, _ stage: Stages
    ) -> Decision.Outcome {
        guard !rest.isEmpty else { return .excepted(excepted) }
        note(excepted, binding, stage)
        // A headline speaks of all findings, those among them that are let pass.
        return .found(
            rest.map { finding in
                var finding = finding
                finding.headline = nil
                return finding
            })
    }

    /// Takes back what an exception keeps a binding from changing. Nil where it is kept from nothing, or only from a part,
    /// which is then a step of its own.
    mutating func relent(
        _ request: Request, _ binding: Binding, _ draft: inout Draft, since before: Draft.Checkpoint
    ) -> Decision.Outcome? {
        let operations = draft.patch.operations.dropFirst(before.operations)
        let fills = draft.fills
        // Defaults go with the edits that they follow from, and are none.
        let edits = zip(operations.indices, operations).filter { !fills.contains($0.0) }.map(\.1)
        guard !edits.isEmpty, let leniency = leniency(binding, request) else { return nil }
        // Where containers come and go, those after them have other places than the exceptions know.
        guard leniency.whole != nil || !edits.contains(where: \.movesContainers) else { return nil }
        let excepting = edits.compactMap { leniency.exception(at: $0.path) }
        guard !excepting.isEmpty else { return nil }
        let excepted = Self.excepted(excepting)
        draft.restore(before)
        guard excepting.count < edits.count else { return .excepted(excepted) }
        for (position, operation) in zip(operations.indices, operations)
        where leniency.exception(at: operation.path) == nil {
            draft.apply(operation, isFill: fills.contains(position))
        }
        note(excepted, binding, .mutating)
        return nil
    }

    /// One entry for each exception, with the number of edits that it keeps from being made.
    private static func excepted(_ exceptions: [Exception]) -> [Decision.Excepted] {
        var counts: [(exception: Exception, edits: Int)] = []
        for exception in exceptions {
            if let position = counts.firstIndex(where: { $0.exception === exception }) {
                counts[position].edits += 1
            } else {
                counts.append((exception, 1))
            }
        }
        return counts.map { .init(exception: $0.exception, matter: .edits($0.edits)) }
    }

    private mutating func note(_ excepted: [Decision.Excepted], _ binding: Binding, _ stage: Stages) {
        decision.steps.append(
            .init(binding: binding, stage: stage, outcome: .excepted(excepted), duration: .zero, notes: []))
    }

    /// The exceptions from a binding that hold now; nil when none does. One that can't be told does not hold.
    private func leniency(_ binding: Binding, _ request: Request) -> Leniency? {
        let holding = (exceptions?.exceptions(from: binding) ?? []).filter { exception in
            !exception.expiry.isOver(at: now)
                && exception.scope.exempts(decision.request, templates, inventory) == .yes
        }
        guard !holding.isEmpty else { return nil }
        let leniency = Leniency(holding, request)
        return leniency.isEmpty ? nil : leniency
    }
}

extension Patch.Operation {
    /// It adds or removes a whole element of a list of containers.
    fileprivate var movesContainers: Bool {
        let tokens = path.tokens
        switch self {
        case .replace, .test: return false
        case .add where tokens.last == "-": return false
        case .add, .remove, .move, .copy:
            guard tokens.count > 1, Pointer.index(tokens[tokens.count - 1]) != nil else { return false }
            return ContainerView.List(rawValue: tokens[tokens.count - 2]) != nil
        }
    }
}

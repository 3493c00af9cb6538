import Documents
import Kubernetes

/// The state of one decision while it is being made.
struct Hearing<Known: Inventory> {
    var decision: Decision
    var request: Request?
    let templates: PodTemplates
    let inventory: Known
    private let deadline: ContinuousClock.Instant?
    private var clock = ContinuousClock.now
    /// Bindings that have mended and may do so again.
    private var reinvocable: [Binding] = []
    /// Operations of the patch after which the object had its defaults.
    private var completed = 0
    /// Found out when it first matters, since most objects are not changed.
    private var cameComplete: Bool?
    /// Found out when the first binding asks, since most requests are no updates.
    private var isPodUnchanged: Bool?
    /// Nil when there are none.
    private(set) var exceptions: ExceptionIndex?
    /// Seconds since 1970, for those.
    private(set) var now: Int64?

    init(
        _ admission: AdmissionRequest, templates: PodTemplates, inventory: Known, deadline: ContinuousClock.Instant?
    ) {
        decision = Decision(admission)
        decision.steps.reserveCapacity(8)
        self.templates = templates
        self.inventory = inventory
        self.deadline = deadline
    }

    /// Has exceptions let pass what is found.
    mutating func admit(_ exceptions: ExceptionIndex, at now: Int64?) {
        self.exceptions = exceptions
        self.now = now
    }

    /// The mending stage: each binding sees the edits of those before it.
    ///
    /// What is judged afterwards has its defaults again, which the API server fills in between its two webhooks.
    mutating func mutate(_ bindings: [Binding], isJudgedNext: Bool) {
        guard let object = request?.object else { return }
        var draft = Draft(object)
        for binding in bindings { mend(binding, &draft) }
        // Those that ask for it see what the others have made (apiserver, admission/reinvocation.go).
        let again = reinvocable
        if draft.isEdited { for binding in again { mend(binding, &draft) } }
        decision.patch = draft.patch
        decision.fills = draft.fills
        decision.patchedObject = draft.isEdited ? request?.object : nil
        if isJudgedNext { complete(&draft) }
    }

    /// Fills in what the API server would after a change (apiserver, plugin/policy/mutating/dispatcher.go), unless the
    /// object came without its defaults.
    private mutating func complete(_ draft: inout Draft) {
        let kind = decision.request.kind
        let operations = draft.patch.operations.count
        guard operations > completed, let request else { return }
        let isComplete = cameComplete ?? request.admission.object.map { CompletedObject.isComplete($0, kind: kind) }
        cameComplete = isComplete
        guard isComplete ?? false else { return }
        draft.complete(kind)
        completed = draft.patch.operations.count
        if completed > operations, let object = try? draft.object() { replace(request, with: object) }
    }

    private mutating func mend(_ binding: Binding, _ draft: inout Draft) {
        guard let policy = binding.mutating, policy.mendsOptions || decision.request.operation != .connect else {
            return
        }
        step(binding, .mutating) { hearing, request in (hearing.edit(request, policy, binding, &draft), []) }
    }

    /// The judging stage.
    mutating func validate(_ bindings: [Binding]) {
        for binding in bindings {
            guard let policy = binding.validating else { continue }
            step(binding, .validating) { _, request in
                let findings = Self.malformations(binding, request)
                let judgement = findings.isEmpty ? policy.judge(request) : Judgement(findings)
                return (judgement.findings.isEmpty ? .passed : .found(judgement.findings), judgement.notes)
            }
        }
    }

    private mutating func step(
        _ binding: Binding, _ stage: Stages,
        _ body: (inout Self, Request) -> (outcome: Decision.Outcome, notes: [Note])
    ) {
        guard let request, binding.operations.contains(decision.request.operation) else { return }
        var came: (outcome: Decision.Outcome, notes: [Note])
        switch match(binding, request) {
        case .no: return
        case .unknown(let reason): came = (obstacle(binding, request) ?? .failed(reason), [])
        case .yes: came = obstacle(binding, request).map { ($0, []) } ?? body(&self, request)
        }
        if exceptions != nil { came.outcome = relent(came.outcome, binding, stage, request) }
        let start = clock
        clock = .now
        decision.steps.append(
            .init(
                binding: binding, stage: stage, outcome: came.outcome, duration: clock - start, notes: came.notes))
    }

    /// Whether a binding has something to do with the request: by its scope, and by its policy's own rules.
    private func match(_ binding: Binding, _ request: Request) -> Scope.Match {
        let match = binding.scope.match(decision.request, inventory)
        guard match == .yes, let matching = binding.matching else { return match }
        return matching.match(request)
    }

    /// What keeps a binding from its work, if anything does.
    private mutating func obstacle(_ binding: Binding, _ request: Request) -> Decision.Outcome? {
        if binding.skipsUnchangedPods, isUntouched(request, binding) { return .unchanged }
        if let outcome = exemption(binding) { return outcome }
        for need in binding.needs where !inventory.knows(need.kind) { return need.lack }
        if let reason = binding.policy.obstacle(to: request) { return .failed(reason) }
        if let deadline, clock > deadline { return .failed("the time for the decision was over") }
        return nil
    }

    private mutating func isUntouched(_ request: Request, _ binding: Binding) -> Bool {
        guard request.admission.operation == .update else { return false }
        let known = isPodUnchanged ?? request.isPodUnchanged
        isPodUnchanged = known
        guard known, !binding.policy.minds(unchangedPodOf: request) else { return false }
        return !binding.minds(labelsOf: request) || request.areLabelsUnchanged
    }

    /// One exemption that holds is enough; only without one it matters that another can't be told.
    private func exemption(_ binding: Binding) -> Decision.Outcome? {
        var doubt: Decision.Outcome?
        for exemption in binding.exempting {
            switch exemption.scope.exempts(decision.request, templates, inventory) {
            case .yes: return .exempt
            case .unknown(let reason): doubt = .failed(reason)
            case .no: continue
            }
        }
        return doubt
    }

    private mutating func edit(
        _ request: Request, _ policy: any Mending, _ binding: Binding, _ draft: inout Draft
    ) -> Decision.Outcome {
        if let pod = request.pod, pod.isTooLarge, let reason = pod.malformations.first {
            return .failed("\(reason.pointer.field) \(reason.found), which is too many to look at in time")
        }
        if policy.expectsDefaults { complete(&draft) }
        let request = self.request ?? request
        let before = draft.checkpoint
        switch policy.mend(request, &draft) {
        case .done: if policy.runsAgain { reinvocable.append(binding) }
        case .passedOver:
            draft.restore(before)
            return .passed
        case .refused(let findings):
            draft.restore(before)
            return .found(findings)
        }
        if let refusal = draft.refusals.first {
            draft.restore(before)
            return .failed("it could not change the object: \(refusal)")
        }
        if exceptions != nil, let outcome = relent(request, binding, &draft, since: before) { return outcome }
        let operations = draft.patch.operations.count
        let edits = operations - before.operations - draft.fills.count { $0 >= before.operations }
        do throws(JSONError) {
            if operations > before.operations { replace(request, with: try draft.object()) }
        } catch {
            draft.restore(before)
            return .failed("the changed object is no valid document: \(error)")
        }
        return edits > 0 ? .edited(edits) : .passed
    }

    /// What was left as it was may now be changed.
    private mutating func replace(_ request: Request, with object: JSON) {
        self.request = Request(request, object: object)
        isPodUnchanged = nil
    }

    /// A workload whose containers can't be read is never passed over.
    private static func malformations(_ binding: Binding, _ request: Request) -> [Finding] {
        guard binding.judgesPods, let pod = request.pod, !pod.malformations.isEmpty else { return [] }
        return pod.malformations.map(Finding.init)
    }
}

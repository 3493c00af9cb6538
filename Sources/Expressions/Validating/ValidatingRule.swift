package import Admission
import CEL
import Documents
import Kubernetes

/// A ValidatingAdmissionPolicy and one of its bindings (apiserver, plugin/policy/validating).
package final class ValidatingRule: Judging, Matching {
    private let bound: BoundPolicy
    private let program: ValidatingProgram

    init(_ bound: BoundPolicy, _ program: ValidatingProgram) {
        self.bound = bound
        self.program = program
        about = bound.about
        rules = bound.rules
    }

    package let about: About
    package let rules: [MatchRule]

    package func match(_ request: Request) -> Scope.Match { bound.match(request) }

    package func obstacle(to request: Request) -> String? { bound.obstacle(to: request) }

    package func judge(_ request: Request) -> Judgement {
        switch bound.invocations(for: bound.converted(request)) {
        case .failure(let lack): return Judgement(misconfiguration(lack.message))
        case .success(let invocations):
            var findings: [Finding] = []
            var notes: [Note] = []
            for invocation in invocations {
                var trial = Trial(program, invocation)
                trial.run()
                findings += trial.verdicts.compactMap(finding)
                notes += trial.notes
            }
            return Judgement(findings, notes: notes)
        }
    }

    /// The binding can't be put to work: that denies whatever the binding's actions are, unless failures are ignored.
    private func misconfiguration(_ message: String) -> [Finding] {
        guard program.failurePolicy == .fail else { return [] }
        return [Finding(bound.citation("failed to configure binding: \(message)"), mode: .enforce)]
    }

    private func finding(_ verdict: Trial.Verdict) -> Finding? {
        let actions = bound.binding.validationActions
        var rule = bound.citation(verdict.message)
        rule.index = verdict.index
        rule.status = .init(code: verdict.reason.code, reason: verdict.reason.rawValue)
        rule.actions = actions.map(\.rawValue)
        rule.isAudited = actions.contains(.audit) && !verdict.deniesAlways
        rule.file = bound.policy.document.place.source.name
        rule.location = verdict.location
        if verdict.deniesAlways || actions.contains(.deny) { return Finding(rule, mode: .enforce) }
        if actions.contains(.warn) { return Finding(rule, mode: .warn) }
        return actions.contains(.audit) ? Finding(rule, mode: .audit) : nil
    }
}

package import Admission
package import Documents
import Kubernetes

/// A MutatingAdmissionPolicy and one of its bindings (apiserver, plugin/policy/mutating).
package final class MutatingRule: Mending, Matching {
    private let bound: BoundPolicy
    private let program: MutatingProgram

    init(_ bound: BoundPolicy, _ program: MutatingProgram) {
        self.bound = bound
        self.program = program
        about = bound.about
        rules = bound.rules
    }

    package let about: About
    package let rules: [MatchRule]

    package var runsAgain: Bool { program.reinvocationPolicy == .ifNeeded }
    package var expectsDefaults: Bool { true }
    package var mendsOptions: Bool { true }

    package func match(_ request: Request) -> Scope.Match { bound.match(request) }

    package func obstacle(to request: Request) -> String? { bound.obstacle(to: request) }

    package func mend(_ request: Request, _ draft: inout Draft) -> Mended {
        let converted = bound.converted(request)
        guard converted !== request else { return run(on: request, &draft) }
        var other = Draft(converted.object)
        let mended = run(on: converted, &other)
        guard case .done = mended, other.isEdited, let object = try? other.object() else { return mended }
        guard let back = Conversion.object(object, from: converted.admission.kind, to: request.admission.kind) else {
            return misconfiguration("the changed object can't be converted to \(request.admission.kind.apiVersion)")
        }
        ObjectDifference.edit(&draft, from: .json(request.object), to: .json(back))
        return .done
    }

    private func run(on request: Request, _ draft: inout Draft) -> Mended {
        switch bound.invocations(for: request) {
        case .failure(let lack): return misconfiguration(lack.message)
        case .success(let invocations):
            var run = MutatingRun(program, request)
            for invocation in invocations where !run.isBroken { run.run(invocation, &draft) }
            let findings = run.faults.compactMap(finding)
            guard findings.isEmpty else { return .refused(findings) }
            guard run.hasTakenPart else { return .passedOver }
            run.record(in: &draft)
            return .done
        }
    }

    /// The binding can't be put to work: that denies unless failures are ignored.
    private func misconfiguration(_ message: String) -> Mended {
        guard program.failurePolicy == .fail else { return .passedOver }
        var rule = bound.citation("failed to configure binding: \(message)")
        rule.status = .init(code: 403, reason: "Forbidden")
        return .refused([Finding(rule, mode: .enforce)])
    }

    /// What failures are ignored of is no finding.
    private func finding(_ fault: MutatingRun.Fault) -> Finding? {
        guard program.failurePolicy == .fail || fault.gravity == .internalError else { return nil }
        var rule = bound.citation(fault.message)
        // The API server sets the reason and leaves the code (plugin/policy/generic/policy_dispatcher.go).
        rule.status = .init(code: 403, reason: "Invalid")
        if fault.gravity == .internalError {
            rule.status = .init(code: 500, reason: "InternalError")
            rule.isWholeDenial = true
        }
        rule.file = bound.policy.document.place.source.name
        rule.location = fault.location
        return Finding(rule, mode: .enforce)
    }
}

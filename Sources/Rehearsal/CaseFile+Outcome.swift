import Admission
package import Documents
import Kubernetes

extension CaseFile {
    /// What came out of a case.
    package struct Outcome: Sendable {
        /// What the case shows.
        package let name: String
        /// Where it stands in its file.
        package let location: SourceLocation
        /// How what came out differs from what was expected, a line each: `-` was expected and did not come, `+` came
        /// and was not expected.
        package let differences: [String]

        /// All came as expected.
        package var isAsExpected: Bool { differences.isEmpty }
    }
}

extension CaseFile.Case {
    /// Plays the case: before a gate that has nothing but its policy, or before its gate, where objects are judged as
    /// they are after the mending.
    package func outcome() -> CaseFile.Outcome {
        let gate = subject.gate.excepting(exceptions)
        let stages: Stages = policy == nil ? [.mutating, .validating] : .validating
        let differences =
            switch expectation {
            case .allow: differences(in: gate.decide(request, stages, inventory: inventory, now: now), [])
            case .deny(let findings):
                differences(in: gate.decide(request, stages, inventory: inventory, now: now), findings)
            case .patch(let patch): differences(in: gate, patch)
            }
        return CaseFile.Outcome(name: name, location: location, differences: differences)
    }

    private func differences(in decision: Decision, _ expected: [ExpectedFinding]) -> [String] {
        var missing = expected.sorted { $0.precision > $1.precision }
        let stray = found(in: decision).filter { name, finding in
            guard let match = missing.firstIndex(where: { $0.matches(finding, of: name) }) else { return true }
            missing.remove(at: match)
            return false
        }
        let lines = failures(in: decision) + missing.map { "- \($0)" } + stray.map { "+ \(text($0.1, $0.0))" }
        return missing.isEmpty ? lines : lines + mild(in: decision)
    }

    /// A finding, its place first unless the whole object is meant.
    private func text(_ finding: Finding, _ name: String) -> String {
        let place = finding.pointer.tokens.isEmpty ? "" : "\(finding.pointer): "
        let finder = policy == nil && name != subject.name ? " (by \(name))" : ""
        return place + finding.message + finder + (finding.rule?.note ?? "")
    }

    /// What is found, and yet denies nothing.
    private func mild(in decision: Decision) -> [String] {
        guard policy == nil else { return [] }
        let modes = [(Mode.warn, "warned"), (.audit, "audited")]
        return modes.flatMap { mode, words in
            decision.steps.flatMap { step in
                step.findings(mode).map { "  only \(words): \(text($0, step.binding.name))" }
            }
        }
    }

    /// What counts, and the names of the bindings that find it: all that a policy finds, or what a gate denies.
    private func found(in decision: Decision) -> [(String, Finding)] {
        decision.steps.flatMap { step in
            (policy == nil ? step.findings(.enforce) : step.findings).map { (step.binding.name, $0) }
        }
    }

    /// What could not be judged or changed; of a gate only what it denies for that.
    private func failures(in decision: Decision) -> [String] {
        decision.steps.compactMap { step in
            guard case .failed(let reason) = step.outcome, policy != nil || step.denies else { return nil }
            return "+ not judged by \(step.binding.name), since \(reason)"
        }
    }

    private func differences(in gate: Gate, _ expected: Patch) -> [String] {
        let decision = gate.decide(request, .mutating, inventory: inventory, now: now)
        let found = decision.change
        let failures = failures(in: decision)
        guard failures.isEmpty, found == expected else {
            return failures
                + expected.operations.filter { !found.operations.contains($0) }.map { "- \($0.text)" }
                + found.operations.map { (expected.operations.contains($0) ? "  " : "+ ") + $0.text }
        }
        guard let object = decision.patchedObject else { return [] }
        var second = request
        second.object = object
        let again = gate.decide(second, [.mutating, .validating], inventory: inventory, now: now)
        let faults = policy == nil ? [] : again.steps.flatMap(\.findings)
        return self.failures(in: again) + again.patch.operations.map { "+ on the second pass: \($0.text)" }
            + faults.map { "+ found in the changed object: \($0.message)" }
    }
}

extension Decision {
    /// The patch without what the API server would fill in anyway.
    fileprivate var change: Patch {
        guard !fills.isEmpty, let object = request.object else { return patch }
        return WrittenChange(patch, fills: fills, of: object, in: object).patch
    }
}

extension Patch.Operation {
    /// The operation as JSON.
    fileprivate var text: String {
        var writer = JSONWriter()
        Patch([self]).write(to: &writer)
        return String(writer.text.dropFirst().dropLast())
    }
}

extension ExpectedFinding: CustomStringConvertible {
    /// The finding is the one that is wanted, and so is the binding that finds it.
    func matches(_ finding: Finding, of binding: String) -> Bool {
        guard path.map({ $0 == finding.pointer }) ?? true, policy.map({ $0 == binding }) ?? true else { return false }
        guard let message else { return true }
        return finding.message.contains(message) || finding.headline?.contains(message) ?? false
    }

    /// How much it says: what says most is looked for first.
    fileprivate var precision: Int { [path != nil, message != nil, policy != nil].count { $0 } }

    package var description: String {
        let place = path.flatMap { $0.tokens.isEmpty ? nil : $0.description }
        let parts = [place, message.map { "…\($0)…" }].compactMap(\.self)
        return (parts.isEmpty ? "the object as a whole" : parts.joined(separator: ": "))
            + (policy.map { " (by \($0))" } ?? "")
    }
}

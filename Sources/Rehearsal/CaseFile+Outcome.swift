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
    /// Plays the case before a gate that has nothing but its policy.
    package func outcome() -> CaseFile.Outcome {
        let gate = Gate([Binding(policy)])
        let differences =
            switch expectation {
            case .allow: differences(in: gate.decide(request, .validating, inventory: inventory), [])
            case .deny(let findings):
                differences(in: gate.decide(request, .validating, inventory: inventory), findings)
            case .patch(let patch): differences(in: gate, patch)
            }
        return CaseFile.Outcome(name: name, location: location, differences: differences)
    }

    private func differences(in decision: Decision, _ expected: [ExpectedFinding]) -> [String] {
        var missing = expected.sorted { $0.message != nil && $1.message == nil }
        let stray = decision.steps.flatMap(\.findings).filter { finding in
            guard let match = missing.firstIndex(where: { $0.matches(finding) }) else { return true }
            missing.remove(at: match)
            return false
        }
        return decision.failures + missing.map { "- \($0)" } + stray.map { "+ \($0.pointer): \($0.message)" }
    }

    private func differences(in gate: Gate, _ expected: Patch) -> [String] {
        let decision = gate.decide(request, .mutating, inventory: inventory)
        let found = decision.patch
        guard decision.failures.isEmpty, found == expected else {
            return decision.failures
                + expected.operations.filter { !found.operations.contains($0) }.map { "- \($0.text)" }
                + found.operations.map { (expected.operations.contains($0) ? "  " : "+ ") + $0.text }
        }
        guard let object = decision.patchedObject else { return [] }
        var second = request
        second.object = object
        let again = gate.decide(second, [.mutating, .validating], inventory: inventory)
        return again.failures + again.patch.operations.map { "+ on the second pass: \($0.text)" }
            + again.steps.flatMap(\.findings).map { "+ found in the changed object: \($0.message)" }
    }
}

extension Decision {
    /// What could not be judged or changed.
    fileprivate var failures: [String] {
        steps.compactMap { step in
            if case .failed(let reason) = step.outcome { "+ not judged, since \(reason)" } else { nil }
        }
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
    /// The finding is the one that is wanted.
    func matches(_ finding: Finding) -> Bool {
        guard path == finding.pointer, let message else { return path == finding.pointer }
        return finding.message.contains(message) || finding.headline?.contains(message) ?? false
    }

    package var description: String {
        (path.map(\.description) ?? "") + (message.map { ": …\($0)…" } ?? "")
    }
}

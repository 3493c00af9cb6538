package import Admission
package import Configuration
package import Documents
import Kubernetes

/// What a gate says of manifests, object by object, with the places of what is wrong.
package struct Report: Sendable {
    /// What follows from a remark.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        /// The object would be denied.
        case denied
        /// The user would be warned.
        case warned
        /// The audit log would have a note.
        case audited

        /// The worse one comes first.
        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .denied: 0
            case .warned: 1
            case .audited: 2
            }
        }
    }

    /// One thing that the gate has to say of an object.
    package struct Remark: Sendable {
        /// What follows from it.
        package let severity: Severity
        /// Name of the binding that says it.
        package let policy: String
        /// The binding's policy.
        package let about: About
        /// What is wrong; nil when the binding could not judge.
        package let finding: Finding?
        /// What is wrong and what is wanted, or why it could not be judged; a sentence.
        package let message: String
        /// How to mend it, a sentence without its full stop; nil where the message says it all.
        package let fix: String?
        /// Where in the file.
        package let location: SourceLocation
    }

    /// One object.
    package struct Entry: Sendable {
        /// The object.
        package let manifest: Manifest
        /// The gate's decision, with all its evidence.
        package let decision: Decision
        /// What the gate has to say, in the order of its bindings.
        package let remarks: [Remark]

        /// Finds the places of the findings.
        package init(_ manifest: Manifest, decision: Decision) {
            self.manifest = manifest
            self.decision = decision
            let origin = Origin(manifest.object, decision)
            remarks = decision.steps.flatMap { Remark.remarks(of: $0, manifest, origin) }
        }

        /// The namespace that the object would be created in; empty outside of namespaces.
        package var namespace: String {
            let request = decision.request
            return request.kind.group.isEmpty && request.kind.kind == "Namespace" ? "" : request.namespace
        }

        /// The worst of the remarks, or nil when there is none.
        package var severity: Severity? {
            Severity.allCases.first { severity in remarks.contains { $0.severity == severity } }
        }

        /// The names of the bindings that change the object, each once.
        package var editors: [String] {
            var names: [String] = []
            for step in decision.steps {
                guard case .edited = step.outcome, !names.contains(step.binding.name) else { continue }
                names.append(step.binding.name)
            }
            return names
        }
    }

    /// In the order of the manifests.
    package let entries: [Entry]
    /// What is odd about the manifests themselves, whatever the gate says; in their order.
    package let warnings: [Complaint]

    /// A report of decisions.
    package init(_ entries: [Entry], warnings: [Complaint] = []) {
        self.entries = entries
        self.warnings = warnings
    }

    /// Nothing would be denied.
    package var isClean: Bool { entries.allSatisfy(\.decision.isAllowed) }

    /// An object is as bad as that, or worse; nothing is as bad as no severity.
    package func reaches(_ severity: Severity?) -> Bool {
        guard let severity else { return false }
        return entries.contains { $0.remarks.contains { $0.severity <= severity } }
    }
}

extension Report.Remark {
    /// What one binding has to say.
    fileprivate static func remarks(
        of step: Decision.Step, _ manifest: Manifest, _ origin: Origin
    ) -> [Report.Remark] {
        switch step.outcome {
        case .found(let findings):
            return findings.map { finding in
                let location = manifest.location(at: origin.place(of: finding.pointer))
                return Report.Remark(finding, Report.Severity(step.mode(of: finding)), step.binding, location)
            }
        case .failed(let reason):
            return [
                Report.Remark(
                    severity: step.severity, policy: step.binding.name, about: step.binding.about, finding: nil,
                    message: "This could not be judged, since \(reason).", fix: nil, location: manifest.location)
            ]
        case .passed, .edited, .exempt, .unchanged, .excepted: return []
        }
    }

    private init(_ finding: Finding, _ severity: Report.Severity, _ binding: Binding, _ location: SourceLocation) {
        var sentence = finding
        sentence.fix = nil
        self.init(
            severity: severity, policy: binding.name, about: binding.about, finding: finding,
            message: sentence.message, fix: finding.fix, location: location)
    }
}

extension Report.Severity {
    fileprivate init(_ mode: Mode) {
        self =
            switch mode {
            case .enforce: .denied
            case .warn: .warned
            case .audit: .audited
            }
    }
}

extension Decision.Step {
    /// What follows when the binding could not judge.
    fileprivate var severity: Report.Severity {
        binding.mode == .enforce && !denies ? .warned : Report.Severity(binding.mode)
    }
}

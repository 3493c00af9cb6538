package import Admission
package import Configuration
package import Documents
package import Kubernetes

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
        /// The smallest patch that mends it in the object as it is written, with the gate's changes; empty where somebody
        /// must decide.
        package internal(set) var mend: Patch
        /// Where in the file.
        package internal(set) var location: SourceLocation
        /// The field that it is about is not in the file: the API server fills it in.
        package let isByDefault: Bool
    }

    /// An audit annotation of an upstream policy.
    package struct AuditNote: Sendable, Equatable {
        /// The policy's name.
        package let policy: String
        /// The annotation's key, without the policy's name.
        package let key: String
        /// What is noted.
        package let value: String
    }

    /// One object.
    package struct Entry: Sendable {
        /// The object.
        package let manifest: Manifest
        /// The gate's decision, with all its evidence.
        package let decision: Decision
        /// What the gate has to say, in the order of its bindings.
        package let remarks: [Remark]
        /// What exceptions let pass, in the same order.
        package let excepted: [Excepted]
        /// The fields that the API server fills in before the gate sees the object.
        package let filled: [Pointer]
        /// What the gate changes, for the object as it is written.
        package let change: WrittenChange
        /// The object as it is written with these changes; nil when there are none.
        package let changedObject: JSON?
        /// What becomes of the object when all is mended that can be; nil where nobody has asked for it.
        package internal(set) var mending: Mending?

        /// Finds the places of the findings.
        ///
        /// - Parameter completed: the object as the gate saw it; as it is written unless given.
        package init(_ manifest: Manifest, decision: Decision, completed: CompletedObject? = nil) {
            let completed = completed ?? CompletedObject(asWritten: manifest.object)
            self.manifest = manifest
            self.decision = decision
            filled = completed.filled
            if completed.filled.isEmpty, decision.fills.isEmpty {
                change = WrittenChange(decision.patch)
                changedObject = decision.patchedObject
            } else {
                change = WrittenChange(
                    decision.patch, fills: decision.fills, of: completed.object, in: manifest.object)
                let isChanged = decision.patchedObject != nil && !change.patch.isEmpty
                changedObject = isChanged ? change.applied(to: manifest.object) : nil
            }
            let origin = Origin(manifest.object, decision, completed: completed)
            let written = changedObject ?? manifest.object
            remarks = decision.steps.flatMap { Remark.remarks(of: $0, manifest, origin, written) }
            excepted = decision.steps.flatMap { Excepted.all(of: $0, manifest, origin) }
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

        /// What upstream policies have the audit log note, whatever they find; each note once.
        package var notes: [AuditNote] {
            var notes: [AuditNote] = []
            for step in decision.steps {
                for note in step.notes.map({ AuditNote(policy: step.binding.name, key: $0.key, value: $0.value) })
                where !notes.contains(note) {
                    notes.append(note)
                }
            }
            return notes
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
        of step: Decision.Step, _ manifest: Manifest, _ origin: Origin, _ written: JSON
    ) -> [Report.Remark] {
        switch step.outcome {
        case .found(let findings):
            return findings.map { finding in
                var remark = Report.Remark(finding, Report.Severity(step.mode(of: finding)), step.binding, origin)
                remark.mend = finding.patch(for: written)
                remark.location = manifest.location(at: origin.place(of: finding.pointer))
                return remark
            }
        case .failed(let reason):
            return [
                Report.Remark(
                    severity: step.severity, policy: step.binding.name, about: step.binding.about, finding: nil,
                    message: "This could not be judged, since \(reason).", fix: nil, mend: Patch(),
                    location: manifest.location, isByDefault: false)
            ]
        case .passed, .edited, .exempt, .unchanged, .excepted: return []
        }
    }

    /// Without mend and place.
    init(_ finding: Finding, _ severity: Report.Severity, _ binding: Binding, _ origin: Origin) {
        let isByDefault = origin.isFilled(finding.pointer)
        var sentence = finding
        sentence.fix = nil
        if isByDefault { sentence.found += " by default" }
        self.init(
            severity: severity, policy: binding.name, about: binding.about, finding: finding,
            message: sentence.message, fix: finding.fix, mend: Patch(), location: .start, isByDefault: isByDefault)
    }
}

extension Report.Remark {
    /// ` (rule: policies/replicas.yaml:14:19)` where a rule of an upstream policy speaks; else empty.
    var ruleNote: String { finding?.rule?.note ?? "" }
}

extension RuleCitation {
    /// Where the rule stands, in brackets behind what it says; empty where that is unknown.
    var note: String { place.map { " (rule: \($0))" } ?? "" }
}

extension Report.Severity {
    init(_ mode: Mode) {
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

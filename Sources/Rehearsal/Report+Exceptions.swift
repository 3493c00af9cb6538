package import Admission
import Documents

extension Report {
    /// Something that the gate would have to say, and that an exception lets pass.
    package struct Excepted: Sendable {
        /// What the gate would have to say.
        package let remark: Remark
        /// What lets it pass.
        package let exception: Exception
    }

    /// A change that an exception keeps a binding from making.
    package struct Kept: Sendable, Equatable {
        /// Name of the binding.
        package let policy: String
        /// What keeps it from the change.
        package let exception: Exception
        /// Operations that the patch would have.
        package let edits: Int

        package static func == (left: Kept, right: Kept) -> Bool {
            left.policy == right.policy && left.exception === right.exception && left.edits == right.edits
        }
    }
}

extension Report.Excepted {
    /// What exceptions let pass of one binding's work, with the places in the file.
    static func all(of step: Decision.Step, _ manifest: Manifest, _ origin: Origin) -> [Report.Excepted] {
        step.excepted.compactMap { excepted in
            switch excepted.matter {
            case .edits: return nil
            case .finding(let finding):
                var remark = Report.Remark(finding, Report.Severity(step.mode(of: finding)), step.binding, origin)
                remark.location = manifest.location(at: origin.place(of: finding.pointer))
                return Report.Excepted(remark: remark, exception: excepted.exception)
            case .failure(let reason):
                let remark = Report.Remark(
                    severity: step.failureSeverity, policy: step.binding.name, about: step.binding.about, finding: nil,
                    message: "This could not be judged, since \(reason).", fix: nil, mend: Patch(),
                    location: manifest.location, isByDefault: false)
                return Report.Excepted(remark: remark, exception: excepted.exception)
            }
        }
    }
}

extension Report.Entry {
    /// The changes that exceptions keep from being made.
    package var kept: [Report.Kept] {
        decision.steps.flatMap { step in
            step.excepted.compactMap { excepted in
                guard case .edits(let count) = excepted.matter else { return nil }
                return Report.Kept(policy: step.binding.name, exception: excepted.exception, edits: count)
            }
        }
    }
}

extension Decision.Step {
    /// What would follow if the binding could not judge.
    fileprivate var failureSeverity: Report.Severity {
        binding.mode == .enforce && binding.onError == .allow ? .warned : Report.Severity(binding.mode)
    }
}

extension Report.Summary {
    /// Numbers of one exception.
    package struct Exception: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Who answers for it.
        package let owner: String
        /// When it ends.
        package let expiry: Expiry
        /// What it lets pass: findings, and what could not be judged.
        package fileprivate(set) var findings = 0
        /// Objects that it keeps from being changed.
        package fileprivate(set) var kept = 0
    }
}

extension Report {
    /// The exceptions that let something pass, in the order in which they did.
    var exceptions: [Summary.Exception] {
        var rows: [Summary.Exception] = []
        func count(_ exception: Exception, _ number: WritableKeyPath<Summary.Exception, Int>) {
            let position = rows.firstIndex { $0.name == exception.name } ?? rows.count
            if position == rows.count {
                rows.append(.init(name: exception.name, owner: exception.owner, expiry: exception.expiry))
            }
            rows[position][keyPath: number] += 1
        }
        for entry in entries {
            for excepted in entry.excepted { count(excepted.exception, \.findings) }
            var seen: [String] = []
            for kept in entry.kept where !seen.contains(kept.exception.name) {
                seen.append(kept.exception.name)
                count(kept.exception, \.kept)
            }
        }
        return rows
    }
}

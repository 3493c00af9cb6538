import Documents
package import Kubernetes

extension Decision {
    /// Bounds that the API server puts on what it passes on.
    package enum Bounds {
        /// Scalars of one warning; the API server cuts longer ones when all together are long.
        package static let warning = 256
        /// UTF-8 bytes of an audit annotation's key.
        package static let key = 63
        /// Scalars of one audit annotation's value: ours, so that no object can flood the log.
        package static let annotation = 4096
        /// Scalars of one sentence, which may quote names and values of any length.
        package static let sentence = 1024
        /// UTF-8 bytes of a patch that is told beside a cause: longer ones are nothing to read.
        package static let mend = 256
        /// Findings that one denial, or all warnings together, spell out.
        package static let findings = 50
        /// Scalars of what a rule of an upstream policy says: twice what the API server takes from an expression.
        package static let rule = 10_240
    }

    /// The answer to the API server.
    package var response: AdmissionResponse {
        let telling = steps.filter { !$0.isSilent }
        if telling.isEmpty { return AdmissionResponse(uid: request.uid, isAllowed: true, patch: patch) }
        // Most steps have nothing to say, and would be gone through over and over.
        guard telling.count == steps.count else {
            var decision = self
            decision.steps = telling
            return decision.response
        }
        guard isAllowed else {
            var response = AdmissionResponse(
                uid: request.uid, isAllowed: false, message: denial, causes: causes, warnings: warnings,
                auditAnnotations: auditAnnotations)
            if let status = onlyRule?.status { response.status = (status.code, status.reason) }
            return response
        }
        return AdmissionResponse(
            uid: request.uid, isAllowed: true, patch: patch, warnings: warnings, auditAnnotations: auditAnnotations)
    }

    /// The first of the rules that deny, when nothing but rules of upstream policies denies: it alone speaks, as in the API
    /// server (apiserver, plugin/policy/validating/dispatcher.go).
    private var onlyRule: RuleCitation? {
        var first: RuleCitation?
        for step in steps where step.denies {
            let findings = step.findings(.enforce)
            guard !findings.isEmpty, findings.allSatisfy({ $0.rule != nil }) else { return nil }
            first = first ?? findings.first?.rule
        }
        return first
    }

    /// Why the request is denied, a line for each reason when there are several; empty when it is allowed. Of the rules of
    /// upstream policies the first one speaks, unless built-in policies deny, too.
    package var denial: String {
        if let rule = onlyRule { return rule.denial.plain(limit: Bounds.rule) }
        let lines = steps.filter(\.denies).flatMap { $0.sentences(.enforce) }
        guard lines.count > 1 else { return lines.first ?? "" }
        let shown = lines.prefix(Bounds.findings).map { "\n- " + $0 }.joined()
        let rest = lines.count - Bounds.findings
        return "\(lines.count) findings:" + shown + (rest > 0 ? "\n- and \(rest) more" : "")
    }

    /// One cause for each finding that denies; where its mend is known, the message ends with `fix:` and the patch
    /// (RFC 6902) that mends it, so that a program can read it.
    package var causes: [AdmissionResponse.Cause] {
        steps.filter(\.denies).flatMap { $0.findings(.enforce) }.prefix(Bounds.findings).map { finding in
            if let rule = finding.rule {
                return AdmissionResponse.Cause(reason: "", field: "", message: rule.denial.plain(limit: Bounds.rule))
            }
            return AdmissionResponse.Cause(
                reason: finding.reason.rawValue, field: finding.pointer.field.plain(limit: Bounds.sentence),
                message: finding.message.plain(limit: Bounds.sentence) + advice(on: finding))
        }
    }

    private func advice(on finding: Finding) -> String {
        guard finding.mend != nil, let object = patchedObject ?? request.object else { return "" }
        let patch = finding.patch(for: object)
        guard !patch.isEmpty else { return "" }
        var writer = JSONWriter()
        patch.write(to: &writer)
        let text = writer.text
        // What is cut short is no patch, and what is not printable as it stands isn't worth the trouble.
        guard text.utf8.count <= Bounds.mend, text.plain(limit: Bounds.mend) == text else { return "" }
        return " fix: \(text)"
    }

    /// What the user is warned of: findings first, then what could not be judged. A binding that denies has said it all.
    package var warnings: [String] {
        let sure = steps.filter { !$0.denies }.flatMap { $0.sentences(of: $0.findings(.warn), limit: Bounds.warning) }
        let unsure = steps.filter(\.isUnjudged).flatMap { $0.sentences(.warn) }
        let sentences = sure + unsure.map { $0.plain(limit: Bounds.warning) }
        let shown = sentences.prefix(Bounds.findings)
        let rest = sentences.count - shown.count
        return shown + (rest > 0 ? ["and \(rest) more"] : [])
    }

    /// Notes of bindings that audit, and of what exceptions let pass, by binding; only from the validating stage, since a
    /// mutating one may be asked twice and must not contradict itself. Bindings of one name, from several gates, share a note.
    ///
    /// What rules of upstream policies find stands under `validation_failure`, and the notes that such policies make under
    /// `POLICY.KEY`: the API server's own keys have a slash, which it puts before a webhook's.
    package var auditAnnotations: [(key: String, value: String)] {
        var notes: [(key: String, value: [String])] = []
        for step in steps where step.stage == .validating {
            // What a note says word by word need not be said twice.
            let findings = step.findings(.audit).filter { finding in
                !step.notes.contains { $0.value == finding.headline }
            }
            let sentences = step.sentences(of: findings, limit: Bounds.sentence) + step.exceptionNotes
            if sentences.isEmpty { continue }
            let key = step.binding.name.annotationKey()
            if let position = notes.firstIndex(where: { $0.key == key }) {
                notes[position].value += sentences
            } else {
                notes.append((key, sentences))
            }
        }
        return notes.map { ($0.key, $0.value.joined(separator: "; ").plain(limit: Bounds.annotation)) }
            + ruleAnnotations
    }
}

extension Decision.Step {
    /// Nothing is to be said of it.
    fileprivate var isSilent: Bool {
        switch outcome {
        case .passed, .edited, .exempt, .unchanged: notes.isEmpty
        case .found: false
        case .excepted: stage == .mutating
        case .failed: !denies && binding.mode == .audit
        }
    }

    /// Could not judge and let the request pass, which its user should know. Bindings that audit stay silent.
    fileprivate var isUnjudged: Bool {
        if case .failed = outcome { !denies && binding.mode != .audit } else { false }
    }

    /// What came out and has this mode follow, a sentence each, the binding's name first; each one line without control
    /// characters.
    package func sentences(_ mode: Mode) -> [String] {
        switch outcome {
        case .found: sentences(of: findings(mode), limit: Decision.Bounds.sentence)
        case .failed(let reason):
            ["\(binding.name): not judged, since \(reason).".plain(limit: Decision.Bounds.sentence)]
        case .passed, .edited, .exempt, .unchanged, .excepted: []
        }
    }

    /// What each exception lets pass, as one note of the audit log.
    fileprivate var exceptionNotes: [String] {
        var notes: [String] = []
        var rest = excepted[...]
        while let exception = rest.first?.exception {
            let matters = rest.prefix { $0.exception === exception }.map(\.matter)
            rest = rest.dropFirst(matters.count)
            let findings = matters.compactMap(\.finding)
            let sentences = sentences(of: findings.filter { $0.rule == nil }, limit: Decision.Bounds.sentence)
            let failures = matters.compactMap(\.failure).map { "not judged, since \($0)." }
            let others = findings.compactMap { $0.rule?.message } + failures
            let all = sentences + others.map { "\(binding.name): \($0)".plain(limit: Decision.Bounds.sentence) }
            notes.append("\(exception.title) lets pass: " + all.joined(separator: "; "))
        }
        return notes
    }

    /// A sentence for each finding, or for all that share a headline, where the first of them stands. A headline says more
    /// than one finding, and may be four times as long as the limit.
    fileprivate func sentences(of findings: [Finding], limit: Int) -> [String] {
        var headlines: Set<String> = []
        // Findings that share a headline mostly share its storage and stand together, and comparing that costs nothing,
        // however long a headline a hostile object brings about.
        var last: String?
        return findings.compactMap { finding in
            if let rule = finding.rule { return rule.sentence(mode(of: finding), limit: limit) }
            let mild = mode(of: finding) == .enforce ? nil : finding.mildHeadline
            guard let headline = finding.headline.map({ mild ?? $0 }) else {
                return "\(binding.name): \(finding.message)".plain(limit: limit)
            }
            if headline == last { return nil }
            last = headline
            guard headlines.insert(headline).inserted else { return nil }
            return "\(binding.name): \(headline)".plain(limit: 4 * limit)
        }
    }
}

extension String {
    /// One line without control characters, cut to so many scalars, the last of them an ellipsis where it was longer.
    func plain(limit: Int) -> String { warningText(self, limit: limit) }
}

extension Decision.Excepted.Matter {
    /// The finding, if it is one.
    package var finding: Finding? {
        if case .finding(let finding) = self { finding } else { nil }
    }

    /// Why the binding could not judge, if it could not.
    package var failure: String? {
        if case .failure(let reason) = self { reason } else { nil }
    }
}

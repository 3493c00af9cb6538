import Documents

extension Decision {
    /// The audit log's notes of upstream policies.
    var ruleAnnotations: [(key: String, value: String)] {
        var annotations: [(key: String, value: [String])] = []
        for step in steps where step.stage == .validating {
            for note in step.notes {
                let (key, value) = Self.annotation(note, of: step.binding.name)
                let position = annotations.firstIndex { $0.key == key } ?? annotations.endIndex
                if position == annotations.endIndex { annotations.append((key, [])) }
                if !annotations[position].value.contains(value) { annotations[position].value.append(value) }
            }
        }
        let notes = annotations.map { ($0.key, $0.value.joined(separator: ", ").plain(limit: Bounds.rule)) }
        return failureAnnotation + notes
    }

    /// A policy's note under `POLICY.KEY`. Where that is no key of an annotation any more, the policy's name is cut there and
    /// stands before the note.
    private static func annotation(_ note: Note, of policy: String) -> (key: String, value: String) {
        let key = "\(policy).\(note.key)"
        guard key.utf8.count > Bounds.key else { return (key, note.value) }
        let name = policy.annotationKey(bytes: Bounds.key - 1 - note.key.utf8.count)
        return (name.isEmpty ? note.key : "\(name).\(note.key)", "\(policy): \(note.value)")
    }

    /// What audited rules have found, as the API server writes it (apiserver, ValidationFailureValue).
    private var failureAnnotation: [(key: String, value: String)] {
        let rules = steps.flatMap { step in
            step.findings.compactMap { finding in
                finding.rule.flatMap { $0.isAudited || step.mode(of: finding) == .audit ? $0 : nil }
            }
        }
        guard !rules.isEmpty else { return [] }
        var writer = JSONWriter()
        JSONValue.array(rules.prefix(Bounds.findings).map(\.failure)).write(to: &writer)
        return [("validation_failure", writer.text.plain(limit: Bounds.rule))]
    }
}

extension String {
    /// The text, cut so that it can be an annotation's key, or the beginning of one: the API server loses annotations whose
    /// key is too long (apiserver, admission/attributes.go, `checkKeyFormat`).
    func annotationKey(bytes: Int = Decision.Bounds.key) -> String {
        guard utf8.count > bytes else { return self }
        var key = String(decoding: utf8.prefix(max(0, bytes)), as: UTF8.self)
        while let last = key.last, "-_.".contains(last) { key.removeLast() }
        return key
    }
}

extension RuleCitation {
    private var shortMessage: String { message.plain(limit: 1024) }

    fileprivate var failure: JSONValue {
        [
            "message": .string(shortMessage), "policy": .string(policy), "binding": .string(binding),
            "expressionIndex": .int(Int64(index ?? 0)),
            "validationActions": .array(actions.map { .string($0) }),
        ]
    }

    /// The sentence for what follows; nil where that is a note of its own.
    func sentence(_ mode: Mode, limit: Int) -> String? {
        switch mode {
        case .enforce: denial.plain(limit: Decision.Bounds.rule)
        case .warn: warning.plain(limit: 4 * limit)
        case .audit: nil
        }
    }
}

import Admission
import Documents
import Kubernetes

/// One decision as a line of JSON: who wanted what, what was decided, and why. Never the object, and nothing out of a
/// Secret.
package struct AuditLine: Sendable {
    /// Limits, in bytes of UTF-8, that keep a hostile object from filling the log.
    package enum Bounds {
        /// The whole line.
        package static let line = 32 << 10
        /// Findings and the like are left out once the line is so long; `omitted` tells how many.
        static let findings = 10 << 10
        static let name = 256
        static let user = 512
        static let sentence = 1024
    }

    /// The line, with its newline.
    package let bytes: [UInt8]

    /// The account as it stands in the audit log.
    package init(_ account: Account) {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.fact("time", account.time.text)
        writer.facts(of: account)
        writer.endObject()
        bytes = writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension JSONWriter {
    /// A key and its text.
    mutating func fact(_ key: String, _ value: String, limit: Int = AuditLine.Bounds.name) {
        self.key(key)
        string(value.clipped(limit))
    }

    /// A key and its number.
    mutating func fact(_ key: String, _ value: Int64) {
        self.key(key)
        int(value)
    }

    /// Everything of an account but its time, into the object that is open.
    mutating func facts(of account: Account) {
        let decision = account.decision
        question(decision.request, account)
        fact("verdict", account.verdict)
        var omitted = 0
        findings(of: account, &omitted)
        failures(of: account, &omitted)
        exemptions(of: decision, &omitted)
        exceptions(of: account, &omitted)
        if omitted > 0 { fact("omitted", Int64(omitted)) }
        if account.warnings > 0 { fact("warnings", Int64(account.warnings)) }
        if !decision.patch.isEmpty { fact("patchOperations", Int64(decision.patch.operations.count)) }
        fact("policySet", account.policySet)
        fact("durationMicroseconds", Int64(clamping: account.duration.nanoseconds / 1000))
    }

    private mutating func question(_ request: AdmissionRequest, _ account: Account) {
        fact("uid", request.uid)
        fact("stage", account.stage)
        if let gate = account.gate { fact("gate", gate) }
        fact("operation", request.operation.rawValue)
        fact("group", request.kind.group)
        fact("version", request.kind.version)
        fact("kind", request.kind.kind)
        fact("resource", request.resource.resource)
        if !request.subResource.isEmpty { fact("subresource", request.subResource) }
        fact("namespace", request.namespace)
        fact("name", request.name)
        fact("user", request.userInfo.username, limit: AuditLine.Bounds.user)
        if request.isDryRun {
            key("dryRun")
            bool(true)
        }
    }

    private mutating func findings(of account: Account, _ omitted: inout Int) {
        let steps = account.decision.steps.filter { !$0.findings.isEmpty }
        list("findings", steps.flatMap { step in step.findings.map { (step, $0) } }, &omitted) { writer, entry in
            let (step, finding) = entry
            writer.fact("binding", step.binding.name)
            writer.fact("mode", step.mode(of: finding).rawValue)
            writer.fact("field", account.field(of: finding), limit: AuditLine.Bounds.user)
            writer.fact("message", account.message(of: finding), limit: AuditLine.Bounds.sentence)
        }
    }

    private mutating func failures(of account: Account, _ omitted: inout Int) {
        let failures = account.decision.steps.compactMap { step -> (Decision.Step, String)? in
            if case .failed(let reason) = step.outcome { (step, reason) } else { nil }
        }
        list("failures", failures, &omitted) { writer, entry in
            writer.fact("binding", entry.0.binding.name)
            writer.fact("onError", entry.0.binding.onError.rawValue)
            writer.fact("reason", account.reason(entry.1), limit: AuditLine.Bounds.sentence)
        }
    }

    private mutating func exemptions(of decision: Decision, _ omitted: inout Int) {
        list("exemptions", decision.steps.filter { $0.outcome == .exempt }, &omitted) { writer, step in
            writer.fact("binding", step.binding.name)
        }
    }

    private mutating func exceptions(of account: Account, _ omitted: inout Int) {
        let excepted = account.decision.steps.flatMap { step in step.excepted.map { (step, $0) } }
        list("exceptions", excepted, &omitted) { writer, entry in
            let (step, excepted) = entry
            writer.fact("exception", excepted.exception.name)
            writer.fact("binding", step.binding.name)
            guard case .finding(let finding) = excepted.matter else { return }
            writer.fact("field", account.field(of: finding), limit: AuditLine.Bounds.user)
            writer.fact("message", account.message(of: finding), limit: AuditLine.Bounds.sentence)
        }
    }

    /// A list of objects as far as the line has room, or nothing when there are none.
    private mutating func list<Element>(
        _ name: String, _ elements: [Element], _ omitted: inout Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        beginArray()
        for element in elements {
            guard bytes.count < AuditLine.Bounds.findings else {
                omitted += 1
                continue
            }
            beginObject()
            body(&self, element)
            endObject()
        }
        endArray()
    }
}

package import Admission
import Documents
import Kubernetes

/// Which decisions the server's log tells of.
package enum DecisionVerbosity: String, Sendable, CaseIterable {
    case none, denied, all

    /// The log tells of this one.
    package func includes(_ decision: Decision) -> Bool {
        switch self {
        case .none: false
        case .denied: !decision.isAllowed
        case .all: true
        }
    }
}

extension LogLine {
    /// The longest list of findings, in bytes, that a line for people has.
    private static var findingsLimit: Int { 4096 }

    /// A line of the server's log about a decision.
    package static func decision(_ account: Account, _ format: Format) -> [UInt8] {
        switch format {
        case .json: json(of: account)
        case .text: text(of: account)
        }
    }

    private static func json(of account: Account) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.fact("time", account.time.seconds)
        writer.fact("level", Level.info.rawValue)
        writer.fact("message", "decision")
        writer.facts(of: account)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func text(of account: Account) -> [UInt8] {
        let request = account.decision.request
        var line = LogLine(.info, account.verdict, at: account.time)
        for (key, value) in [
            ("uid", request.uid), ("stage", account.stage), ("operation", request.operation.rawValue),
            ("kind", request.kind.kind), ("subresource", request.subResource), ("namespace", request.namespace),
            ("name", request.name), ("user", request.userInfo.username),
        ] where !value.isEmpty {
            line.add(key, value.clipped(AuditLine.Bounds.name))
        }
        let findings = account.decision.steps.lazy.flatMap { step in step.findings.lazy.map { (step.binding.name, $0) }
        }
        let sentences = findings.prefix(Decision.Bounds.findings).map { "\($0): \(account.message(of: $1))" }
        if !sentences.isEmpty { line.add("findings", sentences.joined(separator: " ").clipped(findingsLimit)) }
        if account.warnings > 0 { line.add("warnings", account.warnings) }
        line.add("policySet", account.policySet)
        line.add("microseconds", Int(clamping: account.duration.nanoseconds / 1000))
        return line.finished(.text)
    }
}

package import Admission
import Documents
import Kubernetes

/// A decision with its circumstances: what audit lines, logs and traces tell of.
package struct Account: Sendable {
    /// The decision, with the request.
    package let decision: Decision
    /// The stages that were asked for.
    package let stages: Stages
    /// The gate that was asked for by its name; nil for all of them.
    package let gate: String?
    /// The hash of the policies in force.
    package let policySet: String
    /// Warnings that were answered; making them again would cost what it did to make them.
    package let warnings: Int
    /// From the body of the review to its answer.
    package let duration: Duration
    /// When it was answered.
    package let time: WallTime

    package init(
        _ decision: Decision, _ stages: Stages, gate: String? = nil, policySet: String, warnings: Int = 0,
        duration: Duration, time: WallTime = .now
    ) {
        self.decision = decision
        self.stages = stages
        self.gate = gate
        self.policySet = policySet
        self.warnings = warnings
        self.duration = duration
        self.time = time
    }
}

extension Account {
    /// `validate`, `mutate`: as the paths of the server are called.
    var stage: String { stages.contains(.mutating) ? "mutate" : "validate" }

    var verdict: String { decision.isAllowed ? "allowed" : "denied" }

    /// The object is a Secret: nothing that stands in it may be told, and findings and errors of expressions quote what
    /// they find. By the kind or by the resource, whichever says so.
    var isConfidential: Bool {
        let request = decision.request
        let isResource = request.resource.group.isEmpty && request.resource.resource == "secrets"
        return isResource || request.kind.group.isEmpty && request.kind.kind == "Secret"
    }

    /// Where a finding is. In a Secret the names below the first field are not told either.
    func field(of finding: Finding) -> String {
        guard isConfidential else { return finding.pointer.field }
        return finding.pointer.tokens.first ?? ""
    }

    /// What a finding says.
    func message(of finding: Finding) -> String { isConfidential ? Self.redacted : finding.message }

    /// Why a binding could not judge.
    func reason(_ text: String) -> String { isConfidential ? Self.redacted : text }

    /// What stands for text that may hold a Secret's data.
    static let redacted = "(redacted)"
}

extension String {
    /// The text, cut to so many bytes of UTF-8 between two characters; an ellipsis tells that it was cut.
    func clipped(_ limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max(limit, 0))
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end]) + "…"
    }
}

package import Admission
import Documents
import Kubernetes

/// How a decision came about, step by step: what the account tells, and what each binding did or why it did nothing.
package struct Trace: Sendable {
    /// One binding's part.
    package struct Step: Sendable, Equatable {
        package let binding: String
        package let policy: String
        /// `Enforce`, `Warn` or `Audit`: the binding's, or that of what it found first.
        package let mode: String
        /// `mutate` or `validate`.
        package let stage: String
        /// As metrics label it, such as `found`, `exempt` or `unchanged`.
        package let outcome: String
        package let microseconds: Double
        /// What was found or failed, a sentence each; empty for other outcomes.
        package let details: [String]
    }

    /// The steps in their order.
    package let steps: [Step]
    /// Bindings with work in these stages that had no part in it: the request is out of their scope.
    package let outOfScope: [String]
    /// Names the request.
    package let uid: String
    private let account: Account

    /// The most steps, and names out of scope, that are told.
    private static let limit = 200
    /// No further step is told once the text is so long.
    private static let byteLimit = 64 << 10

    /// Tells of an account.
    ///
    /// - Parameter bindings: all of the gate that decided.
    package init(_ account: Account, bindings: [Binding]) {
        self.account = account
        uid = account.decision.request.uid
        let steps = account.decision.steps
        self.steps = steps.prefix(Self.limit).map { Step($0, account) }
        let taking = Set(steps.map { ObjectIdentifier($0.binding) })
        outOfScope = bindings.lazy.filter { $0.works(in: account.stages) && !taking.contains(ObjectIdentifier($0)) }
            .prefix(Self.limit).map(\.name)
    }

    /// Of a patch, so many.
    fileprivate static func operations(_ count: Int) -> String { count == 1 ? "1 operation" : "\(count) operations" }

    /// The account and the steps as one JSON object.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.beginObject()
        writer.fact("time", account.time.text)
        writer.facts(of: account)
        writer.key("steps")
        writer.beginArray()
        for step in steps where writer.bytes.count < Self.byteLimit { step.write(to: &writer) }
        writer.endArray()
        writer.key("outOfScope")
        writer.beginArray()
        for name in outOfScope { writer.string(name) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The same for people, some lines.
    package var text: String {
        let request = account.decision.request
        let place = [request.namespace, request.name].filter { !$0.isEmpty }.joined(separator: "/")
        let subject = ([request.operation.rawValue, request.kind.kind, place, request.subResource] as [String])
            .filter { !$0.isEmpty }.joined(separator: " ")
        let user = request.userInfo.username.isEmpty ? "" : " by \(request.userInfo.username)"
        let patch = account.decision.patch.operations.count
        let lines =
            [
                "\(subject)\(user), uid \(uid): \(account.verdict)"
                    + (patch > 0 ? ", patched by \(Self.operations(patch))" : "")
            ]
            + steps.flatMap(\.lines)
            + (outOfScope.isEmpty ? [] : ["  out of scope: " + outOfScope.joined(separator: ", ")])
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }
}

extension Trace.Step {
    init(_ step: Decision.Step, _ account: Account) {
        binding = step.binding.name
        policy = step.binding.about.id
        mode = (step.findings.first.map(step.mode) ?? step.binding.mode).rawValue
        stage = step.stage.contains(.mutating) ? "mutate" : "validate"
        outcome = step.outcome.label.text
        microseconds = Double(step.duration.nanoseconds) / 1000
        details =
            switch step.outcome {
            case .found(let findings):
                findings.prefix(8).map { account.detail(of: $0).clipped(AuditLine.Bounds.user) }
            case .failed(let reason): [account.reason(reason).clipped(AuditLine.Bounds.user)]
            case .edited(let count): ["edits by \(Trace.operations(count))"]
            case .excepted(let excepted):
                excepted.prefix(8).map { account.detail(of: $0).clipped(AuditLine.Bounds.user) }
            case .passed, .exempt, .unchanged: []
            }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.fact("binding", binding)
        writer.fact("policy", policy)
        writer.fact("mode", mode)
        writer.fact("stage", stage)
        writer.fact("outcome", outcome)
        writer.key("microseconds")
        writer.double(microseconds)
        if !details.isEmpty {
            writer.key("details")
            writer.beginArray()
            for detail in details { writer.string(detail) }
            writer.endArray()
        }
        writer.endObject()
    }

    fileprivate var lines: [String] {
        let name = policy == binding ? binding : "\(binding) (\(policy))"
        return ["  \(stage) \(name), \(mode): \(outcome), \(microseconds) µs"] + details.map { "    " + $0 }
    }
}

extension Account {
    /// What an exception lets pass, and which one, as one sentence.
    fileprivate func detail(of excepted: Decision.Excepted) -> String {
        let matter =
            switch excepted.matter {
            case .finding(let finding): detail(of: finding)
            case .edits(let count): "edits by \(Trace.operations(count))"
            case .failure(let text): reason(text)
            }
        return "\(excepted.exception.title): \(matter)"
    }

    /// A finding as one sentence; of a rule of an upstream policy with where it stands.
    fileprivate func detail(of finding: Finding) -> String {
        let rule = finding.rule.map { " (bound by \($0.binding)\($0.place.map { ", rule \($0)" } ?? ""))" } ?? ""
        return (isConfidential ? "\(field(of: finding)) \(Self.redacted)" : finding.message) + rule
    }
}

extension String {
    /// One line without control characters, which would reach a terminal.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

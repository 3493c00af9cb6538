import Admission
import CEL
import Documents

/// One run of a validating policy, and what came of it (apiserver, plugin/policy/validating/validator.go).
struct Trial {
    /// A rule that does not hold, or an expression that failed where failures deny.
    struct Verdict {
        let message: String
        var reason = RefusalReason.invalid
        var index: Int?
        let location: SourceLocation
        /// It denies whatever the binding's actions are.
        var deniesAlways = false
    }

    private let program: ValidatingProgram
    private var invocation: Invocation
    private(set) var verdicts: [Verdict] = []
    private(set) var notes: [Note] = []

    /// The longest message of an expression that counts, in bytes (`MaxEvaluatedMessageExpressionSizeBytes`).
    private static let longestMessage = 5 * 1024
    /// The longest annotation, in bytes; longer ones are cut.
    private static let longestNote = 10 * 1024

    init(_ program: ValidatingProgram, _ invocation: Invocation) {
        self.program = program
        self.invocation = invocation
    }

    /// Runs everything.
    mutating func run() {
        switch invocation.conditions() {
        case .hold: break
        case .doNotHold: return
        case .failed(let message): return fail(message, at: program.location)
        }
        invocation.admitNamespace()
        var failures: [Int: Value] = [:]
        do throws(Invocation.OutOfBudget) {
            for (position, validation) in program.validations.enumerated() {
                let value = try invocation.evaluate(validation.program)
                if case .bool(true) = value { continue }
                failures[position] = value
            }
        } catch {
            return fail(error.message, at: program.location)
        }
        judge(failures)
        annotate()
    }

    /// An expression failed, which denies unless failures are ignored.
    private mutating func fail(_ message: String, index: Int? = nil, at location: SourceLocation) {
        guard program.failurePolicy == .fail else { return }
        verdicts.append(Verdict(message: message, index: index, location: location))
    }

    /// Says what those validations say that did not come to true.
    private mutating func judge(_ failures: [Int: Value]) {
        let texts: [Int: String]
        do throws(Invocation.OutOfBudget) {
            texts = try messages(of: failures)
        } catch {
            return failAll("failed messageExpression: \(error.message)", but: failures)
        }
        for (position, validation) in program.validations.enumerated() {
            guard let value = failures[position] else { continue }
            if case .error(let failure) = value {
                fail(failure.message, index: validation.index, at: validation.location)
                continue
            }
            let message = texts[position] ?? validation.message
            verdicts.append(
                Verdict(
                    message: message ?? "failed expression: \(validation.program.source.trimmed)",
                    reason: validation.reason, index: validation.index, location: validation.location))
        }
    }

    /// What the messages' expressions come to, by the validations' positions, as far as that is usable.
    ///
    /// The API server evaluates those of all validations, with variables of their own and what validations have left of
    /// the budget. It makes no difference which of them are left out as long as the budget can't run out.
    private mutating func messages(of failures: [Int: Value]) throws(Invocation.OutOfBudget) -> [Int: String] {
        guard program.messageCount > 0 else { return [:] }
        let isTight = invocation.mayRunOut(in: program.messageCount)
        guard isTight || !failures.isEmpty else { return [:] }
        if isTight { invocation.forgetVariables() }
        var texts: [Int: String] = [:]
        for (position, validation) in program.validations.enumerated() where isTight || failures[position] != nil {
            guard let messageProgram = validation.messageProgram else { continue }
            texts[position] = try invocation.evaluate(messageProgram).text.flatMap(Self.usable)
        }
        return texts
    }

    /// The messages' budget is spent, for which all validations fail, those that hold, too.
    private mutating func failAll(_ message: String, but failures: [Int: Value]) {
        for (position, validation) in program.validations.enumerated() {
            if case .error(let failure) = failures[position] {
                fail(failure.message, index: validation.index, at: validation.location)
            } else {
                fail(message, index: validation.index, at: validation.location)
            }
        }
    }

    /// A message of one line and of sensible length, without space around it.
    private static func usable(_ text: String) -> String? {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty, trimmed.utf8.count <= longestMessage else { return nil }
        return trimmed.utf8.contains(UInt8(ascii: "\n")) ? nil : trimmed
    }

    /// Evaluates the annotations, which have a budget of their own.
    private mutating func annotate() {
        guard !program.annotations.isEmpty else { return }
        invocation.renewBudget()
        invocation.withholdAuthorizer()
        if invocation.mayRunOut(in: program.annotations.count) { invocation.forgetVariables() }
        for annotation in program.annotations {
            do throws(Invocation.OutOfBudget) {
                note(annotation, try invocation.evaluate(annotation.program))
            } catch {
                (verdicts, notes) = ([], [])
                return fail(error.message, at: program.location)
            }
        }
    }

    private mutating func note(_ annotation: ValidatingProgram.Annotation, _ value: Value) {
        if let text = value.text {
            let trimmed = text.trimmed
            if !trimmed.isEmpty { notes.append(Note(annotation.key, trimmed.cut(bytes: Self.longestNote))) }
            return
        }
        switch value {
        case .null: return
        case .error(let failure): failAlways(failure.message, at: annotation.location)
        default:
            let message =
                "valueExpression '\(annotation.program.source)' resulted in unsupported return type: "
                + "\(value.typeName). Return type must be either string or null."
            verdicts.append(Verdict(message: message, location: annotation.location, deniesAlways: true))
        }
    }

    private mutating func failAlways(_ message: String, at location: SourceLocation) {
        guard program.failurePolicy == .fail else { return }
        verdicts.append(Verdict(message: message, location: location, deniesAlways: true))
    }
}

extension String {
    /// The text, cut to so many bytes between two scalars.
    fileprivate func cut(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        return String(decoding: utf8.prefix(bytes), as: UTF8.self)
    }
}

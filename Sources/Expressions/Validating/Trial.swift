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
        do throws(Invocation.OutOfBudget) {
            for validation in program.validations { try judge(validation) }
        } catch {
            verdicts = []
            return fail(error.message, at: program.location)
        }
        annotate()
    }

    /// An expression failed, which denies unless failures are ignored.
    private mutating func fail(_ message: String, index: Int? = nil, at location: SourceLocation) {
        guard program.failurePolicy == .fail else { return }
        verdicts.append(Verdict(message: message, index: index, location: location))
    }

    private mutating func judge(_ validation: ValidatingProgram.Validation) throws(Invocation.OutOfBudget) {
        switch try invocation.evaluate(validation.program) {
        case .bool(true): return
        case .error(let failure): fail(failure.message, index: validation.index, at: validation.location)
        default:
            guard let message = message(of: validation) else { return }
            verdicts.append(
                Verdict(
                    message: message, reason: validation.reason, index: validation.index,
                    location: validation.location))
        }
    }

    /// What the user reads: what the expression comes to, or the message, or the rule itself. Nil when the expression's
    /// failure has been noted instead.
    private mutating func message(of validation: ValidatingProgram.Validation) -> String? {
        if let messageProgram = validation.messageProgram {
            do throws(Invocation.OutOfBudget) {
                if let text = try invocation.evaluate(messageProgram).text.flatMap(Self.usable) { return text }
            } catch {
                fail("failed messageExpression: \(error.message)", index: validation.index, at: validation.location)
                return nil
            }
        }
        return validation.message ?? "failed expression: \(validation.program.source.trimmed)"
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

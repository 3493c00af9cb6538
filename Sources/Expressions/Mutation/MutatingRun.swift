import Admission
import CEL
import Documents
import Kubernetes

/// One run of a mutating policy on an object, and what came of it (apiserver, plugin/policy/mutating/dispatcher.go): each
/// set of parameters by itself, each mutation on what those before it have made, with its defaults.
struct MutatingRun {
    /// What could not be done.
    struct Fault {
        let message: String
        let location: SourceLocation
        let gravity: MutationError.Gravity
    }

    private let program: MutatingProgram
    private let kind: GroupVersionKind
    /// The object as it is now.
    private var object: JSON
    /// The object as the draft has it.
    private var recorded: JSON
    /// The object as it came.
    private let original: JSON
    /// The object came with its defaults; one that came without them stays so. Found out when it first matters.
    private var cameComplete: Bool?
    /// Something was changed since the defaults were filled in.
    private var isIncomplete = false
    private(set) var faults: [Fault] = []
    /// The conditions held for one set of parameters at least.
    private(set) var hasTakenPart = false

    init(_ program: MutatingProgram, _ request: Request) {
        self.program = program
        kind = request.admission.kind
        object = request.object
        recorded = object
        original = object
    }

    /// A fault that no `failurePolicy` excuses.
    var isBroken: Bool { faults.contains { $0.gravity == .internalError } }

    /// Runs all mutations with one set of parameters. One that fails is passed over, and those after it run.
    mutating func run(_ invocation: Invocation, _ draft: inout Draft) {
        var invocation = invocation
        complete(&draft)
        invocation.replaceObject(object)
        switch invocation.conditions() {
        case .hold: break
        case .doNotHold: return
        case .failed(let message): return fail(MutationError(message), at: program.location)
        }
        hasTakenPart = true
        for step in program.steps where !isBroken {
            complete(&draft)
            do throws(MutationError) {
                try mutate(step.mutation, &invocation)
            } catch {
                fail(error, at: step.location)
            }
        }
    }

    /// Makes the changes in the draft, which has had those before.
    mutating func record(in draft: inout Draft) {
        ObjectDifference.edit(&draft, from: .json(recorded), to: .json(object))
        recorded = object
    }

    /// Fills in what the API server would after a mutation. What was filled in stays apart from the changes.
    private mutating func complete(_ draft: inout Draft) {
        guard isIncomplete else { return }
        isIncomplete = false
        let isWanted = cameComplete ?? CompletedObject.isComplete(original, kind: kind)
        cameComplete = isWanted
        guard isWanted, !CompletedObject.isComplete(object, kind: kind) else { return }
        record(in: &draft)
        draft.complete(kind)
        guard let completed = try? draft.object() else { return }
        (object, recorded) = (completed, completed)
    }

    private mutating func fail(_ error: MutationError, at location: SourceLocation) {
        faults.append(Fault(message: error.description, location: location, gravity: error.gravity))
    }

    /// Values in what a mutation comes to at most.
    private static let sizeLimit = 1_000_000

    /// Each mutation has the whole budget, and variables of its own.
    private mutating func mutate(_ mutation: Mutation, _ invocation: inout Invocation) throws(MutationError) {
        invocation.replaceObject(object)
        invocation.admitNamespace()
        invocation.renewBudget()
        let value: Value
        do throws(Invocation.OutOfBudget) {
            value = try invocation.evaluate(mutation.program)
        } catch {
            throw MutationError(error.message)
        }
        // Lists that share their elements are small only as long as nobody writes them down.
        guard !value.isLarger(than: Self.sizeLimit) else {
            throw MutationError("the expression's value is too large for an object")
        }
        guard let result = try mutation.applied(value, to: object, of: kind) else { return }
        do throws(JSONError) {
            object = try result.parsed()
            isIncomplete = true
        } catch {
            throw MutationError("Internal error occurred: the patched object can't be read: \(error)", .internalError)
        }
    }
}

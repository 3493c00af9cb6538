import CEL
import Documents
import Glibc
import Testing

/// Seconds that this thread has worked: what others do on the machine does not count.
func workedSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// An environment of a Kubernetes version with the variables of admission policies.
func admission(minor: Int = 34) -> Environment {
    var environment = Environment.kubernetes(minor: minor)
    environment.declareAdmission()
    return environment
}

/// What an expression comes to in an environment, with variables of JSON text.
func evaluate(
    _ text: String, in environment: Environment = .everything, _ variables: [String: String] = [:],
    limit: Int = Program.costLimit, authority: (any Authority)? = nil
) throws -> Outcome {
    var environment = environment
    for name in variables.keys.sorted() where environment.slot(of: name) == nil { environment.declare(name) }
    var bindings = Bindings(environment)
    for (name, json) in variables { bindings[name] = Value(try JSON(parsing: json)) }
    let program = try Program(text, in: environment)
    return program.evaluate(bindings, limit: limit, authority: authority)
}

/// The expression comes to true.
func holds(_ text: String, in environment: Environment = .everything, _ variables: [String: String] = [:]) throws
    -> Bool
{
    let outcome = try evaluate(text, in: environment, variables)
    if let failure = outcome.failure { Issue.record("\(text): \(failure.message)") }
    return outcome.bool == true
}

/// What is wrong with an expression; empty when nothing is.
func problems(_ text: String, in environment: Environment = .everything) -> String {
    do throws(CheckFailure) {
        _ = try Program(text, in: environment)
        return ""
    } catch {
        return error.description
    }
}

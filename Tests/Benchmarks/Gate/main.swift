import Admission
import Configuration
import Documents
import Glibc
import Kubernetes

/// Times a policy directory on one review: `GateBenchmark DIRECTORY REVIEW [COUNT]` prints microseconds of processor time
/// for the parts of an answer, and for each binding by itself.
func fail(_ sentence: String) -> Never {
    print(sentence)
    exit(2)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { fail("usage: GateBenchmark DIRECTORY REVIEW [COUNT]") }
let count = arguments.count > 3 ? Int(arguments[3]) ?? 20_000 : 20_000

guard let file = fopen(arguments[2], "r") else { fail("\(arguments[2]) can't be read.") }
var bytes = [UInt8](repeating: 0, count: 16 << 20)
bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
fclose(file)

/// Microseconds of processor time that a run of the work takes.
func time(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
    for _ in 0..<count / 10 { try work() }
    let begin = now()
    for _ in 0..<count { try work() }
    return (now() - begin) / Double(count)
}

func show(_ microseconds: Double, _ name: String) {
    let hundredths = max(0, Int((microseconds * 100).rounded()))
    let fraction = hundredths % 100
    print("\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)\t\(name)")
}

let set = try Loader(arguments[1]).load()
let review = try AdmissionReview(parsing: bytes)
let request = review.request
let gate = set.merged
let stages: [(Stages, String)] = [(.validating, "validating"), (.mutating, "mutating")]

show(try time { _ = try AdmissionReview(parsing: bytes) }, "reading the review")
for (stage, name) in stages {
    let decision = gate.decide(request, stage)
    show(time { _ = gate.decide(request, stage) }, "deciding, \(name): \(decision.steps.count) steps")
    show(time { _ = decision.response }, "answering, \(name)")
}

/// A binding with nothing to do, for what a decision costs in any case.
struct Idle: Validating {
    static let about = About("idle", "Finds nothing.", judges: .anything, prose: "For measurements.")
    init() {}
    func check(_ request: Request) -> [Finding] { [] }
}

let idle = Gate([Binding(Idle())], templates: gate.templates)
let base = time { _ = idle.decide(request, .validating) }
show(base, "deciding with a binding that does nothing")
print("more than that:")
for binding in gate.bindings {
    for (stage, name) in stages {
        let alone = Gate([binding], templates: gate.templates)
        guard !alone.decide(request, stage).steps.isEmpty else { continue }
        show(time { _ = alone.decide(request, stage) } - base, "\(binding.name), \(name)")
    }
}

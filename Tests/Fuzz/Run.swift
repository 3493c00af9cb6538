import Documents
import Glibc

/// Runs a target on mutations until the time is over, and says how it went; the exit status.
func fuzz(_ target: Target, seconds: Double, seed: UInt64, _ recorder: Recorder) -> Int32 {
    print("\(target.name): seed \(seed), \(seconds) s")
    var mutator = Mutator(target, seed: seed)
    for input in target.corpus where !run(target, Array(input.utf8), recorder).isFine { return 1 }
    let start = now()
    var runs = 0
    var accepted = 0
    while now() - start < seconds {
        for _ in 0..<100 {
            let input = mutator.next()
            let outcome = run(target, input, recorder)
            guard outcome.isFine else { return 1 }
            runs += 1
            if outcome == .accepted {
                accepted += 1
                mutator.keep(input)
            }
        }
    }
    print(
        "\(target.name): \(runs) runs, \(Int(Double(runs) / (now() - start))) a second, \(accepted) accepted, nothing found"
    )
    return 0
}

/// Runs a target on the one input that a failure printed; the exit status.
func replay(_ target: Target, _ text: String, _ recorder: Recorder) -> Int32 {
    guard let input = decodeBase64(text) else {
        print("the input is not base64")
        return 2
    }
    let outcome = run(target, input, recorder)
    print("\(target.name): \(outcome)")
    return outcome.isFine ? 0 : 1
}

/// How one input fared.
enum Outcome {
    case accepted, refused, violated

    var isFine: Bool { self != .violated }
}

private func run(_ target: Target, _ input: [UInt8], _ recorder: Recorder) -> Outcome {
    recorder.begin(input)
    defer { recorder.end() }
    do throws(Violation) {
        return try target.check(input) ? .accepted : .refused
    } catch {
        print("\(target.name): \(error)")
        recorder.printInput()
        return .violated
    }
}

/// Seconds of a clock that only goes forward.
private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

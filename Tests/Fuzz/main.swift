import Glibc

/// A fuzzer that drives itself: `Fuzz TARGET SECONDS [SEED]` mutates the target's corpus for so long, and
/// `Fuzz TARGET replay BASE64` runs one input again.
///
/// Exit status: 0 when nothing was found, 1 with the input as base64 when something was, 2 when called wrongly.
let arguments = Array(CommandLine.arguments.dropFirst())

guard let target = targets.first(where: { $0.name == arguments.first }), arguments.count >= 2 else {
    print(
        "usage: Fuzz TARGET SECONDS [SEED]\n       Fuzz TARGET replay BASE64\ntargets: \(targets.map(\.name).joined(separator: " "))"
    )
    exit(2)
}

let recorder = Recorder(target: target.name)

if arguments[1] == "replay" {
    exit(replay(target, arguments.dropFirst(2).first ?? "", recorder))
}

guard let seconds = Double(arguments[1]) else {
    print("SECONDS is \"\(arguments[1])\"; wanted is a number")
    exit(2)
}
let seed = arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? UInt64.random(in: 0...999_999_999)
exit(fuzz(target, seconds: seconds, seed: seed, recorder))

/// What can be fuzzed: a name, inputs to start from, and the properties that hold for every input.
struct Target: Sendable {
    /// As the command line names it.
    let name: String
    /// Inputs to mutate, small and varied.
    let corpus: [String]
    /// Pieces of the format that mutations insert.
    let tokens: [String]
    /// Checks one input: true when it was accepted, false when it was refused as it should be, and a `Violation` when a
    /// property does not hold.
    let check: @Sendable (_ input: [UInt8]) throws(Violation) -> Bool
}

/// A property that does not hold.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Throws unless a property holds.
func require(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(Violation) {
    if !holds { throw Violation(sentence()) }
}

/// Everything that can be fuzzed; a new target is a file with a `Target` and a line here.
let targets: [Target] = [
    .configuration,
    .expression,
    .http,
    .json,
    .mutation,
    .patch,
    .review,
    .upstream,
    .yaml,
]

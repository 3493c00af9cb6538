import ArgumentParser

/// How the program ends.
enum ExitStatus: Int32, Sendable {
    /// All is well.
    case clean = 0
    /// Something would be denied.
    case findings = 1
    /// Arguments, files or documents that can't be used.
    case badInput = 2
    /// The program could not do its work, such as write its output.
    case internalFault = 3

    /// What a subcommand throws to end with this status, everything having been said.
    var code: ExitCode { ExitCode(rawValue) }

    /// The status for an error that ends a subcommand.
    init(_ error: any Error) {
        if let code = error as? ExitCode {
            self = ExitStatus(rawValue: code.rawValue) ?? .internalFault
            return
        }
        switch Sekisho.exitCode(for: error) {
        case .success: self = .clean
        case .validationFailure: self = .badInput
        default: self = .internalFault
        }
    }
}

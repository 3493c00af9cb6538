import ArgumentParser
import Glibc
import Webhook

/// The command line: a subcommand for each thing to do.
struct Sekisho: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sekisho",
        abstract: "A gate for Kubernetes: admits, denies and mends objects before they are stored.",
        discussion: """
            Exit status: 0 all is well, 1 something would be denied, 2 bad input, 3 a fault of the program.
            """,
        version: Version.current,
        subcommands: [
            Serve.self, Check.self, Test.self, Explain.self, Schema.self, Review.self, Certs.self, Manifests.self,
            Doctor.self, ExpressionTrial.self,
        ])
}

/// Where the program starts.
@main
enum Program {
    static func main() async {
        let status: ExitStatus
        do throws(OutputError) {
            status = try await run()
        } catch {
            if error == .closed { raiseBrokenPipe() }
            Output.errors.say("error: \(error)")
            status = .internalFault
        }
        exit(status.rawValue)
    }

    /// Does what the arguments say, or says what is wrong with them.
    private static func run() async throws(OutputError) -> ExitStatus {
        do {
            var command = try Sekisho.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .clean
        } catch let error as OutputError {
            throw error
        } catch let error as ValidationError {
            // Found while the subcommand ran, so that its usage is not what is wrong.
            Output.errors.say("error: \(error.message)")
            return .badInput
        } catch {
            return try say(error)
        }
    }

    /// Prints what an error has to say, help and version among them.
    private static func say(_ error: any Error) throws(OutputError) -> ExitStatus {
        let status = ExitStatus(error)
        let message = Sekisho.fullMessage(for: error)
        guard !message.isEmpty else { return status }
        if status == .clean { try Output.standard.write(message + "\n") } else { Output.errors.say(message) }
        return status
    }

    /// Ends as programs do that write into a closed pipe, even where the caller had them ignore the signal: whoever was
    /// reading has enough, which is no fault of anybody's.
    private static func raiseBrokenPipe() {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }
}

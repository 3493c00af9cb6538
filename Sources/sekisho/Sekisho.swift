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
        subcommands: [Serve.self, Check.self, Review.self, Certs.self])
}

/// Where the program starts.
@main
enum Program {
    static func main() async {
        do {
            var command = try Sekisho.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(end(by: error).rawValue)
        }
    }

    /// Says what an error has to say, help and version among them, and how to end.
    private static func end(by error: any Error) -> ExitStatus {
        switch error {
        case OutputError.closed:
            // Whoever was reading has enough; that is their right, and no fault of ours.
            raiseBrokenPipe()
            return .internalFault
        case let error as OutputError:
            Output.errors.say("error: \(error)")
            return .internalFault
        default: return say(error)
        }
    }

    private static func say(_ error: any Error) -> ExitStatus {
        let status = ExitStatus(error)
        let message = Sekisho.fullMessage(for: error)
        guard !message.isEmpty else { return status }
        if status == .clean { try? Output.standard.write(message + "\n") } else { Output.errors.say(message) }
        return status
    }

    /// Ends as programs do that write into a closed pipe, even where the caller had them ignore the signal.
    private static func raiseBrokenPipe() {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }
}

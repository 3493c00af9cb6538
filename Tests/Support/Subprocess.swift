import Dispatch
import Foundation

/// A program that runs beside the test.
///
/// Its standard output and error are collected while it runs, so that it never waits for a full pipe.
package final class Subprocess: Sendable {
    /// How a program ended and what it said.
    package struct Outcome: Sendable {
        /// The exit status, or 128 plus the signal that ended it, as a shell counts.
        package let status: Int32
        /// Whether the program was killed because its time was over.
        package let isTimedOut: Bool
        /// Everything written to standard output.
        package let output: [UInt8]
        /// Everything written to standard error.
        package let errors: [UInt8]

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
        /// Standard error as text.
        package var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Why a program could not be started.
    package struct NotFound: Error, CustomStringConvertible {
        package let description: String
    }

    private let process: ProcessBox
    private let output = Collector()
    private let errors = Collector()
    private let input: FileHandle

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: a path, or a name that is looked for in `PATH`.
    ///   - environment: variables added to this process's own.
    package init(
        _ program: String, _ arguments: [String] = [], in directory: String? = nil, environment: [String: String] = [:]
    ) throws {
        let process = Process()
        // This process ignores SIGPIPE for the sake of `send`, and a child would inherit that; env undoes it and becomes the
        // program.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=PIPE", try Self.locate(program)] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        self.process = ProcessBox(process)
        input = stdin.fileHandleForWriting
        output.collect(stdout.fileHandleForReading)
        errors.collect(stderr.fileHandleForReading)
    }

    deinit {
        if process.running.isRunning { kill(process.running.processIdentifier, SIGKILL) }
    }

    /// The system's number of the process.
    package var identifier: Int32 { process.running.processIdentifier }

    /// Whether the program has not ended yet.
    package var isRunning: Bool { process.running.isRunning }

    /// What has been written to standard output so far.
    package var outputSoFar: String { String(decoding: output.bytes, as: UTF8.self) }

    /// What has been written to standard error so far.
    package var errorsSoFar: String { String(decoding: errors.bytes, as: UTF8.self) }

    /// Writes to the program's standard input; a program that has stopped reading is no error.
    package func send(_ bytes: some Sequence<UInt8>) {
        try? input.write(contentsOf: Data(bytes))
    }

    /// Closes the program's standard input.
    package func closeInput() {
        try? input.close()
    }

    /// Sends a signal, such as `SIGTERM`.
    package func send(signal number: Int32) {
        if process.running.isRunning { kill(process.running.processIdentifier, number) }
    }

    /// Waits for the program's end, and kills it when that takes longer than `timeout`.
    package func wait(timeout: Duration = .seconds(30)) async -> Outcome {
        let deadline = ContinuousClock.now + timeout
        while isRunning, .now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        let isTimedOut = isRunning
        if isTimedOut { send(signal: SIGKILL) }
        while isRunning { try? await Task.sleep(for: .milliseconds(5)) }
        let status = process.running.terminationStatus
        let isSignal = process.running.terminationReason == .uncaughtSignal
        return Outcome(
            status: isSignal ? 128 + status : status, isTimedOut: isTimedOut, output: await output.everything(),
            errors: await errors.everything())
    }

    /// Waits until `condition` holds, such as a line in `errorsSoFar`.
    ///
    /// - Returns: whether it held before the timeout and the program's end.
    package func wait(timeout: Duration = .seconds(30), until condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + timeout
        while !condition() {
            guard isRunning, .now < deadline else { return condition() }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    /// Runs a program to its end.
    ///
    /// - Parameter input: what it gets on standard input, which is then closed.
    package static func run(
        _ program: String, _ arguments: [String] = [], input: [UInt8] = [], in directory: String? = nil,
        environment: [String: String] = [:], timeout: Duration = .seconds(30)
    ) async throws -> Outcome {
        let running = try Subprocess(program, arguments, in: directory, environment: environment)
        DispatchQueue.global().async {
            running.send(input)
            running.closeInput()
        }
        return await running.wait(timeout: timeout)
    }

    /// Whether a program of this name is in `PATH`, for tests that need a foreign tool (`.enabled(if:)`).
    package static func isInstalled(_ program: String) -> Bool {
        (try? locate(program)) != nil
    }

    private static func locate(_ program: String) throws -> String {
        if program.contains("/") { return program }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let candidates = folders.map { "\($0)/\(program)" }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw NotFound(description: "There is no program \"\(program)\" in PATH.")
        }
        return found
    }
}

/// Safe to share: configured before it is started; afterwards only asked for its state, which Foundation guards.
private final class ProcessBox: @unchecked Sendable {
    let running: Process

    init(_ running: Process) {
        self.running = running
    }
}

@preconcurrency import Dispatch
import Synchronization

/// A log of lines that many threads give and one thread writes: nobody who gives a line waits for the disk. Lines that
/// find no room, because the disk is full or slow, are dropped and counted.
package final class LineLog: Sendable {
    /// Where lines go.
    package enum Destination: Sendable, Equatable {
        /// A file, appended to; opened anew when it was moved away, or by `reopen`.
        case file(String)
        /// An open descriptor, such as 1.
        case descriptor(Int32)
    }

    /// What an operator should know, once each time that it begins.
    package enum Event: Sendable, Equatable {
        /// Lines can't be written, for this reason.
        case failing(String)
        /// Lines are written again; so many were lost meanwhile.
        case recovered(lost: UInt64)
        /// The log ended with so many lines not written.
        case abandoned(Int)
    }

    /// Why a log can't be opened, as a sentence.
    package struct OpenError: Error, CustomStringConvertible {
        package let description: String
    }

    private struct State: ~Copyable {
        var file: LineFile
        /// Lines that had been lost when writing began to fail; nil while all is well.
        var dropsBefore: UInt64?
        var ticksToCheck = 0
    }

    private let queue: LineQueue
    private let state: Mutex<State>
    private let worker = DispatchQueue(label: "sekisho.lines")
    private let timer: any DispatchSourceTimer
    private let report: @Sendable (Event) -> Void
    private let wantsReopening = Atomic(false)
    private let hasEnded = Atomic(false)
    private let lines = Counter()
    private let errors = Counter()

    /// How long a line waits at most, when the disk takes it, in milliseconds.
    private static let interval = 20
    /// After so many intervals the file is looked for at its path.
    private static let ticksBetweenChecks = 25

    /// Opens the log.
    ///
    /// - Parameter report: called on the thread that writes.
    package init(
        _ destination: Destination, queue: LineQueue = LineQueue(), report: @escaping @Sendable (Event) -> Void
    ) throws(OpenError) {
        let file: LineFile
        switch destination {
        case .descriptor(let descriptor): file = LineFile(descriptor: descriptor)
        case .file(let path):
            do throws(LineFile.OpenError) { file = try LineFile(path: path) } catch {
                throw OpenError(description: error.sentence)
            }
        }
        state = Mutex(State(file: file))
        self.queue = queue
        self.report = report
        timer = DispatchSource.makeTimerSource(queue: worker)
        timer.schedule(deadline: .now(), repeating: .milliseconds(Self.interval), leeway: .milliseconds(5))
        timer.setEventHandler { [weak self] in self?.work() }
        timer.resume()
    }

    deinit { timer.cancel() }

    /// Lines that the system took.
    package var written: UInt64 { lines.current }
    /// Lines that were lost.
    package var dropped: UInt64 { queue.dropped }
    /// Tries to write that failed.
    package var failures: UInt64 { errors.current }

    /// Gives a line, with its newline.
    package func write(_ line: [UInt8]) { queue.offer(line) }

    /// Has the file opened anew at its path, for those who rotate logs.
    package func reopen() { wantsReopening.store(true, ordering: .relaxed) }

    /// Writes what is here, as far as that goes within the time, and ends.
    package func close(within limit: Duration = .seconds(5)) async {
        timer.cancel()
        worker.async { [self] in
            work()
            abandon()
            hasEnded.store(true, ordering: .releasing)
        }
        let end = ContinuousClock.now + limit
        while !hasEnded.load(ordering: .acquiring), .now < end { try? await Task.sleep(for: .milliseconds(2)) }
    }

    private func work() {
        state.withLock { state in
            renew(&state)
            while flush(&state) {
                let lines = queue.take()
                if lines.isEmpty { return }
                state.file.put(lines)
            }
        }
    }

    /// Opens the file anew when that is asked for, or when it isn't at its path any more.
    private func renew(_ state: inout State) {
        state.ticksToCheck -= 1
        let isAsked = wantsReopening.exchange(false, ordering: .relaxed)
        guard isAsked || state.ticksToCheck <= 0 else { return }
        state.ticksToCheck = Self.ticksBetweenChecks
        guard isAsked || state.file.isReplaced else { return }
        do throws(LineFile.OpenError) { queue.drop(try state.file.reopen()) } catch { fail(&state, error.sentence) }
    }

    /// - Returns: whether there is room for more.
    private func flush(_ state: inout State) -> Bool {
        guard state.file.hasRest else { return true }
        var count = 0
        let progress = state.file.flush(&count)
        lines.add(UInt64(count))
        switch progress {
        case .later: return false
        case .failed(let reason):
            fail(&state, reason)
            return false
        case .done:
            if let before = state.dropsBefore {
                state.dropsBefore = nil
                report(.recovered(lost: queue.dropped &- before))
            }
            return true
        }
    }

    private func fail(_ state: inout State, _ reason: String) {
        errors.add()
        guard state.dropsBefore == nil else { return }
        state.dropsBefore = queue.dropped
        report(.failing(reason))
    }

    private func abandon() {
        let left = state.withLock { $0.file.restLines } + queue.take().count
        guard left > 0 else { return }
        queue.drop(left)
        report(.abandoned(left))
    }
}

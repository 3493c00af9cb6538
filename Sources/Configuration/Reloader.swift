import Glibc
import Synchronization

/// Keeps the policies of a directory up to date: a changed set takes the old one's place as a whole, or not at all.
///
/// `run` looks at the directory again and again; `reload` is for a signal. A set with complaints is refused once and
/// reported, and the old one stays in force.
package final class Reloader: Sendable {
    /// What came of a look at the directory.
    package enum Outcome: Sendable {
        /// Nothing is new.
        case unchanged
        /// Something is new, but may still be being written.
        case unsettled
        /// This set is in force from now on.
        case replaced(PolicySet)
        /// The new set is broken; the old one stays in force.
        case refused(LoadError)
    }

    /// Numbers for metrics.
    package struct Statistics: Sendable {
        /// Sets that came into force, the first one included.
        package fileprivate(set) var loaded = 1
        /// Sets that were refused.
        package fileprivate(set) var refused = 0
        /// When the set in force was loaded: seconds since 1970.
        package fileprivate(set) var loadedAt: Int
        /// Why the newest set is not in force; nil when it is.
        package fileprivate(set) var refusal: LoadError?
    }

    private struct State {
        var current: PolicySet
        var statistics: Statistics

        mutating func note(_ outcome: Outcome) {
            switch outcome {
            case .replaced(let set):
                current = set
                statistics.loaded += 1
                statistics.loadedAt = time(nil)
                statistics.refusal = nil
            case .refused(let error):
                statistics.refused += 1
                statistics.refusal = error
            case .unchanged, .unsettled: break
            }
        }
    }

    private let loader: Loader
    private let interval: Duration
    private let report: @Sendable (Outcome) -> Void
    private let watch: Mutex<Watch>
    private let state: Mutex<State>

    /// Loads the first set.
    ///
    /// - Parameters:
    ///   - interval: time between two looks at the directory. A change is loaded one to two intervals later.
    ///   - report: called after each change, loaded or refused; never for two of them at once. It must not call back.
    package init(
        _ loader: Loader, interval: Duration = .seconds(2), report: @escaping @Sendable (Outcome) -> Void = { _ in }
    ) throws(LoadError) {
        self.loader = loader
        self.interval = interval
        self.report = report
        let directory = loader.directory
        let set = try loader.load(directory)
        watch = Mutex(Watch(directory.fingerprint))
        state = Mutex(State(current: set, statistics: Statistics(loadedAt: time(nil))))
    }

    /// The set in force.
    package var current: PolicySet { state.withLock { $0.current } }

    /// Numbers for metrics.
    package var statistics: Statistics { state.withLock { $0.statistics } }

    /// Looks at the directory until the task is cancelled.
    package func run() async {
        while (try? await Task.sleep(for: interval)) != nil { poll() }
    }

    /// Looks at the directory once, and loads it when it has changed since it was last loaded or refused, and not since
    /// the last look.
    @discardableResult
    package func poll() -> Outcome {
        watch.withLock { watch in
            let directory = loader.directory
            switch watch.look(directory.fingerprint) {
            case .rest: return .unchanged
            case .wait: return .unsettled
            case .load: return load(directory, &watch)
            }
        }
    }

    /// Loads the directory now, changed or not. Only when it changes meanwhile, time and again, is it left to the next
    /// looks.
    @discardableResult
    package func reload() -> Outcome {
        watch.withLock { watch in
            for _ in 0..<3 {
                let outcome = load(loader.directory, &watch)
                guard case .unsettled = outcome else { return outcome }
            }
            return .unsettled
        }
    }

    private func load(_ directory: PolicyDirectory, _ watch: inout Watch) -> Outcome {
        let outcome: Outcome
        do throws(LoadError) { outcome = .replaced(try loader.load(directory)) } catch { outcome = .refused(error) }
        guard watch.finish(before: directory.fingerprint, after: loader.directory.fingerprint) else {
            return .unsettled
        }
        state.withLock { $0.note(outcome) }
        report(outcome)
        return outcome
    }
}

@preconcurrency import Dispatch
import Glibc

/// Signals of the operating system as a sequence of events.
package struct Signals: Sendable {
    /// What a signal asks for.
    package enum Event: Sendable {
        /// SIGTERM or SIGINT.
        case stop
        /// SIGHUP.
        case reload
    }

    /// The events, in order.
    package let events: AsyncStream<Event>

    /// Takes over SIGTERM, SIGINT and SIGHUP, and ignores SIGPIPE, for the whole process.
    package init() {
        signal(SIGPIPE, SIG_IGN)
        events = AsyncStream { continuation in
            let sources = [(SIGTERM, Event.stop), (SIGINT, .stop), (SIGHUP, .reload)].map { number, event in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(event) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        }
    }
}

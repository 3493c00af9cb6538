import Admission

/// When a server speaks of its exceptions: after each loading, once a day (UTC), and when one ends.
package struct ExceptionNotices: Sendable {
    private struct State: Equatable {
        let hash: String
        let day: Int64
        let ended: [String]
    }

    private var spoken: State?

    package init() {}

    /// What is to be said now, which is in seconds since 1970; nothing most of the time.
    package mutating func due(_ set: PolicySet, at now: Int64) -> [Complaint] {
        guard !set.exceptions.isEmpty else {
            spoken = nil
            return []
        }
        let ended = set.exceptions.filter { $0.expiry.isOver(at: now) }.map(\.name)
        let state = State(hash: set.hash, day: now / 86_400, ended: ended)
        guard state != spoken else { return [] }
        spoken = state
        return set.exceptionWarnings(at: now)
    }
}

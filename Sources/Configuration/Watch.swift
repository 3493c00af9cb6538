/// What a reloader knows of its directory: a value that says, for each look at it, what is to be done.
struct Watch: Sendable {
    /// What follows from a look at the directory.
    enum Step: Equatable, Sendable {
        /// It is as it was when it was last loaded, or refused.
        case rest
        /// It has changed since the last look: somebody may still be writing.
        case wait
        /// It has changed, and two looks in a row found it the same.
        case load
    }

    /// The directory as it was last loaded or refused.
    private(set) var tried: Fingerprint
    /// The directory at the last look.
    private var seen: Fingerprint

    init(_ loaded: Fingerprint) {
        tried = loaded
        seen = loaded
    }

    /// Takes a look.
    mutating func look(_ now: Fingerprint) -> Step {
        defer { seen = now }
        if now == tried { return .rest }
        return now == seen ? .load : .wait
    }

    /// Ends a loading that began when the directory was as `before` and ended when it was as `after`: whether what was
    /// read counts. Otherwise it may be a mixture of old and new, and is read again once the directory has settled.
    mutating func finish(before: Fingerprint, after: Fingerprint) -> Bool {
        seen = after
        guard before == after else { return false }
        tried = after
        return true
    }
}

import NIOCore

/// The turns of an event loop: in each it handles what was ready when the turn began, one connection after the other.
///
/// What comes while the loop is busy waits in the system's buffers, where nobody sees for how long. The turns tell: it
/// came no sooner than the turn before began, and waits for its place in this one. A loop that has more to do than it can
/// has long turns, and only then. How long a new connection waited to be accepted is not known.
struct Turns {
    /// When the turn at hand began; nil between two of them.
    private var began: NIODeadline?
    /// When the last one ended.
    private var ended = NIODeadline.uptimeNanoseconds(0)
    /// How long the last one took, if this one followed at once.
    private var before = TimeAmount.nanoseconds(0)
    private var last = TimeAmount.nanoseconds(0)

    /// After a pause so long between two turns the loop has been waiting for something to do.
    private static let pause = TimeAmount.microseconds(500)

    /// Something is handled.
    ///
    /// - Returns: whether it is the first of a turn, whose end must be told.
    mutating func note(_ now: NIODeadline) -> Bool {
        guard began == nil else { return false }
        began = now
        before = now - ended > Self.pause ? .nanoseconds(0) : last
        return true
    }

    /// Everything that was ready has been handled.
    mutating func end(_ now: NIODeadline) {
        guard let began else { return }
        last = now - began
        ended = now
        self.began = nil
    }

    /// The longest that what is handled now can have waited.
    func wait(_ now: NIODeadline) -> TimeAmount {
        guard let began else { return .nanoseconds(0) }
        return before + (now - began)
    }
}

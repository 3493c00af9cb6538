/// How far the work has come, for people who wait at a terminal: nothing in the first second, then a line that is
/// written over, ten times a second at most.
package struct ProgressBar: Sendable {
    private let began: ContinuousClock.Instant
    private var last: ContinuousClock.Instant?
    private static let patience = Duration.seconds(1)
    private static let pause = Duration.milliseconds(100)
    private static let width = 30

    /// A bar for work that begins now.
    package init(began: ContinuousClock.Instant = .now) { self.began = began }

    /// What to write now, if anything.
    ///
    /// - Parameters:
    ///   - work: what is done, as in `Judging`.
    ///   - done: objects that are done.
    ///   - total: all objects.
    package mutating func text(
        _ work: String, _ done: Int, of total: Int, at now: ContinuousClock.Instant = .now
    ) -> String? {
        guard now - began >= Self.patience, last.map({ now - $0 >= Self.pause }) ?? true, total > 0 else { return nil }
        last = now
        let filled = Self.width * min(max(0, done), total) / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        return "\r\(work) [\(bar)] \(done) of \(total)\u{1B}[K"
    }

    /// What to write when the work is done: takes the line away, if there is one.
    package var end: String? { last == nil ? nil : "\r\u{1B}[K" }
}

/// What is known about a request besides the request.
package struct RequestContext: Sendable {
    /// When the answer must be there: the client's own timeout less a margin, or the server's limit, whichever is sooner,
    /// counted from the arrival of the head.
    package let deadline: ContinuousClock.Instant
    /// When the request's head was there.
    package let arrival: ContinuousClock.Instant
    /// Who asks.
    package let peer: Peer

    package init(deadline: ContinuousClock.Instant, arrival: ContinuousClock.Instant = .now, peer: Peer) {
        self.deadline = deadline
        self.arrival = arrival
        self.peer = peer
    }
}

/// The other end of a connection.
package final class Peer: Sendable {
    /// The client's address and port, as `10.0.0.1:4711` or `[::1]:4711`; empty when it isn't known.
    package let address: String
    /// The subject of the client's verified certificate (RFC 2253), or nil without one.
    package let subject: String?

    package init(address: String, subject: String? = nil) {
        self.address = address
        self.subject = subject
    }
}

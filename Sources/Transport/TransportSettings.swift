package import HTTP

/// Where to listen, and every limit of the transport; the defaults fit a Kubernetes API server as the client.
package struct TransportSettings: Sendable {
    /// An address or a name to listen on.
    package var host = "0.0.0.0"
    /// The port; 0 lets the system choose one.
    package var port = 8443
    /// Event loops, each with a thread and a listening socket of its own; at least 1.
    package var loops: Int
    /// Limits of a single request.
    package var limits = Limits()
    /// How long things may take.
    package var timeouts = Timeouts()
    /// Bytes of body that all connections together may hold; past it 429.
    package var bodyBudget = 256 << 20
    /// Open connections. A further one takes the place of one that only waits, or is closed at once when there is none.
    package var maximumConnections = 1024
    /// How long a connection may wait for its handshake's end or its next request before it can lose its place so.
    package var evictionAge = Duration.seconds(1)
    /// Bodies larger than this, in bytes, are judged on a thread of their own instead of on the loop.
    package var offloadThreshold = 256 << 10
    /// Threads for large bodies; at least 1.
    package var offloadThreads: Int
    /// Large bodies that are judged or wait for a thread; past it 429.
    package var offloadLimit = 64
    /// The age at which a connection's next answer says `Connection: close`.
    package var connectionAge = Duration.seconds(300)
    /// By how much of itself the age varies from connection to connection, so that they don't all end at once.
    package var connectionAgeJitter = 0.1
    /// Bytes that are still taken in, and thrown away, after the last answer of a connection.
    package var lingerBytes = 64 << 20
    /// Requests that one connection may have answered in a row before the others on its loop get their turn.
    package var requestsPerTurn = 16
    /// Connections that wait to be accepted, for each loop.
    package var backlog: Int32 = 1024

    /// - Parameter cores: what `loops` and `offloadThreads` start from.
    package init(cores: Int) {
        loops = max(cores, 1)
        offloadThreads = max(cores, 1)
    }

    /// How long things may take, all counted from the moment named.
    package struct Timeouts: Sendable {
        /// From the accepted connection to the end of the TLS handshake.
        package var handshake = Duration.seconds(10)
        /// Between two requests. More than the API server's 90 s, so that it is the client who closes.
        package var idle = Duration.seconds(120)
        /// From a head's first byte to its end; then 408.
        package var head = Duration.seconds(10)
        /// Between two pieces of a body; then 408.
        package var bodyProgress = Duration.seconds(10)
        /// From a head's end to its body's end; then 408.
        package var body = Duration.seconds(30)
        /// How long the client may leave answers unread, once buffers are full.
        package var write = Duration.seconds(30)
        /// How long the last answer waits for more input, which is thrown away, or for the client's end of the
        /// connection; each piece of input begins it anew, so that who is still sending gets to read the answer.
        package var linger = Duration.seconds(5)
        /// The longest that input is taken in after the last answer.
        package var lingerTotal = Duration.seconds(30)
        /// How long a connection stays open without a request once draining has begun.
        package var drainIdle = Duration.seconds(1)
        /// The longest time that a request may take, whatever the client grants.
        package var request = Duration.seconds(10)
        /// How long a request may have waited for its place on a loop, or for a thread, before it is judged; past it, or
        /// past a quarter of the time that it may take in all, 429. Then there is still time to ask again.
        package var patience = Duration.seconds(2)
        /// How much sooner than the client's own timeout, `?timeout=`, an answer must be there.
        package var margin = Duration.milliseconds(250)

        package init() {}
    }
}

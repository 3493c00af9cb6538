import Synchronization

/// What a listener has counted so far, all loops together.
package struct TransportNumbers: Sendable, Equatable {
    /// Connections that were accepted.
    package var acceptedConnections = 0
    /// Connections that are open now.
    package var openConnections = 0
    /// Connections closed at once, since there were too many.
    package var refusedConnections = 0
    /// Connections that only waited and made room for others.
    package var evictedConnections = 0
    /// Errors of `accept`, such as too many open files.
    package var acceptErrors = 0
    /// TLS handshakes that came to their end.
    package var handshakes = 0
    /// TLS handshakes that failed or took too long, and sessions that broke, by `TLSError.Kind.label` or `timeout`.
    package var handshakeFailures: [String: Int] = [:]
    /// Requests that were read whole.
    package var requests = 0
    /// Requests that are being judged or wait for a thread now.
    package var requestsInFlight = 0
    /// Requests that were judged on a thread of their own.
    package var offloadedRequests = 0
    /// Answers that were sent, the transport's own included, by status code.
    package var answers: [Int: Int] = [:]
    /// Requests that were answered by 429: the body budget or the threads were taken.
    package var shedRequests = 0
    /// Requests that came too slowly and were answered by 408.
    package var slowRequests = 0
    /// Bytes that were no acceptable request, answered by what `ReadError.status` says.
    package var refusedRequests = 0
    /// Connections that ended within a request.
    package var truncatedRequests = 0
    /// Connections closed because the client didn't read its answers.
    package var stuckConnections = 0
    /// Connections closed because no request came.
    package var idleConnections = 0
    /// Connections ended because of their age.
    package var agedConnections = 0
    /// Bytes of body claimed now.
    package var bodyBytesInFlight = 0
    /// Bytes that were read from sockets.
    package var receivedBytes = 0
    /// Bytes that were written to sockets.
    package var sentBytes = 0

    package init() {}
}

/// Counts of one loop. Only the loop writes, so a count is a load and a store, not a locked addition; anybody reads.
final class LoopStatistics: Sendable {
    /// A number with one writer.
    struct Count: ~Copyable, Sendable {
        private let number = Atomic<Int>(0)

        var value: Int { number.load(ordering: .relaxed) }

        @inline(__always)
        func add(_ amount: Int = 1) {
            number.store(number.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
        }
    }

    let acceptedConnections = Count()
    let openConnections = Count()
    let refusedConnections = Count()
    let evictedConnections = Count()
    let acceptErrors = Count()
    let handshakes = Count()
    let requests = Count()
    let requestsInFlight = Count()
    let offloadedRequests = Count()
    /// Answers with status 200, which are nearly all.
    let okAnswers = Count()
    let shedRequests = Count()
    let slowRequests = Count()
    let refusedRequests = Count()
    let truncatedRequests = Count()
    let stuckConnections = Count()
    let idleConnections = Count()
    let agedConnections = Count()
    let receivedBytes = Count()
    let sentBytes = Count()
    private let handshakeFailures = Mutex<[String: Int]>([:])
    private let otherAnswers = Mutex<[Int: Int]>([:])

    /// Counts a failure of TLS; rare, so it may take a lock.
    func countFailure(_ label: String) {
        handshakeFailures.withLock { $0[label, default: 0] += 1 }
    }

    /// Counts an answer.
    @inline(__always)
    func countAnswer(_ code: Int) {
        if code == 200 { okAnswers.add() } else { countOther(code) }
    }

    private func countOther(_ code: Int) {
        otherAnswers.withLock { $0[code, default: 0] += 1 }
    }

    /// Adds this loop's counts.
    func add(to numbers: inout TransportNumbers) {
        numbers.acceptedConnections += acceptedConnections.value
        numbers.openConnections += openConnections.value
        numbers.refusedConnections += refusedConnections.value
        numbers.evictedConnections += evictedConnections.value
        numbers.acceptErrors += acceptErrors.value
        numbers.handshakes += handshakes.value
        numbers.handshakeFailures.merge(handshakeFailures.withLock { $0 }, uniquingKeysWith: +)
        addRequests(to: &numbers)
        numbers.stuckConnections += stuckConnections.value
        numbers.idleConnections += idleConnections.value
        numbers.agedConnections += agedConnections.value
        numbers.receivedBytes += receivedBytes.value
        numbers.sentBytes += sentBytes.value
    }

    private func addRequests(to numbers: inout TransportNumbers) {
        numbers.requests += requests.value
        numbers.requestsInFlight += requestsInFlight.value
        numbers.offloadedRequests += offloadedRequests.value
        numbers.answers.merge(otherAnswers.withLock { $0 }, uniquingKeysWith: +)
        if okAnswers.value > 0 { numbers.answers[200, default: 0] += okAnswers.value }
        numbers.shedRequests += shedRequests.value
        numbers.slowRequests += slowRequests.value
        numbers.refusedRequests += refusedRequests.value
        numbers.truncatedRequests += truncatedRequests.value
    }
}

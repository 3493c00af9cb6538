package import Telemetry
package import Transport

extension MetricsText {
    /// The families of a listener's connections and requests.
    package mutating func write(_ numbers: TransportNumbers) {
        writeConnections(numbers)
        writeRequests(numbers)
        one(.receivedBytes, numbers.receivedBytes)
        one(.sentBytes, numbers.sentBytes)
    }

    private mutating func writeConnections(_ numbers: TransportNumbers) {
        one(.connections, numbers.acceptedConnections)
        one(.openConnections, numbers.openConnections)
        family(.endedConnections)
        for (reason, count) in [
            ("too-many", numbers.refusedConnections), ("made-room", numbers.evictedConnections),
            ("idle", numbers.idleConnections),
            ("age", numbers.agedConnections), ("unread-answers", numbers.stuckConnections),
        ] {
            sample(.endedConnections, ["reason": reason], count)
        }
        one(.acceptErrors, numbers.acceptErrors)
        one(.handshakes, numbers.handshakes)
        family(.tlsFailures)
        for (reason, count) in numbers.handshakeFailures.sorted(by: { $0.key < $1.key }) {
            sample(.tlsFailures, ["reason": reason], count)
        }
    }

    private mutating func writeRequests(_ numbers: TransportNumbers) {
        one(.requests, numbers.requests)
        one(.requestsInFlight, numbers.requestsInFlight)
        one(.requestsOffloaded, numbers.offloadedRequests)
        family(.responses)
        for (code, count) in numbers.answers.sorted(by: { $0.key < $1.key }) {
            sample(.responses, ["code": String(code)], count)
        }
        one(.requestsShed, numbers.shedRequests)
        one(.requestsSlow, numbers.slowRequests)
        one(.requestsRefused, numbers.refusedRequests)
        one(.requestsTruncated, numbers.truncatedRequests)
        one(.bodyBytesInFlight, numbers.bodyBytesInFlight)
    }
}
